/* The argument's claims under which the open quote stands: on which side, and whether the dossier shows it there. */

const argument = { readings: 0, claims: [] };
/** Which of the quote's claims the keys are about. */
let atClaim = 0;

/** Whether the quote was put under a claim and waits for its side. */
function hasDraft() {
  return Boolean(item?.claims.some((row) => row.draft));
}

/** Whether one is at the claims: they stand first then. */
function argues() {
  return line.choice.status === "stance" || line.choice.claims.length > 0;
}

/** All claims of the argument, as they are now. */
async function loadClaims() {
  argument.claims = (await ask("/api/claims")).claims;
  buildFilters();
  showChoice();
}

function claimsOf() {
  if (!item.argued) return "";
  atClaim = Math.min(atClaim, Math.max(0, item.claims.length - 1));
  return el(
    "section",
    { class: "claims", "aria-labelledby": "claims-title" },
    el("h3", { id: "claims-title" }, say("claims.title")),
    item.claims.length ? item.claims.map(claimOf) : el("p", { class: "hint" }, say(me.blind ? "claims.none_blind" : "claims.none")),
    el(
      "p",
      { class: "acts beside" },
      item.claims.length > 1 || line.choice.status === "stance" ? actButton("c", "next-claim", say("claims.next"), nextClaim) : null,
      actButton("y", "claim", say("claims.add"), addClaim, { class: "quiet" }),
    ),
  );
}

function claimOf(row, at) {
  const state = row.by ? "confirmed" : "suggested";
  const words = wordsIn(item);
  const button = (key, kind, side, label, on, act) =>
    actButton(at === atClaim ? key : "", `${kind}${side}-${row.claim}-${row.start}`, label, act, { "aria-pressed": on === null ? null : String(on) });
  const side = (key, name, label) =>
    button(key, "stance", name, label, Boolean(row.by) && row.side === name, () => stand("stance", name, at));
  return el(
    "div",
    {
      class: `claim ${row.side || "unsaid"} ${state}`,
      "aria-current": at === atClaim ? "true" : null,
      role: "group",
      "aria-label": `${row.kind}: ${row.name}`,
      click: () => atClaim !== at && getSelection().isCollapsed && aimAtClaim(at),
    },
    el("p", { class: "what" }, el("span", { class: "kind" }, row.kind), " ", el("bdi", {}, row.text)),
    row.words === words ? null : el("p", { class: "passage" }, el("q", { dir: "auto" }, row.words)),
    el("p", { class: "status" }, standing(row)),
    row.why ? el("p", { class: "because", dir: "auto" }, row.why) : null,
    row.memo && !row.why.includes(row.memo) ? el("p", { class: "because" }, el("q", { dir: "auto" }, row.memo)) : null,
    el(
      "div",
      { class: "stands" },
      side("s", "supports", row.sides.supports),
      side("e", "challenges", row.sides.challenges),
      side("o", "both", row.sides.both),
      side("h", "neither", say("claims.neither")),
      button("p", "pin", "", say("claims.pin"), Boolean(row.pinned), () => togglePin(at)),
      button("x", "ban", "", say("claims.ban"), Boolean(row.banned), () => toggleBan(at)),
      row.by || row.banned ? button("w", "withdraw", "", say("claims.withdraw"), null, () => stand("withdraw", "", at)) : null,
    ),
  );
}

/** On which side it stands, who says so, and what the dossier does with it. */
function standing(row) {
  const side = row.side === "neither" ? say("claims.neither") : row.side ? row.sides[row.side] : say("claims.unsaid");
  return [
    el("span", { class: "sign", "aria-hidden": "true" }, row.by ? "● " : "○ "),
    el("b", {}, side),
    row.by ? ` · ${say("claims.confirmed", { name: row.by })}` : row.side ? ` · ${say("claims.suggested")}` : "",
    row.pinned ? ` · ${say("claims.pinned", { name: row.pinned })}` : "",
    row.banned ? ` · ${say("claims.banned", { name: row.banned })}` : "",
  ];
}

