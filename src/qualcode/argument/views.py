"""Local voices and the outside view on a claim, each with its three sides, and how they stand to each
other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from qualcode.argument.dossier import SIDES
from qualcode.argument.dossier_quotes import Disagreement, Side, View
from qualcode.argument.model import Claim
from qualcode.argument.quoting import Quoting
from qualcode.argument.ranking import Ranked, choose
from qualcode.argument.standings import balance, sources, standing, voice
from qualcode.coded import natural

LEANS = 1 / 3
"""From which balance on a view leans to a side: twice as many sources there as on the other."""


def view(name: str, ranked: Sequence[Ranked], claim: Claim, quoting: Quoting) -> View:
    """What local voices, or the outside view, say of a claim.

    Args:
        name: ``local`` or ``outside``.
        ranked: Their passages, on all sides.
        claim: The claim.
        quoting: What quotes are shown with.
    """
    selection = quoting.material.argumentation.selection
    sides = {}
    for side in SIDES:
        own = on_side(ranked, side)
        shown, rest = choose(own, selection)
        quotes, others = (tuple(quoting.quote(each, claim) for each in found) for found in (shown, rest))
        sides[side] = Side(side, quotes, standing(own), others)
    leaning = balance(sides["supports"].standing.n_sources, sides["challenges"].standing.n_sources)
    return View(name, sides["supports"], sides["challenges"], sides["both"], leaning)


def on_side(ranked: Sequence[Ranked], side: str) -> list[Ranked]:
    """The passages on one side."""
    return [each for each in ranked if each.passage.side == side]


def contrast(local: View, outside: View) -> str:
    """How the two stand to each other; see :data:`qualcode.argument.dossier.CONTRASTS`."""
    if local.empty and outside.empty:
        return "neither"
    if outside.empty:
        return "only_local"
    if local.empty:
        return "only_outside"
    return "agree" if _lean(local) == _lean(outside) else "differ"


def _lean(view: View) -> int:
    if view.balance is None or abs(view.balance) < LEANS:
        return 0
    return 1 if view.balance > 0 else -1


def disagreements(ranked: Sequence[Ranked], claim: Claim, quoting: Quoting) -> tuple[Disagreement, ...]:
    """Groups with passages on both sides, with the strongest of each; where a group is one source alone, it
    must be several people who differ in it."""
    by_group: dict[str, list[Ranked]] = defaultdict(list)
    for each in ranked:
        if each.group:
            by_group[each.group].append(each)
    found = []
    for group in sorted(by_group, key=natural):
        sides = [on_side(by_group[group], side) for side in ("supports", "challenges")]
        if not all(sides) or not _several(*sides):
            continue
        quotes = [_strongest(side, quoting) for side in sides]
        found.append(
            Disagreement(
                group=group,
                supports=sources(sides[0]),
                challenges=sources(sides[1]),
                quotes=tuple(quoting.quote(each, claim) for each in quotes if each is not None),
            )
        )
    return tuple(found)


def _several(supports: Sequence[Ranked], challenges: Sequence[Ranked]) -> bool:
    """Whether somebody on one side is somebody else than somebody on the other."""
    return len({voice(each) for each in (*supports, *challenges)}) > 1


def _strongest(ranked: Sequence[Ranked], quoting: Quoting) -> Ranked | None:
    selection = quoting.material.argumentation.selection.model_copy(update={"quotes": 1})
    return next(iter(choose(ranked, selection)[0]), None)
