"""How near a text stands to each code, by the transformer's vector and by the letters of its words.

Each is a kernel ridge regression on the codebook's examples; the codes right under one code (or the themes)
are told apart among the examples of that code. Nothing here knows of rules, so what was found of a text holds
as long as examples and encoder do.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coding.ridge import Ridge
from qualcode.coding.spelling import Spelling
from qualcode.coding.training import TrainingSet

if TYPE_CHECKING:
    from scipy import sparse

PENALTIES = (2.0, 0.6)
"""Ridge of the vectors' and of the spelling's regression (by leave-one-out on the shipped codebook)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where texts stand; all arrays are (n_texts, n_codes).

    Attributes:
        by_vector: float64, in standard deviations of what left-out examples got.
        by_letter: float64, likewise.
        nearest: int32, place among the training texts of the nearest example that has the code, −1 without
            one.
        similarity: float32, its cosine.
        learnt: (n_texts, n_features) float64, what the learnt coder goes by
            (:meth:`qualcode.learnt.coder.LearntCoder.features`); without columns where there is none.
    """

    by_vector: np.ndarray
    by_letter: np.ndarray
    nearest: np.ndarray
    similarity: np.ndarray
    learnt: np.ndarray

    def to_bytes(self) -> bytes:
        """All arrays, for :meth:`from_bytes`."""
        return _saved(getattr(self, each.name) for each in fields(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What :meth:`to_bytes` packed."""
        return cls(*_loaded(data))

    @classmethod
    def nowhere(cls, n_texts: int, n_codes: int) -> Self:
        """Of texts that no model was asked about."""
        shape = (n_texts, n_codes)
        nearest, similarity = np.full(shape, -1, np.int32), np.zeros(shape, np.float32)
        return cls(np.zeros(shape), np.zeros(shape), nearest, similarity, np.zeros((n_texts, 0)))


def families(codebook: Codebook) -> Iterator[tuple[int | None, list[int]]]:
    """The codes that are told apart from each other, as columns, with the column of the code above them; from
    the themes down."""
    column = {code_id: number for number, code_id in enumerate(codebook.ids)}
    for parent in (None, *codebook.ids):
        children = codebook.themes if parent is None else codebook.children(parent)
        if children:
            above = None if parent is None else column[parent]
            yield above, [column[code.id] for code in children]


def members(training: TrainingSet, above: int | None, columns: list[int]) -> np.ndarray:
    """Places of the training texts from which a family's codes are learnt: those of the code above, as far as
    anything is known of them."""
    labels = training.labels
    member = np.ones(len(labels), bool) if above is None else labels[:, above] == 1
    return np.flatnonzero(member & ~np.isnan(labels[:, columns]).all(axis=1))


