"""What a reviewer does with a quote under a claim of the argument, as the choices that it amounts to.

============ =========================================================================================
``stance``   it stands on this side, or on none (``neither``)
``pin``      the dossier always shows it, on this side, which is confirmed thereby
``ban``      the dossier never shows it under the claim
``release``  it is neither pinned nor banned; a side that was confirmed stays so
``withdraw`` nothing that was chosen of it holds; the side is the machine's suggestion again
============ =========================================================================================

They are written as :mod:`qualcode.argument.choices` has them, each under the reviewer's name; the latest
holds, whoever made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from qualcode.argument import choices
from qualcode.decisions.on_segments import HALF
from qualcode.desk.acts import RefusedError, time_after

if TYPE_CHECKING:
    from qualcode.argument.choices import Action, Choice, Held, Side
    from qualcode.desk.claims import Claims
    from qualcode.desk.material import Material
    from qualcode.desk.voices import Stretch

Kind = Literal["stance", "pin", "ban", "release", "withdraw"]
_SIDED = ("stance", "pin")


@dataclass(frozen=True)
class Stand:
    """Something a reviewer does with a quote under a claim.

    Attributes:
        kind: What (see above).
        person: The reviewer's name.
        stretch: Where.
        claim: The claim's id.
        side: On which side it stands; empty where that is not the question.
        memo: What they note; what was noted before stays without.
    """

    kind: Kind
    person: str
    stretch: Stretch
    claim: str
    side: Side = ""
    memo: str | None = None


def made(stand: Stand, material: Material, claims: Claims) -> list[Choice]:
    """The rows that it adds to the study's choices; none where they would say what holds already.

    Raises:
        RefusedError: there is no such claim, no side is named, or there is nothing to take back.
    """
    if claims.claim(stand.claim) is None:
        raise RefusedError("claim")
    if stand.kind in _SIDED and (not stand.side or (stand.kind == "pin" and stand.side == "neither")):
        raise RefusedError("side")
    own = spoken_of(stand.stretch, stand.claim, claims)
    exact = choices.of_stretch(own, *stand.stretch, stand.claim)
    if stand.kind in _SIDED or stand.kind == "ban":
        rows = [_new(stand, material, exact)]
    else:
        rows = _taken_back(stand, own)
        if not rows:
            raise RefusedError("nothing_chosen")
    keys = set(map(choices.about, rows))
    earlier = [each.made for each in claims.all() if choices.about(each) in keys]
    # Of several on overlapping words the latest counts, too.
    at = time_after(max([*earlier, *(each.choice.made for each in own)], default=""))
    rows = [replace(row, made=at) for row in rows]
    return [] if _holds_already(rows, exact) else rows


def spoken_of(stretch: Stretch, claim: str, claims: Claims) -> list[Held]:
    """The choices that hold on most of a stretch's words under a claim, as the dossier counts them."""
    source, start, end = stretch
    found = []
    for each in claims.held(source):
        spot = each.placed.spot
        if spot is None or each.choice.claim != claim:
            continue
        shared = min(spot.end, end) - max(spot.start, start)
        if shared > 0 and shared >= HALF * min(end - start, spot.end - spot.start):
            found.append(each)
    return found


def before(rows: Sequence[Choice], claims: Claims) -> tuple[Choice, ...]:
    """What holds of the stretches and claims of some rows."""
    keys = set(map(choices.about, rows))
    return tuple(choices.in_force(each for each in claims.all() if choices.about(each) in keys))


def undone(
    rows: Sequence[Choice], held: Sequence[Choice], after: Sequence[Choice], claims: Claims
) -> list[Choice]:
    """The rows that undo others: what held before of their stretches and claims holds again.

    Args:
        rows: What was added.
        held: What held before that.
        after: What held right after it.
        claims: What holds now.

    Raises:
        RefusedError: somebody has chosen otherwise since.
    """
    if list(map(_timeless, before(rows, claims))) != list(map(_timeless, after)):
        raise RefusedError("chosen_since")
    keys = {choices.about(row): row for row in rows}
    at = time_after(max(each.made for each in claims.all() if choices.about(each) in keys))
    gone = [replace(row, action="withdrawn", side="", memo="", made=at) for row in keys.values()]
    return [*gone, *(replace(each, made=at) for each in held)]


def _new(stand: Stand, material: Material, exact: Sequence[Choice]) -> Choice:
    source, start, end = stand.stretch
    memo = stand.memo if stand.memo is not None else next((each.memo for each in exact if each.memo), "")
    action: Action = "ban" if stand.kind == "ban" else "pin" if stand.kind == "pin" else "stance"
    side: Side = "" if action == "ban" else stand.side
    if exact:
        # Chosen of an earlier text, perhaps: what it says of these words goes on under the same place.
        return replace(exact[0], action=action, side=side, person=stand.person, memo=memo)
    text = material.texts[source]
    return choices.make(source, text, start, end, stand.claim, action, side, stand.person, memo)


def _taken_back(stand: Stand, own: Sequence[Held]) -> list[Choice]:
    """Withdrawals of what holds, and where only pin or ban are to go, the sides that stay."""
    if stand.kind == "release":
        keys = {choices.about(each.choice) for each in own if each.choice.action in ("pin", "ban")}
        own = [each for each in own if choices.about(each.choice) in keys]
    by_key = {choices.about(each.choice): each.choice for each in own}
    gone = [
        replace(each, action="withdrawn", side="", person=stand.person, memo="") for each in by_key.values()
    ]
    if stand.kind == "withdraw":
        return list(gone)
    stay: dict[object, Choice] = {}
    for each in own:
        # The side that a pin confirmed was its person's word, and stays that.
        if each.choice.action == "stance" or (
            each.choice.action == "pin" and choices.about(each.choice) not in stay
        ):
            stay[choices.about(each.choice)] = replace(each.choice, action="stance")
    return [*gone, *stay.values()]


def _holds_already(rows: Sequence[Choice], exact: Sequence[Choice]) -> bool:
    if len(rows) != 1 or rows[0].action == "withdrawn":
        return False
    (row,) = rows
    return any(
        (each.action, each.side, each.person, each.memo) == (row.action, row.side, row.person, row.memo)
        for each in exact
    )


def _timeless(choice: Choice) -> Choice:
    """What is brought back by undoing has another time than when it was made first."""
    return replace(choice, made="")
