/* Two selections side by side: how many sources and segments have each code, and the quotes of each. */

const QUOTES_A_SIDE = 5;
const SIDES = ["vanster", "hoger"];

/** The read segments of a selection, and the codes on each of them that fit its score. */
function segmentsOf(side) {
  const matches = matcher(side.search);
  const ways = narrowings(side).filter((way) => way.chosen.size);
  const asked = [...side.codes].filter((id) => codeById.has(id)).map((id) => codeById.get(id).number);
  const found = [];
  for (const source of sources) {
    source.segments.forEach((segment, first) => {
      if (!segment.coded) return;
      const passage = { source: source.number, turn: segment.turn, first, last: first, quotes: [] };
      if (!ways.every((way) => way.chosen.has(way.valueOf(passage))) || !matches(wordsOf(passage))) return;
      const has = new Set(
        segment.codings
          .filter((coding) => coding.score >= side.low - 1e-9 && coding.score <= side.high + 1e-9)
          .filter((coding) => codingFits(coding, side))
          .map((coding) => coding.code),
      );
      const test = side.all ? "every" : "some";
      if (!asked.length || asked[test]((code) => has.has(code))) found.push({ ...passage, has });
    });
  }
  return found;
}

/** Of a selection: segments, sources, and for each code the segments and sources that have it. */
function countsOf(side) {
  const segments = segmentsOf(side);
  const byCode = codes.map(() => ({ segments: 0, sources: new Set() }));
  for (const { has, source } of segments)
    for (const code of has) {
      byCode[code].segments += 1;
      byCode[code].sources.add(source);
    }
  return { side, segments, sources: new Set(segments.map((segment) => segment.source)), byCode };
}

function sideAsked(query) {
  return readAddress(`#/citat?${query ?? ""}`).choice;
}

function queryOf(side) {
  return addressOfQuotes(side).split(/\?(.*)/s)[1] ?? "";
}

function addressOfComparison(queries) {
  return address("jamfor", SIDES.map((name, at) => [name, queries[at]]).filter(([, query]) => query));
}

function nameOf(side) {
  return chips(side).map(([words]) => words).join(" + ") || say("compare.all");
}

/** What a side can be with one choice: values of attributes, roles, sources; and what it is now. */
function picker(at, queries) {
  const current = queries[at];
  const groups = [
    ...DATA.attributes.map((name) => [name, valuesOf(name).map(([value, label]) => [`a.${name}`, value, label])]),
    [say("filters.role"), rolesThere().map((role) => ["roll", role, role ? roleName(role) : say("filters.no_role")])],
    [say("filters.source"), sources.map(({ name }) => ["kalla", name, name])],
  ];
  const known = new Set([""]);
  const option = (query, label) => (
    known.add(query), el("option", { value: query, selected: query === current }, label)
  );
  const list = [
    option("", say("compare.all")),
    ...groups
      .filter(([, values]) => values.length > 1)
      .map(([label, values]) =>
        el(
          "optgroup",
          { label },
          values.map(([key, value, words]) => option(`${encodeURIComponent(key)}=${encodeURIComponent(value)}`, words)),
        ),
      ),
  ];
  if (!known.has(current)) list.push(option(current, nameOf(sideAsked(current))));
  return el(
    "label",
    { class: "side" },
    el("span", {}, say(`compare.${SIDES[at]}`)),
    el(
      "select",
      {
        id: `side-${SIDES[at]}`,
        change: (event) => {
          const next = [...queries];
          next[at] = event.target.value;
          location.hash = addressOfComparison(next);
        },
      },
      list,
    ),
  );
}

function percentOf(part, whole) {
  return whole ? `${Math.round((100 * part) / whole)}${NO_BREAK}%` : "–";
}

/** Difference in percentage points, with its sign; none where a side is empty or has too few sources to say. */
function differenceOf(sides, code) {
  if (sides.some((one) => one.sources.size < DATA.few)) return say("compare.few");
  const [one, other] = sides.map(({ byCode, sources: all }) => (100 * byCode[code].sources.size) / all.size);
  const points = Math.round(one - other);
  return `${points > 0 ? "+" : points < 0 ? "−" : "±"}${Math.abs(points)}`;
}

