/* Marking words: with the mouse or a finger, or by keyboard, word by word. What is marked is the selection. */

let marking = null;

function startMarks() {
  document.addEventListener("selectionchange", showMarked);
  $("marked-bar").addEventListener("mousedown", (event) => event.preventDefault());
}

/** The words that are selected in the quote or in the transcript, as a stretch of whole words; else nothing. */
function markedPlace() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const root = [$("words"), $("turns")].find((each) => each?.contains(range.commonAncestorContainer));
  if (!root) return null;
  const [text, from, source] =
    root.id === "words" ? [item.text, item.opens, item.source] : [script.text, 0, script.number];
  let start = null;
  let end = null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const piece = node.parentElement.closest("[data-at]");
    if (!piece || !range.intersectsNode(node)) continue;
    const at = Number(piece.dataset.at) + before(piece, node);
    const opens = at + (node === range.startContainer ? range.startOffset : 0);
    const closes = at + (node === range.endContainer ? range.endOffset : node.length);
    if (opens === closes) continue;
    start ??= opens;
    end = closes;
  }
  return start === null ? null : wholeWords(text, from, source, start, end);
}

/** How many characters of a piece stand before one of its text nodes. */
function before(piece, node) {
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, 0);
  return range.toString().length;
}

function wholeWords(text, from, source, start, end) {
  /* Marks, joiners and halves of wide characters belong to what they stand beside. */
  const letter = (at) => /[\p{L}\p{N}\p{M}\u200c\u200d\ud800-\udfff]/u.test(text[at - from] ?? "");
  const space = (at) => /\s/u.test(text[at - from] ?? "");
  while (start < end && space(start)) start += 1;
  while (start < end && space(end - 1)) end -= 1;
  if (start >= end) return null;
  while (start > from && letter(start) && letter(start - 1)) start -= 1;
  while (end < from + text.length && letter(end - 1) && letter(end)) end += 1;
  return { source, start, end, words: text.slice(start - from, end - from) };
}

function showMarked() {
  const place = markedPlace();
  const bar = $("marked-bar");
  if (!place) {
    bar.hidden = true;
    return;
  }
  const borders = item && item.code >= 0 && place.source === item.source;
  bar.replaceChildren(
    el("span", { class: "visually-hidden" }, say("marking.words", { words: opening(place.words) })),
    borders ? actButton("g", "", say("marking.borders"), changeBorders) : "",
    actButton("l", "", say("marking.code"), addCode),
    el("button", { type: "button", class: "quiet", click: unmark }, say("marking.stop")),
  );
  bar.hidden = false;
  $("toast").hidden = true;
}

/** Begins to mark by keyboard: arrows move the borders, Enter calls `done`. */
function startMarking(root, start, end, done) {
  const own = root.id === "words";
  const text = own ? item.text : script.text;
  const from = own ? item.opens : 0;
  const words = [...text.matchAll(/\S+/gu)].map((found) => [from + found.index, from + found.index + found[0].length]);
  marking = { root, start, end, words, done };
  select(root, start, end);
  announce(say("marking.begun"));
}

function unmark() {
  marking = null;
  getSelection().removeAllRanges();
  $("marked-bar").hidden = true;
}

/** A key while marking; says whether it was one. */
function pressMarking(event) {
  if (!marking) return false;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") unmark();
  else if (event.key === "Enter") marking.done();
  else if (by) moveBorder(event.shiftKey ? "start" : "end", by);
  else return false;
  return true;
}

function moveBorder(which, by) {
  const { words, root } = marking;
  const side = which === "start" ? 0 : 1;
  const beyond = words.filter((word) => (by > 0 ? word[side] > marking[which] : word[side] < marking[which]));
  const next = beyond[by > 0 ? 0 : beyond.length - 1]?.[side];
  if (next === undefined) return;
  if (which === "start" ? next >= marking.end : next <= marking.start) return;
  marking[which] = next;
  select(root, marking.start, marking.end);
  announce(markedPlace()?.words ?? "");
}

/** Selects a stretch of the source in the quote or the transcript. */
function select(root, start, end) {
  const opens = position(root, start, false);
  const closes = position(root, end, true);
  if (opens && closes) getSelection().setBaseAndExtent(opens[0], opens[1], closes[0], closes[1]);
}

/** The text node in which a place of the source stands, and where in it; `closing` for the end of a stretch. */
function position(root, place, closing) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const piece = node.parentElement.closest("[data-at]");
    if (!piece) continue;
    const at = Number(piece.dataset.at) + before(piece, node);
    if (closing ? place > at && place <= at + node.length : place >= at && place < at + node.length)
      return [node, place - at];
    if (at + node.length <= place) last = [node, node.length];
  }
  return last;
}
