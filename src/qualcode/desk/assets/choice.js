/* What is chosen of the line stands in the address after #, so that it can be kept and gone back to. */

const VIEWS = ["granska", "sok", "laget"];
const STATUSES = ["open", "unseen", "all", "done", "yes", "no", "changed", "disputed", "stance"];
const BLIND_STATUSES = ["open", "unseen", "all", "done"];
const ORDERS = ["place", "uncertain", "lowest", "highest", "mixed"];
const BLIND_ORDERS = ["place", "mixed"];
const sourceNumbers = new Map(DATA.sources.map((source, number) => [source.name, number]));

function nothingChosen() {
  return { codes: [], claims: [], sources: [], attributes: {}, low: 0, high: 1, status: "open", order: "place" };
}

/** {view, choice, id, asked} of an address; what it does not know is passed over. */
function readAddress(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const asked = new URLSearchParams(query);
  const choice = nothingChosen();
  choice.codes = asked.getAll("kod").flatMap((id) => codeById.get(id)?.number ?? []);
  choice.claims = me.blind ? [] : asked.getAll("pastaende");
  choice.sources = asked.getAll("kalla").flatMap((name) => sourceNumbers.get(name) ?? []);
  for (const [name] of DATA.attributes) {
    const values = asked.getAll(`a.${name}`);
    if (values.length) choice.attributes[name] = values;
  }
  choice.low = share(asked.get("minst"), 0);
  choice.high = share(asked.get("mest"), 1);
  const statuses = me.blind ? BLIND_STATUSES : STATUSES;
  const orders = me.blind ? BLIND_ORDERS : ORDERS;
  if (statuses.includes(asked.get("visa"))) choice.status = asked.get("visa");
  if (orders.includes(asked.get("ordning"))) choice.order = asked.get("ordning");
  const view = VIEWS.includes(path) ? path : "granska";
  return { view, choice, id: asked.get("id") ?? "", words: asked.get("ord") ?? "" };
}

function share(written, otherwise) {
  const number = Number.parseFloat((written ?? "").replace(",", "."));
  return number >= 0 && number <= 1 ? number : otherwise;
}

/** The address of a choice and of the quote in it that is open. */
function addressOf(choice, id) {
  const pairs = [];
  for (const number of choice.codes) pairs.push(["kod", codes[number].id]);
  for (const id of choice.claims) pairs.push(["pastaende", id]);
  for (const number of choice.sources) pairs.push(["kalla", DATA.sources[number].name]);
  for (const [name, values] of Object.entries(choice.attributes))
    for (const value of values) pairs.push([`a.${name}`, value]);
  if (choice.low > 0) pairs.push(["minst", String(choice.low)]);
  if (choice.high < 1) pairs.push(["mest", String(choice.high)]);
  if (choice.status !== "open") pairs.push(["visa", choice.status]);
  if (choice.order !== "place") pairs.push(["ordning", choice.order]);
  if (id) pairs.push(["id", id]);
  return address("granska", pairs);
}

function address(view, pairs) {
  const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  return `#/${view}${query ? `?${query}` : ""}`;
}

/** How many narrowings a choice has. */
function narrowings(choice) {
  return (
    choice.codes.length +
    choice.claims.length +
    choice.sources.length +
    Object.values(choice.attributes).flat().length +
    (choice.low > 0) +
    (choice.high < 1)
  );
}
