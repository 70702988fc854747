/* The study behind the page: what has changed since the run, a new run, and what others have said meanwhile. */

const POLL = 10_000;
const POLL_RUNNING = 1500;
/** The exit status of a run that is done, though some sources could not be read. */
const SOME_SOURCES = 3;
/** Notices that were put away. */
const put = new Set();
const study = { version: null, running: false };
let polls = 0;

async function poll() {
  const turn = ++polls;
  let wait = POLL;
  try {
    if (!document.hidden && me.name) wait = await takeState(await ask("/api/state"));
    unnotice("gone");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!(error instanceof Outdated)) notice("gone", error.message);
  }
  if (turn === polls) setTimeout(() => turn === polls && poll(), wait);
}

async function takeState(state) {
  if (state.run !== DATA.run) {
    // What is being saved is told of first.
    if (busy) return POLL_RUNNING;
    // The codebook may be another: the page begins anew where it is, unless somebody is in the midst of something.
    if (!drafts.size && !ticked.size && !hasDraft() && !markedPlace() && !document.querySelector("dialog[open]")) reload();
    else notice("new-run", say("study.new_run"), [again()]);
    return POLL;
  }
  showSince(state);
  showFaults(state);
  if (state.argument.readings !== argument.readings) {
    // Of what is edited while the page is open one is told.
    if (argument.readings && state.argument.state === "ready") toast(say("study.argument.again"));
    argument.readings = state.argument.readings;
    await loadClaims();
  }
  // Whoever is marking words would lose what they have marked; they hear of it a moment later.
  if (busy || marking || markedPlace()) return POLL_RUNNING;
  if (study.version !== null && state.version !== study.version) {
    await Promise.all([refreshLine(), refreshMargin()]);
    if (item && !drafts.has(nameOf(item)) && !hasDraft()) await openAgain(item.id);
  }
  study.version = state.version;
  return underway(state) || state.argument.state === "reading" ? POLL_RUNNING : POLL;
}

/** Whether a new run is being made, or taken up. */
function underway({ rerun }) {
  return rerun.running || rerun.coming;
}

function again() {
  return el("button", { type: "button", click: reload }, say("study.show_new"));
}

function showSince({ since, rerun }) {
  const running = underway({ rerun });
  const changes = [
    since.n_sources
      ? sayCount("study.sources", since.n_sources) + (since.sources.length ? ` (${since.sources.join(", ")})` : "")
      : "",
    since.codebook ? say("study.codebook") : "",
    since.settings ? say("study.settings") : "",
    since.decisions ? sayCount("study.decisions", since.decisions) : "",
  ].filter(Boolean);
  const run = el("button", { type: "button", click: startRun, disabled: running }, say("study.run"));
  if (running) notice("since", say("study.running"));
  else if (changes.length) notice("since", say("study.since", { changes: changes.join(", ") }), [run]);
  else unnotice("since");
  $("notices").querySelector(".since")?.classList.toggle("mild", !since.n_sources && !since.codebook && !since.settings);
  if (study.running && !running) {
    if (rerun.status && rerun.status !== SOME_SOURCES) tellFailure(rerun);
    else unnotice("failed");
  }
  study.running = running;
}

function tellFailure({ status, at, told }) {
  const known = `study.failed.${status}` in DATA.messages;
  const words = say(known ? `study.failed.${status}` : "study.failed.other", { status });
  notice("failed", [words, ...at].join("\n"), [
    told ? el("details", {}, el("summary", {}, say("study.failed.told")), el("pre", { lang: "en" }, told)) : "",
    closing("failed"),
  ]);
}

/** What cannot be read or found, each with its place, until it is put right. */
function showFaults({ open, unreadable, unreadable_at, argument: of, not_taken_up, unread, n_unread }) {
  const told = (key, number, values, at = [], acts = []) => {
    const words = number ? sayCount(`study.${key}`, number, values) : "";
    if (number && !put.has(`${key} ${words}`)) notice(key, [words, ...at].join("\n"), acts);
    else unnotice(key);
  };
  const away = (key, number, values) => [closing(key, () => put.add(`${key} ${sayCount(`study.${key}`, number, values)}`))];
  const names = { names: unread.join(", ") };
  told("unread", n_unread, names, [], away("unread", n_unread, names));
  told("open", open);
  told("unreadable", unreadable, {}, unreadable_at);
  told("choices_open", of.open);
  told("choices_unreadable", of.unreadable, {}, of.unreadable_at);
  told("argument_invalid", of.problems, {}, of.at);
  if (not_taken_up) notice("not-taken-up", say("study.not_taken_up", { run: not_taken_up }));
  else unnotice("not-taken-up");
}

function startRun() {
  told(async () => {
    await ask("/api/run", {});
    study.running = true;
    notice("since", say("study.running"));
    polls += 1;
    await poll();
  });
}
