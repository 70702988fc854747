/* Why a segment has its codes, in words: rules and what they matched, the model's score, the nearest example. */

/** One coding's reasons; one that only follows from a subcode is said in a line. */
function reasonOf(coding) {
  const code = codes[coding.code];
  const head = el("p", { class: "head" }, chip(coding.code), " ", coding.theirs ? null : gauge(coding));
  const implied = coding.implied >= 0 ? say("why.implied", { code: codes[coding.implied].name }) : null;
  if (implied && !coding.rules && coding.model === null && !DATA.texts[coding.people])
    return el("div", { class: `reason c${coding.code}` }, head, el("p", { class: "implied" }, implied));
  const lines = [];
  if (DATA.texts[coding.people]) lines.push(el("li", { dir: "auto" }, DATA.texts[coding.people]));
  for (const [name, words] of rulesOf(coding)) {
    lines.push(
      el(
        "li",
        {},
        `${say("why.rule", { rule: name })} `,
        words.map((word, at) => [at ? ", " : "", el("q", { class: "matched" }, word)]),
      ),
    );
  }
  if (coding.model !== null) lines.push(el("li", {}, say("why.model", { score: decimal(coding.model) })));
  if (DATA.texts[coding.others]) lines.push(el("li", { dir: "auto" }, DATA.texts[coding.others]));
  if (DATA.texts[coding.nearest]) {
    const near =
      coding.similarity === null
        ? say("why.nearest")
        : say("why.nearest_like", { similarity: decimal(coding.similarity) });
    lines.push(el("li", {}, `${near} `, el("q", { dir: "auto" }, DATA.texts[coding.nearest])));
  }
  if (implied) lines.push(el("li", {}, implied));
  return el(
    "div",
    { class: `reason c${coding.code}` },
    head,
    el("p", { class: "definition" }, code.definition),
    el("ul", {}, lines),
    el("p", { class: "coder" }, say("why.coder", { coder: coderName(DATA.coders[coding.coder] ?? "") })),
  );
}

function coderName(coder) {
  return coder
    .split(" + ")
    .map((one) => (one === "rules" ? say("why.rules") : one))
    .join(" + ");
}

/** Rules that matched, each with its words once. */
function rulesOf(coding) {
  const found = new Map();
  for (const [rule, word] of coding.rules || []) {
    const words = found.get(DATA.rules[rule]) ?? new Set();
    found.set(DATA.rules[rule], words.add(word));
  }
  return [...found].map(([name, words]) => [name, [...words]]);
}

/** Reasons for the codings of adjacent segments; segments are told apart where there are several. */
function whyPanel(source, first, last) {
  const panel = el("div", { class: "why" });
  for (let number = first; number <= last; number += 1) {
    const segment = source.segments[number];
    if (!segment.codings.length) continue;
    if (first !== last)
      panel.append(
        el(
          "p",
          { class: "which" },
          say("why.segment", { n: number + 1 }),
          " ",
          el("span", { class: "lead-in", dir: "auto" }, opening(source.text.slice(segment.start, segment.end))),
        ),
      );
    panel.append(...segment.codings.map(reasonOf));
  }
  return panel;
}

/** A text's first words. */
function opening(text) {
  const words = text.slice(0, 60);
  return words.length < text.length ? `${words.replace(/\s*\S*$/, "")} …` : words;
}

/** A button that opens and closes a panel, which is made when it is first opened. */
function whyButton(label, panelOf, place, attributes = {}) {
  let panel = null;
  const button = el(
    "button",
    {
      type: "button",
      "aria-expanded": "false",
      ...attributes,
      click() {
        panel ??= place(panelOf());
        const open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        panel.hidden = !open;
      },
    },
    label,
  );
  return button;
}
