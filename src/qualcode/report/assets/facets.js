/* The ways of narrowing down, each with the values that there are, and what of them is chosen in words. */

/** {name, label, values: [value, words]} of each way, in the order in which they are offered. */
const facets = [
  {
    name: "codes",
    label: say("filters.code"),
    values: [...codes.map((code) => [code.id, code.path]), ...[UNCODED, UNASKED].map((id) => [id, say(`none.${id}`)])],
  },
  ...OF_CODINGS.map(([key]) => ({ name: key, label: say(`filters.${key}`), values: valuesOfCodings(key) })),
  ...DATA.attributes.map((name) => ({ name: `a.${name}`, label: name, values: valuesOf(name) })),
  { name: "roles", label: say("filters.role"), values: rolesThere().map((role) => [role, role ? roleName(role) : say("filters.no_role")]) },
  { name: "speakers", label: say("filters.speaker"), values: speakersThere() },
  { name: "sources", label: say("filters.source"), values: sources.map(({ name }) => [name, name]) },
];
const facetByName = new Map(facets.map((facet) => [facet.name, { ...facet, words: new Map(facet.values) }]));

function valuesOfCodings(key) {
  const there = new Set();
  for (const { segments } of sources)
    for (const { codings } of segments) for (const coding of codings) there.add(valueOfCoding(coding, key));
  const label = (value) => {
    if (key === "by") return say(`by.${value}`);
    return key === "coders" ? coderName(value) : (codes.find((code) => code.standing === value)?.status ?? value);
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

/** A label that several sources use (R, Q) may stand for somebody else in each: then it says in how many. */
function speakersThere() {
  const order = new Intl.Collator(DATA.language, { numeric: true });
  const words = (name, there) =>
    there.size > 1 && name
      ? say("filters.speaker_in", { name, sources: sayCount("tally.sources", there.size) })
      : name || say("filters.no_speaker");
  return [...speakers].sort(([a], [b]) => (a === "") - (b === "") || order.compare(a, b)).map(([name, there]) => [name, words(name, there)]);
}

function chosenOf(choice, name) {
  return name.startsWith("a.") ? choice.attributes.get(name.slice(2)) : choice[name];
}

function toggle(chosen, value, on) {
  if (on) chosen.add(value);
  else chosen.delete(value);
}

/** What is chosen as [words, how to undo it]. */
function chips(choice) {
  const list = [];
  for (const [name, { words }] of facetByName) {
    for (const value of chosenOf(choice, name)) {
      const said = words.get(value) ?? value;
      list.push([
        name.startsWith("a.") ? `${name.slice(2)}: ${said}` : said,
        (next) => toggle(chosenOf(next, name), value, false),
      ]);
    }
  }
  if (choice.all && choice.codes.size > 1) list.push([say("filters.all"), (next) => (next.all = false)]);
  if (choice.low > 0) list.push([`${say("filters.low")} ${decimal(choice.low)}`, (next) => (next.low = 0)]);
  if (choice.high < 1) list.push([`${say("filters.high")} ${decimal(choice.high)}`, (next) => (next.high = 1)]);
  if (choice.search.trim())
    list.push([say("filters.words", { words: choice.search.trim() }), (next) => (next.search = "")]);
  if (choice.ids.size) list.push([sayCount("filters.ids", choice.ids.size), (next) => next.ids.clear()]);
  return list;
}
