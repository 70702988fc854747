"""A coder that was learnt from people, as a run uses it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import sparse

from qualcode.codebook.model import Codebook
from qualcode.coding.calibration import Calibration
from qualcode.coding.heads import VOTERS, Head
from qualcode.coding.spelling import Spelling
from qualcode.coding.thememodel import Standing
from qualcode.coding.themes import ThemeCoder
from qualcode.training.joined import centred
from qualcode.training.precision import JudgedRules


@dataclass(frozen=True)
class CodeHead:
    """What was learnt of one code, by id.

    Attributes:
        above: Id of the code that it is told apart under.
        weights: By voters, of the features; the first is the bias.
        rules: How precise its rules are.
        about: :func:`about_code` of the code as it was.
    """

    above: str | None
    weights: dict[str, np.ndarray]
    rules: JudgedRules
    about: str


@dataclass(frozen=True)
class Trained:
    """What ``qualcode train`` has learnt; :mod:`qualcode.training.folder` keeps it.

    Attributes:
        name: The folder's name.
        revision: A hash of all that decides what it says, 12 hex digits.
        encoder: ``name@revision`` of the encoder it learnt with.
        codes: Ids of its codes, in the order of the columns of all arrays.
        context: Share at which what stands before a segment speaks for its codes.
        centre: (width,).
        vectors: (n_rows, width) float32, of what it learnt from.
        labels: (n_rows, n_codes) bool: which rows have which code.
        idf: (pieces,), weights of letters.
        by_vector: (width, n_codes), primal weights.
        by_letter: (pieces, n_codes), likewise, sparse.
        shift: (2, n_codes).
        spread: (2, n_codes).
        heads: By code id.
        thresholds: By voters and code id.
        chosen: By voters, ids of the codes whose threshold was chosen on judged segments.
        learnt_from: By row, a hash of the text and, of a segment, ``source``, ``start`` and ``end``.
        joints: By other coders, voters and code id, how their votes are joined
            (:mod:`qualcode.coding.joining`): bias, rules and themes, each of them; and the threshold then.
    """

    name: str
    revision: str
    encoder: str
    codes: tuple[str, ...]
    context: float
    centre: np.ndarray
    vectors: np.ndarray
    labels: np.ndarray
    idf: np.ndarray
    by_vector: np.ndarray
    by_letter: sparse.csr_matrix
    shift: np.ndarray
    spread: np.ndarray
    heads: dict[str, CodeHead]
    thresholds: dict[str, dict[str, float]]
    chosen: dict[str, list[str]]
    learnt_from: list[dict[str, Any]]
    joints: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)

    def standing(self, texts: Sequence[str], vectors: np.ndarray, before: np.ndarray) -> Standing:
        """Where segments stand; columns are :attr:`codes`.

        Args:
            texts: Segments.
            vectors: (n_texts, width).
            before: (n_texts, width), of what stands before each; NaN without.
        """
        if not len(texts):
            return Standing.nowhere(0, len(self.codes))
        seen = centred(vectors.astype(np.float64), self.centre)
        letters = Spelling(self.idf).vectors(texts)
        by_vector = (seen @ self.by_vector + self.shift[0]) / self.spread[0]
        by_letter = (np.asarray((letters @ self.by_letter).todense()) + self.shift[1]) / self.spread[1]
        has = ~np.isnan(before).any(axis=1)
        if self.context and has.any():
            near = centred(before[has].astype(np.float64), self.centre)
            by_vector[has] += self.context * (near @ self.by_vector + self.shift[0]) / self.spread[0]
        nearest, similarity = self._nearest(seen)
        nowhere = Standing.nowhere(len(texts), len(self.codes))
        return replace(
            nowhere, by_vector=by_vector, by_letter=by_letter, nearest=nearest, similarity=similarity
        )

    def _nearest(self, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cosine = (seen @ self.vectors.T).astype(np.float32)
        shape = (len(seen), len(self.codes))
        nearest, similarity = np.full(shape, -1, np.int32), np.zeros(shape, np.float32)
        for column in range(shape[1]):
            having = np.flatnonzero(self.labels[:, column])
            if len(having):
                best = cosine[:, having].argmax(axis=1)
                nearest[:, column] = having[best]
                similarity[:, column] = cosine[np.arange(len(seen)), having[best]]
        return nearest, similarity


@dataclass(frozen=True)
class Staleness:
    """How a codebook differs from the one that a coder learnt with, as code ids."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def staleness(trained: Trained, codebook: Codebook) -> Staleness:
    """What of a codebook a coder has not learnt. A code that now stands under another counts as added."""
    heads = trained.heads
    added = tuple(
        code.id for code in codebook.codes if code.id not in heads or heads[code.id].above != code.parent
    )
    return Staleness(
        added,
        tuple(code_id for code_id in trained.codes if code_id not in codebook),
        tuple(
            code.id
            for code in codebook.codes
            if code.id not in added and heads[code.id].about != about_code(codebook, code.id)
        ),
    )


