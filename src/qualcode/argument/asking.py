"""Which questions were asked: interviewers' turns that touch a claim."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode import wording
from qualcode.argument.addresses import Addresses
from qualcode.argument.dossier import Asked
from qualcode.argument.hearing import Heard, asked_key
from qualcode.argument.model import Claim
from qualcode.coded import CodedSource

SHOWN = 3
"""So many questions are shown, of as many sources as possible."""


def of_claim(
    claim: Claim, sources: Sequence[CodedSource], heard: Heard, addresses: Addresses, language: str
) -> list[Asked]:
    """Every interviewer's turn that touches a claim, with its sentences that do, in the order of the
    sources."""
    key = asked_key(claim.id)
    found: list[Asked] = []
    for source in sources:
        touched: dict[int, list[int]] = {}
        for index, segment in enumerate(source.segments):
            if key in heard.get((source.name, index), {}):
                touched.setdefault(segment.turn, []).append(index)
        for number, indices in touched.items():
            turn = source.turns[number]
            start, end = source.segments[indices[0]].start, source.segments[indices[-1]].end
            found.append(
                Asked(
                    source=source.name,
                    speaker=turn.speaker,
                    place=wording.place(turn, language),
                    text=source.text[start:end],
                    start=start,
                    end=end,
                    href=addresses.place(source.name, indices[0] + 1),
                )
            )
    return found


def shown(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """A few of them: the first of each source, then the others."""
    seen: set[str] = set()
    first = [each for each in asked if each.source not in seen and not seen.add(each.source)]
    others = [each for each in asked if each not in first]
    return tuple([*first, *others][:SHOWN])
