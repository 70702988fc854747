/* Choosing a code: type to find it, arrows to move, Enter to take it. */

let picking = null;

/** Asks for a code; null if the reviewer thinks better of it. */
function pickCode(title, { without = [], only = null } = {}) {
  return new Promise((resolve) => {
    picking = { resolve, without: new Set(without), only: only && new Set(only), shown: [], at: 0 };
    $("picker-title").textContent = title;
    $("picker-search").value = "";
    showPicked();
    $("picker").showModal();
    $("picker-search").focus();
  });
}

function showPicked() {
  const words = $("picker-search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ number, path, id }) =>
    !picking.without.has(number) &&
    (!picking.only || picking.only.has(number)) &&
    words.every((word) => `${path} ${id}`.toLocaleLowerCase().includes(word));
  picking.shown = codes.filter(fits).map((code) => code.number);
  picking.at = 0;
  $("picker-codes").replaceChildren(
    ...picking.shown.map((number) =>
      el(
        "li",
        {
          role: "option",
          id: `pick-${number}`,
          class: `level-${words.length || picking.only ? 0 : Math.min(codes[number].above.length, 3)} c${number} theme-${themeOf[number] % PATTERNS}`,
          "aria-selected": "false",
          click: () => endPicking(number),
        },
        el("i", { class: "swatch", "aria-hidden": "true" }),
        words.length || picking.only ? codes[number].path : codes[number].name,
      ),
    ),
  );
  movePicked(0);
}

function movePicked(by) {
  const { shown } = picking;
  picking.at = Math.max(0, Math.min(shown.length - 1, picking.at + by));
  const number = shown[picking.at];
  for (const option of $("picker-codes").children) {
    option.setAttribute("aria-selected", String(option.id === `pick-${number}`));
  }
  $(`pick-${number}`)?.scrollIntoView({ block: "nearest" });
  if (number === undefined) $("picker-search").removeAttribute("aria-activedescendant");
  else $("picker-search").setAttribute("aria-activedescendant", `pick-${number}`);
  $("picker-about").textContent = number === undefined ? say("picker.none") : codes[number].definition;
}

function endPicking(number) {
  const { resolve } = picking;
  $("picker").close();
  resolve(number);
}

function startPicker() {
  $("picker-search").addEventListener("input", showPicked);
  $("picker-search").addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) movePicked(steps[event.key]);
    else if (event.key === "Escape") endPicking(null);
    else if (event.key === "Enter" && picking.shown.length) endPicking(picking.shown[picking.at]);
    else return;
    event.preventDefault();
  });
  $("picker-cancel").addEventListener("click", () => endPicking(null));
  $("picker").addEventListener("cancel", (event) => {
    event.preventDefault();
    endPicking(null);
  });
}
