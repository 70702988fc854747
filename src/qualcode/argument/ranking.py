"""By what rule quotes are chosen: how strong a passage is, and whose turn it is to be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.argument.judging import Hit, sureness
from qualcode.argument.model import Selection
from qualcode.argument.passages import Passage
from qualcode.carrier import CodingRecord
from qualcode.coded import natural, rounded

Statuses = Mapping[str, str]
"""Where each code stands by the gate."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage and how strong it is.

    Attributes:
        passage: The passage.
        hit: The criterion that makes it strongest; nothing where people alone put it there.
        records: That criterion's codings, each the surest of the passage's segments.
        score: The least sure of them, 0–1; None where it asks for no code.
        rank: score × standing × length, 0–1.
        group: The group that it speaks for; empty if it is not known.
        place: The place that it speaks for.
    """

    passage: Passage
    hit: Hit | None
    records: tuple[CodingRecord, ...]
    score: float | None
    rank: float
    group: str
    place: str


def rank(passage: Passage, statuses: Statuses, selection: Selection, group: str, place: str) -> Ranked:
    """How strong a passage is: by its strongest criterion."""
    length = _length(passage.end - passage.start, selection)
    best: tuple[float, Hit | None, tuple[CodingRecord, ...], float | None] | None = None
    for key in dict.fromkeys((hit.side, hit.number) for hit in passage.hits):
        of_criterion = [hit for hit in passage.hits if (hit.side, hit.number) == key]
        records = _surest(of_criterion)
        score = min((sureness(record) for record in records), default=None)
        standing = min((_worth(record, statuses, selection) for record in records), default=1.0)
        strength = (selection.search if score is None else score) * standing * length
        if best is None or strength > best[0]:
            best = strength, of_criterion[0], records, score
    if best is None:
        # People put it there, which is as sure as can be.
        best = length, None, (), None
    strength, hit, found, score = best
    return Ranked(passage, hit, found, rounded(score), round(strength, 4), group, place)


def choose(ranked: Iterable[Ranked], selection: Selection) -> tuple[list[Ranked], list[Ranked]]:
    """Those that are shown on one side: pinned ones, then in turn the one that

    1. a person has confirmed, before those that are suggested;
    2. comes from a source of which least is shown, then from a group, then from a place;
    3. ranks highest; of equal ones the first in the order of sources and texts.

    Returns:
        These, and the others, the highest first; without those that are banned.
    """
    open_ = sorted(
        (each for each in ranked if not each.passage.banned_by),
        key=lambda each: (natural(each.passage.source.name), each.passage.start),
    )
    shown = [each for each in open_ if each.passage.pinned_by]
    open_ = [each for each in open_ if not each.passage.pinned_by]
    every, sources = [*shown, *open_], Counter(each.passage.source.name for each in shown)
    groups, places = Counter(each.group for each in shown), Counter(each.place for each in shown)
    while open_ and len(shown) < selection.quotes:
        open_ = [each for each in open_ if sources[each.passage.source.name] < selection.per_source]
        if not open_:
            break
        best = min(
            open_,
            key=lambda each: (
                not each.passage.confirmed_by,
                sources[each.passage.source.name],
                groups[each.group],
                places[each.place],
                -each.rank,
            ),
        )
        shown.append(best)
        open_.remove(best)
        sources[best.passage.source.name] += 1
        groups[best.group] += 1
        places[best.place] += 1
    rest = [each for each in every if each not in shown]
    return shown, sorted(rest, key=lambda each: (not each.passage.confirmed_by, -each.rank))


def _length(characters: int, selection: Selection) -> float:
    if characters < selection.shortest:
        return characters / selection.shortest
    return min(1.0, selection.longest / characters)


def _worth(record: CodingRecord, statuses: Statuses, selection: Selection) -> float:
    if record.score is None:
        return 1.0  # people gave it
    return float(getattr(selection.standing, statuses.get(record.code, "untested")))


def _surest(hits: Sequence[Hit]) -> tuple[CodingRecord, ...]:
    by_code: dict[str, CodingRecord] = {}
    for hit in hits:
        for record in hit.records:
            if record.code not in by_code or sureness(record) > sureness(by_code[record.code]):
                by_code[record.code] = record
    return tuple(by_code.values())
