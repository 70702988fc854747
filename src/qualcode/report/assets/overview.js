/* The overview's own choices: what divides the material, whose strips are shown, and how matrices are. */

const ALL_ATTRIBUTES = "*";
let strips = null;

/** Brings the overview to what the address asks for; no attribute is the first, no code is all themes. */
function showOverview({ attribute, code, switched }) {
  showGroups(attribute);
  for (const button of switches()) {
    const on = switched.has(button.dataset.word);
    button.setAttribute("aria-pressed", String(on));
    button.closest(".chart").classList.toggle(button.dataset.switch, on);
  }
  if (strips === code) return;
  strips = code;
  const only = codeById.get(code)?.number;
  $("strips-code").value = code;
  $("strips-legend").replaceChildren(...lanesOf(only).map((number) => chip(number)));
  $("strips").replaceChildren(...sources.map((source) => stripRow(source, only)));
}

function stripRow(source, only) {
  return el(
    "li",
    {},
    el(
      "p",
      {},
      el("a", { href: addressOfPlace(source.number) }, el("bdi", {}, source.name)),
      " ",
      el("span", { class: "hint" }, sayCount("sources.segments", readSegments(source))),
    ),
    stripOf(source, { only, id: `overview-strip-${source.number}` }),
  );
}

/** Of the attributes that are charts one is shown, or all of them. */
function showGroups(attribute) {
  const picker = $("groups-by");
  if (!picker) return;
  const there = [...picker.options].map((option) => option.value);
  picker.value = there.includes(attribute) ? attribute : there[0];
  for (const chart of document.querySelectorAll("[data-attribute]"))
    chart.hidden = picker.value !== ALL_ATTRIBUTES && chart.dataset.attribute !== picker.value;
}

/** The buttons above matrices: subcodes or only themes, shares or counts. */
function switches() {
  return [...document.querySelectorAll("[data-switch]")];
}

function startOverview() {
  const chosen = (turned) =>
    (location.hash = addressOfOverview({
      attribute: $("groups-by")?.selectedIndex ? $("groups-by").value : "",
      code: $("strips-code").value,
      switched: new Set(
        switches()
          .filter((button) => (button.getAttribute("aria-pressed") === "true") !== (button === turned))
          .map((button) => button.dataset.word),
      ),
    }));
  $("groups-by")?.addEventListener("change", () => chosen());
  $("strips-code").addEventListener("change", () => chosen());
  for (const button of switches()) button.addEventListener("click", () => chosen(button));
}
