"""Where moved and open decisions belong, as a person settles it.

The question is one of places, so all decisions on one stretch, whoever made them, are one case. Settling
adds rows and changes none: each decision is withdrawn where it stood and given at its new place with the
judgement, the time and the origin that it had, or only withdrawn if its words are gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.decisions.anchors import Placed, Spot
from qualcode.decisions.decision import Decision, text_hash
from qualcode.messages import message


@dataclass(frozen=True)
class Case:
    """Decisions on one stretch that does not stand where it was judged.

    Attributes:
        id: Eight hex digits, of the stretch; the same as long as it is not settled.
        placed: The decisions.
        spots: Where it may stand now: the place that was found, or the candidates.
    """

    id: str
    placed: tuple[Placed, ...]
    spots: tuple[Spot, ...]

    @property
    def decision(self) -> Decision:
        """One of the decisions, for the stretch."""
        return self.placed[0].decision

    @property
    def moved(self) -> bool:
        """Whether a place was found; otherwise it is open."""
        return self.placed[0].how == "moved"

    @property
    def reason(self) -> str:
        """See :data:`qualcode.decisions.anchors.REASONS`."""
        return self.placed[0].reason

    @property
    def coders(self) -> list[str]:
        """Who judged it."""
        return sorted({each.decision.coder for each in self.placed})

    @property
    def codes(self) -> list[str]:
        """Ids of the codes that were judged."""
        return sorted({each.decision.code for each in self.placed})


def cases(placed: Iterable[Placed]) -> list[Case]:
    """All that has moved or is open, open ones first, in the order of sources and places."""
    found: dict[tuple[str, str, int, int], list[Placed]] = {}
    for each in placed:
        if each.how != "exact":
            decision = each.decision
            stretch = decision.source, decision.text_hash, decision.start, decision.end
            found.setdefault(stretch, []).append(each)
    made = []
    for stretch, group in found.items():
        spots = (group[0].spot,) if group[0].spot else group[0].candidates
        key = hashlib.sha256("\x1f".join(map(str, stretch)).encode()).hexdigest()[:8]
        made.append(Case(key, tuple(group), spots))
    return sorted(made, key=lambda case: (case.moved, case.decision.source, case.decision.start, case.id))


def moved(
    case: Case, spot: Spot, texts: Mapping[str, str], made: str, language: str = "sv"
) -> list[Decision]:
    """The rows that put a case's decisions to a place.

    Args:
        case: The case.
        spot: Where they belong.
        texts: Every source's text, by name.
        made: The time now.
        language: Of the note on the withdrawn ones.
    """
    judged = text_hash(texts[spot.source])
    note = message("settle.moved_to", language, place=f"{spot.source} {spot.start}–{spot.end}")
    rows = []
    for each in case.placed:
        rows.append(_withdrawn(each.decision, made, note))
        rows.append(
            replace(
                each.decision,
                source=spot.source,
                text_hash=judged,
                start=spot.start,
                end=spot.end,
                quote=spot.text,
            )
        )
    return rows


def dropped(case: Case, made: str) -> list[Decision]:
    """The rows that withdraw a case's decisions: their words are gone."""
    return [_withdrawn(each.decision, made, "") for each in case.placed]


def _withdrawn(decision: Decision, made: str, note: str) -> Decision:
    return replace(decision, judgement="withdrawn", made=max(made, decision.made), memo=note)


def of_ids(found: Sequence[Case], wanted: Iterable[str]) -> list[Case]:
    """The cases of some ids, or of their beginnings where these are clear.

    Raises:
        SettingsError: there is no such case, or several.
    """
    from qualcode.errors import SettingsError

    chosen = []
    for id_ in wanted:
        fitting = [case for case in found if case.id.startswith(id_.casefold())]
        if len(fitting) != 1:
            what = "is not clear" if fitting else "is not there (any more)"
            raise SettingsError(
                f"case {id_} {what}.", remedy="`qualcode codings check` lists them with their ids."
            )
        chosen += fitting
    return chosen
