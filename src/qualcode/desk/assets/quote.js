/* The quote that is open: its words in their context, its code and what that means, and what one says of it. */

let item = null;
let opens = 0;

/** Opens a quote; says whether there is such a one. */
async function openQuote(id) {
  const open = ++opens;
  let got;
  try {
    got = await ask(`/api/quotes/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error.key === "quote") return false;
    throw error;
  }
  if (open !== opens) return true;
  const other = item?.id !== got.id;
  const first = !item;
  // A claim under which a quote was just put waits for its side.
  if (!other) got.claims.push(...item.claims.filter((row) => row.draft && !got.claims.some((each) => isSame(each, row))));
  item = got;
  if (other) atClaim = Math.max(0, openClaim());
  showQuote(other, first);
  if (other) told(() => openSource(got.source, got.segments));
  return true;
}

/** Opens a quote as it is now; one that is no more (a stretch whose code was taken back) gives way to the one that the
 * line is at. */
async function openAgain(id) {
  if (await openQuote(id)) return;
  const here = line.ids[line.at];
  if (!here || here === id || !(await openQuote(here))) showNoQuote();
}

function isSame(one, other) {
  return one.claim === other.claim && one.start === other.start && one.end === other.end;
}

function showNoQuote() {
  item = null;
  $("quote").replaceChildren(
    el("p", { class: "nothing" }, say(line.choice.status === "open" ? "quote.all_done" : "quote.none")),
    line.choice.status === "all" && !narrowings(line.choice)
      ? ""
      : el("button", { type: "button", click: () => choose({ ...nothingChosen(), status: "all" }) }, say("quote.show_all")),
  );
}

/** Whether a part is as high as what is in it, and the page scrolls. */
function pageScrolls(part) {
  return getComputedStyle(part).overflowY === "visible";
}

function showQuote(other, first = false) {
  const chosen = other ? null : $("quote").querySelector(":focus")?.dataset.act;
  const unfolded = !other && $("quote").querySelector(".means details")?.open;
  $("quote").replaceChildren(
    whereOf(item),
    item.question
      ? el(
          "p",
          { class: "question", dir: "auto" },
          item.question.speaker ? [el("bdi", { class: "who" }, item.question.speaker), " "] : null,
          item.question.words,
        )
      : "",
    wordsOf(item),
    ...(me.blind ? blindActs() : item.code < 0 ? claimActs() : judgeActs()),
  );
  if (unfolded) $("quote").querySelector(".means details").open = true;
  $("quote").setAttribute("aria-label", say("quote.label", { n: count(line.at + 1), words: opening(wordsIn(item)) }));
  if (other) {
    const part = document.querySelector(".quote-part");
    part.scrollTop = 0;
    if (pageScrolls(part) && !first) part.scrollIntoView();
    if (!$("quote").contains(document.activeElement) && document.activeElement === document.body)
      $("quote").focus({ preventScroll: true });
  } else if (chosen) $("quote").querySelector(`[data-act="${chosen}"]`)?.focus();
}

function whereOf({ speaker, role, source, place, section, attributes }) {
  return el(
    "p",
    { class: "whence" },
    speaker ? [el("bdi", { class: "who" }, speaker), role ? ` (${DATA.roleNames[role] ?? role})` : "", " · "] : null,
    el("bdi", {}, DATA.sources[source].name),
    " · ",
    place,
    section ? [" · ", el("bdi", {}, section)] : null,
    el(
      "span",
      { class: "described" },
      attributes.slice(0, 3).map(([name, value]) => [" ", el("bdi", { class: "tag", title: name }, value)]),
    ),
  );
}

/** The quote's words between what stands around them; every piece knows where in the source it begins. */
function wordsOf({ text, opens: from, start, end, reasons }) {
  const matched = reasons.flatMap((reason) => reason.rules.flatMap(([, words]) => words));
  const piece = (name, begins, stops, inside) =>
    begins < stops ? el("span", { class: name, "data-at": String(begins) }, inside ?? text.slice(begins - from, stops - from)) : "";
  const words = text.slice(start - from, end - from);
  return el(
    "blockquote",
    { id: "words", dir: "auto", lang: "" },
    piece("context", from, start),
    piece("stretch", start, end, withMatched(words, matched)),
    piece("context", end, from + text.length),
  );
}

function withMatched(text, matched) {
  if (!matched.length) return text;
  const escaped = [...new Set(matched)].map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  return text.split(pattern).map((part, at) => (at % 2 ? el("b", { class: "matched" }, part) : part));
}

function wordsIn({ text, opens: from, start, end }) {
  return text.slice(start - from, end - from);
}

function actButton(key, kind, label, act, attributes = {}) {
  return el(
    "button",
    { type: "button", "data-act": kind, "aria-keyshortcuts": key || null, click: act, ...attributes },
    label,
    key ? [" ", el("kbd", { "aria-hidden": "true" }, key)] : null,
  );
}

/** What one can do with a quote that has a code. */
function judgeActs() {
  const said = item.held?.judgement ?? (item.status === "open" ? null : item.status);
  return [
    argues() ? claimsOf() : "",
    el(
      "section",
      { class: `verdict ${item.status}`, "aria-label": say("quote.code") },
      el("h3", {}, chip(item.code, item.score === null ? null : decimal(item.score))),
      el("p", { class: "status", id: "status-words" }, statusWords()),
      el(
        "div",
        { class: "acts" },
        actButton("a", "accept", say("act.accept"), () => judge("accept"), {
          class: "yes",
          "aria-pressed": String(said === "yes"),
        }),
        actButton("r", "reject", say("act.reject"), () => judge("reject"), {
          class: "no",
          "aria-pressed": String(said === "no"),
        }),
        actButton("b", "change", say("act.change"), changeCode),
        actButton("l", "add", say("act.add"), addCode),
        actButton("g", "borders", say("act.borders"), changeBorders),
        item.held ? actButton("", "withdraw", say("act.withdraw"), () => act("withdraw", {}, say("saved.withdraw"))) : null,
      ),
      reasonsOf(item),
      definitionOf(item.code),
    ),
    argues() ? "" : claimsOf(),
    otherCodes() ?? "",
    memoField(),
  ];
}

/** What one can do with words that stand under a claim and have no code that the machine gave. */
function claimActs() {
  const add = actButton("l", "add", say("act.add"), addCode);
  return [claimsOf(), otherCodes() ?? "", el("div", { class: "acts beside" }, add)];
}

function statusWords() {
  if (item.held) return say(`mine.${item.held.judgement}`, { name: me.name, date: clockOf(item.held.made) });
  return say(`status.${item.status}`);
}

function clockOf(made) {
  const at = new Date(made);
  return Number.isNaN(at.getTime())
    ? made
    : at.toLocaleString(DATA.language === "sv" ? "sv-SE" : "en-GB", { dateStyle: "short", timeStyle: "short" });
}

/** The codes of the quote's words, as far as the reviewer has not said no: what others alone say no to is none. */
function codesThere() {
  return closest(item.given.filter(({ machine, mine, theirs }) => mine ?? (machine !== null || theirs)).map(({ code }) => code));
}

/** Other codes on the same words, each with a way to accept or reject it here. */
function otherCodes() {
  const line = new Set(item.code < 0 ? [] : [item.code, ...codes[item.code].above]);
  const told = new Set(codesThere());
  const others = item.given.filter(({ code, mine }) => !line.has(code) && (told.has(code) || mine !== null));
  if (!others.length) return null;
  return el(
    "section",
    { class: "others", "aria-label": say("quote.others") },
    el("h4", {}, say("quote.others")),
    el(
      "ul",
      {},
      others.map((given) => givenRow(given)),
    ),
  );
}

function givenRow({ code, machine, mine, theirs }) {
  const { path } = codes[code];
  const button = (kind, sign, on) =>
    el(
      "button",
      {
        type: "button",
        class: kind === "accept" ? "yes" : "no",
        "data-act": `${kind}-${code}`,
        "aria-pressed": String(on),
        "aria-label": say(`act.${kind}_code`, { code: path }),
        click: () => act(kind, { code }, say(`saved.${kind}`, { code: path })),
      },
      sign,
    );
  const notes = [
    machine === null ? null : decimal(machine),
    theirs === null ? null : say(theirs ? "others.yes" : "others.no"),
  ].filter(Boolean);
  return el(
    "li",
    { class: mine === null ? "" : mine ? "yes" : "no" },
    chip(code, notes.join(" · ")),
    el("span", { class: "pair" }, button("accept", "✓", mine === true), button("reject", "✗", mine === false)),
  );
}

function memoField() {
  const saved = item.held?.memo ?? "";
  const field = el("textarea", {
    id: "memo",
    rows: "2",
    maxlength: "20000",
    "aria-describedby": "memo-hint",
    input() {
      if (field.value === saved) drafts.delete(nameOf(item));
      else drafts.set(nameOf(item), field.value);
      save.disabled = !item.held || field.value === saved;
    },
  });
  field.value = drafts.get(nameOf(item)) ?? saved;
  const save = el(
    "button",
    {
      type: "button",
      "data-act": "memo",
      disabled: !item.held || field.value === saved,
      click: () => act("memo", {}, say("saved.memo")),
    },
    say("act.memo"),
  );
  return el(
    "section",
    { class: "memo-part" },
    el("label", { for: "memo" }, say("memo.label"), " ", el("kbd", { "aria-hidden": "true" }, "m")),
    field,
    el("p", { class: "hint", id: "memo-hint" }, item.held ? "" : say("memo.hint")),
    item.held ? save : "",
  );
}
