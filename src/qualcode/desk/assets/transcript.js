/* The whole transcript beside the quote, with all codings in the margin. */

const TURNS_AT_ONCE = 60;
let script = null;
let sourcesOpened = 0;

function rowsOf(columns) {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, row) => Object.fromEntries(names.map((name) => [name, columns[name][row]])));
}

function startTranscript() {
  $("source").replaceChildren(
    ...DATA.sources.map((source, number) => el("option", { value: String(number) }, source.name)),
  );
  $("source").addEventListener("change", () => told(() => openSource(Number($("source").value), null)));
  $("to-quote").addEventListener("click", () => item && told(() => openSource(item.source, item.segments, true)));
}

/** Shows a source, and in it the segments of the quote. */
async function openSource(number, segments, focus = false) {
  const open = ++sourcesOpened;
  if (script?.number !== number) {
    const got = await ask(`/api/sources/${number}`);
    // Another one has been asked for meanwhile.
    if (open !== sourcesOpened) return;
    script = {
      ...got,
      turns: rowsOf(got.turns).map((turn) => ({ ...turn, segments: [] })),
      segments: rowsOf(got.segments),
      shown: 0,
      elements: [],
    };
    script.segments.forEach(({ turn }, at) => script.turns[turn].segments.push(at));
    takeMargin(got);
    $("source").value = String(number);
    $("turns").replaceChildren();
    $("turns").scrollTop = 0;
    const asked = segments ? script.segments[segments[0]].turn : 0;
    showTurns(Math.max(asked + 10, TURNS_AT_ONCE));
    laterTurns(script);
  }
  aimAt(segments, focus);
}

function takeMargin(got) {
  const bySegment = (rows) => Map.groupBy(rowsOf(rows), (row) => row.segment);
  script.machine = bySegment(got.machine);
  script.said = bySegment(got.said);
  script.stretches = rowsOf(got.stretches);
  script.quotes = rowsOf(got.quotes);
}

/** What the margin says now, after something was said. */
async function refreshMargin() {
  if (!script) return;
  const shown = script;
  const got = await ask(`/api/sources/${shown.number}/margin`);
  if (script !== shown) return;
  takeMargin(got);
  for (const [number, element] of script.elements.entries()) if (element) fillSegment(element, number);
}

/** Shows turns up to a number; long transcripts come piece by piece. */
function showTurns(upTo) {
  const end = Math.min(upTo, script.turns.length);
  const pieces = document.createDocumentFragment();
  for (; script.shown < end; script.shown += 1) pieces.append(turnOf(script.turns[script.shown]));
  $("turns").append(pieces);
}

function laterTurns(shown) {
  if (script !== shown || script.shown >= script.turns.length) return;
  setTimeout(() => {
    if (script !== shown) return;
    showTurns(script.shown + TURNS_AT_ONCE);
    laterTurns(shown);
  }, 16);
}

function turnOf(turn) {
  if (turn.kind === "heading")
    return el("h3", { class: "section", dir: "auto", lang: script.lang }, script.text.slice(turn.start, turn.end));
  return el(
    "section",
    {
      class: `turn ${turn.kind}${turn.segments.some((at) => script.segments[at].coded) ? "" : " unasked"}`,
      "aria-label": [turn.speaker, turn.place].filter(Boolean).join(", "),
    },
    el(
      "p",
      { class: "who-when" },
      turn.speaker ? el("bdi", { class: "who" }, turn.speaker) : null,
      turn.role ? el("span", {}, DATA.roleNames[turn.role] ?? turn.role) : null,
      turn.time ? el("span", { class: "time" }, turn.time) : null,
    ),
    turn.segments.map(segmentOf),
  );
}

function segmentOf(number) {
  const element = el("div", { class: "segment", "data-segment": String(number), tabindex: "-1" });
  script.elements[number] = element;
  fillSegment(element, number);
  return element;
}

function fillSegment(element, number) {
  const { start, end } = script.segments[number];
  const mine = script.stretches
    .filter((each) => each.coder === me.name && each.start < end && start < each.end)
    .map((each) => [Math.max(each.start, start), Math.min(each.end, end)]);
  element.replaceChildren(
    el("p", { class: "said", dir: "auto", lang: script.lang, "data-at": String(start) }, cut(start, end, mine)),
    marginOf(number) ?? "",
  );
}

/** The words from one place to another, with a line under those that are in some ranges. */
function cut(start, end, ranges) {
  const borders = [...new Set([start, end, ...ranges.flat()])].sort((a, b) => a - b);
  return borders.slice(0, -1).map((from, at) => {
    const words = script.text.slice(from, borders[at + 1]);
    return ranges.some(([opens, closes]) => opens <= from && from < closes) ? el("u", { class: "mine" }, words) : words;
  });
}

