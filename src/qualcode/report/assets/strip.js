/*
 * A source as a strip: from left to right as it was said, one lane a theme (or one for the code that is asked
 * for), a stroke where it is spoken of. A strip is one stop for Tab; arrows go from quote to quote, Enter and a
 * click lead to the place.
 */

const ROW = 7;
/** So near a stroke, in CSS pixels, the pointer means it: strokes of long sources are thin. */
const NEAR = 8;

function lanesOf(only) {
  return only === undefined ? themes.map((theme) => theme.number) : [only];
}

/** The strip of a source; with `only`, of that code alone. */
function stripOf(source, { only, id } = {}) {
  const lanes = lanesOf(only);
  const length = Math.max(source.segments.length, 1);
  const strokes = lanes.map((code) => source.quotes.filter((quote) => quote.code === code));
  const places = [...new Set(strokes.flat().map((quote) => quote.first))].sort((a, b) => a - b);
  const picture = pictureOf(lanes, strokes, length);
  const cursor = el("i", { class: "cursor", "aria-hidden": "true" });
  const words = stripWords(lanes, strokes);
  const kind = lanes.length === 1 ? "strip one" : "strip";
  if (!places.length) return el("div", { class: kind, id, role: "img", "aria-label": words }, picture);
  const strip = el(
    "div",
    {
      class: kind,
      id,
      role: "slider",
      tabindex: "0",
      "aria-orientation": "horizontal",
      "aria-label": `${source.name}. ${words}`,
      "aria-describedby": "strip-help",
      "aria-valuemin": "1",
      "aria-valuemax": String(length),
    },
    picture,
    cursor,
  );
  let at = places[0];
  const point = (segment) => {
    at = segment;
    cursor.style.setProperty("left", `${(100 * (at + 0.5)) / length}%`);
    strip.setAttribute("aria-valuenow", String(at + 1));
    strip.setAttribute("aria-valuetext", placeWords(source, at));
  };
  const show = () => showTip(source, at, strip, length);
  const go = (segment) => {
    hideTip();
    const there = addressOfPlace(source.number, segment);
    if (location.hash === there) goTo(segment);
    else location.hash = there;
  };
  const under = (event) => segmentUnder(event, strip.getBoundingClientRect(), strokes, length);
  point(at);
  strip.addEventListener("pointermove", (event) => (point(under(event)), show()));
  strip.addEventListener("pointerleave", () => hideTip());
  strip.addEventListener("focus", () => strip.matches(":focus-visible") && show());
  strip.addEventListener("blur", () => hideTip());
  // A click that a program for reading aloud makes has no place of its own.
  strip.addEventListener("click", (event) => go(event.detail ? under(event) : at));
  strip.addEventListener("keydown", (event) => {
    const next = nextPlace(event.key, places, at);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") go(at);
    else if (next !== undefined) (point(next), show());
    else if (event.key !== "Escape" || !hideTip()) return;
    event.preventDefault();
    event.stopPropagation();
  });
  return strip;
}

function pictureOf(lanes, strokes, length) {
  const path = (quotesThere, row) =>
    quotesThere.map((one) => `M${one.first} ${row * ROW}h${one.last - one.first + 1}v${ROW - 2}H${one.first}z`).join("");
  return svg(
    "svg",
    { viewBox: `0 0 ${length} ${lanes.length * ROW - 2}`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    lanes.map((code, row) => [
      svg("rect", { class: "lane", y: String(row * ROW), width: String(length), height: String(ROW - 2) }),
      svg("path", { class: `c${code}`, d: path(strokes[row], row) }),
    ]),
  );
}

function stripWords(lanes, strokes) {
  return lanes
    .map((code, row) => `${codes[code].name}: ${sayCount("tally.quotes", strokes[row].length)}`)
    .join(", ");
}

/** The segment that the pointer means: the nearest stroke of the lane under it, or what stands right there. */
function segmentUnder(event, box, strokes, length) {
  const exact = ((event.clientX - box.left) / box.width) * length;
  const lane = Math.floor(((event.clientY - box.top) / box.height) * strokes.length);
  const there = Math.min(length - 1, Math.max(0, Math.floor(exact)));
  let found = there;
  let least = (NEAR / box.width) * length;
  for (const { first, last } of strokes[Math.min(strokes.length - 1, Math.max(0, lane))]) {
    if (first <= there && there <= last) return there;
    const away = Math.max(first - exact, exact - last - 1);
    if (away < least) [found, least] = [exact < first ? first : last, away];
  }
  return found;
}

/** Where a key leads from one place: to the next or previous quote, ten on or back, the first or the last. */
function nextPlace(key, places, at) {
  const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key];
  if (key === "Home") return places[0];
  if (key === "End") return places.at(-1);
  if (!by) return undefined;
  const after = places.findIndex((place) => place > at);
  const before = places.findLastIndex((place) => place < at);
  const from = by > 0 ? (after < 0 ? places.length : after) - 1 : before + 1;
  return places[Math.min(places.length - 1, Math.max(0, from + by))];
}

/** Of a segment: its codes, its place in the source, and who speaks there. */
function toldOf(source, number) {
  const segment = source.segments[number];
  const turn = source.turns[segment.turn];
  const numbers = closest(segment.codings.map((coding) => coding.code));
  const speaker = turn.speaker && turn.role ? `${turn.speaker} (${roleName(turn.role)})` : turn.speaker;
  const place = [say("strip.segment", { n: count(number + 1), of: count(source.segments.length) }), turn.place, speaker];
  return {
    numbers,
    place: place.filter(Boolean).join(" · "),
    none: segment.coded ? say("none.utan-kod") : say("none.kodas-ej"),
    words: opening(source.text.slice(segment.start, segment.end)),
  };
}

function placeWords(source, number) {
  const { numbers, place, none, words } = toldOf(source, number);
  return `${numbers.map((code) => codes[code].path).join(", ") || none}. ${place}. ${words}`;
}

let tipped = null;

/** What stands at a place, beside the strip, for those who see it; the strip itself says it to the others. */
function showTip(source, number, strip, length) {
  tipped = { strip, share: (number + 0.5) / length };
  const { numbers, place, none, words } = toldOf(source, number);
  const tip = $("tip");
  tip.replaceChildren(
    el("p", { class: "given" }, numbers.length ? numbers.map((code) => [chip(code), " "]) : none),
    el("p", { class: "whence" }, place),
    el("p", { class: "lead-in", dir: "auto", lang: source.lang }, words),
  );
  tip.hidden = false;
  placeTip();
}

function placeTip() {
  const tip = $("tip");
  const box = tipped.strip.getBoundingClientRect();
  const middle = box.left + box.width * tipped.share - tip.offsetWidth / 2;
  const below = box.bottom + 6 + tip.offsetHeight <= innerHeight;
  tip.style.setProperty("left", `${Math.max(6, Math.min(middle, document.documentElement.clientWidth - tip.offsetWidth - 6))}px`);
  tip.style.setProperty("top", `${below ? box.bottom + 6 : box.top - 6 - tip.offsetHeight}px`);
}

/** The page was moved: what a key shows goes with its strip, and what was pointed at is elsewhere now. */
function moveTip() {
  if (tipped?.strip.matches(":focus-visible") && !$("tip").hidden) placeTip();
  else hideTip();
}

/** Whether there was anything to hide. */
function hideTip() {
  const there = !$("tip").hidden;
  $("tip").hidden = true;
  return there;
}
