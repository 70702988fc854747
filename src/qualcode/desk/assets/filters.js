/* The line's filters: how far one has come, the order, codes, groups, sources, scores. */

function startFilters() {
  $("status").addEventListener("change", () => choose({ status: $("status").value }));
  $("order").addEventListener("change", () => choose({ order: $("order").value }));
  $("unfold").addEventListener("click", () => unfold($("facets").hidden));
  $("facets").addEventListener("submit", (event) => event.preventDefault());
  $("facets").addEventListener("change", readFacets);
  buildFilters();
}

function unfold(open) {
  $("facets").hidden = !open;
  $("unfold").setAttribute("aria-expanded", String(open));
  if (open) $("facets").querySelector("input")?.focus();
}

/** Builds what can be chosen; somebody who is blind cannot choose by code or score. */
function buildFilters() {
  const option = (prefix) => (name) => el("option", { value: name }, say(`${prefix}.${name}`));
  const statuses = (me.blind ? BLIND_STATUSES : STATUSES).filter((name) => name !== "stance" || argument.claims.length);
  $("status").replaceChildren(...statuses.map(option("show")));
  $("order").replaceChildren(...(me.blind ? BLIND_ORDERS : ORDERS).map(option("order")));
  const facet = (title, open, ...inside) =>
    el("details", { class: "facet", open }, el("summary", {}, el("bdi", {}, title)), inside);
  const box = (name, value, label, level = 0) =>
    el(
      "label",
      { class: `box level-${level}` },
      el("input", { type: "checkbox", name, value }),
      el("span", {}, el("bdi", {}, label)),
    );
  $("facets").replaceChildren(
    me.blind
      ? ""
      : facet(
          say("filters.code"),
          true,
          codes.map((code) => box("code", code.number, code.name, Math.min(code.above.length, 2))),
        ),
    me.blind || !argument.claims.length
      ? ""
      : facet(
          say("filters.claim"),
          false,
          argument.claims.map(({ claim, name }) => box("claim", claim, name)),
        ),
    me.blind
      ? ""
      : facet(
          say("filters.score"),
          false,
          ["low", "high"].map((name) =>
            el(
              "label",
              { class: "slider" },
              say(`filters.${name}`),
              el("input", { type: "range", name, min: "0", max: "1", step: "0.05" }),
              el("output", {}),
            ),
          ),
        ),
    ...DATA.attributes.map(([name, values]) =>
      facet(
        name,
        false,
        values.map((value) => box(`a.${name}`, value, value || say("filters.no_value"))),
      ),
    ),
    facet(
      say("filters.source"),
      false,
      DATA.sources.map((source, number) => box("source", number, source.name)),
    ),
    el("button", { type: "button", click: () => choose({ ...nothingChosen(), status: line.choice.status }) }, say("filters.clear")),
  );
}

/** Shows what is chosen in the fields. */
function showChoice() {
  const { choice } = line;
  $("status").value = choice.status;
  $("order").value = choice.order;
  for (const field of $("facets").elements) {
    const { name, value } = field;
    if (name === "code") field.checked = choice.codes.includes(Number(value));
    else if (name === "claim") field.checked = choice.claims.includes(value);
    else if (name === "source") field.checked = choice.sources.includes(Number(value));
    else if (name?.startsWith("a.")) field.checked = (choice.attributes[name.slice(2)] ?? []).includes(value);
    else if (name === "low" || name === "high") {
      field.value = choice[name];
      field.nextElementSibling.textContent = decimal(choice[name]);
    }
  }
  const n = narrowings(choice);
  $("unfold").textContent = n ? say("filters.unfold_n", { n: count(n) }) : say("filters.unfold");
}

function readFacets() {
  const fields = new FormData($("facets"));
  const attributes = {};
  for (const [name] of DATA.attributes) {
    const values = fields.getAll(`a.${name}`);
    if (values.length) attributes[name] = values;
  }
  choose({
    codes: fields.getAll("code").map(Number),
    claims: argument.claims.length ? fields.getAll("claim") : line.choice.claims,
    sources: fields.getAll("source").map(Number),
    attributes,
    low: Number(fields.get("low") ?? 0),
    high: Number(fields.get("high") ?? 1),
  });
}

/** A change of what is chosen; the quote that is open stays so if it is still in the line. */
function choose(change) {
  const choice = { ...line.choice, ...change };
  const id = line.ids[line.at] ?? "";
  history.pushState(null, "", addressOf(choice, id));
  here = location.hash;
  told(() => loadLine(choice, id));
}
