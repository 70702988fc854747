/* The sources: a list with a strip each, and one source's whole transcript with its codings in the margin. */

const TURNS_AT_ONCE = 120;
let open = { source: null, turns: 0, body: null };

function showSources(name, segment) {
  const source = sourceByName.get(name);
  if (!source) {
    open = { source: null, turns: 0, body: null };
    $("transcript").replaceChildren(sourceList());
    return;
  }
  if (open.source !== source) {
    open = { source, turns: 0, body: el("div", { class: "turns" }) };
    open.body.style.setProperty("--lanes", String(themes.length));
    $("transcript").replaceChildren(...transcriptHead(source), open.body);
  }
  showTurns(segment === null ? TURNS_AT_ONCE : (source.segments[segment]?.turn ?? 0) + TURNS_AT_ONCE);
  if (segment !== null) goTo(segment);
  laterTurns(source);
}

function sourceList() {
  return el(
    "div",
    {},
    legend(),
    el(
      "ul",
      { class: "source-list" },
      sources.map((source) =>
        el(
          "li",
          {},
          el("h3", {}, el("a", { href: addressOfPlace(source.number) }, el("bdi", {}, source.name))),
          describedBy(source),
          stripOf(source, { id: `strip-${source.number}` }),
        ),
      ),
    ),
  );
}

function legend(hint) {
  return el(
    "p",
    { class: "legend" },
    themes.map((theme) => [chip(theme.number), " "]),
    hint ? el("span", { class: "hint" }, hint) : null,
  );
}

function readSegments(source) {
  return source.segments.filter((segment) => segment.coded).length;
}

function describedBy(source) {
  return el(
    "div",
    { class: "described" },
    el(
      "p",
      {},
      source.attributes.map((value, at) =>
        value
          ? [
              el("span", { class: "tag" }, el("bdi", { class: "key" }, DATA.attributes[at]), " ", el("bdi", {}, value)),
              " ",
            ]
          : null,
      ),
    ),
    el(
      "p",
      { class: "hint" },
      say("sources.size", {
        turns: sayCount("sources.turns", source.turns.length),
        segments: sayCount("sources.segments", readSegments(source)),
      }),
    ),
  );
}

function transcriptHead(source) {
  const before = sources[source.number - 1];
  const after = sources[source.number + 1];
  return [
    el(
      "p",
      { class: "trail" },
      el("a", { href: "#/kallor" }, `← ${say("sources.all")}`),
      el("a", { href: address("citat", [["kalla", source.name]]) }, say("sources.quotes")),
      before ? el("a", { href: addressOfPlace(before.number), rel: "prev" }, say("sources.before")) : null,
      after ? el("a", { href: addressOfPlace(after.number), rel: "next" }, say("sources.after")) : null,
    ),
    el("h3", { class: "source-title", tabindex: "-1", id: "source-title" }, el("bdi", {}, source.name)),
    describedBy(source),
    source.warnings.length
      ? el(
          "ul",
          { class: "notice" },
          source.warnings.map((warning) => el("li", {}, warning)),
        )
      : "",
    stripOf(source, { id: "strip-here" }),
    legend(say("sources.legend")),
  ];
}

/** Shows turns up to a number; long transcripts come piece by piece. */
function showTurns(upTo) {
  const { source, body } = open;
  const end = Math.min(upTo, source.turns.length);
  const pieces = document.createDocumentFragment();
  for (; open.turns < end; open.turns += 1) pieces.append(turnElement(source, open.turns));
  body.append(pieces);
}

function laterTurns(source) {
  if (open.source !== source || open.turns >= source.turns.length) return;
  setTimeout(() => {
    if (open.source !== source) return;
    showTurns(open.turns + TURNS_AT_ONCE);
    laterTurns(source);
  }, 16);
}

function turnElement(source, number) {
  const turn = source.turns[number];
  if (turn.kind === "heading") {
    return el(
      "h4",
      { class: "section", id: `s${turn.segments[0] + 1}`, tabindex: "-1", dir: "auto", lang: source.lang },
      source.text.slice(turn.start, turn.end),
    );
  }
  const asked = turn.segments.some((segment) => source.segments[segment].coded);
  return el(
    "section",
    {
      class: `turn ${turn.kind}${asked ? "" : " unasked"}`,
      "aria-label": [turn.speaker, turn.place].filter(Boolean).join(", "),
    },
    el(
      "p",
      { class: "who-when" },
      turn.speaker ? el("bdi", { class: "who" }, turn.speaker) : null,
      turn.role ? el("span", { class: "role" }, roleName(turn.role)) : null,
      turn.time ? el("span", { class: "time" }, turn.time) : null,
      asked ? null : el("span", { class: "tag not-coded" }, say("none.kodas-ej")),
    ),
    turn.segments.map((segment) => segmentElement(source, segment)),
  );
}

function segmentElement(source, number) {
  const segment = source.segments[number];
  const told = closest(segment.codings.map((coding) => coding.code));
  const best = (code) =>
    Math.max(...segment.codings.filter((coding) => coding.code === code).map((coding) => coding.score));
  const place = el("div", { class: "reasons" });
  const bars = el(
    "span",
    { class: "lanes", "aria-hidden": "true" },
    [...new Map(told.map((code) => [themeOf[code], code]))].map(([lane, code]) =>
      el("i", { class: `lane c${code} theme-${lane % STROKES.length}`, style: { "grid-column": String(lane + 1) } }),
    ),
  );
  return el(
    "div",
    { class: `segment${told.length ? " has-codes" : ""}`, id: `s${number + 1}`, tabindex: "-1" },
    bars,
    el("p", { class: "said", dir: "auto", lang: source.lang }, segmentWords(source, number, choice.search)),
    told.length
      ? el(
          "div",
          { class: "margin" },
          whyButton(
            [
              told.map((code) => [chip(code, best(code)), " "]),
              el("span", { class: "visually-hidden" }, say("card.why")),
            ],
            () => whyPanel(source, number, number),
            (panel) => (place.append(panel), panel),
            { class: "codes", "data-key": "v" },
          ),
        )
      : null,
    place,
  );
}

function goTo(segment) {
  const target = $(`s${segment + 1}`);
  if (!target) return;
  for (const marked of document.querySelectorAll(".aimed")) marked.classList.remove("aimed");
  target.classList.add("aimed");
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}
