"""The codebook's examples and the segments that people judged, as one material to learn from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.carrier import Match
from qualcode.codebook.model import Codebook
from qualcode.coding.centring import centred
from qualcode.coding.spelling import Spelling
from qualcode.coding.training import TrainingSet
from qualcode.training.segments import StudySegments

ALONE = -1
"""Group of an example that stands in no source."""

BLOCK = 20
"""Segments a block, where a study has too few sources to set whole ones apart."""


@dataclass(frozen=True)
class Joined:
    """Examples first, then judged segments; arrays are by row.

    Attributes:
        codebook: Whose codes the columns are.
        texts: Their words.
        labels: (n_rows, n_codes): 1, 0, NaN.
        natural: (n_rows, n_codes) bool, see :class:`~qualcode.training.segments.StudySegments`.
        groups: (n_rows,) int: what may not be on both sides of a split. An example that stands in a source
            belongs to it.
        vectors: (n_rows, width).
        before: (n_rows, width), vectors of what stands right before; NaN without.
        matches: What the rules found in each.
        n_examples: How many rows are examples.
        segments: For each judged segment its place among the study's.
        whole_sources: Groups are sources; otherwise blocks within them.
        without: By voters, (n_rows, n_codes): probability without training of each code where a judged
            segment has the code above it; NaN for examples: what holds without training has learnt from them.
        limits: By voters, (n_codes,), thresholds without training.
    """

    codebook: Codebook
    texts: tuple[str, ...]
    labels: np.ndarray
    natural: np.ndarray
    groups: np.ndarray
    vectors: np.ndarray
    before: np.ndarray
    matches: tuple[tuple[Match, ...], ...]
    n_examples: int
    segments: np.ndarray
    whole_sources: bool
    without: Mapping[str, np.ndarray]
    limits: Mapping[str, np.ndarray]

    @property
    def judged(self) -> np.ndarray:
        """Rows of judged segments."""
        return np.arange(self.n_examples, len(self.texts))


def join(
    codebook: Codebook,
    examples: TrainingSet,
    example_vectors: np.ndarray,
    example_matches: Sequence[Sequence[Match]],
    study: StudySegments,
    vectors: np.ndarray,
    before: np.ndarray,
    matches: Sequence[Sequence[Match]],
    use: np.ndarray,
    without: Mapping[str, np.ndarray],
    limits: Mapping[str, np.ndarray],
) -> Joined:
    """Puts both together.

    Args:
        codebook: The codebook.
        examples: Its training set.
        example_vectors: (n_examples, width).
        example_matches: What the rules found in each example.
        study: The study's segments.
        vectors: (n_segments, width).
        before: (n_segments, width), of what stands before; NaN without.
        matches: What the rules found in each segment.
        use: (n_segments,) bool: which to take.
        without: By voters, (n_segments, n_codes), as :class:`Joined` has it of its rows.
        limits: By voters, thresholds without training.
    """
    unknown = np.full(examples.labels.shape, np.nan)
    taken = np.flatnonzero(use)
    groups, whole = _groups(study, taken)
    return Joined(
        codebook,
        (*examples.texts, *(study.texts[row] for row in taken)),
        np.vstack([examples.labels, study.labels[taken]]),
        np.vstack([np.zeros(examples.labels.shape, bool), study.natural[taken]]),
        np.concatenate([_examples_in_sources(examples.texts, study, groups, taken), groups]),
        np.vstack([example_vectors, vectors[taken]]).astype(np.float64),
        np.vstack([np.full(example_vectors.shape, np.nan), before[taken]]).astype(np.float64),
        (*(tuple(found) for found in example_matches), *(tuple(matches[row]) for row in taken)),
        len(examples.texts),
        taken,
        whole,
        {voters: np.vstack([unknown, each[taken]]) for voters, each in without.items()},
        limits,
    )


def _groups(study: StudySegments, taken: np.ndarray) -> tuple[np.ndarray, bool]:
    names = [study.sources[row] for row in taken]
    whole = len(set(names)) >= 3
    within: Counter[str] = Counter()
    keys: list[object] = []
    for name in names:
        keys.append(name if whole else (name, within[name] // BLOCK))
        within[name] += 1
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys], int), whole


def _examples_in_sources(
    examples: Sequence[str], study: StudySegments, groups: np.ndarray, taken: np.ndarray
) -> np.ndarray:
    """Groups of examples: whoever writes a codebook takes some out of the interviews themselves."""
    bare = [_bare(study.texts[row]) for row in taken]
    by_text = dict(zip(bare, groups.tolist(), strict=True))
    out = np.full(len(examples), ALONE)
    joined = "\n".join(bare)
    starts = np.cumsum([0, *(len(text) + 1 for text in bare)])
    for number, example in enumerate(examples):
        words = _bare(example)
        if words in by_text:
            out[number] = by_text[words]
        elif len(words) >= 20 and (at := joined.find(words)) >= 0:
            out[number] = groups[int(np.searchsorted(starts, at, "right")) - 1]
    return out


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


class Kernels:
    """How alike rows are, by vector and by letters; computed once for all that is fitted on them.

    Attributes:
        centre: (width,), mean vector.
        vectors: (n_rows, width), centred, L2-normalized.
        spelling: Of all rows' texts.
        letters: (n_rows, pieces), sparse, rows L2-normalized.
        same: By vector and by letters, (n_rows, n_rows).
        before: (n_rows, n_rows), what stands before each row with each row, by vector; NaN without.
    """

    def __init__(self, joined: Joined) -> None:
        self.centre = joined.vectors.mean(axis=0)
        self.vectors = centred(joined.vectors, self.centre)
        self.spelling = Spelling.learn(joined.texts)
        self.letters = self.spelling.vectors(joined.texts)
        by_vector = (self.vectors @ self.vectors.T).astype(np.float32)
        by_letter = np.asarray((self.letters @ self.letters.T).todense(), np.float32)
        self.same = (by_vector, by_letter)
        self.before = np.full(by_vector.shape, np.nan, np.float32)
        has = ~np.isnan(joined.before).any(axis=1)
        self.before[has] = centred(joined.before[has], self.centre) @ self.vectors.T
