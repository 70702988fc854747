/* What a reviewer writes or ticks and has not saved yet. The tab keeps it for them over a reload. */

/** By quote; for whoever reviews now, and as they do: what is written blind is met blind. */
class Unsaved extends Map {
  constructor(name) {
    super();
    this.name = name;
  }

  get place() {
    return `${this.name}.${me.blind ? "blind" : "seeing"}.${me.name}`;
  }

  /** Takes up what the tab has kept. */
  load() {
    this.clear();
    for (const [key, value] of JSON.parse(kept(this.place) ?? "[]")) super.set(key, value);
  }

  set(key, value) {
    super.set(key, value);
    this.keep();
    return this;
  }

  delete(key) {
    const was = super.delete(key);
    if (was) this.keep();
    return was;
  }

  keep() {
    keep(this.place, JSON.stringify([...this]));
  }
}

/** Notes. */
const drafts = new Unsaved("drafts");
/** Ids of the codes that somebody blind has ticked. */
const ticked = new Unsaved("ticked");

/** What a quote is called here, also in another run: a segment that is judged blind only has a number there. */
function nameOf(quote) {
  return me.blind ? `${DATA.sources[quote.source].name} ${quote.start} ${wordsIn(quote)}` : quote.id;
}

let leaving = false;

/** Loads the page anew where it is. What is unsaved stays, and what could not be done is told once more. */
function reload() {
  const refused = $("notices").querySelector('[data-key="refused"]')?.dataset.words;
  if (refused) keep("refused", refused);
  leaving = true;
  location.reload();
}

/** What the page was about to say when it was loaded anew, and notes whose quotes are no more. */
async function tellKept() {
  const refused = takeKept("refused");
  if (refused) complain(refused);
  const saved = takeKept("toast");
  if (saved) toast(saved, undo);
  const ids = me.blind ? [] : [...drafts.keys()].slice(0, 200);
  if (!ids.length) return;
  const { rows } = await ask("/api/rows", { ids });
  const there = new Set(rows.map(({ id }) => id));
  const lost = ids.filter((id) => !there.has(id));
  const away = closing("lost", () => lost.forEach((id) => drafts.delete(id)));
  if (lost.length) notice("lost", [say("memo.lost"), ...lost.map((id) => drafts.get(id))].join("\n"), [away]);
}
