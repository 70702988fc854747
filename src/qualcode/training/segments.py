"""A study's segments with what people said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coded import CodedSource
from qualcode.coding.surroundings import before
from qualcode.decisions import Decision
from qualcode.decisions.decision import text_hash

HALF = 0.5
"""A judgement of a stretch is one of every segment of which it covers at least this share."""


@dataclass(frozen=True)
class StudySegments:
    """Segments that are coded, source by source; all arrays are by segment.

    Attributes:
        sources: Name of the source of each.
        places: First code point and the one after the last, in the source's text.
        texts: Their words.
        before: What stands right before each (:func:`qualcode.coding.surroundings.before`).
        labels: (n_segments, n_codes): 1 people gave the code, 0 they did not, NaN they said nothing or
            disagreed.
        natural: (n_segments, n_codes) bool: the label was given by somebody who looked for absence as well as
            presence, so that shares of yes mean something.
        sampled: Of each, the samples it was drawn in (``random:NAME`` …).
        coders: By code id and person, how many segments they judged.
        disagreed: How many pairs of segment and code were left out because as many said yes as no.
        lost: How many decisions stand at no place of the text as it is now.
        text_hashes: By source, :func:`qualcode.decisions.decision.text_hash` of its text.
    """

    sources: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    before: tuple[str, ...]
    labels: np.ndarray
    natural: np.ndarray
    sampled: tuple[frozenset[str], ...]
    coders: dict[str, dict[str, int]]
    disagreed: int
    lost: int
    text_hashes: dict[str, str] = field(default_factory=dict)

    @property
    def judged(self) -> np.ndarray:
        """(n_segments,) bool: people said something of it that counts."""
        return ~np.isnan(self.labels).all(axis=1)


def study_segments(
    sources: Sequence[CodedSource], decisions: Iterable[Decision], codebook: Codebook
) -> StudySegments:
    """Gathers segments and what people said of them.

    A yes holds for all codes above as well, a no for all codes below. Of several people the majority counts.
    A yes to a stretch shorter than half of a segment that it lies in is a yes to that segment; a no is not.

    Args:
        sources: The study's.
        decisions: In force.
        codebook: Whose codes count; what was said of others is passed over.
    """
    by_source: dict[str, list[Decision]] = defaultdict(list)
    both = _judged_both_ways(decisions := [each for each in decisions if each.code in codebook])
    for decision in decisions:
        by_source[decision.source].append(decision)
    columns = {code_id: number for number, code_id in enumerate(codebook.ids)}
    names, places, texts, contexts = [], [], [], []
    votes: list[dict[int, dict[str, tuple[bool, bool]]]] = []
    sampled: list[frozenset[str]] = []
    known_sources = {source.name for source in sources}
    lost = sum(len(said) for name, said in by_source.items() if name not in known_sources)
    hashes: dict[str, str] = {}
    for source in sources:
        segments = [segment for segment in source.segments if segment.coded]
        first = len(names)
        names += [source.name] * len(segments)
        places += [(segment.start, segment.end) for segment in segments]
        texts += [segment.text for segment in segments]
        contexts += before(source)
        votes += [defaultdict(dict) for _ in segments]
        drawn: list[set[str]] = [set() for _ in segments]
        hashes[source.name] = text_hash(source.text)
        for decision in by_source.get(source.name, ()):
            at = _place(source.text, hashes[source.name], decision)
            if at is None:
                lost += 1
                continue
            natural = (decision.coder, decision.code, decision.origin) in both
            for number, segment in enumerate(segments):
                if _covers(at, (segment.start, segment.end), yes=decision.judgement == "yes"):
                    drawn[number].add(decision.origin)
                    for column, yes in _implied(codebook, columns, decision):
                        said = votes[first + number][column]
                        # Of what a person said of a code, what they said themselves goes before what follows.
                        if decision.coder not in said or columns[decision.code] == column:
                            said[decision.coder] = (yes, natural or decision.blind)
        sampled += [frozenset(each) for each in drawn]
    labels = np.full((len(names), len(columns)), np.nan)
    is_natural = np.zeros(labels.shape, bool)
    coders: dict[str, Counter[str]] = {code_id: Counter() for code_id in codebook.ids}
    disagreed = 0
    for row, of_segment in enumerate(votes):
        for column, said in of_segment.items():
            yes = sum(each for each, _ in said.values())
            coders[codebook.ids[column]].update(said)
            if 2 * yes == len(said):
                disagreed += 1
                continue
            labels[row, column] = float(2 * yes > len(said))
            is_natural[row, column] = any(natural for _, natural in said.values())
    people = {code_id: dict(sorted(of_code.items())) for code_id, of_code in coders.items() if of_code}
    return StudySegments(
        tuple(names),
        tuple(places),
        tuple(texts),
        tuple(contexts),
        labels,
        is_natural,
        tuple(sampled),
        people,
        disagreed,
        lost,
        hashes,
    )


def _judged_both_ways(decisions: Iterable[Decision]) -> set[tuple[str, str, str]]:
    """Who, of which code and by which way, said both yes and no; marks that only say yes leave the rest open."""
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in decisions:
        said[each.coder, each.code, each.origin].add(each.judgement)
    return {about for about, judgements in said.items() if len(judgements) > 1}


def _implied(
    codebook: Codebook, columns: dict[str, int], decision: Decision
) -> Iterable[tuple[int, bool]]:
    if decision.judgement == "yes":
        return [(columns[above], True) for above in codebook.lineage(decision.code)]
    return [
        (column, False) for code_id, column in columns.items() if decision.code in codebook.lineage(code_id)
    ]


def _place(text: str, hashed: str, decision: Decision) -> tuple[int, int] | None:
    """Where a decision stands in the text as it is now: its place, or the only place of its words."""
    if decision.text_hash == hashed:
        return decision.start, decision.end
    at = text.find(decision.quote)
    if at < 0 or text.find(decision.quote, at + 1) >= 0:
        return None
    return at, at + len(decision.quote)


def _covers(stretch: tuple[int, int], segment: tuple[int, int], *, yes: bool) -> bool:
    shared = min(stretch[1], segment[1]) - max(stretch[0], segment[0])
    if shared <= 0:
        return False
    within = segment[0] <= stretch[0] and stretch[1] <= segment[1]
    return shared >= HALF * (segment[1] - segment[0]) or (yes and within)