/** What the keys are about from now on. */
function aimAtClaim(at, focus = false) {
  atClaim = at;
  showQuote(false);
  const current = document.querySelector(".claims [aria-current]");
  if (!focus || !current) return;
  current.scrollIntoView({ block: "nearest" });
  current.querySelector("button").focus({ preventScroll: true });
}

/** To a claim of the quote that waits for its side, if the one at hand does not; else round and round. Where one goes
 * through what waits, on to the next quote when nothing of this one does. */
async function nextClaim() {
  if (!item?.claims || !atRest()) return;
  const there = document.activeElement?.closest(".claims");
  const open = item.claims[atClaim]?.by ? openClaim() : -1;
  if (line.choice.status === "stance" && openClaim() < 0) {
    if (line.at >= 0) await told(() => toAnother(nextUnconfirmed));
    return;
  }
  if (!item.claims.length) return;
  aimAtClaim(open >= 0 ? open : there ? (atClaim + 1) % item.claims.length : atClaim, true);
  const row = item.claims[atClaim];
  announce(`${row.kind}: ${row.text} ${document.querySelector(".claims [aria-current] .status").textContent}`);
}

/** The first of the quote's claims that nobody has confirmed, of those that the line is about; -1 without one. */
function openClaim() {
  const wanted = line.choice.claims;
  return item.claims.findIndex(({ by, claim }) => !by && (!wanted.length || wanted.includes(claim)));
}

/** Something about the quote under one of its claims; that claim stays the one at hand. */
function stand(kind, side, at = atClaim) {
  const row = item?.claims?.[at];
  if (!row || !atRest()) return Promise.resolve(false);
  if (kind === "pin" && (!side || side === "neither")) {
    complain(say("claims.choose_side"));
    return Promise.resolve(false);
  }
  const { claim, source, start, end, words } = row;
  const from = item;
  atClaim = at;
  const named = side === "neither" ? say("claims.neither") : (row.sides[side] ?? "");
  const told = say(`claims.saved.${kind}`, { claim: row.name, side: named });
  return work(async () => {
    const got = await ask("/api/stances", { run: DATA.run, quote: from.id, kind, claim, side, place: { source, start, end, words } });
    await shown(got, from, told, () => staysAt(from, row), undo);
  });
}

async function staysAt(from, row) {
  if (!(await openQuote(from.id)) || item?.id !== from.id) return;
  const at = item.claims.findIndex((each) => isSame(each, row));
  if (at >= 0 && at !== atClaim) aimAtClaim(at, Boolean(document.activeElement?.closest(".claims")));
}

/** To the next quote in the line of which some side is not confirmed yet; one confirms several quotes' at once. */
async function nextUnconfirmed() {
  const left = new Set((await ask("/api/line", line.choice)).ids);
  const next = line.ids.findIndex((id, at) => at > line.at && left.has(id));
  if (next >= 0) await goTo(next);
  else toast(say("claims.all_confirmed"), undo);
}

function togglePin(at = atClaim) {
  const row = item?.claims?.[at];
  if (row) return stand(row.pinned ? "release" : "pin", row.pinned ? "" : row.side, at);
}

function toggleBan(at = atClaim) {
  const row = item?.claims?.[at];
  if (row) return stand(row.banned ? "release" : "ban", "", at);
}

/** Puts the quote, or what is marked, under one more claim; on which side, the reviewer says next. */
async function addClaim() {
  if (!item?.argued || !atRest()) return;
  const from = item;
  const place = markedPlace() ?? placeOf(item);
  const there = new Set(place.start === item.start && place.end === item.end ? item.claims.map(({ claim }) => claim) : []);
  const options = argument.claims.filter(({ claim }) => !there.has(claim));
  const claim = await pick(
    say("claims.which", { words: opening(place.words) }),
    options.map((one) => ({ value: one, name: one.name, words: `${one.kind} ${one.name} ${one.text}`, about: one.text })),
    say("claims.no_such"),
  );
  if (claim === null || !isStill(from)) return;
  unmark();
  item.claims.push({ ...claim, ...place, side: "", why: "", by: "", pinned: "", banned: "", memo: "", draft: true });
  aimAtClaim(item.claims.length - 1, true);
}
