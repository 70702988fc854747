/* How far one has come, how far people agree, and what the next training would gain. */

async function showFigures() {
  const got = await ask("/api/progress");
  $("figures").replaceChildren(
    el("p", { class: "lead" }, say("figures.mine", { n: count(got.total), done: count(got.done) })),
    got.codes.length ? progressOf("figures.codes", got.codes, (row) => chip(row.number), (row) => ({ codes: [row.number] })) : "",
    progressOf(
      "figures.sources",
      got.sources,
      (row) => el("bdi", {}, DATA.sources[row.number].name),
      (row) => ({ sources: [row.number] }),
    ),
    me.blind ? el("p", { class: "hint" }, say("figures.blind")) : "",
    me.blind ? "" : agreementOf(got.agreement),
    got.training ? trainingOf(got.training) : "",
  );
}

function tableOf(key, heads, rows, hint) {
  return el(
    "section",
    { class: "figure" },
    el("h3", { id: `${key}-title` }, say(`${key}.title`)),
    hint ? el("p", { class: "hint" }, hint) : null,
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": `${key}-title` },
      el(
        "table",
        { class: "counts" },
        el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, say(head))))),
        el(
          "tbody",
          {},
          rows.map(([head, ...cells]) =>
            el("tr", {}, el("th", { scope: "row" }, head), cells.map((cell) => el("td", {}, cell))),
          ),
        ),
      ),
    ),
  );
}

function progressOf(key, rows, name, narrowed) {
  const heads = ["figures.what", "figures.done", "figures.bar"];
  const blind = me.blind ? [] : ["figures.yes", "figures.no", "figures.changed"];
  return tableOf(
    key,
    [...heads, ...blind],
    rows.map((row) => [
      el("a", { href: addressOf({ ...nothingChosen(), ...narrowed(row) }, "") }, name(row)),
      say("figures.of", { n: count(row.done), of: count(row.total) }),
      el("progress", { max: String(row.total), value: String(row.done), "aria-label": say("figures.done") }),
      ...(me.blind ? [] : [row.yes, row.no, row.changed].map((n) => count(n))),
    ]),
  );
}

function agreementOf(rows) {
  if (!rows.length)
    return el("section", { class: "figure" }, el("h3", {}, say("figures.agreement.title")), el("p", { class: "hint" }, say("figures.agreement.none")));
  return tableOf(
    "figures.agreement",
    ["figures.people", "figures.code", "figures.n", "figures.same", "figures.kappa"],
    rows.map((row) => [
      el("bdi", {}, row.people.join(" – ")),
      row.code === null ? say("figures.all") : chip(row.code),
      count(row.n),
      decimal(row.same),
      row.kappa === null ? "–" : decimal(row.kappa),
    ]),
    say("figures.agreement.about"),
  );
}

function trainingOf({ name, enough, codes: rows }) {
  const about = [
    name ? say("figures.training.newest", { name }) : say("figures.training.no_coder"),
    say("figures.training.about", { enough: count(enough) }),
  ].join(" ");
  if (!rows.length)
    return el("section", { class: "figure" }, el("h3", {}, say("figures.training.title")), el("p", { class: "hint" }, say("figures.training.none")));
  return tableOf(
    "figures.training",
    ["figures.code", "figures.yes", "figures.no", "figures.new", "figures.outlook"],
    rows.map((row) => [
      chip(row.number),
      count(row.yes),
      count(row.no),
      count(row.new),
      row.outlook ? say(`figures.outlook.${row.outlook}`) : say(row.yes < enough ? "figures.outlook.few" : "figures.outlook.unknown"),
    ]),
    about,
  );
}
