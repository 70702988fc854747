/* A source as a strip: its length from left to right, one row a theme, a stroke where the theme is spoken of. */

const ROW = 7;

/** The strip as SVG; with `open`, a click leads to the segment that stands there. */
function stripOf(source, open) {
  const length = Math.max(source.segments.length, 1);
  const rows = themes.map((theme, row) => {
    const strokes = quotes.filter((quote) => quote.source === source.number && quote.code === theme.number);
    const path = strokes
      .map((quote) => `M${quote.first} ${row * ROW}h${quote.last - quote.first + 1}v${ROW - 2}H${quote.first}z`)
      .join("");
    return svg("path", { class: `c${theme.number}`, d: path }, svg("title", {}, theme.name));
  });
  const height = themes.length * ROW;
  const picture = svg(
    "svg",
    {
      class: "strip",
      viewBox: `0 0 ${length} ${height}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": stripWords(source),
    },
    themes.map((_, row) =>
      svg("rect", { class: "lane", y: String(row * ROW), width: String(length), height: String(ROW - 2) }),
    ),
    rows,
  );
  if (open) {
    picture.classList.add("clickable");
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      open(Math.min(length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * length))));
    });
  }
  return picture;
}

function stripWords(source) {
  return themes.map((theme) => `${theme.name}: ${sayCount("tally.quotes", quotesIn(source, theme.number))}`).join(", ");
}

function quotesIn(source, code) {
  return quotes.reduce((sum, quote) => sum + (quote.source === source.number && quote.code === code ? 1 : 0), 0);
}
