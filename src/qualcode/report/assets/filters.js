/* The filters beside the quotes: built once, then only their states and counts change. */

/** Lists longer than this can be searched. */
const LONG = 12;
/** Every choice's checkbox and count, by narrowing and value. */
const boxes = new Map();

function buildFilters(changed) {
  $("facets").append(
    codeFilter(changed),
    scoreFilter(changed),
    ...facets.filter(({ name }) => name !== "codes").map((facet) => valueFilter(facet, changed)),
  );
}

function codeFilter(changed) {
  const branch = (parent) => {
    const here = codes.filter((code) => code.parent === parent);
    return here.length
      ? el(
          "ul",
          { class: "tree" },
          here.map((code) => el("li", {}, box("codes", code.id, code.name, changed, code.number), branch(code.number))),
        )
      : null;
  };
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", {}, say("filters.code")),
    branch(-1),
    el(
      "ul",
      { class: "tree rest" },
      [UNCODED, UNASKED].map((id) => el("li", {}, box("codes", id, say(`none.${id}`), changed))),
    ),
    el(
      "label",
      { class: "box all" },
      el("input", {
        type: "checkbox",
        id: "all",
        change: (event) => changed((choice) => (choice.all = event.target.checked)),
      }),
      el("span", { class: "name" }, say("filters.all")),
    ),
  );
}

function scoreFilter(changed) {
  const slider = (key) =>
    scoreSlider(key, key, 0, { input: (event) => changed((choice) => (choice[key] = Number(event.target.value)), true) });
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", {}, say("filters.score")),
    slider("low"),
    slider("high"),
  );
}

/** The lowest or highest score as a slider that says where it stands. */
function scoreSlider(id, key, value, listeners) {
  const said = el("output", { for: id, id: `${id}-said` }, decimal(value));
  const slider = el("input", { type: "range", id, min: "0", max: "1", step: "0.05", value: String(value), ...listeners });
  slider.addEventListener("input", () => (said.textContent = decimal(Number(slider.value))));
  return el("label", { class: "slider" }, el("span", {}, say(`filters.${key}`)), slider, said);
}

/** A narrowing that is opened when it is wanted; the long ones scroll, and can be searched. */
function valueFilter({ name, label, values }, changed) {
  if (values.length < 2 && name !== "sources") return "";
  const items = values.map(([value, words]) => el("li", {}, box(name, value, words, changed)));
  const find = ({ target }) => {
    const asked = target.value.trim().toLocaleLowerCase();
    items.forEach((item, at) => (item.hidden = !values[at][1].toLocaleLowerCase().includes(asked)));
  };
  return el(
    "details",
    { class: "facet", "data-facet": name, open: values.length <= 8 },
    el("summary", {}, el("bdi", {}, label), el("span", { class: "many" })),
    values.length > LONG
      ? el("input", { type: "search", class: "find", "aria-label": say("filters.find", { label }), placeholder: say("filters.find", { label }), input: find })
      : null,
    el("ul", { class: "values" }, items),
  );
}

function box(name, value, label, changed, code) {
  const tally = el("span", { class: "tally" });
  const input = el("input", {
    type: "checkbox",
    change: (event) => changed((choice) => toggle(chosenOf(choice, name), value, event.target.checked)),
  });
  if (!boxes.has(name)) boxes.set(name, new Map());
  boxes.get(name).set(value, { input, tally });
  return el(
    "label",
    { class: "box" },
    input,
    code === undefined
      ? null
      : el("i", { class: `swatch c${code} theme-${themeOf[code] % STROKES.length}`, "aria-hidden": "true" }),
    el("bdi", { class: "name" }, label),
    " ",
    tally,
  );
}

/** Brings all controls to what is chosen, and shows how much each further choice would give. */
function showFilters(choice, { counts, codeCounts }) {
  for (const [name, values] of boxes) {
    const chosen = chosenOf(choice, name);
    const tallies = name === "codes" ? codeCounts : counts.get(name);
    for (const [value, { input, tally }] of values) {
      const number = tallies.get(value) ?? 0;
      input.checked = chosen.has(value);
      tally.textContent = count(number);
      input.parentElement.classList.toggle("nothing", number === 0);
    }
    const facet = document.querySelector(`[data-facet="${CSS.escape(name)}"]`);
    if (facet) facet.querySelector(".many").textContent = chosen.size ? ` (${chosen.size})` : "";
  }
  $("all").checked = choice.all;
  for (const key of ["low", "high"]) {
    $(key).value = choice[key];
    $(`${key}-said`).textContent = decimal(choice[key]);
  }
  if (document.activeElement !== $("search")) $("search").value = choice.search;
  const many = chips(choice).length;
  $("unfold").textContent = many ? say("filters.unfold_n", { n: many }) : say("filters.unfold");
}
