/* What one does with a quote, a stretch or a code. Nothing looks decided before the server has it on the disk. */

let busy = false;
/** Ends when what is being saved is saved and shown. */
let working = Promise.resolve();
/** Ends when all that was to be taken back is. */
let undos = Promise.resolve();

/** Does something with the open quote, or with another stretch. Says whether it was saved. What is pressed while
 * that goes on, or while another quote is on its way, is not meant for the one that is shown, and is passed over. */
function act(kind, more, words, after = null) {
  if (!atRest() || !(item || more.place)) return Promise.resolve(false);
  const from = item;
  const note = (from && drafts.get(nameOf(from))) ?? from?.held?.memo ?? "";
  const sent = {
    run: DATA.run,
    kind,
    quote: from?.id ?? "",
    place: from && placeOf(from),
    code: from && from.code >= 0 && kind !== "add" && kind !== "only" ? from.code : null,
    memo: more.place || kind === "withdraw" ? "" : note,
    ...more,
  };
  return work(async () => {
    const got = await ask("/api/acts", sent);
    if (from && !more.place && kind !== "withdraw") drafts.delete(nameOf(from));
    await shown(got, from, words, after, undo);
  });
}

/** Takes back what was done last, when that is saved; asked for again meanwhile, what was done before it. */
function undo() {
  const once = async () => {
    while (busy) await working;
    return work(async () => {
      const got = await ask("/api/undo", {});
      await shown(got, item, undoneWords(got.undone), () => showUndone(got.undone), null);
    });
  };
  undos = undos.then(once, once);
  return undos;
}

function undoneWords({ codes: ids, claim, words }) {
  const what = claim
    ? (argument.claims.find((each) => each.claim === claim)?.name ?? claim)
    : ids.map((id) => codeById.get(id)?.path ?? id).join(", ") || say("blind.none");
  return say("saved.undo", { what, words: opening(words) });
}

/** Opens the quote of which something was taken back, with what was noted then as a note that is not saved. */
async function showUndone({ quote, memo }) {
  const before = item?.id;
  if (!quote || !(await openInLine(quote))) {
    if (before) await openAgain(before);
  } else if (memo && item?.id === quote && !drafts.has(nameOf(item))) {
    drafts.set(nameOf(item), memo);
    showQuote(false);
  }
}

function work(doing) {
  if (busy) return Promise.resolve(false);
  busy = true;
  $("quote").setAttribute("aria-busy", "true");
  const done = told(doing).finally(() => {
    busy = false;
    settle();
    poll();
  });
  working = done.catch(() => false);
  return done;
}

/** Shows what is on the disk now. */
async function shown(got, from, words, after, undoing) {
  unnotice("refused");
  if (got.run !== DATA.run) {
    // It was saved in a new run that the page does not show yet.
    keep("toast", words);
    reload();
    return;
  }
  study.version = got.version;
  toast(words, undoing);
  await Promise.all([refreshLine(), refreshMargin()]);
  if (after) await after(got);
  else if (from) await openAgain(from.id);
}

function placeOf(quote) {
  return { source: quote.source, start: quote.start, end: quote.end, words: wordsIn(quote) };
}

/** Accept or reject, and on to the next if that is wanted. */
function judge(kind) {
  if (!item || item.code < 0) return;
  act(kind, {}, say(`saved.${kind}`, { code: codes[item.code].path }), goOn);
}

async function goOn() {
  const next = line.choice.status === "open" || line.choice.status === "unseen";
  if ($("onwards").checked && line.at >= 0 && (next ? await nextOpen() : await goTo(line.at + 1))) return;
  await openQuote(item.id);
}

async function changeCode() {
  if (!item || item.code < 0 || !atRest()) return;
  const from = item;
  const code = await pickCode(say("picker.change"), { without: [item.code] });
  if (code !== null && isStill(from)) await act("change", { codes: [code] }, say("saved.change", { code: codes[code].path }));
}

/** Whether the quote for which something was chosen is still the one that is open; the browser can have gone back
 * meanwhile. */
function isStill(from) {
  if (item?.id === from?.id) return true;
  complain(say("act.moved"));
  return false;
}