def about_code(codebook: Codebook, code_id: str) -> str:
    """A hash of what a code means: definition, borders, examples, place in the tree."""
    from qualcode.stagecache import key_of

    meaning = codebook[code_id].model_dump(
        mode="json", include={"definition", "include", "exclude", "examples"}
    )
    return key_of(meaning, codebook.lineage(code_id)[:-1])[:12]


class TrainedCoder(ThemeCoder):
    """A trained coder for a codebook, which may have changed since.

    Codes that it has not learnt are left to ``otherwise``; codes that are gone are passed over.

    Args:
        trained: What was learnt.
        codebook: The codebook as it is.
        texts: By row of what it learnt from, how a reader is told of it.
        otherwise: A coder learnt from the codebook's examples alone; needed if codes were added.
    """

    def __init__(
        self,
        trained: Trained,
        codebook: Codebook,
        texts: Sequence[str],
        otherwise: ThemeCoder | None = None,
    ) -> None:
        self.codebook, self.trained = codebook, trained
        self.model = f"{trained.name}@{trained.revision}"
        self._texts = [*texts, *(otherwise.training.texts if otherwise else ())]
        self._left_to = set(staleness(trained, codebook).added)
        self._otherwise = otherwise
        self._themes = None
        self.kept = {}
        columns = {code_id: number for number, code_id in enumerate(codebook.ids)}
        self._heads: dict[int, Head] = {}
        self._above: dict[int, int | None] = {}
        # The coder that comes with the program takes no part where people have trained one.
        self._learnt, self._known = None, {}
        for code_id in sorted(codebook.ids, key=lambda each: len(codebook.lineage(each))):
            column = columns[code_id]
            if code_id in self._left_to:
                assert otherwise is not None, "codes that were not learnt need another coder"
                self._heads[column], self._above[column] = otherwise._heads[column], otherwise._above[column]
                continue
            head = trained.heads[code_id]
            calibrations = {voters: Calibration(head.weights[voters]) for voters in VOTERS}
            limits = {voters: trained.thresholds[voters][code_id] for voters in VOTERS}
            self._heads[column] = Head(head.rules, calibrations, 1.0, limits)  # type: ignore[arg-type]
            self._above[column] = None if head.above is None else columns[head.above]

    def stand(self, standing: Standing, otherwise: Standing | None) -> Standing:
        """A standing by the trained coder's columns as one by the codebook's.

        Args:
            standing: Of :meth:`Trained.standing`.
            otherwise: By the coder for codes that were added, by the codebook's columns.
        """
        out = Standing.nowhere(len(standing.by_vector), len(self.codebook.ids))
        at = {code_id: number for number, code_id in enumerate(self.trained.codes)}
        for column, code_id in enumerate(self.codebook.ids):
            other = code_id in self._left_to
            one, own = (otherwise, column) if other else (standing, at[code_id])
            assert one is not None
            out.by_vector[:, column] = one.by_vector[:, own]
            out.by_letter[:, column] = one.by_letter[:, own]
            out.similarity[:, column] = one.similarity[:, own]
            nearest = one.nearest[:, own]
            shift = len(self.trained.learnt_from) if other else 0
            out.nearest[:, column] = np.where(nearest >= 0, nearest + shift, nearest)
        return out

    def threshold(self, code_id: str, voters: str, chosen: Mapping[str, float]) -> float:
        """From which probability a code is given: what was learnt for it, unless a person has set it."""
        if code_id in chosen:
            return chosen[code_id]
        if code_id in self._left_to:
            assert self._otherwise is not None
            return self._otherwise.threshold(code_id, voters, dict(chosen))
        return self.trained.thresholds[voters][code_id]

    def standing(self, texts: Sequence[str], vectors: np.ndarray) -> Standing:
        """Where single segments stand, of which it is not known what stands before them."""
        alone = self.trained.standing(texts, vectors, np.full(vectors.shape, np.nan))
        otherwise = self._otherwise.standing(texts, vectors) if self._otherwise else None
        return self.stand(alone, otherwise)

    def joint(self, kinds: str, voters: str) -> tuple[dict[str, list[float]], dict[str, float]]:
        """How other coders' votes are joined, by code id, and the thresholds then."""
        learnt = self.trained.joints.get(kinds, {}).get(voters, {})
        own = {code_id: each for code_id, each in learnt.items() if code_id not in self._left_to}
        return (
            {code_id: each[:-1] for code_id, each in own.items()},
            {code_id: each[-1] for code_id, each in own.items()},
        )

    def example(self, place: int) -> str | None:
        """What a reader is told of a text that it learnt from."""
        return None if place < 0 else self._texts[place]

    @property
    def left_to_examples(self) -> Collection[str]:
        """Ids of the codes that it has not learnt."""
        return self._left_to