function showComparison(queries) {
  const sides = queries.map((query) => countsOf(sideAsked(query)));
  const keys = new Set(sides[0].segments.map(({ source, first }) => `${source} ${first}`));
  const shared = sides[1].segments.filter(({ source, first }) => keys.has(`${source} ${first}`)).length;
  const few = sides.filter((one) => one.sources.size < DATA.few);
  $("comparison").replaceChildren(
    el("div", { class: "pickers" }, picker(0, queries), picker(1, queries)),
    ...few.map((one) =>
      el("p", { class: "notice" }, say("compare.small", { name: nameOf(one.side), n: count(one.sources.size) })),
    ),
    shared ? el("p", { class: "notice" }, say("compare.shared", { n: count(shared) })) : "",
    el("p", { class: "hint" }, say("compare.hint")),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": say("compare.title") },
      el("table", { class: "compared" }, headOf(sides), el("tbody", {}, codes.map((code) => rowOf(code, sides)))),
    ),
    el("div", { id: "beside", class: "beside", tabindex: "-1" }),
  );
}

function headOf(sides) {
  const head = (words, more = {}) => el("th", { scope: "col", class: "number", ...more }, words);
  return el(
    "thead",
    {},
    el(
      "tr",
      {},
      el("th", { rowspan: "2", scope: "col" }, say("filters.code")),
      sides.map((one) =>
        head(
          [
            el("bdi", {}, nameOf(one.side)),
            el("br", {}),
            say("compare.n", { sources: count(one.sources.size), segments: count(one.segments.length) }),
          ],
          { colspan: "2", scope: "colgroup" },
        ),
      ),
      head(say("compare.difference"), { rowspan: "2" }),
    ),
    el("tr", {}, sides.map(() => [head(say("compare.sources")), head(say("compare.segments"))])),
  );
}

function rowOf(code, sides) {
  return el(
    "tr",
    { class: code.parent < 0 ? "" : "sub" },
    el(
      "th",
      { scope: "row", style: { "padding-left": `${code.above.length * 1.2 + 0.3}rem` } },
      el("button", { type: "button", class: "quiet", click: () => showBeside(code, sides) }, chip(code.number)),
    ),
    sides.map((one) => {
      const { segments, sources: having } = one.byCode[code.number];
      return [
        el(
          "td",
          { class: `number c${code.number}` },
          svg(
            "svg",
            { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
            svg("rect", { width: String((100 * having.size) / (one.sources.size || 1)), height: "8" }),
          ),
          say("compare.share", {
            share: percentOf(having.size, one.sources.size),
            n: count(having.size),
            of: count(one.sources.size),
          }),
        ),
        el(
          "td",
          { class: "number" },
          say("compare.share", {
            share: percentOf(segments, one.segments.length),
            n: count(segments),
            of: count(one.segments.length),
          }),
        ),
      ];
    }),
    el("td", { class: "number" }, differenceOf(sides, code.number)),
  );
}

/** A code's quotes of both sides beside each other: the best of each source first, so that more voices are heard. */
function showBeside(code, sides) {
  $("beside").replaceChildren(
    el("h3", {}, codes[code.number].path),
    ...sides.map(({ side, segments }) => {
      const inside = new Set(segments.filter(({ has }) => has.has(code.number)).map((one) => `${one.source} ${one.first}`));
      const fitting = quotes.filter((quote) => {
        if (quote.code !== code.number) return false;
        for (let n = quote.first; n <= quote.last; n += 1) if (inside.has(`${quote.source} ${n}`)) return true;
        return false;
      });
      const heard = new Map();
      const ranked = [...fitting]
        .sort((a, b) => b.score - a.score || a.source - b.source || a.first - b.first)
        .map((quote) => {
          const turn = heard.get(quote.source) ?? 0;
          heard.set(quote.source, turn + 1);
          return { quote, turn };
        })
        .sort((a, b) => a.turn - b.turn);
      return el(
        "section",
        {},
        el("h4", {}, nameOf(side)),
        el("p", { class: "hint" }, say("compare.shown", { n: count(Math.min(QUOTES_A_SIDE, fitting.length)), of: count(fitting.length) })),
        el("ol", {}, ranked.slice(0, QUOTES_A_SIDE).map(({ quote }, at) => cardOf(passageOf([quote]), "", at + 1))),
      );
    }),
  );
  $("beside").focus({ preventScroll: true });
  $("beside").scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}
