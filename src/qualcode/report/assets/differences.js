/* Filters that combine and stay in the address, so that a view can be kept and sent. */

const form = document.getElementById("choose");
const tally = document.getElementById("tally");
const changes = [...document.querySelectorAll(".change")].map((element) => ({
  element,
  words: element.textContent.toLocaleLowerCase(),
  vad: [element.dataset.vad],
  kod: element.dataset.kod.split(" "),
  orsak: element.dataset.orsak.split(" "),
}));
const CHOICES = ["vad", "kod", "orsak"];

function show() {
  const chosen = new FormData(form);
  const asked = String(chosen.get("sok")).toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const change of changes) {
    const fits =
      CHOICES.every((name) => !chosen.get(name) || change[name].includes(chosen.get(name))) &&
      asked.every((word) => change.words.includes(word));
    change.element.hidden = !fits;
    shown += fits;
  }
  const said = { shown, all: changes.length };
  tally.textContent =
    shown || !changes.length ? tally.dataset.text.replace(/\{(\w+)\}/g, (_, name) => said[name]) : tally.dataset.none;
}

function keep() {
  const pairs = [...new FormData(form)].filter(([, value]) => value);
  history.replaceState(null, "", `#/?${new URLSearchParams(pairs)}`);
}

function recall() {
  const asked = new URLSearchParams(location.hash.replace(/^#\/?\??/, ""));
  for (const name of [...CHOICES, "sok"]) {
    const field = form.elements[name];
    field.value = asked.get(name) ?? "";
    if (field.selectedIndex === -1) field.value = "";
  }
  show();
}

form.addEventListener("input", () => {
  keep();
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", recall);
recall();
