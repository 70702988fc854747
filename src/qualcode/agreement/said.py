"""What people said of the material, kept apart by how the segments came before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.agreement.material import Material
from qualcode.agreement.statistic import MISSING
from qualcode.decisions import Decision, in_force
from qualcode.decisions.anchors import Placed, place
from qualcode.decisions.decision import About, first_said
from qualcode.decisions.on_segments import Verdict, silence_is_no, verdicts

KINDS = {
    "random": ("random", "stratified"),
    "uncertain": ("uncertain",),
    "import": ("import",),
    "training": ("training",),
    "review": ("review",),
}
"""Which origins are looked at together; what is not independent of the machine, or not drawn at random, is
never mixed with what is."""


@dataclass(frozen=True)
class Said:
    """Judgements of one kind.

    Attributes:
        kind: One of :data:`KINDS`.
        people: Names, in alphabetical order.
        ratings: (n_people, n_segments, n_codes) int8: 1 yes, 0 no, -1 not judged; codes that a person was
            never asked for are not judged, whatever others imply.
        verdicts: What stands behind them.
        placed: The judgements, with their places.
        unplaced: Judgements whose words are no longer found; they count for nothing.
        changed: Blind judgements that were changed later; what was said first counts.
    """

    kind: str
    people: tuple[str, ...]
    ratings: np.ndarray
    verdicts: Sequence[Verdict]
    placed: Sequence[Placed]
    unplaced: int
    changed: int = 0


def by_kind(decisions: Iterable[Decision], material: Material) -> dict[str, Said]:
    """What holds of each kind; kinds of which nothing was said are left out.

    What somebody said blind *first* holds as their blind judgement, though they changed it later: nobody can
    tell whether they had seen the machine's codes by then. A withdrawal takes back what was said in any way.
    """
    decisions = list(decisions)
    placed = dict(zip(decisions, place(decisions, material.texts), strict=True))
    found = {}
    for kind, origins in KINDS.items():
        if said := of_origins(decisions, origins, material, placed, kind=kind):
            found[kind] = said
    return found


def of_origins(
    decisions: Iterable[Decision],
    origins: Iterable[str],
    material: Material,
    placed: dict[Decision, Placed] | None = None,
    *,
    kind: str = "",
) -> Said | None:
    """What holds of the judgements of some origins; nothing where there are none.

    Args:
        decisions: All of them.
        origins: Origins without their details.
        material: What they are about.
        placed: Where they stand, if that is known.
        kind: What to call these.
    """
    wanted = set(origins)
    own = [each for each in decisions if each.drawn in wanted or each.judgement == "withdrawn"]
    held = [each for each in in_force(own) if each.drawn in wanted]
    if not held:
        return None
    first = first_said(each for each in own if each.blind)
    changed = sum(first.get(each.about, each).judgement != each.judgement for each in held)
    held = [first.get(each.about, each) for each in held]
    spots = place(held, material.texts) if placed is None else [placed[each] for each in held]
    spoken = verdicts(spots, material.segments, material.codebook)
    people = tuple(sorted({each.coder for each in held}))
    ratings = np.full((len(people), len(material.source_of), len(material.codes)), MISSING, np.int8)
    who = {name: number for number, name in enumerate(people)}
    column = {code: number for number, code in enumerate(material.codes)}
    for each in spoken:
        at = material.row.get((each.source, each.segment))
        if at is not None and each.code in column:
            ratings[who[each.coder], at, column[each.code]] = _outright(each, first)
    if wanted == {"import"}:
        silence_is_no(ratings, material.source_of)
    else:
        asked = {(each.coder, each.code) for each in spoken if not each.implied}
        for code, at in column.items():
            for name, number in who.items():
                if (name, code) not in asked:
                    # What other codes imply is said of some segments only: those where it is yes, or no.
                    ratings[number, :, at] = MISSING
    unplaced = sum(spot.spot is None for spot in spots)
    return Said(kind, people, ratings, spoken, spots, unplaced, changed)


def _outright(verdict: Verdict, first: Mapping[About, Decision]) -> bool:
    """What somebody says of a code; what they said of it outright before counts for more than what something
    that they said of another code later implies."""
    before = first.get((*verdict.decision.about[:-1], verdict.code)) if verdict.implied else None
    if before is None or before.made >= verdict.decision.made:
        return verdict.yes
    return before.judgement == "yes"
