/* Taking quotes along: to the clipboard as text and as HTML, one or all that are chosen, and into files. */

function who(passage) {
  const turn = turnOf(passage);
  return [turn.speaker, turn.role && roleName(turn.role), sources[passage.source].name, turn.place]
    .filter(Boolean)
    .join(", ");
}

/** Text that can stand in HTML whatever it holds. */
function asHtml(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** The quote with its reference as HTML: the words as a block of their own, the reference below them. */
function referenceAsHtml(passage) {
  const words = asHtml(wordsOf(passage)).replace(/\n/g, "<br>");
  const rest = reference(passage, "").replace(/^”” /, "");
  return `<blockquote lang="${asHtml(sources[passage.source].lang)}"><p>”${words}”<br>${asHtml(rest)}<\/p><\/blockquote>`;
}

/** Puts passages on the clipboard as text and, where the browser lets it, as HTML too. */
async function copyPassages(passages) {
  const text = passages.map((passage) => reference(passage)).join("\n\n");
  const html = `<meta charset="utf-8">${passages.map(referenceAsHtml).join("")}`;
  const fill = (event) => {
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    event.clipboardData.setData("text/html", html);
  };
  try {
    const parts = { "text/plain": text, "text/html": html };
    const blobs = Object.entries(parts).map(([type, part]) => [type, new Blob([part], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    // Some browsers give a page from disk no clipboard; they still let it say what a copying takes.
    document.addEventListener("copy", fill, { once: true });
    const copied = document.execCommand("copy");
    document.removeEventListener("copy", fill);
    return copied || copyText(text);
  }
}

/** A spreadsheet takes what begins with these as a formula. */
function cell(value) {
  const text = typeof value === "number" ? String(value).replace(".", DATA.language === "sv" ? "," : ".") : value;
  const safe = typeof value === "string" && /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Of each code that is named, its own score, in the same order; none of what people gave. */
function scoresOf(given) {
  const scores = given.map(([, score]) => (score === GIVEN ? "" : cell(score)));
  return scores.some(Boolean) ? scores.join("; ") : "";
}

/** Passages as CSV with a byte order mark and semicolons, which Excel in Swedish opens as a table. */
function asCsv(passages) {
  const heads = ["source", "place", "speaker", "role", "code", "score", "text", "id"];
  const rows = passages.map((passage) => {
    const { speaker, role, place } = turnOf(passage);
    const given = passageCodes(passage);
    return [
      sources[passage.source].name,
      place,
      speaker,
      role && roleName(role),
      given.map(([code]) => codes[code].path + (codes[code].status ? ` (${codes[code].status})` : "")).join("; "),
      scoresOf(given),
      wordsOf(passage),
      passage.quotes.map((quote) => quote.id).join(", "),
      ...DATA.attributes.map((name) => attributeOf(passage, name)),
    ];
  });
  const head = [...heads.map((name) => say(`take.${name}`)), ...DATA.attributes];
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

/** Passages as Markdown below a heading and what was chosen. */
function asMarkdown(passages, title, chosen) {
  const escape = (text) => text.replace(/[\\`*_[\]<>#|&]/g, "\\$&");
  const quoted = passages.map((passage) => {
    const words = escape(wordsOf(passage)).replace(/\n/g, "\n> ");
    return `> ”${words}”\n>\n> ${escape(reference(passage, "").replace(/^”” /, ""))}`;
  });
  const parts = [`# ${escape(title)}`, chosen.map((words) => `- ${escape(words)}`).join("\n"), ...quoted];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function download(name, type, text) {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Says on a button for a moment how it went. */
function saidOn(button, words) {
  const before = button.dataset.words ?? (button.dataset.words = button.textContent);
  button.textContent = words;
  setTimeout(() => (button.textContent = before), 1800);
}

/** The buttons of a row: they take what `taken` gives, {passages, title, chosen, file}. */
function startTaking(row, taken) {
  const csv = ({ passages, file }) => download(`${file}.csv`, "text/csv", asCsv(passages));
  const markdown = ({ passages, title, chosen, file }) =>
    download(`${file}.md`, "text/markdown", asMarkdown(passages, title, chosen));
  $(`${row}-csv`).addEventListener("click", () => csv(taken()));
  $(`${row}-md`).addEventListener("click", () => markdown(taken()));
  $(`${row}-copy`).addEventListener("click", async () => {
    const { passages } = taken();
    const done = await copyPassages(passages);
    announce(done ? sayCount("take.copied", passages.length) : say("card.not_copied"));
    saidOn($(`${row}-copy`), say(done ? "card.copied" : "card.not_copied"));
  });
}

function startAllTaking() {
  startTaking("take", () => ({
    passages: selected.passages,
    title: $("tally").textContent,
    chosen: chips(choice).map(([words]) => words),
    file: say("take.file"),
  }));
  startTaking("picked", () => ({
    passages: inOrder([...picked.values()]),
    title: sayCount("picked", picked.size),
    chosen: [],
    file: say("take.file_picked"),
  }));
  $("picked-none").addEventListener("click", unpickAll);
}
