/* The page's views, and which of them the address asks for. */

const views = Object.fromEntries(VIEWS.map((view) => [view, $(`/${view}`)]));
const scrolled = new Map();
let here = "";

/** Shows what the address asks for; what one left stands where one left it. */
function route() {
  if (here && location.hash === here) return;
  const asked = readAddress(location.hash);
  const before = here;
  here = location.hash || "#/oversikt";
  for (const view of VIEWS) views[view].hidden = view !== asked.view;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === asked.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (asked.view === "citat") showQuotes(asked.choice);
  if (asked.view === "jamfor") showComparison(asked.sides);
  if (asked.view === "kallor") showSources(asked.source, asked.segment);
  if (asked.segment === null) scrollTo(0, scrolled.get(here) ?? 0);
  if (before && readAddress(before).view !== asked.view && asked.segment === null)
    $("main").focus({ preventScroll: true });
}

/** The overview's switches: subcodes or only themes, shares or counts. */
function startSwitches() {
  for (const button of document.querySelectorAll("[data-switch]")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      button.closest(".chart").classList.toggle(button.dataset.switch, on);
    });
  }
}

/** On paper everything that is chosen stands, not only what has been scrolled to. */
function startPrinting() {
  addEventListener("beforeprint", () => {
    if (!views.citat.hidden) showMore(selected.passages.length);
    for (const folded of document.querySelectorAll("details.attribute")) folded.open = true;
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
startSwitches();
startPrinting();
startKeys();
addEventListener("hashchange", route);
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("main").focus();
});
route();
