"""A study's segments with what people said of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
        marks_alone: Of how many pairs of person and code imported lists have nothing but marks of yes, from
            which no share can be learnt.
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
    marks_alone: int
    disagreed: int
    lost: int
    text_hashes: dict[str, str] = field(default_factory=dict)

    @property
    def judged(self) -> np.ndarray:
        """(n_segments,) bool: people said something of it that counts."""
        return ~np.isnan(self.labels).all(axis=1)


def study_segments(
    sources: Sequence[CodedSource],
    decisions: Iterable[Decision],
    codebook: Codebook,
    *,
    read_whole: bool = False,
) -> StudySegments:
    """Gathers segments and what people said of them (:mod:`qualcode.decisions.on_segments`).

    Of several people on one segment and code the majority counts; with as many for as against, nobody.

    Args:
        sources: The study's.
        decisions: In force.
        codebook: Whose codes count; what was said of others is passed over.
        read_whole: Coders of imported lists read their sources whole, so that what they left without a mark
            is a no (:func:`qualcode.decisions.on_segments.silence_is_no`).
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
    imported = [each for each in ours if each.drawn == "import"]
    silent = np.zeros(labels.shape, int)
    if read_whole:
        silent = _silent(said, np.array([source.name for source, _ in coded]), labels.shape)
        both |= {_about(each) for each in imported}
    for row, column in {*said, *zip(*(each.tolist() for each in np.nonzero(silent)), strict=True)}:
        of_cell, noes = said.get((row, column), []), int(silent[row, column])
        coders[codebook.ids[column]].update(verdict.coder for verdict in of_cell if not verdict.implied)
        yes, every = sum(verdict.yes for verdict in of_cell), len(of_cell) + noes
        if 2 * yes == every:
            disagreed += 1
            continue
        labels[row, column] = float(2 * yes > every)
        natural[row, column] = noes > 0 or any(
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
        marks_alone=len({_about(each)[:2] for each in imported if _about(each) not in both}),
        disagreed=disagreed,
        lost=sum(each.spot is None for each in placed),
        text_hashes={source.name: text_hash(source.text) for source in sources},
    )


def _silent(
    said: Mapping[tuple[int, int], Sequence[on_segments.Verdict]],
    source_of: np.ndarray,
    shape: tuple[int, int],
) -> np.ndarray:
    """(n_segments, n_codes) int: how many coders of imported lists left a segment that they read without a
    code that they used."""
    people = sorted({each.coder for of_cell in said.values() for each in of_cell if _imported(each)})
    ratings = np.full((len(people), *shape), -1, np.int8)
    spoken = np.zeros(ratings.shape, bool)
    for cell, of_cell in said.items():
        for each in of_cell:
            if each.coder in people:
                spoken[people.index(each.coder), *cell] = True
                if _imported(each):
                    ratings[people.index(each.coder), *cell] = each.yes
    on_segments.silence_is_no(ratings, source_of)
    return ((ratings == 0) & ~spoken).sum(axis=0)


def _imported(verdict: on_segments.Verdict) -> bool:
    return verdict.decision.drawn == "import"


def _about(decision: Decision) -> tuple[str, str, str]:
    return decision.coder, decision.code, decision.origin


def _judged_both_ways(decisions: Iterable[Decision]) -> set[tuple[str, str, str]]:
    """Who, of which code and by which way, said both yes and no; marks of yes alone leave the rest open."""
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in decisions:
        said[_about(each)].add(each.judgement)
    return {about for about, judgements in said.items() if len(judgements) > 1}
