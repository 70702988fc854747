/* The page's views, and which of them the address asks for. */

const views = Object.fromEntries(VIEWS.map((view) => [view, $(`/${view}`)]));
const scrolled = new Map();
const leftAt = new Map();
let here = "";

/** Shows what the address asks for; what one left stands where one left it. */
function route() {
  if (here && location.hash === here) return;
  const asked = readAddress(location.hash);
  const before = here;
  const same = before && readAddress(before).view === asked.view;
  here = location.hash || "#/oversikt";
  hideTip();
  for (const view of VIEWS) views[view].hidden = view !== asked.view;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === asked.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (asked.view === "oversikt") showOverview(asked.overview);
  if (asked.view === "citat") showQuotes(asked.choice);
  if (asked.view === "jamfor") {
    showComparison({ queries: asked.sides, code: asked.code });
    // A code that was just chosen is read below the table.
    if (same && asked.code !== null && asked.code !== readAddress(before).code) toBeside();
  }
  if (asked.view === "kallor") showSources(asked.source, asked.segment);
  showPicked();
  if (asked.segment !== null) return;
  // What is chosen within the overview or the comparison changes one part of it, and one goes on reading there.
  if (same && ["oversikt", "jamfor"].includes(asked.view)) return;
  scrollTo(0, scrolled.get(here) ?? 0);
  if (before && !same) (leftAt.get(asked.view)?.() ?? $("main")).focus({ preventScroll: true });
}

/** One comes back to what one had the focus on, if it is still there; it may have been made anew. */
function remember({ target }) {
  const there = () => (target.id && $(target.id)) || (target.isConnected && target);
  const { view } = readAddress(here);
  if (views[view].contains(target)) leftAt.set(view, () => (there()?.checkVisibility?.() ? there() : null));
}

/** On paper everything that is chosen stands, not only what has been scrolled to. */
function startPrinting() {
  addEventListener("beforeprint", () => {
    if (!views.citat.hidden) showMore(selected.passages.length);
    if (!views.kallor.hidden && open.source) showTurns(open.source.turns.length);
  });
}

// A view's id is a place to jump to only as long as there are no scripts: they scroll by themselves.
for (const view of VIEWS) views[view].removeAttribute("id");
history.scrollRestoration = "manual";
addEventListener("scroll", () => here === (location.hash || "#/oversikt") && scrolled.set(here, scrollY), {
  passive: true,
});
startQuotes();
startOverview();
startPrinting();
startKeys();
addEventListener("hashchange", route);
document.addEventListener("focusin", remember);
addEventListener("scroll", moveTip, { passive: true });
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("main").focus();
});
route();
