/* Two selections side by side: how many sources and segments have each code, and the quotes of each. */

const QUOTES_A_SIDE = 5;

/** The read segments of a selection, and the codes on each of them that fit its score. */
function segmentsOf(side) {
  const matches = matcher(side.search);
  const ways = narrowings(side).filter((way) => way.chosen.size);
  const asked = [...side.codes].filter((id) => codeById.has(id)).map((id) => codeById.get(id).number);
  const within = side.ids.size ? new Set(passagesOf(side).flatMap(keysOf)) : null;
  const found = [];
  for (const source of sources) {
    source.segments.forEach((segment, first) => {
      if (!segment.coded || (within && !within.has(`${source.number} ${first}`))) return;
      const passage = { source: source.number, turn: segment.turn, first, last: first, quotes: [] };
      if (!ways.every((way) => way.chosen.has(way.valueOf(passage))) || !matches(wordsOf(passage))) return;
      const has = new Set(
        segment.codings
          .filter((coding) => coding.score >= side.low - 1e-9 && coding.score <= side.high + 1e-9)
          .filter((coding) => codingFits(coding, side))
          .map((coding) => coding.code),
      );
      const test = side.all ? "every" : "some";
      const fits = asked.length && asked[test]((code) => has.has(code));
      if (fits || !side.codes.size || (side.codes.has(UNCODED) && !has.size)) found.push({ ...passage, has });
    });
  }
  return found;
}

function keysOf({ source, first, last }) {
  return Array.from({ length: last - first + 1 }, (_, at) => `${source} ${first + at}`);
}

/**
 * Of a selection: segments, sources, and for each code the segments and sources that have it. Every response of a
 * table counts as a source of its own, as in the overview's groups and the matrices.
 */
function countsOf(side) {
  const segments = segmentsOf(side);
  const byCode = codes.map(() => ({ segments: 0, sources: new Set() }));
  for (const segment of segments)
    for (const code of segment.has) {
      byCode[code].segments += 1;
      byCode[code].sources.add(turnOf(segment).case);
    }
  return { side, segments, sources: new Set(segments.map((segment) => turnOf(segment).case)), byCode };
}

function percentOf(part, whole) {
  return whole ? `${Math.round((100 * part) / whole)}${NO_BREAK}%` : "–";
}

/** Difference in percentage points, with its sign; none where a side is empty or has too few sources to say. */
function differenceOf(sides, code) {
  if (sides.some(isFew)) return say("compare.few");
  const [one, other] = sides.map(({ byCode, sources: all }) => (100 * byCode[code].sources.size) / all.size);
  const points = Math.round(one - other);
  return `${points > 0 ? "+" : points < 0 ? "−" : "±"}${Math.abs(points)}`;
}

/** What is compared: {queries, code}, each side's choice as in the address of its quotes, and the code to read. */
function showComparison(asked) {
  const sides = asked.queries.map((query) => countsOf(sideAsked(query)));
  const keys = new Set(sides[0].segments.flatMap(keysOf));
  const shared = sides[1].segments.flatMap(keysOf).filter((key) => keys.has(key)).length;
  const focused = document.activeElement?.id;
  $("comparison").replaceChildren(
    el("div", { class: "sides" }, sides.map((one, at) => sideElement(at, one, asked))),
    swapper(asked),
    shared ? el("p", { class: "notice" }, sayCount("compare.shared", shared)) : "",
    el("p", { class: "hint" }, say("compare.hint", { few: DATA.few })),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": say("compare.title") },
      el("table", { class: "compared" }, headOf(sides), el("tbody", {}, codes.map((code) => rowOf(code, sides, asked)))),
    ),
    asked.code === null ? "" : besideElement(codes[asked.code], sides),
  );
  // Everything was made anew; one goes on where one was.
  if (focused && document.activeElement === document.body) $(focused)?.focus({ preventScroll: true });
}

