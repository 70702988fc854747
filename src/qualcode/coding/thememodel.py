"""How near a text stands to each code, by the transformer's vector and by the letters of its words.

Each is a kernel ridge regression on the codebook's examples; the codes right under one code (or the themes)
are told apart among the examples of that code. By the vector, what is learnt starts from what the codes'
definitions say of them and not from nothing, so that a few examples add to a definition and do not replace
it. How far a text stands out is measured against left-out examples, or, for a theme that has few, against
what people say beside any theme. Nothing here knows of rules, so what was found of a text holds as long as
examples and encoder do.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coding.calibration import ENOUGH
from qualcode.coding.centring import centred
from qualcode.coding.ridge import Ridge
from qualcode.coding.spelling import Spelling
from qualcode.coding.training import TrainingSet

if TYPE_CHECKING:
    from scipy import sparse

    _Vectors = np.ndarray | sparse.csr_matrix

PENALTIES = (2.0, 0.6)
"""Ridge of the vectors' and of the spelling's regression (by leave-one-out on the shipped codebook)."""

ORDINARY_WEIGHT = 20
"""As so many texts the ordinary ones count for the middle that vectors are seen from."""

SHARED = 2
"""Of ``n`` codes' definitions, ``n / (n + SHARED)`` of what all share is left out: that tells none apart."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where texts stand; all arrays are (n_texts, n_codes).

    Attributes:
        by_vector: float64, in standard deviations of what left-out examples got, or ordinary texts
            (:func:`against_ordinary`).
        by_letter: float64, likewise.
        nearest: int32, place among the training texts of the nearest example that has the code, −1 without
            one.
        similarity: float32, its cosine.
        learnt: (n_texts, n_features) float64, what the learnt coder goes by
            (:meth:`qualcode.learnt.coder.LearntCoder.features`); without columns where there is none.
        taught: (n_texts, n_signs) float64, what a trained coder goes by beside all that
            (:data:`qualcode.training.trained.SIGNS`); without columns where there is none.
    """

    by_vector: np.ndarray
    by_letter: np.ndarray
    nearest: np.ndarray
    similarity: np.ndarray
    learnt: np.ndarray
    taught: np.ndarray

    def to_bytes(self) -> bytes:
        """All arrays, for :meth:`from_bytes`."""
        return _saved(getattr(self, each.name) for each in fields(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What :meth:`to_bytes` packed."""
        return cls(*_loaded(data))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Of several texts one after the other.

        Args:
            parts: At least one.
        """
        return cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))

    @classmethod
    def nowhere(cls, n_texts: int, n_codes: int) -> Self:
        """Of texts that no model was asked about."""
        shape = (n_texts, n_codes)
        nearest, similarity = np.full(shape, -1, np.int32), np.zeros(shape, np.float32)
        nothing = np.zeros((n_texts, 0))
        return cls(np.zeros(shape), np.zeros(shape), nearest, similarity, nothing, nothing)


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


def against_ordinary(training: TrainingSet, above: int | None, columns: list[int]) -> list[bool]:
    """Of which of a family's codes the standing is told against ordinary texts: of themes with fewer positive
    texts than a threshold is learnt from, as those left out are then too few to go by."""
    positive = (training.labels[:, columns] == 1).sum(axis=0)
    return [above is None and n < ENOUGH for n in positive.tolist()]


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
            vectors: (n_encoded, width), of :attr:`~qualcode.coding.training.TrainingSet.encoded`.
        """
        texts, described, ordinary = training.parts(vectors.astype(np.float64))
        centre = texts.sum(axis=0) + ORDINARY_WEIGHT * ordinary.mean(axis=0)
        centre /= len(texts) + ORDINARY_WEIGHT
        spelling = Spelling.learn(training.texts)
        model = cls(training.labels, centre, centred(texts, centre), spelling.weights)
        about = np.array([centred(each, centre).mean(axis=0) for each in described])
        kinds = (
            (model._vectors, centred(ordinary, centre)),
            (spelling.vectors(training.texts), spelling.vectors(training.ordinary)),
        )
        model.left_out.by_vector[:] = model.left_out.by_letter[:] = np.nan
        for above, columns in families(codebook):
            few, rows = against_ordinary(training, above, columns), members(training, above, columns)
            # Letters start from nothing: definitions are written in other words than people speak.
            starts = (_apart(about[columns]).T, None)
            for kind, (known, beside) in enumerate(kinds):
                model._learn(kind, rows, columns, known, beside, starts[kind], few)
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

    def _learn(
        self,
        kind: int,
        rows: np.ndarray,
        columns: list[int],
        texts: _Vectors,
        beside: _Vectors,
        start: np.ndarray | None,
        few: list[bool],
    ) -> None:
        known, labels = texts[rows], self._labels[np.ix_(rows, columns)]
        # What the start says already is not learnt again.
        said = 0.0 if start is None else known @ start
        ridge = Ridge.fit(_product(known, known), labels - said, penalty=PENALTIES[kind])
        weights = known.T @ ridge.dual + (0.0 if start is None else start)
        seen, against = ridge.left_out + said, beside @ weights + ridge.base
        centre, spread = (np.where(few, of(against, axis=0), of(seen, axis=0)) for of in (np.mean, np.std))
        spread = np.maximum(spread, 1e-6)
        left_out = (self.left_out.by_vector, self.left_out.by_letter)[kind]
        left_out[np.ix_(rows, columns)] = (seen - centre) / spread
        # Primal weights: one product a text, however many examples there are.
        self._weights[kind][:, columns] = weights
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
        seen = centred(vectors[:, : len(self._centre)].astype(np.float64), self._centre)
        letters = self._spelling.vectors(texts)
        by_vector, by_letter = (
            (known @ weights + shift) / spread
            for known, weights, shift, spread in zip(
                (seen, letters), self._weights, self._shift, self._spread, strict=True
            )
        )
        nothing = np.zeros((len(texts), 0))
        return Standing(by_vector, by_letter, *self._nearest(seen), nothing, nothing)

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


def _apart(about: np.ndarray) -> np.ndarray:
    """(n_codes, width), L2-normalized: what tells each code's description from the others'."""
    about = centred(about, 0.0)
    return centred(about, about.mean(axis=0) * len(about) / (len(about) + SHARED))


def _product(one: _Vectors, other: _Vectors) -> np.ndarray:
    found = one @ other.T
    return found if isinstance(found, np.ndarray) else np.asarray(found.todense())


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
