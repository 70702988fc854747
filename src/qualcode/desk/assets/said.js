/* Telling the reviewer: what was saved, what went wrong, what is new. */

let toastEnds = 0;

/** What was just saved, with a way to undo it. */
function toast(words, undo) {
  const place = $("toast");
  place.replaceChildren(
    el("span", {}, words),
    ...(undo ? [el("button", { type: "button", class: "quiet", click: undo }, say("toast.undo"))] : []),
  );
  place.hidden = false;
  announce(words);
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => (place.hidden = true), 6000);
}

/** What could not be done stays until somebody puts it away. */
function complain(words) {
  notice("refused", words, [closing("refused")]);
}

/** The button that puts a notice away. */
function closing(key, also = () => {}) {
  const close = () => {
    also();
    unnotice(key);
  };
  return el("button", { type: "button", class: "quiet", click: close }, say("notice.close"));
}

/** Something that stands above the page until it is no longer so. */
function notice(key, words, acts = []) {
  const known = $("notices").querySelector(`[data-key="${key}"]`);
  if (known && known.dataset.words === words) return;
  const shown = el("div", { class: `notice ${key}`, "data-key": key, "data-words": words }, el("p", {}, withCommands(words)), acts);
  if (known) known.replaceWith(shown);
  else $("notices").append(shown);
}

function unnotice(key) {
  $("notices").querySelector(`[data-key="${key}"]`)?.remove();
}

/** A message's words, with what it puts between grave accents as commands to be copied. */
function withCommands(words) {
  return words.split("`").map((part, at) => (at % 2 ? el("code", {}, part) : part));
}
