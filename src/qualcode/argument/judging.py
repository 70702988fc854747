"""Which segments speak for a claim and which against it, as its criteria say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qualcode.argument.hearing import ASKING, Heard, cue_key, search_key
from qualcode.argument.model import Argumentation, Claim, Criterion
from qualcode.argument.people import People
from qualcode.carrier import CodingRecord
from qualcode.codebook.model import Codebook
from qualcode.coded import CodedSource


@dataclass(frozen=True, slots=True)
class Hit:
    """A criterion that a segment meets.

    Attributes:
        side: ``supports`` or ``challenges``.
        number: The criterion's place on its side, from 0.
        records: The codings that it asked for and found, by code.
        words: The words by which cues and searches were heard.
    """

    side: str
    number: int
    records: tuple[CodingRecord, ...]
    words: tuple[str, ...]


Hits = dict[int, list[Hit]]
"""By index of the segment."""


@dataclass
class Material:
    """Coded sources, ready to be held against claims.

    Attributes:
        argumentation: The argumentation.
        codebook: What was coded with.
        sources: The sources, in the order of all tables.
        people: Who is who.
        heard: Cues and searches in the segments.
        by_segment: Codings by source, index of the segment and code.
        outside: Names of the sources that are the outside view.
    """

    argumentation: Argumentation
    codebook: Codebook
    sources: Sequence[CodedSource]
    people: People
    heard: Heard
    by_segment: dict[str, dict[int, dict[str, CodingRecord]]] = field(init=False)
    outside: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.outside = frozenset(source.name for source in self.sources if self.people.outside(source))
        self.by_segment = {source.name: defaultdict(dict) for source in self.sources}
        for source in self.sources:
            of_source = self.by_segment[source.name]
            for record in source.codings:
                if record.code in self.codebook:
                    of_source[record.segment][record.code] = record

    def hits(self, claim: Claim, source: CodedSource) -> Hits:
        """Which segments of a source meet which criteria of a claim."""
        found: Hits = {}
        for side in ("supports", "challenges"):
            criteria: tuple[Criterion, ...] = getattr(claim, side)
            for number, criterion in enumerate(criteria):
                key = search_key(claim.id, side, number)
                for index, segment in enumerate(source.segments):
                    if not segment.coded or source.turns[segment.turn].role in ASKING:
                        continue
                    met = self._met(criterion, key, source, index)
                    if met is not None:
                        found.setdefault(index, []).append(Hit(side, number, *met))
        return found

    def _met(
        self, criterion: Criterion, key: str, source: CodedSource, index: int
    ) -> tuple[tuple[CodingRecord, ...], tuple[str, ...]] | None:
        """The codings and words by which a segment meets a criterion; nothing if it does not."""
        if criterion.view and (criterion.view == "outside") != (source.name in self.outside):
            return None
        of_source = self.by_segment[source.name]
        here = of_source.get(index, {})
        records = self._coded(criterion, here)
        if records is None or any(code in here for code in criterion.without):
            return None
        if criterion.near and not self._near(criterion.near, source, index):
            return None
        heard = self.heard.get((source.name, index), {})
        words: list[str] = []
        for cues in (criterion.cues, criterion.also_cues):
            if cues:
                found = [word for cue in cues for word in heard.get(cue_key(cue), ())]
                if not found:
                    return None
                words += found
        if any(cue_key(cue) in heard for cue in criterion.no_cues):
            return None
        if criterion.search:
            if key not in heard:
                return None
            words += heard[key]
        turn = source.turns[source.segments[index].turn]
        if criterion.who and not self.people.fits(criterion.who, source, turn):
            return None
        return records, tuple(dict.fromkeys(words))

    def _coded(self, criterion: Criterion, here: dict[str, CodingRecord]) -> tuple[CodingRecord, ...] | None:
        sure = {code: each for code, each in here.items() if sureness(each) >= criterion.score}
        if not all(code in sure for code in criterion.codes):
            return None
        found = [sure[code] for code in criterion.codes]
        if criterion.any_codes:
            one_of = [sure[code] for code in criterion.any_codes if code in sure]
            if not one_of:
                return None
            found += one_of
        critical = [record for record in self._critical(here) if record.code in sure]
        if criterion.stance == "critical":
            if not critical:
                return None
            found += [record for record in critical if record not in found]
        elif criterion.stance == "uncritical" and self._critical(here):
            return None
        return tuple(_distinct(found))

    def _critical(self, here: dict[str, CodingRecord]) -> list[CodingRecord]:
        """The codings that mark criticism; of a branch only those furthest down."""
        marks = self.argumentation.critical
        found = [code for code in here if any(mark in self.codebook.lineage(code) for mark in marks)]
        return [
            here[code]
            for code in found
            if not any(code in self.codebook.lineage(other)[:-1] for other in found)
        ]

    def _near(self, codes: Iterable[str], source: CodedSource, index: int) -> bool:
        of_source = self.by_segment[source.name]
        turn = source.segments[index].turn
        beside = [
            other
            for other in (index - 1, index, index + 1)
            if 0 <= other < len(source.segments) and source.segments[other].turn == turn
        ]
        return any(code in of_source.get(other, {}) for other in beside for code in codes)


def sureness(record: CodingRecord) -> float:
    """How sure a coding is; one that people gave is."""
    return 1.0 if record.score is None else record.score


def _distinct(records: Iterable[CodingRecord]) -> list[CodingRecord]:
    by_code: dict[str, CodingRecord] = {}
    for record in records:
        by_code.setdefault(record.code, record)
    return list(by_code.values())