class ThemeModel:
    """The regressions, learnt: :meth:`learn` makes one.

    Attributes:
        left_out: What each training text would get had it been left out; NaN where a text is not among a
            family's :func:`members`.
    """

    def __init__(self, labels: np.ndarray, centre: np.ndarray, vectors: np.ndarray, idf: np.ndarray) -> None:
        self._labels, self._centre, self._vectors, self._spelling = labels, centre, vectors, Spelling(idf)
        n_codes = labels.shape[1]
        self._weights = (np.zeros((vectors.shape[1], n_codes)), np.zeros((len(idf), n_codes)))
        self._shift, self._spread = np.zeros((2, n_codes)), np.ones((2, n_codes))
        self.left_out = Standing.nowhere(*labels.shape)

    @classmethod
    def learn(cls, codebook: Codebook, training: TrainingSet, vectors: np.ndarray) -> Self:
        """Learns to tell a codebook's codes apart.

        Args:
            codebook: The codebook.
            training: Its examples.
            vectors: (n_texts, width), of the training texts.
        """
        vectors = vectors.astype(np.float64)
        centre = vectors.mean(axis=0) if len(vectors) > 1 else np.zeros(vectors.shape[1])
        spelling = Spelling.learn(training.texts)
        model = cls(training.labels, centre, _centred(vectors, centre), spelling.weights)
        letters = spelling.vectors(training.texts)
        model.left_out.by_vector[:] = model.left_out.by_letter[:] = np.nan
        for above, columns in families(codebook):
            model._learn(members(training, above, columns), columns, letters)
        return model

    def to_bytes(self) -> bytes:
        """All that it has learnt, for :meth:`from_bytes`."""
        used = np.flatnonzero(self._weights[1].any(axis=1))
        parts = [self._labels, self._centre, self._vectors, self._spelling.weights]
        parts += [self._weights[0], used, self._weights[1][used], self._shift, self._spread]
        return _saved([*parts, self.left_out.by_vector, self.left_out.by_letter])

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What :meth:`to_bytes` packed."""
        *about, weights, used, of_letters, shift, spread, by_vector, by_letter = _loaded(data)
        model = cls(*about)
        model._weights[0][:], model._weights[1][used] = weights, of_letters
        model._shift, model._spread = shift, spread
        model.left_out.by_vector[:], model.left_out.by_letter[:] = by_vector, by_letter
        return model

    def _learn(self, rows: np.ndarray, columns: list[int], all_letters: sparse.csr_matrix) -> None:
        vectors, letters = self._vectors[rows], all_letters[rows]
        kernels = (vectors @ vectors.T, np.asarray((letters @ letters.T).todense()))
        left_out = (self.left_out.by_vector, self.left_out.by_letter)
        for kind, (kernel, known) in enumerate(zip(kernels, (vectors, letters), strict=True)):
            ridge = Ridge.fit(kernel, self._labels[np.ix_(rows, columns)], penalty=PENALTIES[kind])
            centre = ridge.left_out.mean(axis=0)
            spread = np.maximum(ridge.left_out.std(axis=0), 1e-6)
            left_out[kind][np.ix_(rows, columns)] = (ridge.left_out - centre) / spread
            # Primal weights: one product a text, however many examples there are.
            self._weights[kind][:, columns] = known.T @ ridge.dual
            self._shift[kind, columns] = ridge.base - centre
            self._spread[kind, columns] = spread

    def standing(self, texts: Sequence[str], vectors: np.ndarray) -> Standing:
        """Where texts stand.

        Args:
            texts: Segments.
            vectors: (n_texts, width or more), their vectors by the encoder of the training texts' ones;
                columns beyond those are not looked at.
        """
        if not len(texts):
            return Standing.nowhere(0, self._labels.shape[1])
        centred = _centred(vectors[:, : len(self._centre)].astype(np.float64), self._centre)
        letters = self._spelling.vectors(texts)
        by_vector, by_letter = (
            (known @ weights + shift) / spread
            for known, weights, shift, spread in zip(
                (centred, letters), self._weights, self._shift, self._spread, strict=True
            )
        )
        return Standing(by_vector, by_letter, *self._nearest(centred), np.zeros((len(texts), 0)))

    def _nearest(self, centred: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cosine = (centred @ self._vectors.T).astype(np.float32)
        shape = (len(centred), self._labels.shape[1])
        nearest, similarity = np.full(shape, -1, np.int32), np.zeros(shape, np.float32)
        for column in range(shape[1]):
            having = np.flatnonzero(self._labels[:, column] == 1)
            if len(having) and len(centred):
                best = cosine[:, having].argmax(axis=1)
                nearest[:, column] = having[best]
                similarity[:, column] = cosine[np.arange(len(centred)), having[best]]
        return nearest, similarity


def _centred(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    away = vectors - centre
    return away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-12)


def _saved(arrays: Iterable[np.ndarray]) -> bytes:
    file = io.BytesIO()
    for array in arrays:
        np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _loaded(data: bytes) -> list[np.ndarray]:
    file, arrays = io.BytesIO(data), []
    while file.tell() < len(data):
        arrays.append(np.load(file, allow_pickle=False))
    return arrays
