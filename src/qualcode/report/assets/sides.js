/* What each side of the comparison is narrowed to, and ways to narrow it further. */

function sideAsked(query) {
  return readAddress(`#/citat?${query ?? ""}`).choice;
}

function queryOf(side) {
  return addressOfQuotes({ ...side, order: "plats" }).split(/\?(.*)/s)[1] ?? "";
}

function addressOfComparison({ queries, code }) {
  const pairs = [...SIDES.map((name, at) => [name, queries[at]]), ["kod", code === null ? "" : codes[code].id]];
  return address("jamfor", pairs.filter(([, value]) => value));
}

function nameOf(side) {
  return chips(side).map(([words]) => words).join(" + ") || say("compare.all");
}

/** A side with its choices, each of which can be taken away, and with what can be added. */
function sideElement(at, one, asked) {
  const { side } = one;
  const id = SIDES[at];
  const change = (edit) => {
    const next = copyOf(side);
    edit(next);
    const queries = asked.queries.map((query, place) => (place === at ? queryOf(next) : query));
    location.hash = addressOfComparison({ ...asked, queries });
    announce(`${nameOf(next)}: ${$(`side-${id}-n`).textContent}`);
  };
  const without = (undo) => {
    change(undo);
    $(`side-${id}-add`).focus({ preventScroll: true });
  };
  return el(
    "section",
    { class: "side", "aria-labelledby": `side-${id}` },
    el("h3", { id: `side-${id}` }, say(`compare.${id}`)),
    el(
      "ul",
      { class: "chosen" },
      chips(side).length ? chips(side).map(([words, undo]) => el("li", {}, chosenChip(words, () => without(undo)))) : el("li", {}, say("compare.all")),
    ),
    el(
      "p",
      { class: "size" },
      el("span", { id: `side-${id}-n` }, say("compare.n", { sources: count(one.sources.size), segments: count(one.segments.length) })),
      " ",
      el("a", { href: addressOfQuotes(side) }, say("compare.read")),
    ),
    isFew(one) ? el("p", { class: "notice" }, say("compare.small", { n: count(one.sources.size) })) : null,
    el("div", { class: "narrow" }, adder(id, side, change), wordsOfSide(id, side, change), togetherOfSide(id, side, change)),
    scoresOfSide(id, side, change),
  );
}

/** Every value of every way of narrowing that is not chosen yet. */
function adder(id, side, change) {
  const offered = facets.filter(({ name, values }) => values.length > 1 || name === "sources");
  const pick = ({ target }) => {
    const [name, value] = JSON.parse(target.value);
    change((next) => toggle(chosenOf(next, name), value, true));
  };
  return el(
    "label",
    {},
    el("span", {}, say("compare.narrow")),
    el(
      "select",
      { id: `side-${id}-add`, change: pick },
      el("option", { value: "" }, say("compare.choose")),
      offered.map(({ name, label, values }) =>
        el(
          "optgroup",
          { label },
          values
            .filter(([value]) => value !== UNASKED && !chosenOf(side, name).has(value))
            .map(([value, words]) => el("option", { value: JSON.stringify([name, value]) }, words)),
        ),
      ),
    ),
  );
}

function wordsOfSide(id, side, change) {
  const search = ({ target }) => change((next) => (next.search = target.value.trim()));
  return el(
    "label",
    {},
    el("span", {}, say("compare.words")),
    el("input", { type: "search", id: `side-${id}-words`, value: side.search, autocomplete: "off", change: search }),
  );
}

function togetherOfSide(id, side, change) {
  if (side.codes.size < 2) return null;
  return el(
    "label",
    { class: "box" },
    el("input", {
      type: "checkbox",
      id: `side-${id}-all`,
      checked: side.all,
      change: ({ target }) => change((next) => (next.all = target.checked)),
    }),
    el("span", { class: "name" }, say("filters.all")),
  );
}

function scoresOfSide(id, side, change) {
  const slider = (key) =>
    scoreSlider(`side-${id}-${key}`, key, side[key], {
      change: ({ target }) => change((next) => (next[key] = Number(target.value))),
    });
  return el(
    "details",
    { open: side.low > 0 || side.high < 1 },
    el("summary", { id: `side-${id}-scores` }, say("filters.score")),
    slider("low"),
    slider("high"),
  );
}

/** The sides change places. */
function swapper(asked) {
  const swap = () => (location.hash = addressOfComparison({ ...asked, queries: [...asked.queries].reverse() }));
  return el("p", { class: "swap" }, el("button", { type: "button", id: "swap", click: swap }, say("compare.swap")));
}
