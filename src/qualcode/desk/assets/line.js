/* The line: which quotes are chosen, in which order, and where in it one is. It stands still while one works. */

const AT_ONCE = 100;
const line = { choice: nothingChosen(), ids: [], at: -1, rows: new Map(), of: 0, done: 0, all: 0, loads: 0, shows: 0 };

/** Asks for the line of a choice, and opens a quote in it: the given one, or the first. One that an address asks
 * for is opened although it is not in the line (any more). */
function loadLine(choice, id, insist = false) {
  return toAnother(() => takeLine(choice, id, insist));
}

async function takeLine(choice, id, insist) {
  const load = ++line.loads;
  const got = await ask("/api/line", choice);
  if (load !== line.loads) return;
  Object.assign(line, { choice, ids: got.ids, of: got.of, done: got.done, all: got.all, rows: new Map() });
  showChoice();
  const at = line.ids.indexOf(id);
  if (at < 0 && id && insist && (await openQuote(id))) {
    line.at = -1;
    await showRows(0);
  } else if (line.ids.length) await goTo(Math.max(0, at));
  else {
    line.at = -1;
    showNoQuote();
    await showRows(0);
  }
}

/** Opens the quote at a place of the line. */
async function goTo(at) {
  if (at < 0 || at >= line.ids.length) return false;
  line.at = at;
  history.replaceState(null, "", addressOf(line.choice, line.ids[at]));
  here = location.hash;
  await toAnother(() => Promise.all([showRows(at), openQuote(line.ids[at])]));
  return true;
}

function step(by) {
  if (!line.ids.length) return false;
  told(() => goTo(Math.max(0, Math.min(line.ids.length - 1, line.at + by))));
  return true;
}

/** To the next one that has not been judged, from where one is. */
function nextOpen() {
  return toAnother(findOpen);
}

async function findOpen() {
  for (let at = line.at + 1; at < line.ids.length; at += 1) {
    if (!line.rows.has(line.ids[at])) await fetchRows(at);
    if (isOpen(line.rows.get(line.ids[at]))) return goTo(at);
  }
  toast(say("line.no_more"));
  return false;
}

function isOpen(row) {
  return !row || row.status === "open" || row.status === "part";
}

async function fetchRows(at) {
  const start = at - (at % AT_ONCE);
  const ids = line.ids.slice(start, start + AT_ONCE);
  if (!ids.length) return;
  const { rows } = await ask("/api/rows", { ids });
  for (const row of rows) line.rows.set(row.id, row);
}

/** Shows the part of the line around a place. */
async function showRows(at) {
  const shows = ++line.shows;
  const start = Math.max(0, at - (at % AT_ONCE));
  const ids = line.ids.slice(start, start + AT_ONCE);
  if (ids.some((id) => !line.rows.has(id))) await fetchRows(start);
  if (shows !== line.shows) return;
  $("rows").start = start + 1;
  $("rows").replaceChildren(...ids.map((id, place) => rowOf(line.rows.get(id), start + place)));
  showPager(start);
  showTally();
  $("rows").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function rowOf(row, at) {
  if (!row) return "";
  const who = [row.speaker || DATA.sources[row.source].name, row.time].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    el(
      "a",
      {
        href: addressOf(line.choice, row.id),
        class: `row ${row.status}`,
        "aria-current": at === line.at ? "true" : null,
        click(event) {
          event.preventDefault();
          told(() => goTo(at));
          showPart("quote");
        },
      },
      el("span", { class: "sign", title: say(`status.${row.status}`) }, say(`sign.${row.status}`)),
      el("span", { class: "visually-hidden" }, say(`status.${row.status}`)),
      el("span", { class: "words", dir: "auto" }, row.words),
      el(
        "span",
        { class: "of" },
        row.code < 0
          ? null
          : el(
              "span",
              { class: `code c${row.code} theme-${themeOf[row.code] % PATTERNS}` },
              el("i", { class: "swatch", "aria-hidden": "true" }),
              codes[row.code].name,
            ),
        el("bdi", {}, who),
        row.score === null ? null : el("span", { class: "score" }, decimal(row.score)),
      ),
    ),
  );
}

function showPager(start) {
  const end = Math.min(start + AT_ONCE, line.ids.length);
  const turn = (to, key) =>
    el("button", { type: "button", disabled: to < 0 || to >= line.ids.length, click: () => told(() => showRows(to)) }, say(key));
  $("pager").hidden = line.ids.length <= AT_ONCE;
  $("pager").replaceChildren(
    turn(start - AT_ONCE, "line.before"),
    el("span", {}, say("line.part", { first: count(start + 1), last: count(end), all: count(line.ids.length) })),
    turn(start + AT_ONCE, "line.after"),
  );
}

function showTally() {
  const argued = line.choice.status === "stance";
  const tally = argued ? "line.tally_stance" : line.of === line.ids.length ? "line.tally" : "line.tally_part";
  $("line-tally").textContent = line.ids.length
    ? say(tally, { n: count(line.ids.length), of: count(line.of), done: count(line.done) })
    : say(line.choice.status === "open" && !narrowings(line.choice) ? "line.all_done" : "line.none");
  $("line-progress").hidden = argued;
  $("line-progress").max = Math.max(1, line.of);
  $("line-progress").value = line.done;
}

/** After something was said: what the shown rows and the tally say now. */
async function refreshLine() {
  const shown = $("rows").start - 1;
  const { rows } = line;
  const before = [...line.rows.values()].filter((row) => !isOpen(row)).length;
  await fetchRows(shown);
  if (line.at >= 0) await fetchRows(line.at);
  // Another line has come meanwhile, and counts anew.
  if (rows !== line.rows) return;
  line.done += [...line.rows.values()].filter((row) => !isOpen(row)).length - before;
  await showRows(shown);
}