function isFew(one) {
  return one.sources.size < DATA.few;
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
            el("span", {}, say("compare.n", { sources: count(one.sources.size), segments: count(one.segments.length) })),
          ],
          { colspan: "2", scope: "colgroup", class: null },
        ),
      ),
      head(say("compare.difference"), { rowspan: "2" }),
    ),
    el("tr", {}, sides.map(() => [head(say("compare.sources"), { class: null }), head(say("compare.segments"))])),
  );
}

function rowOf(code, sides, asked) {
  const chosen = asked.code === code.number;
  return el(
    "tr",
    { class: `level-${Math.min(code.above.length, 3)}` },
    el(
      "th",
      { scope: "row" },
      el(
        "a",
        {
          id: `compare-${code.number}`,
          class: `code-label c${code.number} theme-${themeOf[code.number] % STROKES.length}`,
          href: addressOfComparison({ ...asked, code: code.number }),
          "aria-current": chosen && "true",
          click: () => chosen && toBeside(),
        },
        el("i", { class: "swatch", "aria-hidden": "true" }),
        el("span", {}, code.name, code.mark ? [NO_BREAK, markOf(code)] : null),
      ),
    ),
    sides.map((one) => cellsOf(one, code)),
    el("td", { class: "number" }, differenceOf(sides, code.number)),
  );
}

/** A side's cells in a code's row: the sources that have it as a bar and in numbers, and the segments. */
function cellsOf(one, code) {
  const { segments, sources: having } = one.byCode[code.number];
  const key = isFew(one) ? "compare.count" : "compare.share";
  const share = (part, whole) => say(key, { share: percentOf(part, whole), n: count(part), of: count(whole) });
  return [
    el(
      "td",
      { class: `length c${code.number}${isFew(one) ? " few" : ""}` },
      svg(
        "svg",
        { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { width: String((100 * having.size) / (one.sources.size || 1)), height: "8" }),
      ),
      share(having.size, one.sources.size),
    ),
    el("td", { class: "number" }, share(segments, one.segments.length)),
  ];
}

/** A code's quotes of both sides beside each other. */
function besideElement(code, sides) {
  return el(
    "section",
    { id: "beside", class: "beside", tabindex: "-1", "aria-labelledby": "beside-title" },
    el("h3", { id: "beside-title" }, chip(code.number)),
    el("p", { class: "hint" }, say("compare.order")),
    sides.map((one) => {
      const fitting = heardInTurn(code, one);
      return el(
        "div",
        { class: "half" },
        el("h4", {}, el("bdi", {}, nameOf(one.side))),
        el("p", { class: "hint" }, say("compare.shown", { n: count(Math.min(QUOTES_A_SIDE, fitting.length)), of: count(fitting.length) })),
        el("ol", {}, fitting.slice(0, QUOTES_A_SIDE).map((quote, at) => cardOf(passageOf([quote]), one.side.search, at + 1))),
        fitting.length > QUOTES_A_SIDE
          ? el("p", { class: "more-quotes" }, el("a", { href: addressOfQuotes({ ...one.side, codes: new Set([code.id]), all: false }) }, say("compare.more")))
          : null,
      );
    }),
  );
}

/** A side's quotes of a code: the best of each source first, so that more voices are heard. */
function heardInTurn(code, { segments }) {
  const inside = new Set(segments.filter(({ has }) => has.has(code.number)).flatMap(keysOf));
  const heard = new Map();
  return quotes
    .filter((quote) => quote.code === code.number && keysOf(quote).some((key) => inside.has(key)))
    .sort((a, b) => b.score - a.score || a.source - b.source || a.first - b.first)
    .map((quote) => {
      const turn = heard.get(quote.source) ?? 0;
      heard.set(quote.source, turn + 1);
      return { quote, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ quote }) => quote);
}

function toBeside() {
  $("beside")?.focus({ preventScroll: true });
  $("beside")?.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}