/** The codes of a segment: the machine's, one's own, and others', told apart by sign and words. */
function marginOf(number) {
  const given = new Map();
  const of = (code) => given.get(code) ?? given.set(code, { score: null, mine: null, theirs: [] }).get(code);
  for (const { code, score } of script.machine.get(number) ?? []) of(code).score = score;
  for (const { code, coder, yes } of script.said.get(number) ?? []) {
    if (coder === me.name) of(code).mine = yes;
    else of(code).theirs.push([coder, yes]);
  }
  // What others alone say no to is not a code of these words.
  const there = ({ score, mine, theirs }) => mine ?? (score !== null || theirs.some(([, yes]) => yes));
  const yes = closest([...given].filter(([, said]) => there(said)).map(([code]) => code));
  const no = [...given]
    .filter(([code, said]) => said.mine === false && (said.score !== null || said.theirs.some(([, yes]) => yes)) && !codes[code].above.some((up) => given.get(up)?.mine === false))
    .map(([code]) => code);
  if (!yes.length && !no.length) return null;
  return el(
    "ul",
    { class: "margin", "aria-label": say("transcript.margin") },
    [...yes, ...no].map((code) => el("li", {}, marginChip(number, code, given.get(code)))),
  );
}

function marginChip(number, code, { score, mine, theirs }) {
  const state = mine === true ? "yes" : mine === false ? "no" : score === null ? "theirs" : "machine";
  const words = [
    codes[code].path,
    say(`margin.${state}`, { score: score === null ? "" : decimal(score), names: theirs.map(([name]) => name).join(", ") }),
    ...theirs.map(([name, yes]) => `${name}: ${say(yes ? "others.yes" : "others.no")}`),
  ].join(" · ");
  const quote = script.quotes.find((each) => each.code === code && each.first <= number && number <= each.last);
  const inside = [
    el("i", { class: "swatch", "aria-hidden": "true" }),
    el("span", { class: "sign", "aria-hidden": "true" }, say(`margin.sign.${state}`)),
    codes[code].name,
    theirs.length ? el("span", { class: "score" }, theirs.map(([name, yes]) => `${yes ? "✓" : "✗"} ${name}`).join(", ")) : null,
  ];
  const looks = { class: `code ${state} c${code} theme-${themeOf[code] % PATTERNS}`, title: words };
  return quote
    ? el("button", { type: "button", ...looks, "aria-label": words, click: () => told(() => visit(quote.id)) }, inside)
    : el("span", looks, inside);
}

/** Opens a quote from the transcript. */
async function visit(id) {
  await toAnother(() => openInLine(id));
  showPart("quote");
}

/** Opens a quote, in the line if it stands there; says whether there is such a one. */
async function openInLine(id) {
  const at = line.ids.indexOf(id);
  return at >= 0 ? goTo(at) : openQuote(id);
}

/** Shows where the quote stands. */
function aimAt(segments, focus) {
  for (const aimed of $("turns").querySelectorAll(".aimed")) aimed.classList.remove("aimed");
  if (!segments) return;
  const [first, last] = segments;
  showTurns(script.segments[last].turn + 1);
  for (let number = first; number <= last; number += 1) script.elements[number]?.classList.add("aimed");
  const target = script.elements[first];
  if (!target) return;
  // Only the transcript scrolls, never the page, as long as there is room for both.
  const box = $("turns");
  if (pageScrolls(box)) target.scrollIntoView({ block: "center" });
  else box.scrollTop += target.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  if (focus) target.focus({ preventScroll: true });
}

/** The segment of the transcript that the focus is on, as a stretch. */
function focusedSegment() {
  const element = document.activeElement?.closest?.("#turns .segment");
  if (!element) return null;
  const { start, end } = script.segments[Number(element.dataset.segment)];
  return { source: script.number, start, end, words: script.text.slice(start, end) };
}

/** Whether one is in the transcript, at other words than the quote's. */
function isElsewhere() {
  if (!script || !$("turns").contains(document.activeElement)) return false;
  if (!item || script.number !== item.source) return true;
  const element = document.activeElement.closest(".segment");
  const [first, last] = item.segments;
  return element ? element.dataset.segment < first || element.dataset.segment > last : !$("turns").querySelector(".aimed");
}

/** Opens the quote that stands where one is in the transcript: nothing is judged that one does not look at. */
async function openThere() {
  const number = Number(document.activeElement.closest(".segment")?.dataset.segment ?? -1);
  const quote = script.quotes.find(({ first, last }) => first <= number && number <= last);
  if (!quote || !(await toAnother(() => openInLine(quote.id)))) toast(say("act.none_there"));
  else toast(say("act.opened_there"));
}

/** To the next or previous segment from the one that the focus is on. */
function stepSegment(by) {
  const element = document.activeElement.closest(".segment");
  let number = element ? Number(element.dataset.segment) + by : item ? item.segments[0] : 0;
  while (script.segments[number] && !script.elements[number]) number += by;
  const next = script.elements[number];
  if (!next) return true;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  return true;
}
