"""Which segments people's decisions speak of, and what each person says of them.

    said = on_segments.verdicts(placed, segments, codebook)
    on_segments.tables(said, segments, codebook.ids)["Anna Ek"]     # segments × codes: 1, 0 or nothing

**The rule by segment.** A decision speaks of a segment if it covers at least half of it, or if the segment
covers the whole decision; where neither holds for any segment, of the one that it covers most of (by code
points). What a person says of one segment and code is then settled so: a later decision takes the place of an
earlier one if it covers at least half of what the earlier one covers of the segment; of what remains, one yes
is enough. With a codebook, yes to a code is yes to those above it, and no to a code is no to those below it,
unless the person says otherwise at the same time or later.

**The rule by character.** Of each code point, the latest decision that covers it holds (:func:`characters`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions.anchors import Placed
    from qualcode.decisions.decision import Decision

Segments = Mapping[str, Sequence[tuple[int, int]]]
"""By source, where each of its segments starts and ends, in the order of its text."""

HALF = 0.5
"""Which part of a segment a decision must cover to speak of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person says of one code on one segment.

    Attributes:
        source: Name of the source, as it is now.
        segment: The segment's number in it, from 1, as in all tables.
        code: The code's id.
        coder: The person's name.
        yes: Whether the segment has the code.
        decision: What says so; the latest one of several that agree.
        implied: Whether that decision is about a code below (yes) or above (no) this one.
        moved: Whether its words were found elsewhere than where they were judged.
    """

    source: str
    segment: int
    code: str
    coder: str
    yes: bool
    decision: Decision
    implied: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class _Statement:
    rank: tuple[str, int, int]
    start: int
    end: int
    yes: bool
    placed: Placed
    implied: bool


def spoken_of(start: int, end: int, segments: Sequence[tuple[int, int]]) -> list[int]:
    """Indices of the segments that a decision on a stretch speaks of.

    Args:
        start: The stretch's first code point.
        end: After its last.
        segments: Where each segment starts and ends, in the order of the text.
    """
    parts: dict[int, int] = {}
    index = max(0, bisect_right(segments, start, key=lambda each: each[1]))
    while index < len(segments) and segments[index][0] < end:
        parts[index] = min(end, segments[index][1]) - max(start, segments[index][0])
        index += 1
    found = [
        index
        for index, part in parts.items()
        if part >= HALF * (segments[index][1] - segments[index][0]) or part == end - start
    ]
    return found or sorted(parts, key=lambda index: (-parts[index], index))[:1]


def spoken_of_by_turn(
    start: int, end: int, segments: Sequence[tuple[int, int]], source: CodedSource
) -> list[tuple[int, int, list[int]]]:
    """A stretch as what is said in each turn, with the segments there that a decision on all of it speaks of;
    where it speaks of none, those that have its words.

    Args:
        start: The stretch's first code point.
        end: After its last.
        segments: Where each segment starts and ends, in the order of the text.
        source: The source.
    """
    spoken = spoken_of(start, end, segments)
    found = []
    for turn, opens, closes in source.by_turn(start, end):
        there = [index for index in spoken if source.segments[index].turn == turn]
        found.append((opens, closes, there or spoken_of(opens, closes, segments)))
    return found


def verdicts(placed: Iterable[Placed], segments: Segments, codebook: Codebook | None = None) -> list[Verdict]:
    """What each person says of each segment, by source, segment, code and person.

    Args:
        placed: Decisions with their places; what is open says nothing.
        segments: Of every source.
        codebook: Says which codes stand above and below others. Without it no code implies another; codes
            that it does not have imply nothing.
    """
    said: dict[tuple[str, int, str, str], list[_Statement]] = defaultdict(list)
    for order, each in enumerate(placed):
        spot = each.spot
        if spot is None or spot.source not in segments:
            continue
        places = segments[spot.source]
        decision, yes = each.decision, each.decision.judgement == "yes"
        for index in spoken_of(spot.start, spot.end, places):
            start, end = max(spot.start, places[index][0]), min(spot.end, places[index][1])
            for code, implied in _implied(decision.code, yes, codebook):
                # At the same time, a code below is surer than a no above it, and a no above than nothing.
                strength = 1 if not implied else 2 if yes else 0
                statement = _Statement((decision.made, strength, order), start, end, yes, each, implied)
                said[spot.source, index + 1, code, decision.coder].append(statement)
    return [_settled(*key, statements) for key, statements in sorted(said.items())]


def frame(said: Iterable[Verdict]) -> pd.DataFrame:
    """Verdicts as a table, one row each: ``source``, ``segment``, ``code``, ``coder``, ``yes``, ``made``,
    ``origin``, ``drawn`` (the origin without its details), ``blind``, ``implied``, ``moved``."""
    import pandas as pd

    columns = [
        "source", "segment", "code", "coder", "yes", "made", "origin", "drawn", "blind", "implied", "moved",
    ]  # fmt: skip
    rows = [
        (
            each.source, each.segment, each.code, each.coder, each.yes, each.decision.made,
            each.decision.origin, each.decision.drawn, each.decision.blind, each.implied, each.moved,
        )
        for each in said
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def tables(said: Iterable[Verdict], segments: Segments, codes: Sequence[str]) -> dict[str, pd.DataFrame]:
    """For every person a table of segments × codes.

    Args:
        said: Verdicts; those on other codes are left out.
        segments: Of every source; the rows, in this order.
        codes: Ids; the columns.

    Returns:
        By person (in alphabetical order), float64: 1 yes, 0 no, NaN nothing was said. The index has
        ``source`` and ``segment`` (from 1).
    """
    import numpy as np
    import pandas as pd

    units = [(name, number) for name, places in segments.items() for number in range(1, len(places) + 1)]
    row = {unit: at for at, unit in enumerate(units)}
    column = {code: at for at, code in enumerate(codes)}
    values: dict[str, np.ndarray] = {}
    for each in said:
        if each.coder not in values:
            values[each.coder] = np.full((len(units), len(codes)), np.nan)
        at = row.get((each.source, each.segment))
        if at is not None and each.code in column:
            values[each.coder][at, column[each.code]] = float(each.yes)
    index = pd.MultiIndex.from_tuples(units, names=["source", "segment"])
    return {who: pd.DataFrame(values[who], index=index, columns=list(codes)) for who in sorted(values)}


def characters(
    placed: Iterable[Placed],
    source: str,
    length: int,
    codes: Sequence[str],
    coder: str,
    codebook: Codebook | None = None,
) -> np.ndarray:
    """What a person says of each code point of a source.

    Args:
        placed: Decisions with their places.
        source: The source's name.
        length: Code points in its text.
        codes: Ids; the columns.
        coder: The person.
        codebook: As for :func:`verdicts`.

    Returns:
        (length, n_codes) int8: 1 yes, 0 no, −1 nothing was said.
    """
    import numpy as np

    out = np.full((length, len(codes)), -1, dtype=np.int8)
    column = {code: at for at, code in enumerate(codes)}
    statements = []
    for order, each in enumerate(placed):
        decision = each.decision
        if each.spot is None or each.spot.source != source or decision.coder != coder:
            continue
        yes = decision.judgement == "yes"
        for code, implied in _implied(decision.code, yes, codebook):
            if code in column:
                rank = (decision.made, 1 if not implied else 2 if yes else 0, order)
                statements.append((rank, each.spot, column[code], yes))
    for _, spot, at, yes in sorted(statements, key=lambda each: each[0]):
        out[spot.start : spot.end, at] = yes
    return out


def silence_is_no(ratings: np.ndarray, source_of: np.ndarray) -> None:
    """Takes what coders left without a mark for a no, as coders of other programs mark what has a code and
    nothing else: in sources in which they marked something, for the codes that they used.

    Args:
        ratings: (n_people, n_segments, n_codes) int: 1 yes, 0 no, −1 nothing was said; changed in place.
        source_of: (n_segments,), the source of each.
    """
    import numpy as np

    for person in ratings:
        marked, used = (person != -1).any(axis=1), (person != -1).any(axis=0)
        read = np.ix_(np.isin(source_of, np.unique(source_of[marked])), used)
        person[read] = np.maximum(person[read], 0)


def _implied(code: str, yes: bool, codebook: Codebook | None) -> Iterator[tuple[str, bool]]:
    """The code itself, and with a codebook those that it says the same of."""
    yield code, False
    if codebook is None or code not in codebook:
        return
    if yes:
        for above in codebook.lineage(code)[:-1]:
            yield above, True
        return
    for other in codebook.ids:
        if other != code and code in codebook.lineage(other):
            yield other, True


def _settled(source: str, segment: int, code: str, coder: str, statements: list[_Statement]) -> Verdict:
    ordered = sorted(statements, key=lambda each: each.rank, reverse=True)
    standing: list[_Statement] = []
    for at, each in enumerate(ordered):
        if not any(_covers(later, each) for later in ordered[:at]):
            standing.append(each)
    yes = any(each.yes for each in standing)
    held = next(each for each in standing if each.yes == yes)
    moved = held.placed.how == "moved"
    return Verdict(source, segment, code, coder, yes, held.placed.decision, held.implied, moved)


def _covers(later: _Statement, earlier: _Statement) -> bool:
    shared = min(later.end, earlier.end) - max(later.start, earlier.start)
    return shared >= HALF * (earlier.end - earlier.start)
