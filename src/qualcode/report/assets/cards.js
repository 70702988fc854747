/* A passage as a card: the question, the words with what stands around them, whence they come, their codes. */

function cardOf(passage, search, number) {
  const source = sources[passage.source];
  const turn = turnOf(passage);
  const words = el(
    "blockquote",
    { dir: "auto", lang: source.lang },
    around(source, passage, "before"),
    wordsWithSpaces(source, passage, search),
    around(source, passage, "after"),
  );
  const panelPlace = el("div", {});
  const why =
    passage.quotes.length === 0
      ? null
      : whyButton(
          say("card.why"),
          () => panelOfCard(source, passage),
          (panel) => (panelPlace.append(panel), panel),
          { "data-key": "v" },
        );
  const copy = el(
    "button",
    { type: "button", "data-key": "c", click: () => copyQuote(passage, copy) },
    say("card.copy"),
  );
  const card = el(
    "li",
    {
      class: "quote",
      tabindex: "-1",
      "aria-label": say("card.label", {
        n: count(number),
        codes: passageCodes(passage)
          .map(([code]) => codes[code].path)
          .join(", "),
      }),
    },
    questionOf(source, passage),
    words,
    whence(source, turn, passage),
    el(
      "p",
      { class: "given" },
      passage.none
        ? el("span", { class: "chip bare" }, say(`none.${passage.none}`))
        : passageCodes(passage).map(([code, score]) => [chip(code, score), " "]),
    ),
    el(
      "p",
      { class: "actions" },
      why,
      copy,
      pickBox(passage),
      el("a", { href: addressOfPlace(passage.source, passage.first), "data-key": "Enter" }, say("card.open")),
    ),
    panelPlace,
  );
  return card;
}

/** The passage's segments, with whatever stands between them in the source. */
function wordsWithSpaces(source, passage, search) {
  const { first, last } = passage;
  const borders = bordersOf(passage);
  const nodes = [];
  for (let number = first; number <= last; number += 1) {
    nodes.push(segmentWords(source, number, search, borders));
    if (number < last) nodes.push(source.text.slice(source.segments[number].end, source.segments[number + 1].start));
  }
  return nodes;
}

/** What the same turn says right before or after, as the quote has it. */
function around(source, passage, side) {
  if (!passage.quotes.length) return null;
  const { start, end } = bordersOf(passage);
  const text =
    side === "before"
      ? source.text.slice(Math.min(start, ...passage.quotes.map((quote) => quote.before)), start)
      : source.text.slice(end, Math.max(end, ...passage.quotes.map((quote) => quote.after)));
  return text ? el("span", { class: "context" }, text) : null;
}

function questionOf(source, passage) {
  const asked = passage.quotes[0];
  if (!asked || asked.question < 0 || asked.questionEnd <= asked.question) return null;
  const speaker = DATA.speakers[asked.asker];
  return el(
    "p",
    { class: "question", dir: "auto", lang: source.lang },
    speaker ? [el("bdi", { class: "who" }, speaker), " "] : null,
    source.text.slice(asked.question, asked.questionEnd),
  );
}

function whence(source, turn, passage) {
  const own = turn.own ?? {};
  const names = [...DATA.attributes.slice(0, DATA.atHand), ...Object.keys(own)];
  const described = [...new Set(names)].map((name) => attributeOf(passage, name)).filter(Boolean);
  return el(
    "p",
    { class: "whence" },
    turn.speaker
      ? [el("bdi", { class: "who" }, turn.speaker), turn.role ? ` (${roleName(turn.role)})` : "", " · "]
      : null,
    el("bdi", {}, source.name),
    " · ",
    turn.place,
    turn.section ? [" · ", el("bdi", {}, turn.section)] : null,
    el(
      "span",
      { class: "described" },
      described.map((value) => [" ", el("bdi", { class: "tag" }, value)]),
    ),
  );
}

/** The codes a reader has to be told, each with its highest score on the passage. */
function passageCodes({ source, first, last }) {
  const best = new Map();
  for (let number = first; number <= last; number += 1) {
    const { codings } = sources[source].segments[number];
    const told = closest(codings.map((coding) => coding.code));
    for (const { code, score } of codings)
      if (told.includes(code)) best.set(code, Math.max(score, best.get(code) ?? 0));
  }
  return [...best].sort((a, b) => a[0] - b[0]);
}

function panelOfCard(source, passage) {
  const panel = whyPanel(source, passage.first, passage.last);
  panel.append(
    el(
      "p",
      { class: "coder" },
      say("card.ids"),
      " ",
      passage.quotes.map((quote, at) => [at ? ", " : "", el("code", {}, quote.id)]),
    ),
  );
  return panel;
}

/** The quote with its reference, as plain text. */
function reference(passage, words = wordsOf(passage)) {
  const given = passageCodes(passage)
    .map(([code, score]) => {
      // A copied quote leaves the page and its marks behind.
      const standing = codes[code].standing && codes[code].standing !== "validated" ? ` (${codes[code].status})` : "";
      return codes[code].path + (score === GIVEN ? "" : ` ${decimal(score)}`) + standing;
    })
    .join("; ");
  return say(given ? "copy.coded" : "copy.bare", {
    words,
    who: who(passage),
    codes: given,
    ids: passage.quotes.map((quote) => quote.id).join(", "),
  });
}

async function copyQuote(passage, button) {
  const done = await copyPassages([passage]);
  const words = say(done ? "card.copied" : "card.not_copied");
  announce(words);
  saidOn(button, words);
}

/** Some browsers give a page from disk no clipboard; they still copy what is selected. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el("textarea", { class: "visually-hidden", "aria-hidden": "true", readonly: true });
    area.value = text;
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return done;
  }
}
