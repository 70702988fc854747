/* Who reviews, and whether blind. */

function startWho() {
  $("name").addEventListener("click", askWho);
  $("blind").checked = me.blind;
  $("blind").disabled = DATA.locked;
  $("blind").addEventListener("change", () => {
    me.blind = $("blind").checked;
    keep("blind", me.blind ? "1" : "0");
    // Quotes are other ones then; what is filtered by sources and groups stays.
    if (readAddress(location.hash).view === "granska") history.replaceState(null, "", addressOf(line.choice, ""));
    begin();
  });
  $("who").addEventListener("cancel", (event) => !me.name && event.preventDefault());
  $("who-form").addEventListener("submit", (event) => {
    event.preventDefault();
    takeName($("who-name").value);
  });
  showWho();
}

function showWho() {
  $("name").replaceChildren(el("span", { class: "visually-hidden" }, say("who.is")), el("bdi", {}, me.name || say("who.nobody")));
  document.documentElement.classList.toggle("blind", me.blind);
}

async function askWho() {
  $("who-name").value = me.name;
  $("who-refused").hidden = true;
  $("who").showModal();
  $("who-name").select();
  try {
    const { people } = await ask("/api/people");
    $("who-known").replaceChildren(...people.map((name) => el("option", { value: name })));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

async function takeName(name) {
  const before = me.name;
  me.name = name.trim();
  try {
    await ask("/api/state");
    me.name = await asWritten(me.name);
  } catch (error) {
    me.name = before;
    if (!(error instanceof Refused)) throw error;
    $("who-refused").textContent = error.message;
    $("who-refused").hidden = false;
    return;
  }
  keep("reviewer", me.name);
  $("who").close();
  begin();
  if (me.name !== name.trim()) toast(say("who.as_written", { name: me.name }));
}

/** A name as whoever has it writes it: capitals make nobody another person. */
async function asWritten(name) {
  const { people } = await ask("/api/people");
  const same = people.filter((each) => each.toLowerCase() === name.toLowerCase());
  return same.length && !same.includes(name) ? same[0] : name;
}
