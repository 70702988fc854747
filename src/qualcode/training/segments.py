"""A study's segments with what people said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coded import CodedSource
from qualcode.coding.surroundings import before
from qualcode.decisions import Decision, anchors, on_segments
from qualcode.decisions.decision import text_hash


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
        lost: How many decisions wait for a person to say where in the text, as it is now, they belong.
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
    """Gathers segments and what people said of them (:mod:`qualcode.decisions.on_segments`).

    Of several people on one segment and code the majority counts; with as many for as against, nobody.

    Args:
        sources: The study's.
        decisions: In force.
        codebook: Whose codes count; what was said of others is passed over.
    """
    ours = [each for each in decisions if each.code in codebook]
    both = _judged_both_ways(ours)
    placed = anchors.place(ours, {source.name: source.text for source in sources})
    stretches = {
        source.name: [(segment.start, segment.end) for segment in source.segments] for source in sources
    }
    coded = [(source, segment) for source in sources for segment in source.segments if segment.coded]
    row_of = {(source.name, segment.index + 1): row for row, (source, segment) in enumerate(coded)}
    columns = {code_id: number for number, code_id in enumerate(codebook.ids)}
    said: dict[tuple[int, int], list[on_segments.Verdict]] = defaultdict(list)
    drawn: list[set[str]] = [set() for _ in coded]
    for verdict in on_segments.verdicts(placed, stretches, codebook):
        row = row_of.get((verdict.source, verdict.segment))
        if row is not None:
            said[row, columns[verdict.code]].append(verdict)
            drawn[row].add(verdict.decision.origin)
    labels = np.full((len(coded), len(columns)), np.nan)
    natural = np.zeros(labels.shape, bool)
    coders: dict[str, Counter[str]] = defaultdict(Counter)
    disagreed = 0
    for (row, column), of_cell in said.items():
        coders[codebook.ids[column]].update(verdict.coder for verdict in of_cell if not verdict.implied)
        yes = sum(verdict.yes for verdict in of_cell)
        if 2 * yes == len(of_cell):
            disagreed += 1
            continue
        labels[row, column] = float(2 * yes > len(of_cell))
        natural[row, column] = any(
            verdict.decision.blind or _about(verdict.decision) in both for verdict in of_cell
        )
    return StudySegments(
        sources=tuple(source.name for source, _ in coded),
        places=tuple((segment.start, segment.end) for _, segment in coded),
        texts=tuple(segment.text for _, segment in coded),
        before=tuple(words for source in sources for words in before(source)),
        labels=labels,
        natural=natural,
        sampled=tuple(frozenset(each) for each in drawn),
        coders={code_id: dict(sorted(of.items())) for code_id, of in sorted(coders.items()) if of},
        disagreed=disagreed,
        lost=sum(each.spot is None for each in placed),
        text_hashes={source.name: text_hash(source.text) for source in sources},
    )


def _about(decision: Decision) -> tuple[str, str, str]:
    return decision.coder, decision.code, decision.origin


def _judged_both_ways(decisions: Iterable[Decision]) -> set[tuple[str, str, str]]:
    """Who, of which code and by which way, said both yes and no; marks that only say yes leave the rest open."""
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in decisions:
        said[_about(each)].add(each.judgement)
    return {about for about, judgements in said.items() if len(judgements) > 1}
