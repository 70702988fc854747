/* The codebook's tree, and a code as a chip. */

const codes = DATA.codes.map((code, number) => ({ ...code, number, above: [], below: [] }));
for (const code of codes) {
  for (let up = code.parent; up >= 0; up = codes[up].parent) {
    code.above.push(up);
    codes[up].below.push(code.number);
  }
}
for (const code of codes) {
  code.path = [...code.above.toReversed().map((number) => codes[number].name), code.name].join(" › ");
}
const codeById = new Map(codes.map((code) => [code.id, code]));
const themes = codes.filter((code) => code.parent < 0);
const themeOf = codes.map((code) => themes.indexOf(codes[code.above.at(-1) ?? code.number]));
const PATTERNS = 5;

/** A code's name with its colour, those above it and, if there is one, a score or another note. */
function chip(number, note) {
  const code = codes[number];
  const above = code.parent < 0 ? "" : codes[code.parent].path;
  return el(
    "span",
    { class: `chip c${number} theme-${themeOf[number] % PATTERNS}` },
    el("i", { class: "swatch", "aria-hidden": "true" }),
    el("span", {}, above ? el("span", { class: "above" }, `${above} › `) : null, code.name),
    note ? el("span", { class: "score" }, note) : null,
  );
}

/** Of some codes, those that no other of them stands under. */
function closest(numbers) {
  const all = new Set(numbers);
  return [...all].filter((number) => !codes[number].below.some((below) => all.has(below))).sort((a, b) => a - b);
}

/** What a code means, with its borders and examples. */
function definitionOf(number) {
  const code = codes[number];
  const list = (title, lines) =>
    lines.length
      ? el(
          "div",
          {},
          el("h4", {}, title),
          el(
            "ul",
            {},
            lines.map((line) => el("li", { dir: "auto" }, line)),
          ),
        )
      : null;
  return el(
    "div",
    { class: "means" },
    el("p", {}, code.definition),
    el("div", { class: "borders" }, list(say("code.include"), code.include), list(say("code.exclude"), code.exclude)),
    code.memo ? el("p", { class: "memo" }, code.memo) : null,
    code.positive.length + code.negative.length
      ? el(
          "details",
          {},
          el(
            "summary",
            {},
            say("code.examples", { positive: count(code.positive.length), negative: count(code.negative.length) }),
          ),
          list(say("code.positive"), code.positive),
          list(say("code.negative"), code.negative),
        )
      : null,
  );
}
