/* The page's data as the rest works on it: codes, sources with turns and segments, quotes in reading order. */

/** Rows of a table that is stored by column. */
function rowsOf(columns) {
  const entries = Object.entries(columns);
  const rows = [];
  for (let row = 0; row < entries[0][1].length; row += 1) {
    const one = {};
    for (const [name, values] of entries) one[name] = values[row];
    rows.push(one);
  }
  return rows;
}

const codes = rowsOf(DATA.codes).map((code, number) => ({ ...code, number, above: [], below: [] }));
for (const code of codes) {
  for (let up = code.parent; up >= 0; up = codes[up].parent) {
    code.above.push(up);
    codes[up].below.push(code.number);
  }
}
const codeById = new Map(codes.map((code) => [code.id, code]));
const themes = codes.filter((code) => code.parent < 0);
const themeOf = codes.map((code) => themes.indexOf(codes[code.above.at(-1) ?? code.number]));

const sources = DATA.sources.map((raw, number) => ({
  number,
  name: raw.name,
  lang: raw.lang,
  text: raw.text,
  warnings: raw.warnings,
  attributes: raw.attributes,
  turns: rowsOf(raw.turns).map((turn) => ({
    ...turn,
    speaker: DATA.speakers[turn.speaker] ?? "",
    role: DATA.roles[turn.role] ?? "",
    kind: DATA.kinds[turn.kind],
    section: DATA.sections[turn.section] ?? "",
    segments: [],
    own: undefined,
  })),
  segments: rowsOf(raw.segments).map((segment) => ({ ...segment, codings: [] })),
}));
DATA.sources.forEach((raw, at) => {
  sources[at].turns.forEach((turn, number) => (turn.case = `${at} ${raw.cases?.[number] ?? ""}`));
  if (!raw.answers) return;
  const table = rowsOf(raw.answers);
  sources[at].turns.forEach((turn, number) => {
    const row = table[number];
    if (!row) return;
    turn.own = Object.fromEntries(
      Object.entries(row)
        .filter(([, word]) => word >= -1 && word !== null)
        .map(([name, word]) => [name, DATA.texts[word] ?? ""]),
    );
  });
});
/** What people gave stands above every probability: its score is GIVEN, which no machine's is. */
const GIVEN = 1;
function given({ score }) {
  return { score: score === null ? GIVEN : Math.min(score, 0.9999), theirs: score === null };
}

const sourceByName = new Map(sources.map((source) => [source.name, source]));

DATA.sources.forEach((raw, at) => {
  const { turns, segments } = sources[at];
  segments.forEach((segment, number) => turns[segment.turn].segments.push(number));
  for (const coding of rowsOf(raw.codings)) segments[coding.segment].codings.push(Object.assign(coding, given(coding)));
  for (const segment of segments) segment.codings.sort((a, b) => a.code - b.code);
});

/** All quotes, by source, place and code. */
const quotes = DATA.sources
  .flatMap((raw, source) =>
    rowsOf(raw.quotes).map((quote) => {
      quote.start ??= sources[source].segments[quote.first].start;
      quote.end ??= sources[source].segments[quote.last].end;
      return Object.assign(quote, given(quote), { source, turn: sources[source].segments[quote.first].turn });
    }),
  )
  .sort((a, b) => a.source - b.source || a.first - b.first || a.last - b.last || a.code - b.code);
for (const source of sources) source.quotes = [];
for (const quote of quotes) sources[quote.source].quotes.push(quote);
const quoteById = new Map(quotes.map((quote) => [quote.id, quote]));

/** What segments without codes were: put before the coders and left without one, or not put before them. */
const UNCODED = "utan-kod";
const UNASKED = "kodas-ej";

/** Runs of adjacent segments of a turn that no code was given, as passages of their own. */
const bare = { [UNCODED]: [], [UNASKED]: [] };
const bareById = new Map();
for (const source of sources) {
  for (const [turn, { kind, segments }] of source.turns.entries()) {
    if (kind === "heading") continue;
    let open = null;
    for (const number of segments) {
      const segment = source.segments[number];
      const kindOf = segment.codings.length ? null : segment.coded ? UNCODED : UNASKED;
      if (open && kindOf === open.none) open.last = number;
      else if (kindOf) {
        open = { source: source.number, turn, first: number, last: number, quotes: [], score: 0, none: kindOf };
        open.id = `${kindOf}.${source.number}.${number}`;
        bare[kindOf].push(open);
        bareById.set(open.id, open);
      }
      if (!kindOf) open = null;
    }
  }
}

/** The words of a passage, exactly as in the source: adjacent segments, or a stretch with borders of its own. */
function wordsOf(passage) {
  const { start, end } = bordersOf(passage);
  return sources[passage.source].text.slice(start, end);
}

function bordersOf({ source, first, last, quotes = [] }) {
  const { segments } = sources[source];
  const whole = { start: segments[first].start, end: segments[last].end };
  if (!quotes.length) return whole;
  const start = Math.max(whole.start, Math.min(...quotes.map((quote) => quote.start)));
  const end = Math.min(whole.end, Math.max(...quotes.map((quote) => quote.end)));
  return start < end ? { start, end } : whole;
}

/** Who speaks, each with the sources in which somebody is called so; "" where nobody is named. */
const speakers = new Map();
for (const source of sources)
  for (const { speaker, kind } of source.turns)
    if (kind !== "heading") speakers.set(speaker, (speakers.get(speaker) ?? new Set()).add(source.number));

function turnOf(passage) {
  return sources[passage.source].turns[passage.turn];
}

function roleName(role) {
  return DATA.roleNames[role] ?? role;
}

/** Of some codes, those that no other of them stands under: the ones a reader has to be told. */
function closest(numbers) {
  const all = new Set(numbers);
  return [...all].filter((number) => !codes[number].below.some((below) => all.has(below))).sort((a, b) => a - b);
}
