/* Quotes that are ticked, one here and one there, to be taken along together. */

const picked = new Map();

function keyOf(passage) {
  return idsOf(passage).join(" ");
}

/** The box on a card that picks its quote. */
function pickBox(passage) {
  const key = keyOf(passage);
  return el(
    "label",
    { class: "pick" },
    el("input", {
      type: "checkbox",
      "data-key": "x",
      "data-pick": key,
      checked: picked.has(key),
      change: ({ target }) => pick(passage, target.checked),
    }),
    say("card.pick"),
  );
}

function pick(passage, on) {
  if (on) picked.set(keyOf(passage), passage);
  else picked.delete(keyOf(passage));
  showPicked();
  announce(sayCount("picked", picked.size));
}

function unpickAll() {
  picked.clear();
  for (const box of document.querySelectorAll("[data-pick]")) box.checked = false;
  showPicked();
  $("quotes").focus({ preventScroll: true });
}

/** How many are picked, and what can be done with them; where quotes are read, and only when there are any. */
function showPicked() {
  const { view } = readAddress(location.hash);
  $("picked").hidden = !picked.size || !["citat", "jamfor"].includes(view);
  $("picked-n").textContent = sayCount("picked", picked.size);
  $("picked-show").href = addressOfQuotes({ ...nothingChosen(), ids: new Set(inOrder([...picked.values()]).flatMap(idsOf)) });
}
