"""Passages that no rule of a claim found, and that are like what somebody might say for or against it.

Rules find what is put in words that they know. A claim's ``like`` gives sentences in the manner of the
material; whatever the encoder finds closest to them is listed for a person to read. It is no evidence: it
counts nowhere, and stands on a side only when somebody puts it there.

Likeness is cross-domain similarity local scaling (Conneau et al. 2018, *Word translation without parallel
data*): twice the cosine, less how near the sentence and the segment each are to whatever is nearest to
them, so that what is like everything is like nothing. Of a claim whose rules ask for codes a segment must
have one of the same themes, and it is listed under no more than two claims, those whose sentences it is most
like. On an invented transcript that neither rules nor sentences had been made for, 14 of 28 that were listed
had to do with the claim, 10 of them on the side of the sentence; the rules found none. On the demo study,
where the rules found most, 13 of 39 had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from qualcode.argument.hearing import ASKING, SIDES_ASKED
from qualcode.argument.passages import Passage
from qualcode.decisions.on_segments import spoken_of

if TYPE_CHECKING:
    from qualcode.argument.choices import Held
    from qualcode.argument.judging import Material
    from qualcode.argument.model import Claim
    from qualcode.coded import CodedSource
    from qualcode.encoders import Encoder

NEAR_SEGMENTS, NEAR_SENTENCES = 30, 10
"""How many nearest neighbours tell how near everything is to a sentence, and to a segment."""
LIKE, CLAIMS = 0.03, 2
"""From which likeness on a segment is listed, and under how many claims at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may belong to a claim.

    Attributes:
        passage: One segment, on the side of the sentence that it is most like.
        likeness: How like, from about −1 to 1.
        sentence: That sentence.
    """

    passage: Passage
    likeness: float
    sentence: str


def candidates(
    material: Material, encoder: Encoder, chosen: Iterable[Held] = ()
) -> dict[str, list[Candidate]]:
    """By id of the claim, what is most like its sentences, the likest first.

    Args:
        material: Sources and argumentation; segments that a rule found for the claim are left out.
        encoder: Makes the vectors.
        chosen: What people chose; segments of which they have spoken for the claim are left out, and others
            take their places.
    """
    selection = material.argumentation.selection
    sentences = list(_sentences(material.argumentation.claims))
    places = [
        (source, index)
        for source in material.sources
        for index, segment in enumerate(source.segments)
        if segment.coded and len(segment.text) >= selection.shortest and _said(source, segment.turn)
    ]
    if not sentences or not places or not selection.candidates:
        return {}
    texts = [source.segments[index].text for source, index in places]
    likeness = _scaled(encoder.encode(texts) @ encoder.encode([each[2] for each in sentences]).T)
    of_claim: dict[str, list[int]] = {}
    for column, (id_, _, _) in enumerate(sentences):
        of_claim.setdefault(id_, []).append(column)
    likest = _likest(likeness, of_claim, places, material)
    spoken = _spoken(chosen, material)
    found = {}
    for id_, columns in of_claim.items():
        rows = [row for row in range(len(places)) if id_ in likest[row]]
        claim = material.argumentation[id_]
        hits = {source.name: material.hits(claim, source) for source in material.sources}
        rows = [
            row
            for row in rows
            if (at := (places[row][0].name, places[row][1])) not in spoken[id_] and at[1] not in hits[at[0]]
        ]
        best = _of_claim(rows, columns, likeness, sentences, places)
        found[id_] = list(islice(best, selection.candidates))
    return found


def _spoken(chosen: Iterable[Held], material: Material) -> dict[str, set[tuple[str, int]]]:
    """By id of the claim, the segments of which people have spoken."""
    limits = {
        source.name: [(segment.start, segment.end) for segment in source.segments]
        for source in material.sources
    }
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for each in chosen:
        if (spot := each.placed.spot) is not None and spot.source in limits:
            indices = spoken_of(spot.start, spot.end, limits[spot.source])
            found[each.choice.claim].update((spot.source, index) for index in indices)
    return found


def _likest(
    likeness: np.ndarray,
    of_claim: Mapping[str, Sequence[int]],
    places: Sequence[tuple[CodedSource, int]],
    material: Material,
) -> list[list[str]]:
    """For each segment the claims that it may be listed under."""
    themes = {id_: _themes(material.argumentation[id_], material) for id_ in of_claim}
    found = []
    for row, (source, index) in enumerate(places):
        own = {material.codebook.lineage(code)[0] for code in material.by_segment[source.name].get(index, ())}
        may = [id_ for id_ in of_claim if not themes[id_] or themes[id_] & own]
        best = sorted(may, key=lambda id_: -likeness[row, of_claim[id_]].max())
        found.append(best[:CLAIMS])
    return found


def _themes(claim: Claim, material: Material) -> set[str]:
    """Themes of the codes that a claim's rules ask for."""
    return {
        material.codebook.lineage(code)[0]
        for side in SIDES_ASKED
        for criterion in getattr(claim, side)
        for code in (*criterion.codes, *criterion.any_codes)
        if code in material.codebook
    }


def _said(source: CodedSource, turn: int) -> bool:
    """Whether a turn may be evidence: nobody's question, and no heading or note of whoever wrote it down."""
    speakers = any(each.speaker for each in source.turns)
    return source.turns[turn].role not in ASKING and (bool(source.turns[turn].speaker) or not speakers)


def _sentences(claims: Sequence[Claim]) -> Iterator[tuple[str, str, str]]:
    """Id of the claim, side, sentence."""
    for claim in claims:
        for side in SIDES_ASKED:
            for sentence in getattr(claim.like, side):
                yield claim.id, side, sentence


def _scaled(cosines: np.ndarray) -> np.ndarray:
    """Likeness of segments (rows) and sentences (columns)."""
    n_segments, n_sentences = cosines.shape
    to_sentence = np.sort(cosines, axis=0)[-min(NEAR_SEGMENTS, n_segments) :].mean(axis=0)
    to_segment = np.sort(cosines, axis=1)[:, -min(NEAR_SENTENCES, n_sentences) :].mean(axis=1)
    return 2 * cosines - to_sentence[None] - to_segment[:, None]


def _of_claim(
    rows: Sequence[int],
    columns: Sequence[int],
    likeness: np.ndarray,
    sentences: Sequence[tuple[str, str, str]],
    places: Sequence[tuple[CodedSource, int]],
) -> Iterator[Candidate]:
    own = likeness[:, columns]
    for row in sorted(rows, key=lambda row: (-own[row].max(), row)):
        column = int(own[row].argmax())
        like = float(own[row, column])
        if like < LIKE:
            return
        source, index = places[row]
        _, side, sentence = sentences[columns[column]]
        segment = source.segments[index]
        passage = Passage(source, segment.turn, (index,), segment.start, segment.end, side, ())
        yield Candidate(passage, round(like, 4), sentence)
