"""What people say together of a segment and code, where several have spoken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from qualcode.decisions.on_segments import Verdict

Disagreement = Literal["majority", "latest", "any"]
"""See :class:`qualcode.study.People`."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds of one segment and code.

    Attributes:
        yes: Whether the segment has the code; None where people are evenly divided, so that it stays with
            what the machine says.
        voices: What each of them says, by name.
    """

    yes: bool | None
    voices: tuple[Verdict, ...]

    @property
    def disputed(self) -> bool:
        """Whether they say different things."""
        return len({each.yes for each in self.voices}) > 1


def agreed(
    verdicts: Iterable[Verdict], disagreement: Disagreement
) -> dict[str, dict[tuple[int, str], Agreed]]:
    """What holds, by source, and there by index of the segment (from 0) and code.

    Args:
        verdicts: What each person says.
        disagreement: What holds where they differ.
    """
    by_unit: dict[tuple[str, int, str], list[Verdict]] = defaultdict(list)
    for each in verdicts:
        by_unit[each.source, each.segment, each.code].append(each)
    found: dict[str, dict[tuple[int, str], Agreed]] = defaultdict(dict)
    for (source, segment, code), voices in by_unit.items():
        ordered = tuple(sorted(voices, key=lambda each: each.coder))
        found[source][segment - 1, code] = Agreed(_settled(ordered, disagreement), ordered)
    return dict(found)


def _settled(voices: tuple[Verdict, ...], disagreement: Disagreement) -> bool | None:
    if disagreement == "any":
        return any(each.yes for each in voices)
    if disagreement == "latest":
        last = max(each.decision.made for each in voices)
        voices = tuple(each for each in voices if each.decision.made == last)
    balance = sum(1 if each.yes else -1 for each in voices)
    return balance > 0 if balance else None
