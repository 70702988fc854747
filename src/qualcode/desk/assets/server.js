/* Asking the server. What it has not confirmed has not happened. */

/** Something that the server would not or could not do, in words for the reviewer. */
class Refused extends Error {
  constructor(words, key) {
    super(words);
    this.key = key;
  }
}

/** Somebody else sits here now, or blind: what was asked before is not for them. */
class Outdated extends Refused {}

const me = {
  turn: 0,
  name: kept("reviewer") ?? DATA.reviewer,
  blind: DATA.locked || kept("blind") === "1",
};

/** A word that this tab remembers, so that two reviewers can sit in two tabs; or the browser, in all of them. */
function kept(name, where = "sessionStorage") {
  try {
    return window[where].getItem(`qualcode.${name}`);
  } catch {
    return null;
  }
}

function keep(name, value, where = "sessionStorage") {
  try {
    window[where].setItem(`qualcode.${name}`, value);
  } catch {
    /* A browser that keeps nothing asks again. */
  }
}

/** The same, and the tab forgets it. */
function takeKept(name) {
  const found = kept(name);
  if (found) keep(name, "");
  return found;
}

/** GET without a body, POST with one. */
async function ask(path, body) {
  const headers = { "X-Reviewer": encodeURIComponent(me.name), "X-Blind": me.blind ? "1" : "0" };
  const { turn } = me;
  let answer;
  try {
    answer =
      body === undefined
        ? await fetch(path, { headers })
        : await fetch(path, {
            method: "POST",
            headers: { ...headers, "Content-Type": "application/json" },
            body: JSON.stringify(body),
          });
  } catch {
    throw new Refused(say("server.gone"), "gone");
  }
  const text = await answer.text();
  if (turn !== me.turn) throw new Outdated("", "outdated");
  if (answer.ok) return JSON.parse(text);
  try {
    const { words, refused } = JSON.parse(text);
    throw new Refused(words, refused);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(text, "closed");
  }
}

/** How many ways to another quote are under way: what is pressed meanwhile is meant for none that one sees. */
let turning = 0;

/** Goes to another quote, or line. */
async function toAnother(doing) {
  turning += 1;
  $("quote").setAttribute("aria-busy", "true");
  try {
    return await doing();
  } finally {
    turning -= 1;
    settle();
  }
}

/** The quote is at rest when nothing is being saved and no other one is on its way. */
function settle() {
  if (atRest()) $("quote").removeAttribute("aria-busy");
}

function atRest() {
  return !busy && !turning;
}

/** Does something; what goes wrong is said on the page. Says whether it went well. */
async function told(doing) {
  try {
    await doing();
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (!(error instanceof Outdated)) complain(error.message);
    return false;
  }
}
