/* The filters beside the quotes: built once, then only their states and counts change. */

/** Every choice's checkbox and count, by narrowing and value. */
const boxes = new Map();

function buildFilters(changed) {
  $("facets").append(
    codeFilter(changed),
    scoreFilter(changed),
    ...OF_CODINGS.map(([key]) => valueFilter(key, say(`filters.${key}`), valuesOfCodings(key), changed)),
    ...DATA.attributes.map((name) => valueFilter(`a.${name}`, name, valuesOf(name), changed)),
    DATA.roles.length
      ? valueFilter(
          "roles",
          say("filters.role"),
          rolesThere().map((role) => [role, role ? roleName(role) : say("filters.no_role")]),
          changed,
        )
      : "",
    valueFilter(
      "sources",
      say("filters.source"),
      sources.map(({ name }) => [name, name]),
      changed,
    ),
  );
}

function valuesOfCodings(key) {
  const there = new Set(
    sources.flatMap((source) => source.segments.flatMap(({ codings }) => codings.map((one) => valueOfCoding(one, key)))),
  );
  const label = (value) => {
    if (key === "by") return say(`by.${value}`);
    return key === "coders" ? value : (codes.find((code) => code.standing === value)?.status ?? value);
  };
  return [...there].filter(Boolean).sort().map((value) => [value, label(value)]);
}

function rolesThere() {
  const there = new Set(
    sources.flatMap((source) => source.turns.filter((turn) => turn.kind !== "heading").map((turn) => turn.role)),
  );
  return [...DATA.roles, ""].filter((role) => there.has(role));
}

function valuesOf(attribute) {
  const at = DATA.attributes.indexOf(attribute);
  const order = new Intl.Collator(DATA.language, { numeric: true });
  const said = sources.flatMap((source) => {
    const own = source.turns.filter((turn) => turn.own && attribute in turn.own);
    return own.length ? own.map((turn) => turn.own[attribute]) : [source.attributes[at]];
  });
  const there = [...new Set(said)].sort(order.compare);
  return there.map((value) => [value, value || say("filters.no_value")]);
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
  const slider = (id, key) =>
    el(
      "label",
      { class: "slider" },
      el("span", {}, say(`filters.${id}`)),
      el("input", {
        type: "range",
        id,
        min: "0",
        max: "1",
        step: "0.05",
        input: (event) => changed((choice) => (choice[key] = Number(event.target.value)), true),
      }),
      el("output", { for: id, id: `${id}-said` }),
    );
  return el(
    "fieldset",
    { class: "facet" },
    el("legend", {}, say("filters.score")),
    slider("low", "low"),
    slider("high", "high"),
  );
}

/** A narrowing that is opened when it is wanted; the long ones scroll. */
function valueFilter(name, label, values, changed) {
  if (values.length < 2 && name !== "sources") return "";
  return el(
    "details",
    { class: "facet", "data-facet": name, open: values.length <= 8 },
    el("summary", {}, el("bdi", {}, label), el("span", { class: "picked" })),
    el(
      "ul",
      { class: "values" },
      values.map(([value, words]) => el("li", {}, box(name, value, words, changed))),
    ),
  );
}

function box(name, value, label, changed, code) {
  const tally = el("span", { class: "tally" });
  const input = el("input", {
    type: "checkbox",
    change: (event) => changed((choice) => toggle(chosenOf(choice, name), value, event.target.checked)),
  });
  if (!boxes.has(name)) boxes.set(name, new Map());
  boxes.get(name).set(value, { input, tally, label });
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

function chosenOf(choice, name) {
  return name.startsWith("a.") ? choice.attributes.get(name.slice(2)) : choice[name];
}

function toggle(chosen, value, on) {
  if (on) chosen.add(value);
  else chosen.delete(value);
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
    if (facet) facet.querySelector(".picked").textContent = chosen.size ? ` (${chosen.size})` : "";
  }
  $("all").checked = choice.all;
  for (const key of ["low", "high"]) {
    $(key).value = choice[key];
    $(`${key}-said`).textContent = decimal(choice[key]);
  }
  if (document.activeElement !== $("search")) $("search").value = choice.search;
  $("unfold").textContent = howMany(choice) ? say("filters.unfold_n", { n: howMany(choice) }) : say("filters.unfold");
}

function howMany(choice) {
  return chips(choice).length;
}

/** What is chosen as [words, how to undo it]. */
function chips(choice) {
  const list = [];
  for (const [name, values] of boxes) {
    for (const value of chosenOf(choice, name)) {
      const label = values.get(value)?.label ?? value;
      const words = codeById.has(value) && name === "codes" ? codes[codeById.get(value).number].path : label;
      list.push([
        name.startsWith("a.") ? `${name.slice(2)}: ${words}` : words,
        (next) => toggle(chosenOf(next, name), value, false),
      ]);
    }
  }
  if (choice.all && choice.codes.size > 1) list.push([say("filters.all"), (next) => (next.all = false)]);
  if (choice.low > 0) list.push([`${say("filters.low")} ${decimal(choice.low)}`, (next) => (next.low = 0)]);
  if (choice.high < 1) list.push([`${say("filters.high")} ${decimal(choice.high)}`, (next) => (next.high = 1)]);
  if (choice.search.trim())
    list.push([say("filters.words", { words: choice.search.trim() }), (next) => (next.search = "")]);
  if (choice.id) list.push([say("filters.one", { id: choice.id }), (next) => (next.id = "")]);
  return list;
}
