/* Choosing a code, or a claim: type to find it, arrows to move, Enter to take it. */

let picking = null;

/** Asks for one of some options {value, name, words, about, level, looks}; null if the reviewer thinks better of it.
 * `words` are looked through; while something is typed, `path` is shown instead of the name, if there is one. */
function pick(title, options, nothing) {
  return new Promise((resolve) => {
    picking = { resolve, options, nothing, shown: [], at: 0 };
    $("picker-title").textContent = title;
    $("picker-search").value = "";
    showPicked();
    $("picker").showModal();
    $("picker-search").focus();
  });
}

/** Asks for a code: its number, or null. */
function pickCode(title, { without = [], only = null } = {}) {
  const out = new Set(without);
  const options = codes
    .filter(({ number }) => !out.has(number) && (!only || only.includes(number)))
    .map(({ number, name, path, id, definition, above }) => ({
      value: number,
      name: only ? path : name,
      path,
      words: `${path} ${id}`,
      about: definition,
      level: only ? 0 : Math.min(above.length, 3),
      looks: `c${number} theme-${themeOf[number] % PATTERNS}`,
    }));
  return pick(title, options, say("picker.none"));
}

function showPicked() {
  const words = $("picker-search").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = (text) => words.every((word) => text.toLocaleLowerCase().includes(word));
  const fitting = picking.options.filter((option) => found(option.words));
  // What is called so comes before what only says so.
  picking.shown = [...fitting.filter(({ name, path }) => found(path ?? name)), ...fitting.filter(({ name, path }) => !found(path ?? name))];
  picking.at = 0;
  $("picker-codes").replaceChildren(
    ...picking.shown.map((option, at) =>
      el(
        "li",
        {
          role: "option",
          id: `pick-${at}`,
          class: `level-${words.length ? 0 : (option.level ?? 0)} ${option.looks ?? ""}`,
          "aria-selected": "false",
          click: () => endPicking(option.value),
        },
        option.looks ? el("i", { class: "swatch", "aria-hidden": "true" }) : null,
        words.length ? (option.path ?? option.name) : option.name,
      ),
    ),
  );
  movePicked(0);
}

function movePicked(by) {
  const { shown } = picking;
  picking.at = Math.max(0, Math.min(shown.length - 1, picking.at + by));
  const option = shown[picking.at];
  for (const [at, row] of [...$("picker-codes").children].entries())
    row.setAttribute("aria-selected", String(at === picking.at));
  $(`pick-${picking.at}`)?.scrollIntoView({ block: "nearest" });
  if (option) $("picker-search").setAttribute("aria-activedescendant", `pick-${picking.at}`);
  else $("picker-search").removeAttribute("aria-activedescendant");
  $("picker-about").textContent = option ? option.about : picking.nothing;
}

function endPicking(value) {
  const { resolve } = picking;
  $("picker").close();
  resolve(value);
}

function startPicker() {
  $("picker-search").addEventListener("input", showPicked);
  $("picker-search").addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) movePicked(steps[event.key]);
    else if (event.key === "Escape") endPicking(null);
    else if (event.key === "Enter" && picking.shown.length) endPicking(picking.shown[picking.at].value);
    else return;
    event.preventDefault();
  });
  $("picker-cancel").addEventListener("click", () => endPicking(null));
  $("picker").addEventListener("cancel", (event) => {
    event.preventDefault();
    endPicking(null);
  });
}
