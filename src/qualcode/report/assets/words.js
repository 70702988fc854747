/* Words within words: searching, marking what was found, and underlining what is coded. */

/** What is searched: words, and phrases in quotation marks. */
function searched(search) {
  return [...search.matchAll(/["”“]([^"”“]+)["”“]?|(\S+)/g)]
    .map((found) => (found[1] ?? found[2]).trim())
    .filter((word) => /[^"”“]/.test(word));
}

function pattern(words, flags) {
  return new RegExp(words.map((word) => escaped(word).replace(/\s+/g, "\\s+")).join("|"), flags);
}

/** A test whether a text has all that is searched, in whatever case. */
function matcher(search) {
  const tests = searched(search).map((word) => pattern([word], "i"));
  return (text) => tests.every((test) => test.test(text));
}

/** Where in a text anything of what is searched stands: [start, end] pairs. */
function hits(text, search) {
  const words = searched(search);
  if (!words.length) return [];
  return [...text.matchAll(pattern(words, "gi"))].map((found) => [found.index, found.index + found[0].length]);
}

/** What rules matched in a segment, found in its text again, where it stands as whole words if it does anywhere. */
function matchedIn(text, codings) {
  const words = new Set(codings.flatMap((coding) => (coding.rules || []).map((rule) => rule[1])).filter(Boolean));
  return [...words].flatMap((word) => {
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`, "gu");
    const found = [...text.matchAll(whole)].map(({ index }) => [index, index + word.length]);
    const at = text.indexOf(word);
    return found.length || at < 0 ? found : [[at, at + word.length]];
  });
}

function escaped(word) {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** The text as nodes, with <mark> around hits and <span class="matched"> around what rules matched. */
function marked(text, found, matched) {
  const inside = (ranges, at) => ranges.some(([start, end]) => start <= at && at < end);
  const cuts = [...new Set([0, text.length, ...found.flat(), ...matched.flat()])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, place) => {
    let node = document.createTextNode(text.slice(start, cuts[place + 1]));
    if (inside(matched, start)) node = el("span", { class: "matched" }, node);
    if (inside(found, start)) node = el("mark", {}, node);
    return node;
  });
}

/** A segment's words, underlined once for each theme that it has, each theme with a stroke of its own. */
function segmentWords(source, number, search, borders = { start: 0, end: Infinity }) {
  const segment = source.segments[number];
  const text = source.text.slice(Math.max(segment.start, borders.start), Math.min(segment.end, borders.end));
  const numbers = closest(segment.codings.map((coding) => coding.code));
  const span = el("span", { class: "words" }, marked(text, hits(text, search), matchedIn(text, segment.codings)));
  if (numbers.length) {
    span.classList.add("coded");
    span.dataset.codes = numbers.map((code) => codes[code].path).join("; ");
    underline(span, [...new Map(numbers.map((code) => [themeOf[code], code])).values()]);
  }
  return span;
}

/* Length of stroke and gap for each theme in turn, so that colour is not alone. */
const STROKES = [
  [1, 0],
  [7, 3],
  [2, 2.5],
  [12, 2.5],
  [4, 2],
];

function underline(span, numbers) {
  const strokes = numbers.map((code) => {
    const [stroke, gap] = STROKES[themeOf[code] % STROKES.length];
    const color = `var(--c${code})`;
    return `repeating-linear-gradient(90deg,${color} 0 ${stroke}px,transparent ${stroke}px ${stroke + gap}px)`;
  });
  span.style.setProperty("padding-bottom", `${3 * strokes.length}px`);
  span.style.setProperty("background-image", strokes.join(","));
  span.style.setProperty("background-size", strokes.map(() => "100% 2px").join(","));
  span.style.setProperty(
    "background-position",
    strokes.map((_, line) => `0 calc(100% - ${3 * (strokes.length - 1 - line)}px)`).join(","),
  );
}

/** Where a code stands by the gate. */
function markOf({ mark, status, standing }) {
  return el(
    "span",
    { class: `mark ${standing}`, title: status },
    el("span", { "aria-hidden": "true" }, mark),
    // A cross alone could be taken for a verdict on the quote; the two others need no words in each chip.
    el("span", standing === "below" ? {} : { class: "visually-hidden" }, ` ${status}`),
  );
}

/** A code's name with its colour and, if there is one, its score. */
function chip(number, score) {
  const above = codes[number].parent < 0 ? "" : codes[codes[number].parent].path;
  return el(
    "span",
    { class: `chip c${number} theme-${themeOf[number] % STROKES.length}` },
    el("i", { class: "swatch", "aria-hidden": "true" }),
    el(
      "span",
      {},
      above ? el("span", { class: "above" }, `${above} › `) : null,
      codes[number].name,
      codes[number].mark ? [NO_BREAK, markOf(codes[number])] : null,
      score === undefined || score === GIVEN ? null : [" ", el("span", { class: "score" }, decimal(score))],
    ),
  );
}
