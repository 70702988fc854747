"""What was learnt of people's codings, without what it was learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from qualcode.codebook.model import Codebook
from qualcode.coding.centring import centred
from qualcode.coding.rulefeatures import RuleKey
from qualcode.coding.spelling import Spelling
from qualcode.coding.thememodel import Standing
from qualcode.training.fitting import without_training
from qualcode.training.precision import JudgedRules
from qualcode.training.regression import probability

if TYPE_CHECKING:
    from qualcode.encoders.adapter import Adapter


SIGNS = ("vector", "letter", "both.vector", "both.letter", "model.vector", "model.letter", "tuned")
"""What is known of a segment for each code that was learnt: where it stands by vector and by letters, what
people found wrong with the probability by ``both`` and by ``model`` in segments like it, and what a
fine-tuned encoder says."""

_READ = {"rules": (), "model": (0, 1, 4, 5), "both": (0, 1, 2, 3)}


@dataclass(frozen=True)
class CodeHead:
    """What was learnt of one code, by id.

    Attributes:
        above: Id of the code that it is told apart under.
        about: :func:`about_code` of the code as it was.
        context: Share at which what stands before a segment speaks for it.
        tuned: What a fine-tuned encoder says counts.
        weights: By voters, of the features; the first is the bias. Empty for a code that is coded as without
            training.
        rules: How its rules fared.
    """

    above: str | None
    about: str
    context: float = 0.0
    tuned: bool = False
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    rules: JudgedRules = field(default_factory=JudgedRules)

    def probability(
        self, without: np.ndarray, signs: np.ndarray, hits: Sequence[frozenset[RuleKey]], voters: str
    ) -> np.ndarray:
        """(n_texts,): of the code, where a text has the code above.

        Args:
            without: (n_texts,), the same without training.
            signs: (n_texts, ``len(SIGNS)``).
            hits: Which of its rules matched.
            voters: ``rules``, ``model`` or ``both``.
        """
        read = [*_READ[voters], *((6,) if self.tuned and voters != "rules" else ())]
        made = np.column_stack([without_training(without), signs[:, read]])
        if voters != "model":
            made = np.column_stack([made, self.rules.fared(hits)])
        return probability(self.weights[voters], made)


@dataclass(frozen=True)
class Trained:
    """What ``qualcode train`` has learnt; :mod:`qualcode.training.folder` keeps it.

    Attributes:
        name: The folder's name.
        revision: A hash of all that decides what it says, 12 hex digits.
        encoder: ``name@revision`` of the encoder it learnt with.
        codes: Ids of its codes, in the order of the columns of ``labels``.
        built: Ids of the codes that are coded otherwise than without training; n_built of them.
        centre: (width,).
        vectors: (n_rows, width) float32, of what it learnt from.
        labels: (n_rows, n_codes) bool: which rows have which code.
        idf: (pieces,), weights of letters.
        by_vector: (width, 3 × n_built), primal weights of where a text stands, of what is wrong with
            ``both``, and of what is wrong with ``model``.
        by_letter: (pieces, 3 × n_built), likewise, sparse.
        shift: (2, 3 × n_built).
        spread: (2, 3 × n_built).
        by_tuned: (1 + width, n_built), of the fine-tuned encoder's vectors, bias first; zeros without one.
        heads: By code id.
        thresholds: By voters and code id.
        chosen: By voters, ids of the codes whose threshold was chosen on judged segments.
        learnt_from: By row, a hash of the text and, of a segment, ``source``, ``start`` and ``end``.
        joints: By other coders, voters and code id, how their votes are joined
            (:mod:`qualcode.coding.joining`): bias, rules and themes, each of them; and the threshold then.
        adapter: What fine-tuning changed of the encoder, if that counts for some code.
    """

    name: str
    revision: str
    encoder: str
    codes: tuple[str, ...]
    built: tuple[str, ...]
    centre: np.ndarray
    vectors: np.ndarray
    labels: np.ndarray
    idf: np.ndarray
    by_vector: np.ndarray
    by_letter: sparse.csr_matrix
    shift: np.ndarray
    spread: np.ndarray
    by_tuned: np.ndarray
    heads: dict[str, CodeHead]
    thresholds: dict[str, dict[str, float]]
    chosen: dict[str, list[str]]
    learnt_from: list[dict[str, Any]]
    joints: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)
    adapter: Adapter | None = None

    @property
    def looks_back(self) -> bool:
        """Whether what stands before a segment counts for some code."""
        return any(head.context for head in self.heads.values())

    def standing(
        self,
        standing: Standing,
        texts: Sequence[str],
        vectors: np.ndarray,
        before: np.ndarray,
        tuned: np.ndarray | None = None,
    ) -> Standing:
        """Where segments stand, with what people's codings say of it.

        Args:
            standing: Without training; nearest examples are replaced, by the columns of :attr:`codes`.
            texts: Segments.
            vectors: (n_texts, width or more).
            before: (n_texts, width), of what stands before each; NaN without.
            tuned: (n_texts, width), of the fine-tuned encoder; needed with an adapter.
        """
        n, built = len(texts), len(self.built)
        seen = centred(vectors[:, : len(self.centre)].astype(np.float64), self.centre)
        letters = Spelling(self.idf).vectors(texts)
        by_vector = (seen @ self.by_vector + self.shift[0]) / self.spread[0]
        by_letter = (np.asarray((letters @ self.by_letter).todense()) + self.shift[1]) / self.spread[1]
        has = ~np.isnan(before).any(axis=1)
        shares = np.array([self.heads[code_id].context for code_id in self.built])
        if shares.any() and has.any():
            near = centred(before[has].astype(np.float64), self.centre) @ self.by_vector[:, :built]
            by_vector[has, :built] += shares * (near + self.shift[0, :built]) / self.spread[0, :built]
        said = np.zeros((n, built))
        if tuned is not None:
            said = tuned.astype(np.float64) @ self.by_tuned[1:] + self.by_tuned[0]
        parts = [part[:, at * built : (at + 1) * built] for at in range(3) for part in (by_vector, by_letter)]
        signs = np.stack([*parts, said], axis=2).reshape(n, built * len(SIGNS))
        nearest, similarity = self._nearest(seen)
        return replace(standing, nearest=nearest, similarity=similarity, taught=signs)

    def _nearest(self, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cosine = (seen @ self.vectors.T).astype(np.float32)
        shape = (len(seen), len(self.codes))
        nearest, similarity = np.full(shape, -1, np.int32), np.zeros(shape, np.float32)
        for column in range(shape[1]):
            having = np.flatnonzero(self.labels[:, column])
            if len(having) and len(seen):
                best = cosine[:, having].argmax(axis=1)
                nearest[:, column] = having[best]
                similarity[:, column] = cosine[np.arange(len(seen)), having[best]]
        return nearest, similarity

    def to_decide(self) -> Trained:
        """What deciding needs, without what finds where segments stand."""
        names = ("vectors", "labels", "idf", "by_vector", "by_letter", "by_tuned")
        return replace(self, **{name: getattr(self, name)[:0] for name in names}, adapter=None)


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
