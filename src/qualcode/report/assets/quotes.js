/* The list of quotes: what is chosen, the passages it gives, and as many of them as have been asked for. */

const AT_ONCE = 40;
let choice = nothingChosen();
let selected = null;
let shown = 0;

/** A change of what is chosen; small steps (typing, sliding) do not each become a step to go back. */
function change(edit, small = false) {
  const next = copyOf(choice);
  edit(next);
  here = addressOfQuotes(next);
  if (here !== location.hash) history[small ? "replaceState" : "pushState"](null, "", here);
  showQuotes(next);
}

/** Shows the passages of a choice, unless they are there already. */
function showQuotes(next) {
  if (selected && addressOfQuotes(next) === addressOfQuotes(choice)) return;
  choice = next;
  selected = select(choice);
  showFilters(choice, selected);
  document.querySelector('[data-view="citat"]').href = addressOfQuotes(choice);
  $("order").value = choice.order;
  $("quotes").replaceChildren();
  shown = 0;
  showMore();
  const there = new Set(selected.passages.map((passage) => passage.source)).size;
  $("tally").textContent = selected.passages.length
    ? say("tally", {
        quotes: sayCount("tally.quotes", selected.passages.length),
        sources: sayCount("tally.sources", there),
      })
    : say("tally.none");
  $("take").hidden = !selected.passages.length;
  $("take-compare").href = addressOfComparison({ queries: [queryOf(choice), ""], code: null });
  showChosen();
  showElsewhere();
}

function showChosen() {
  const list = chips(choice);
  $("chosen").replaceChildren(
    ...list.map(([words, undo]) =>
      el(
        "li",
        {},
        chosenChip(words, () => (change(undo), $("quotes").focus({ preventScroll: true }))),
      ),
    ),
  );
  if (list.length > 1)
    $("chosen").append(
      el("li", {}, el("button", { type: "button", class: "quiet", click: () => change(clear) }, say("filters.clear"))),
    );
}

/** What is chosen, as a button that takes it away. */
function chosenChip(words, away) {
  return el(
    "button",
    { type: "button", "aria-label": say("filters.remove", { words }), click: away },
    el("bdi", {}, words),
    el("span", { class: "cross", "aria-hidden": "true" }, " ×"),
  );
}

function clear(current) {
  Object.assign(current, nothingChosen(), { order: current.order });
}

/** When words are searched: that they stand in text without codes too. */
function showElsewhere() {
  const place = $("elsewhere");
  place.replaceChildren();
  const number = selected.codeCounts.get(UNCODED) + selected.codeCounts.get(UNASKED);
  if (!choice.search.trim() || !number || [UNCODED, UNASKED].some((id) => choice.codes.has(id))) return;
  const there = { ...choice, codes: new Set([UNCODED, UNASKED]), all: false, ids: new Set() };
  place.append(sayCount("elsewhere", number), " ", el("a", { href: addressOfQuotes(there) }, say("elsewhere.show")));
}

function showMore(upTo = shown + AT_ONCE) {
  const end = Math.min(upTo, selected.passages.length);
  const cards = document.createDocumentFragment();
  for (; shown < end; shown += 1) cards.append(cardOf(selected.passages[shown], choice.search, shown + 1));
  $("quotes").append(cards);
  const left = selected.passages.length - shown;
  $("more").hidden = left === 0;
  $("more").textContent = say("more", { n: count(Math.min(AT_ONCE, left)), left: count(left) });
}

function startQuotes() {
  buildFilters(change);
  let waiting = 0;
  $("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change((next) => (next.search = $("search").value), true), 150);
  });
  $("order").addEventListener("change", () => change((next) => (next.order = $("order").value)));
  $("facets").addEventListener("submit", (event) => event.preventDefault());
  $("more").addEventListener("click", () => {
    const next = shown;
    showMore();
    $("quotes").children[next]?.focus({ preventScroll: true });
  });
  $("unfold").addEventListener("click", () => {
    const open = $("filters").classList.toggle("open");
    $("unfold").setAttribute("aria-expanded", String(open));
  });
  startAllTaking();
  $("print").addEventListener("click", () => print());
}
