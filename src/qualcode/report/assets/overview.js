/* The overview's own choices: which attribute the material is divided by, and whose strips are shown. */

const ALL_ATTRIBUTES = "*";
let strips = null;

/** Brings the overview to what the address asks for: {attribute, code}; an empty one is the first, all themes. */
function showOverview({ attribute, code }) {
  showGroups(attribute);
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

function startOverview() {
  const chosen = () =>
    (location.hash = addressOfOverview({
      attribute: $("groups-by")?.selectedIndex ? $("groups-by").value : "",
      code: $("strips-code").value,
    }));
  $("groups-by")?.addEventListener("change", chosen);
  $("strips-code").addEventListener("change", chosen);
  for (const button of document.querySelectorAll("[data-switch]")) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      button.closest(".chart").classList.toggle(button.dataset.switch, on);
    });
  }
}
