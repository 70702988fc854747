/* What is chosen stands in the address after #, so that it can be kept, sent and gone back to. */

const VIEWS = ["oversikt", "citat", "jamfor", "kallor", "koder", "om"];
const SIDES = ["vanster", "hoger"];
const ORDERS = ["plats", "hogst", "lagst"];

/** Narrowings that look at codings, not at who speaks where: key of the choice, word in the address. */
const OF_CODINGS = [
  ["by", "beslut"],
  ["coders", "kodare"],
  ["standing", "validering"],
];

/** What is chosen as sets of values; attributes have a set each beside them. */
const SETS = ["codes", "sources", "roles", "speakers", "ids", ...OF_CODINGS.map(([key]) => key)];

function nothingChosen() {
  return {
    ...Object.fromEntries(SETS.map((key) => [key, new Set()])),
    attributes: new Map(DATA.attributes.map((name) => [name, new Set()])),
    all: false,
    low: 0,
    high: 1,
    search: "",
    order: "plats",
  };
}

/** A choice that can be changed without the other. */
function copyOf(choice) {
  return {
    ...choice,
    ...Object.fromEntries(SETS.map((key) => [key, new Set(choice[key])])),
    attributes: new Map([...choice.attributes].map(([name, values]) => [name, new Set(values)])),
  };
}

/** {view, choice, source, segment} of an address; what it does not know is passed over. */
function readAddress(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const view = VIEWS.includes(path) ? path : "oversikt";
  const asked = new URLSearchParams(query);
  const choice = nothingChosen();
  for (const code of asked.getAll("kod")) if (codeById.has(code) || code in bare) choice.codes.add(code);
  choice.all = asked.get("alla") === "1";
  for (const name of asked.getAll("kalla")) if (sourceByName.has(name)) choice.sources.add(name);
  for (const role of asked.getAll("roll")) if (role === "" || DATA.roles.includes(role)) choice.roles.add(role);
  for (const name of asked.getAll("talare")) if (name === "" || speakers.has(name)) choice.speakers.add(name);
  for (const [name, values] of choice.attributes) for (const value of asked.getAll(`a.${name}`)) values.add(value);
  for (const [key, word] of OF_CODINGS) for (const value of asked.getAll(word)) choice[key].add(value);
  choice.low = share(asked.get("minst"), 0);
  choice.high = share(asked.get("mest"), 1);
  choice.search = asked.get("sok") ?? "";
  choice.order = ORDERS.includes(asked.get("ordning")) ? asked.get("ordning") : "plats";
  for (const id of asked.getAll("id")) if (quoteById.has(id) || bareById.has(id)) choice.ids.add(id);
  const segment = Number.parseInt(asked.get("stycke") ?? "", 10);
  return {
    view,
    choice,
    overview: {
      attribute: asked.get("uppdelning") ?? "",
      code: codeById.has(asked.get("remsa")) ? asked.get("remsa") : "",
    },
    sides: SIDES.map((name) => (view === "jamfor" ? (asked.get(name) ?? "") : "")),
    code: view === "jamfor" ? (codeById.get(asked.get("kod"))?.number ?? null) : null,
    source: view === "kallor" ? asked.get("kalla") : null,
    segment: segment > 0 ? segment - 1 : null,
  };
}

function share(written, otherwise) {
  const number = Number.parseFloat((written ?? "").replace(",", "."));
  return number >= 0 && number <= 1 ? number : otherwise;
}

/** The address of the quotes that are chosen. */
function addressOfQuotes(choice) {
  const pairs = [];
  for (const code of choice.codes) pairs.push(["kod", code]);
  if (choice.all) pairs.push(["alla", "1"]);
  for (const name of choice.sources) pairs.push(["kalla", name]);
  for (const [name, values] of choice.attributes) for (const value of values) pairs.push([`a.${name}`, value]);
  for (const role of choice.roles) pairs.push(["roll", role]);
  for (const name of choice.speakers) pairs.push(["talare", name]);
  for (const [key, word] of OF_CODINGS) for (const value of choice[key]) pairs.push([word, value]);
  if (choice.low > 0) pairs.push(["minst", String(choice.low)]);
  if (choice.high < 1) pairs.push(["mest", String(choice.high)]);
  if (choice.search.trim()) pairs.push(["sok", choice.search]);
  if (choice.order !== "plats") pairs.push(["ordning", choice.order]);
  for (const id of choice.ids) pairs.push(["id", id]);
  return address("citat", pairs);
}

/** The address of the overview; what is not chosen is left out. */
function addressOfOverview({ attribute, code }) {
  return address("oversikt", [["uppdelning", attribute], ["remsa", code]].filter(([, value]) => value));
}

/** The address of a place in a source's transcript. */
function addressOfPlace(source, segment) {
  return address("kallor", [
    ["kalla", sources[source].name],
    ...(segment === undefined ? [] : [["stycke", String(segment + 1)]]),
  ]);
}

function address(view, pairs) {
  const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  return `#/${view}${query ? `?${query}` : ""}`;
}
