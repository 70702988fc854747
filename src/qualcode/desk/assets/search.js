/* Searching all sources: each hit with the words around it, and the way to its place in the transcript. */

let searches = 0;

function startSearch() {
  $("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const words = $("search").value.trim();
    location.hash = address("sok", words ? [["ord", words]] : []);
  });
}

async function showSearch(words) {
  const search = ++searches;
  $("search").value = words;
  $("found").replaceChildren();
  $("search-tally").textContent = words ? "" : say("search.begin");
  if (!words) return;
  const got = await ask("/api/search", { words });
  if (search !== searches) return;
  $("search-tally").textContent = got.total ? sayCount("search.tally", got.total) : say("search.none");
  $("found").replaceChildren(
    got.hits.length < got.total ? el("p", { class: "hint" }, say("search.more", { n: count(got.hits.length) })) : "",
    el("ol", { class: "hits" }, got.hits.map(hitOf)),
  );
}

function hitOf(hit) {
  const who = [hit.speaker, DATA.sources[hit.source].name, hit.time].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    el(
      "a",
      {
        href: "#/granska",
        click(event) {
          event.preventDefault();
          told(() => visitPlace(hit));
        },
      },
      el(
        "span",
        { class: "kwic", dir: "auto" },
        el("span", { class: "left" }, hit.left.replace(/\s+/g, " ")),
        el("span", { class: "match" }, hit.match),
        el("span", { class: "right" }, hit.right.replace(/\s+/g, " ")),
      ),
      el("span", { class: "whence" }, el("bdi", {}, who), hit.codes.length ? [" · ", closest(hit.codes).map((code) => codes[code].name).join(", ")] : null),
    ),
  );
}

/** To a hit's place in the transcript; the quote that stands there is opened beside it. */
async function visitPlace({ source, segment }) {
  const back = addressOf(line.choice, line.ids[line.at] ?? "");
  history.pushState(null, "", back);
  route();
  await openSource(source, segment >= 0 ? [segment, segment] : null, true);
  const quote = script.quotes.find(({ first, last }) => first <= segment && segment <= last);
  if (quote) await toAnother(() => openQuote(quote.id));
  showPart("transcript");
  await openSource(source, segment >= 0 ? [segment, segment] : null, true);
  if (segment < 0) $("turns").focus({ preventScroll: true });
}