/** Gives one more code: to what is marked, to the segment one stands on in the transcript, or to the quote. */
async function addCode() {
  const place = markedPlace() ?? focusedSegment();
  if (!atRest() || (!place && !item)) return;
  const from = item;
  const without = place || item.code < 0 ? [] : [item.code];
  const title = place ? say("picker.stretch", { words: opening(place.words) }) : say("picker.add");
  const code = await pickCode(title, { without });
  if (code === null || !isStill(from)) return;
  const words = say("saved.add", { code: codes[code].path });
  if (await act("add", { ...(place ? { place } : {}), codes: [code] }, words)) unmark();
}

/** Takes a code off the quote's words: its own, or one of the others there. */
async function removeCode() {
  if (!item || !atRest()) return;
  const from = item;
  const there = codesThere();
  if (!there.length) return;
  const code = there.length === 1 ? there[0] : await pickCode(say("picker.remove"), { only: there });
  if (code !== null && isStill(from)) await act("remove", { code }, say("saved.remove", { code: codes[code].path }));
}

/** Gives the quote the borders of what is marked; without that, marking begins. */
async function changeBorders() {
  if (!item || item.code < 0 || !atRest()) return;
  const place = markedPlace();
  if (!place) {
    startMarking($("words"), item.start, item.end, changeBorders);
    return;
  }
  if (place.source !== item.source) {
    complain(say("marking.elsewhere"));
    return;
  }
  const { words } = place;
  // The stretch with its new borders is a quote of its own from now on.
  const open = async (got) => {
    const own = got.rows.findLast((row) => row.judgement === "yes");
    if (!own || !(await openQuote(own.id))) await openQuote(item.id);
  };
  if (await act("borders", { new: place }, say("saved.borders", { words: opening(words) }), open)) unmark();
}

/** Blind: the codes that the reviewer sees in the segment, and no others. */
function blindActs() {
  const saved = item.given.filter(({ mine }) => mine).map(({ code }) => codes[code].id);
  const mine = new Set(ticked.get(nameOf(item)) ?? saved);
  const boxOf = (code) =>
    el(
      "label",
      { class: `box level-${Math.min(code.above.length, 2)} c${code.number} theme-${themeOf[code.number] % PATTERNS}`, title: code.definition },
      el("input", {
        type: "checkbox",
        name: "given",
        value: String(code.number),
        checked: mine.has(code.id),
        change: (event) => tick(event.target, code),
      }),
      el("i", { class: "swatch", "aria-hidden": "true" }),
      el("span", {}, code.name),
    );
  return [
    el(
      "section",
      { class: `verdict ${item.status}`, "aria-label": say("blind.codes") },
      el("h3", {}, say("blind.codes")),
      el("p", { class: "status" }, say(isOpen(item) ? "blind.open" : "blind.done")),
      el("div", { class: "boxes", id: "blind-codes" }, codes.map(boxOf)),
      el(
        "div",
        { class: "acts" },
        actButton("a", "accept", say("blind.save"), saveBlind, { class: "yes" }),
        actButton("r", "reject", say("blind.none"), () => saveBlind([]), { class: "no" }),
        actButton("l", "add", say("blind.find"), findBlind),
      ),
      el("p", { class: "hint" }, say("blind.hint")),
    ),
    claimsOf(),
    memoField(),
  ];
}

/** A code brings those above it, and takes those below along when it goes. */
function tick(box, code) {
  const boxes = new Map([...$("blind-codes").querySelectorAll("input")].map((each) => [Number(each.value), each]));
  for (const other of box.checked ? code.above : code.below) boxes.get(other).checked = box.checked;
  const now = tickedNow();
  const saved = item.given.filter(({ mine }) => mine);
  if (now.length === saved.length && saved.every((given) => now.includes(given.code))) ticked.delete(nameOf(item));
  else ticked.set(nameOf(item), now.map((code) => codes[code].id));
}

function tickedNow() {
  return [...$("blind-codes").querySelectorAll("input:checked")].map((box) => Number(box.value));
}

async function findBlind() {
  const code = await pickCode(say("picker.add"));
  const box = code === null ? null : $("blind-codes").querySelector(`[value="${code}"]`);
  if (!box) return;
  box.checked = true;
  tick(box, codes[code]);
  box.focus();
}

async function saveBlind(none = null) {
  if (!item || !$("blind-codes")) return;
  const name = nameOf(item);
  const given = closest(Array.isArray(none) ? none : tickedNow());
  const names = given.map((code) => codes[code].name).join(", ");
  const words = given.length ? say("saved.only", { codes: names }) : say("saved.none");
  await act("only", { codes: given }, words, async () => {
    ticked.delete(name);
    await goOn();
  });
}
