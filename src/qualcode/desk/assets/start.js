/* The page's views, and which of them the address asks for. */

let here = null;

/** On a narrow window one part of the desk is shown at a time. */
function showPart(part) {
  $("view-granska").dataset.part = part;
  for (const button of document.querySelectorAll(".parts button"))
    button.setAttribute("aria-pressed", String(button.dataset.part === part));
  // Where one is in it could not be scrolled to as long as it was not shown.
  if (part === "transcript" && item && script?.number === item.source && !$("turns").contains(document.activeElement))
    aimAt(item.segments, false);
}

/** Shows what the address asks for. */
function route() {
  if (here === location.hash || !me.name) return;
  const asked = readAddress(location.hash);
  const first = here === null;
  here = location.hash;
  for (const view of VIEWS) $(`view-${view}`).hidden = view !== asked.view;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === asked.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (asked.view === "granska") {
    document.querySelector('[data-view="granska"]').href = location.hash || "#/granska";
    const same = !first && addressOf(asked.choice, "") === addressOf(line.choice, "") && line.all;
    const at = line.ids.indexOf(asked.id);
    if (same && at >= 0 && at === line.at) return;
    if (same && at >= 0) told(() => goTo(at));
    else told(() => loadLine(asked.choice, asked.id, true));
  }
  if (asked.view === "sok") told(() => showSearch(asked.words));
  if (asked.view === "laget") told(showFigures);
}

/** Everything anew, for whoever reviews now. */
function begin() {
  me.turn += 1;
  showWho();
  buildFilters();
  script = null;
  sourcesOpened += 1;
  drafts.load();
  ticked.load();
  item = null;
  here = null;
  study.version = null;
  // Nothing of what one saw before may be seen any more.
  for (const id of ["rows", "quote", "turns", "found", "figures"]) $(id).replaceChildren();
  $("toast").hidden = true;
  unnotice("lost");
  told(tellKept);
  route();
  poll();
}

startFilters();
startTranscript();
startPicker();
startMarks();
startSearch();
startKeys();
startWho();
for (const button of document.querySelectorAll(".parts button"))
  button.addEventListener("click", () => showPart(button.dataset.part));
addEventListener("hashchange", route);
addEventListener("beforeunload", (event) => !leaving && (drafts.size || ticked.size) && event.preventDefault());
document.addEventListener("visibilitychange", () => !document.hidden && me.name && poll());
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("main").focus();
});
if (me.name) begin();
else askWho();
