/* Why a quote has its code: rules and what they matched, the model's word, the nearest example, and people. */

function reasonsOf(item) {
  if (!item.reasons.length && !item.others.length) return null;
  const several = item.reasons.length > 1;
  return el(
    "section",
    { class: "why", "aria-label": say("why.title") },
    item.others.map((other) => el("p", { class: `voice ${other.yes ? "yes" : "no"}` }, voiceOf(other))),
    item.reasons.map((reason) => [
      several ? el("p", { class: "which", dir: "auto" }, opening(reason.words)) : null,
      el(
        "ul",
        {},
        reason.rules.map(([rule, words]) =>
          el(
            "li",
            {},
            `${say("why.rule", { rule })} `,
            words.map((word, at) => [at ? ", " : "", el("q", { class: "matched" }, word)]),
          ),
        ),
        reason.model === null ? null : el("li", {}, say("why.model", { score: decimal(reason.model) })),
        reason.others.map((words) => el("li", { dir: "auto" }, words)),
        reason.nearest
          ? el(
              "li",
              {},
              `${
                reason.similarity === null
                  ? say("why.nearest")
                  : say("why.nearest_like", { similarity: decimal(reason.similarity) })
              } `,
              el("q", { dir: "auto" }, reason.nearest),
            )
          : null,
        reason.implied >= 0 ? el("li", {}, say("why.implied", { code: codes[reason.implied].name })) : null,
      ),
      el("p", { class: "coder" }, scoreWords(reason), " · ", say("why.coder", { coder: reason.coder })),
    ]),
  );
}

function scoreWords(reason) {
  return reason.score === null ? say("why.no_score") : gauge(reason);
}

function voiceOf({ coder, yes, date, memo }) {
  const words = say(yes ? "why.yes" : "why.no", { name: coder, date });
  return memo ? [words, " ", el("q", { dir: "auto" }, memo)] : words;
}

/** A text's first words. */
function opening(text) {
  const words = text.slice(0, 70);
  return words.length < text.length ? `${words.replace(/\s*\S*$/, "")} …` : words;
}
