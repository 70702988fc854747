/* The keyboard: single letters outside of fields, unless they are switched off in the list of keys. */

function startKeys() {
  $("show-keys").addEventListener("click", () => $("keys").showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("keys").open) return;
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape") escape(event, field);
    else if (field && field.type !== "checkbox") return;
    else if (!$("letters").checked && event.key.length === 1) return;
    else if (press(event)) event.preventDefault();
  });
  for (const matrix of document.querySelectorAll("table.heat")) startMatrix(matrix);
}

function press(event) {
  const onItem = event.target.matches(".quote, .segment");
  switch (event.key) {
    case "/":
      if (readAddress(location.hash).view !== "citat") location.hash = addressOfQuotes(choice);
      route();
      $("search").focus();
      $("search").select();
      return true;
    case "j":
      return step(1);
    case "k":
      return step(-1);
    case "ArrowDown":
    case "ArrowUp":
      return onItem && step(event.key === "ArrowDown" ? 1 : -1);
    case "?":
      $("keys").showModal();
      return true;
    case "v":
    case "c":
    case "x":
    case "Enter": {
      if (event.key === "Enter" && !onItem) return false;
      const key = event.key === "Enter" && event.target.matches(".segment") ? "v" : event.key;
      const button = document.activeElement.closest(".quote, .segment")?.querySelector(`[data-key="${key}"]`);
      button?.click();
      return Boolean(button);
    }
    default:
      return false;
  }
}

/** To the next or previous quote, or coded segment of a transcript, from where one is or from what is in view. */
function step(by) {
  const view = readAddress(location.hash).view;
  const list = view === "citat" ? $("quotes") : view === "kallor" ? open.body : null;
  if (!list) return false;
  const items = [...list.querySelectorAll(view === "citat" ? ".quote" : ".segment.has-codes")];
  const current = document.activeElement.closest(".quote, .segment");
  let at = current ? items.indexOf(current) : -1;
  if (at < 0)
    at =
      (current
        ? items.findIndex((item) => current.compareDocumentPosition(item) & 4)
        : items.findIndex((item) => item.getBoundingClientRect().top > 60)) - (by > 0 ? 1 : 0);
  let next = items[at + by];
  if (!next && by > 0 && view === "citat" && !$("more").hidden) {
    showMore();
    next = list.children[at + by];
  }
  if (!next) return true;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  return true;
}

/** Out of what one is in: the search field, an open reason, a transcript. */
function escape(event, field) {
  if (field === $("search") && field.value) {
    field.value = "";
    change((next) => (next.search = ""), true);
  } else if (field) {
    field.blur();
    $("quotes").focus({ preventScroll: true });
  } else {
    const item = event.target.closest(".quote, .segment");
    const opened = item?.querySelector('[aria-expanded="true"]');
    if (opened) {
      opened.click();
      item.focus({ preventScroll: true });
    } else if (readAddress(location.hash).source) location.hash = addressOfQuotes(choice);
    else return;
  }
  event.preventDefault();
}

/** Arrows move within a matrix, so that Tab passes it in one step. */
function startMatrix(matrix) {
  const rows = () => [...matrix.tBodies[0].rows].filter((row) => row.offsetParent);
  const links = [...matrix.querySelectorAll("tbody a")];
  links.forEach((link, at) => (link.tabIndex = at ? -1 : 0));
  matrix.addEventListener("focusin", (event) => {
    for (const link of links) link.tabIndex = link === event.target ? 0 : -1;
  });
  matrix.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = event.target.closest("td, th");
    if (!move || !cell) return;
    event.preventDefault();
    const there = rows();
    let row = there.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    for (;;) {
      row += move[0];
      column += move[1];
      const next = there[row]?.cells[column];
      if (!next) return;
      const link = next.offsetParent && next.querySelector("a");
      if (link) return link.focus();
    }
  });
}
