/* The keyboard: single letters outside of fields, unless they are switched off in the list of keys. */

const LETTERS = {
  a: () => (me.blind ? saveBlind() : judge("accept")),
  r: () => (me.blind ? saveBlind([]) : judge("reject")),
  b: changeCode,
  l: () => (me.blind && !markedPlace() && !focusedSegment() ? findBlind() : addCode()),
  t: removeCode,
  g: () => (focusedSegment() && !markedPlace() ? markSegment() : changeBorders()),
  m: () => $("memo")?.focus(),
  z: undo,
  n: () => told(nextOpen),
  v: () => document.querySelector(".why")?.scrollIntoView({ block: "nearest" }),
  d: () => {
    const folded = document.querySelector(".means details");
    if (folded) folded.open = !folded.open;
  },
  u: () => {
    showPart("transcript");
    if (item) told(() => openSource(item.source, item.segments, true));
  },
  f: () => {
    showPart("line");
    unfold(true);
  },
  c: nextClaim,
  s: () => stand("stance", "supports"),
  e: () => stand("stance", "challenges"),
  o: () => stand("stance", "both"),
  h: () => stand("stance", "neither"),
  p: () => togglePin(),
  x: () => toggleBan(),
  w: () => stand("withdraw", ""),
  y: () => addClaim(),
};

/** Those that are about the open quote. */
const OF_QUOTE = "arbtsehopxwy";

function startKeys() {
  for (const name of ["letters", "onwards"]) {
    $(name).checked = kept(name, "localStorage") !== "0";
    $(name).addEventListener("change", () => keep(name, $(name).checked ? "1" : "0", "localStorage"));
  }
  $("show-keys").addEventListener("click", () => $("keys").showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    const field = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && !marking) escape(field);
    else if (field) return;
    else if (!$("letters").checked && event.key.length === 1) return;
    else if (pressMarking(event) || press(event)) event.preventDefault();
  });
}

function press(event) {
  const { key } = event;
  const review = readAddress(location.hash).view === "granska";
  const inTurns = event.target.closest("#turns");
  if (key === "?") {
    $("keys").showModal();
    return true;
  }
  if (key === "/") {
    location.hash = address("sok", []);
    route();
    $("search").focus();
    return true;
  }
  if (key === "i") {
    location.hash = address("laget", []);
    return true;
  }
  if (!review) return false;
  if (key === "j" || key === "k") return inTurns ? stepSegment(key === "j" ? 1 : -1) : step(key === "j" ? 1 : -1);
  if (key === "ArrowDown" || key === "ArrowUp") {
    const by = key === "ArrowDown" ? 1 : -1;
    if (event.target.closest("#turns")) return stepSegment(by);
    return event.target.closest("summary, button, #facets") ? false : step(by);
  }
  if (key === "Enter" && event.target.matches(".segment")) {
    event.target.querySelector(".margin button")?.click();
    return true;
  }
  if (!(key in LETTERS)) return false;
  if (OF_QUOTE.includes(key) && isElsewhere()) {
    if (atRest()) told(openThere);
    return true;
  }
  LETTERS[key]();
  return true;
}

/** Marks the segment that the focus is on, to give a part of it a code. */
function markSegment() {
  const { start, end } = focusedSegment();
  startMarking($("turns"), start, end, addCode);
}

/** Out of what one is in: a field, what is marked, the filters, another view. */
function escape(field) {
  if (markedPlace()) unmark();
  else if (field?.id === "search") field.blur();
  else if (field || $("turns").contains(document.activeElement)) {
    if (!$("facets").hidden && $("facets").contains(field)) unfold(false);
    $("quote").focus({ preventScroll: true });
    showPart("quote");
  } else if (!$("facets").hidden) {
    unfold(false);
    $("unfold").focus();
  } else if (readAddress(location.hash).view !== "granska") location.hash = addressOf(line.choice, line.ids[line.at]);
}
