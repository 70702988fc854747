/* How far one has come, how far people agree with the machine and each other, and what the next training would gain. */

let figuresAsked = 0;

async function showFigures() {
  const asked = ++figuresAsked;
  const got = await ask("/api/progress");
  if (asked !== figuresAsked) return;
  const waiting = el("p", { class: "hint", role: "status" }, say("figures.counting"));
  $("figures").replaceChildren(
    el("p", { class: "lead" }, say("figures.mine", { n: count(got.total), done: count(got.done) })),
    got.codes.length ? progressOf("figures.codes", got.codes, (row) => chip(row.number), (row) => ({ codes: [row.number] })) : "",
    me.blind ? el("p", { class: "hint" }, say("figures.blind")) : waiting,
    progressOf(
      "figures.sources",
      got.sources,
      (row) => el("bdi", {}, DATA.sources[row.number].name),
      (row) => ({ sources: [row.number] }),
    ),
  );
  if (me.blind) return;
  const agreed = await ask("/api/agreement");
  if (asked !== figuresAsked) return;
  waiting.replaceWith(machineOf(agreed), peopleOf(agreed.pairs), trainingOf(got.training, agreed.codes));
}

function tableOf(key, heads, rows, hint) {
  return el(
    "section",
    { class: "figure" },
    el("h3", { id: `${key}-title` }, say(`${key}.title`)),
    hint ? el("p", { class: "hint" }, withCommands(hint)) : null,
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": `${key}-title` },
      el(
        "table",
        { class: heads.length > 5 || key === "figures.machine" ? "counts wide" : "counts" },
        el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, say(head))))),
        el(
          "tbody",
          {},
          rows.map(([head, ...cells]) =>
            el("tr", {}, el("th", { scope: "row" }, head), cells.map((cell) => el("td", {}, typeof cell === "string" ? withCommands(cell) : cell))),
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

function nothingOf(key, words) {
  return el("section", { class: "figure" }, el("h3", {}, say(`${key}.title`)), el("p", { class: "hint" }, withCommands(words)));
}

/** Where each code stands by the gate, and how much is wanted until that can be decided. */
function machineOf({ codes: rows, demand, draw, notes }) {
  const about = [demand, draw ? say("figures.machine.draw", { n: count(draw) }) : "", ...notes].filter(Boolean).join(" ");
  if (!rows.length) return nothingOf("figures.machine", `${say("figures.machine.none")} ${about}`);
  return tableOf(
    "figures.machine",
    ["figures.code", "figures.standing", "figures.blindly", "figures.figure", "figures.accepted"],
    rows.map((row) => [
      chip(row.number),
      `${row.mark} ${row.said}`,
      say(row.need ? "figures.machine.need" : "figures.machine.enough", { n: count(row.n), of: count(row.needed), need: count(row.need) }),
      [
        row.figure || "–",
        row.width_after === null ? "" : el("p", { class: "hint" }, say("figures.machine.width", { width: decimal(row.width_after) })),
      ],
      row.accepted ? say("figures.machine.accepted", { figure: row.accepted.figure, n: count(row.accepted.n) }) : "–",
    ]),
    about,
  );
}

function peopleOf(rows) {
  if (!rows.length) return nothingOf("figures.agreement", say("figures.agreement.none"));
  return tableOf(
    "figures.agreement",
    ["figures.people", "figures.kind", "figures.code", "figures.n", "figures.same", "figures.figure"],
    rows.map((row) => [
      el("bdi", {}, row.people.join(" – ")),
      row.kind,
      row.code === null ? say("figures.all") : chip(row.code),
      count(row.n),
      row.same === null ? "–" : decimal(row.same),
      row.figure,
    ]),
    say("figures.agreement.about"),
  );
}

function trainingOf({ name, enough, codes: rows }, needs) {
  const about = [
    name ? say("figures.training.newest", { name }) : say("figures.training.no_coder"),
    say("figures.training.about", { enough: count(enough) }),
  ].join(" ");
  if (!rows.length) return nothingOf("figures.training", say("figures.training.none"));
  const lacking = new Map(needs.map((row) => [row.number, row]));
  return tableOf(
    "figures.training",
    ["figures.code", "figures.yes", "figures.no", "figures.lacking", "figures.new", "figures.outlook"],
    rows.map((row) => [
      chip(row.number),
      count(row.yes),
      count(row.no),
      lackingOf(lacking.get(row.number)),
      count(row.new),
      outlookOf(row, name, enough),
    ]),
    about,
  );
}

/** How many more judgements a threshold of its own would take. */
function lackingOf(row) {
  if (!row || !(row.need_yes || row.need_no)) return "–";
  return say("figures.lacks", { yes: count(row.need_yes), no: count(row.need_no) });
}

/** What the learning curve says, with what the last half of the judgements brought. */
function outlookOf({ yes, prospect }, name, enough) {
  if (!prospect) return say(yes < enough ? "figures.outlook.few" : name ? "figures.outlook.unknown" : "figures.outlook.train");
  const words = say(`figures.outlook.${prospect.outlook}`);
  if (prospect.outlook === "few" || !Number.isFinite(prospect.gain)) return words;
  const [low, high] = prospect.interval.map((limit) => decimal(limit));
  return `${words} ${say("figures.outlook.gain", { gain: decimal(prospect.gain), low, high })}`;
}
