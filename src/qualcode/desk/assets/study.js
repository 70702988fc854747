/* The study behind the page: what has changed since the run, a new run, and what others have said meanwhile. */

const POLL = 10_000;
const POLL_RUNNING = 1500;
const study = { version: null, running: false, asked: false };
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
    // The codebook may be another: the page begins anew where it is, unless that would lose what one writes.
    if (!drafts.size && !markedPlace() && !document.querySelector("dialog[open]")) location.reload();
    else notice("new-run", say("study.new_run"), [again()]);
    return POLL;
  }
  showSince(state);
  // Whoever is marking words would lose what they have marked; they hear of it a moment later.
  if (busy || marking || markedPlace()) return POLL_RUNNING;
  if (study.version !== null && state.version !== study.version) {
    await Promise.all([refreshLine(), refreshMargin()]);
    if (item && !drafts.has(item.id)) await openQuote(item.id);
  }
  study.version = state.version;
  return state.rerun.running ? POLL_RUNNING : POLL;
}

function again() {
  return el("button", { type: "button", click: () => location.reload() }, say("study.show_new"));
}

function showSince({ since, rerun, open, unreadable }) {
  const changes = [
    since.n_sources
      ? sayCount("study.sources", since.n_sources) + (since.sources.length ? ` (${since.sources.join(", ")})` : "")
      : "",
    since.codebook ? say("study.codebook") : "",
    since.settings ? say("study.settings") : "",
    since.decisions ? sayCount("study.decisions", since.decisions) : "",
  ].filter(Boolean);
  const run = el("button", { type: "button", click: startRun, disabled: rerun.running }, say("study.run"));
  if (rerun.running) notice("since", say("study.running"));
  else if (changes.length) notice("since", say("study.since", { changes: changes.join(", ") }), [run]);
  else unnotice("since");
  $("notices").querySelector(".since")?.classList.toggle("mild", !since.n_sources && !since.codebook && !since.settings);
  if (study.running && !rerun.running) {
    if (rerun.status) notice("failed", say("study.failed", { status: rerun.status, told: rerun.told }), [
      el("button", { type: "button", class: "quiet", click: () => unnotice("failed") }, say("notice.close")),
    ]);
    else unnotice("failed");
  }
  study.running = rerun.running;
  if (open) notice("open", sayCount("study.open", open));
  else unnotice("open");
  if (unreadable) notice("unreadable", sayCount("study.unreadable", unreadable));
  else unnotice("unreadable");
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
