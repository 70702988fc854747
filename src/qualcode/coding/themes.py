"""The theme coder: what it learns from a codebook, as a probability for each segment and code.

Three things speak for a code: the transformer's vector and the letters of the words (each a kernel ridge
regression on the codebook's examples), and the rules that matched. A logistic regression makes one
probability of them, learnt on what each example would have got had it been left out. As whoever writes
rules has read the examples, rules look better on them than they are; so what rules and model say together
is averaged, as log-odds, with what the model says alone. The codes right under a code are told apart among
the examples of that code; their probability is that of the code above times their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, logit

from qualcode.carrier import Match
from qualcode.codebook.fingerprints import fingerprint
from qualcode.codebook.model import Codebook
from qualcode.coding.calibration import ENOUGH, NEUTRAL, Calibration, choose_threshold, cross_fitted
from qualcode.coding.ridge import Ridge
from qualcode.coding.rulefeatures import RuleKey, RulePrecision, rules_by_code
from qualcode.coding.spelling import Spelling
from qualcode.coding.training import TrainingSet, training_set
from qualcode.encoders import Encoder, Progress

if TYPE_CHECKING:
    from qualcode.coding.rules import RuleCoder

PENALTIES = (2.0, 0.6)
"""Ridge of the vectors' and of the spelling's regression (by leave-one-out on the shipped codebook)."""

DIGITS = 4
"""Scores are rounded, so that the last bits of a product do not show."""

VOTERS = ("rules", "model", "both")
TRUST = 0.5
"""Share of rules and model together, against the model alone, in the log-odds of ``both``. With few examples
it is 1: what a rule is worth is then not learnt from them.
"""

PRIORS = {
    "rules": np.array([-2.0, 1.6, 1.0, 0.3]),
    "model": np.array([-2.0, 1.4, 1.0]),
    "both": np.array([-2.0, 1.2, 0.9, 1.6, 1.0, 0.3]),
}
"""Bias and weights before any text is seen: a rule alone gives its code, a model must be sure."""

SHARE_BELOW = 0.6
"""Of best F1 for the shipped codebook's subcodes on left-out examples (.68; at 0.8 .63, at 1 .59)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the theme coder makes of texts; all arrays are (n_texts, n_codes).

    Attributes:
        both: Probability by rules and model.
        rules: Probability by rules alone.
        model: Probability by the model alone.
        nearest: Place among the training texts of the nearest example that has the code, −1 without one.
        similarity: Its cosine.
    """

    both: np.ndarray
    rules: np.ndarray
    model: np.ndarray
    nearest: np.ndarray
    similarity: np.ndarray

    def of(self, voters: str) -> np.ndarray:
        """The probabilities by ``rules``, ``model`` or ``both``."""
        return {"rules": self.rules, "model": self.model, "both": self.both}[voters]


@dataclass(frozen=True, slots=True)
class _Family:
    """The codes right under one code (or the themes) and the regressions that tell them apart.

    ``weights`` are the regressions' primal ones: one product a text, however many examples there are.
    """

    columns: list[int]
    parent: int | None
    weights: tuple[np.ndarray, np.ndarray]
    ridges: tuple[Ridge, Ridge]
    centres: tuple[np.ndarray, np.ndarray]
    spreads: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class _Head:
    precision: RulePrecision
    calibrations: dict[str, Calibration]
    trust: float


class ThemeCoder:
    """A coder learnt from a codebook; :meth:`learn` makes one.

    Attributes:
        codebook: What it learnt from.
        training: The texts it learnt from and their labels.
        model: ``name@revision`` of its encoder.
        thresholds: By voters and code id, the probability from which a code is given.
        left_out: By voters, (n_texts, n_codes): what each training text would get had it been left out of
            what is learnt.
    """

    def __init__(self, codebook: Codebook, model: str, training: TrainingSet, vectors: np.ndarray) -> None:
        self.codebook, self.model, self.training = codebook, model, training
        self.thresholds: dict[str, dict[str, float]] = {voters: {} for voters in VOTERS}
        self.left_out = {voters: np.zeros(training.labels.shape) for voters in VOTERS}
        self._families: list[_Family] = []
        self._heads: dict[int, _Head] = {}
        vectors = vectors.astype(np.float64)
        self._centre = vectors.mean(axis=0) if len(vectors) > 1 else np.zeros(vectors.shape[1])
        self._vectors = self._centred(vectors)
        self._spelling = Spelling(training.texts)
        self._letters = self._spelling.vectors(training.texts)

    @cached_property
    def fingerprint(self) -> str:
        """The codebook's."""
        return fingerprint(self.codebook)

    @classmethod
    def learn(
        cls,
        codebook: Codebook,
        encoder: Encoder,
        *,
        rules: RuleCoder | None = None,
        progress: Progress | None = None,
    ) -> ThemeCoder:
        """Learns from the codebook's examples and labelled texts.

        Args:
            codebook: With at least one code.
            encoder: Turns texts into vectors; a :class:`~qualcode.encoders.cache.CachedEncoder` saves time.
            rules: The codebook's rules in its language, if they have been made ready already.
            progress: Called while examples are encoded.
        """
        from qualcode.coding.rules import match_texts

        training = training_set(codebook)
        vectors = encoder.encode(training.texts, progress=progress)
        coder = cls(codebook, f"{encoder.name}@{encoder.revision}", training, vectors)
        matches = match_texts(codebook, training.texts, codebook.language, coder=rules)
        hits = [rules_by_code(codebook, found) for found in matches]
        for parent in (None, *codebook.ids):
            children = codebook.themes if parent is None else codebook.children(parent)
            if children:
                coder._learn_family(parent, [codebook.ids.index(code.id) for code in children], hits)
        return coder

    def _learn_family(
        self, parent: str | None, columns: list[int], hits: list[dict[str, set[RuleKey]]]
    ) -> None:
        above = None if parent is None else self.codebook.ids.index(parent)
        labels = self.training.labels[:, columns]
        member = np.ones(len(labels), bool) if above is None else self.training.labels[:, above] == 1
        rows = np.flatnonzero(member & ~np.isnan(labels).all(axis=1))
        labels = labels[rows]
        kernels = (
            self._vectors[rows] @ self._vectors[rows].T,
            np.asarray((self._letters[rows] @ self._letters[rows].T).todense()),
        )
        ridges = tuple(
            Ridge.fit(kernel, labels, penalty=penalty)
            for kernel, penalty in zip(kernels, PENALTIES, strict=True)
        )
        centres = tuple(ridge.left_out.mean(axis=0) for ridge in ridges)
        spreads = tuple(np.maximum(ridge.left_out.std(axis=0), 1e-6) for ridge in ridges)
        weights = (self._vectors[rows].T @ ridges[0].dual, self._letters[rows].T @ ridges[1].dual)
        family = _Family(columns, above, weights, ridges, centres, spreads)  # type: ignore[arg-type]
        self._families.append(family)
        seen = [
            (ridge.left_out - centre) / spread
            for ridge, centre, spread in zip(ridges, centres, spreads, strict=True)
        ]
        for place, column in enumerate(columns):
            code_id = self.codebook.ids[column]
            known = np.flatnonzero(~np.isnan(labels[:, place]))
            truth = labels[known, place]
            matched = [hits[rows[number]].get(code_id, set()) for number in known]
            precision = RulePrecision(matched, truth)
            features = _features(precision.features(matched, truth), *(score[known, place] for score in seen))
            fitted = {voters: Calibration.fit(features[voters], truth, PRIORS[voters]) for voters in VOTERS}
            trust = TRUST if truth.sum() >= ENOUGH else 1.0
            self._heads[column] = _Head(precision, fitted, trust)
            honest = _averaged(
                {voters: cross_fitted(features[voters], truth, PRIORS[voters]) for voters in VOTERS}, trust
            )
            for voters in VOTERS:
                self.thresholds[voters][code_id] = choose_threshold(honest[voters], truth)
                left_out = self.left_out[voters]
                left_out[rows[known], column] = honest[voters]
                if above is not None:
                    left_out[rows[known], column] *= left_out[rows[known], above]

    def score(self, texts: Sequence[str], vectors: np.ndarray, matches: Sequence[Sequence[Match]]) -> Scores:
        """Probabilities of all codes.

        Args:
            texts: Segments.
            vectors: (n_texts, width), their vectors by the encoder it learnt with.
            matches: What the rules found in each.
        """
        size = (len(texts), len(self.codebook.ids))
        out = {voters: np.zeros(size) for voters in VOTERS}
        if not len(texts):
            empty = np.zeros(size)
            return Scores(empty, empty, empty, empty.astype(int), empty)
        centred = self._centred(vectors.astype(np.float64))
        letters = self._spelling.vectors(texts)
        hits = [rules_by_code(self.codebook, found) for found in matches]
        for family in self._families:
            by_vector, by_letter = centred @ family.weights[0], letters @ family.weights[1]
            scored = [
                (product + ridge.base - centre) / spread
                for product, ridge, centre, spread in zip(
                    (by_vector, by_letter), family.ridges, family.centres, family.spreads, strict=True
                )
            ]
            for place, column in enumerate(family.columns):
                head, code_id = self._heads[column], self.codebook.ids[column]
                rule_features = head.precision.features([matched.get(code_id, set()) for matched in hits])
                features = _features(rule_features, *(score[:, place] for score in scored))
                found = _averaged(
                    {voters: head.calibrations[voters].probability(features[voters]) for voters in VOTERS},
                    head.trust,
                )
                for voters, probability in found.items():
                    if family.parent is not None:
                        probability = probability * out[voters][:, family.parent]
                    out[voters][:, column] = probability
        return Scores(out["both"], out["rules"], out["model"], *self._nearest(centred))

    def threshold(self, code_id: str, voters: str, chosen: dict[str, float]) -> float:
        """From which probability a code is given.

        A code under another scores a product of probabilities; of it ``SHARE_BELOW`` of the smaller threshold
        of the two is asked.

        Args:
            code_id: The code.
            voters: ``rules``, ``model`` or ``both``.
            chosen: By code id, what a person has set in ``study.yaml``.
        """
        if code_id in chosen:
            return chosen[code_id]
        line = self.codebook.lineage(code_id)
        own = self.thresholds[voters].get(code_id, NEUTRAL)
        if len(line) == 1:
            return own
        return round(min(own, self.threshold(line[-2], voters, {})) * SHARE_BELOW, 2)

    def given(self, scores: Scores, voters: str, chosen: dict[str, float]) -> np.ndarray:
        """Which codes texts get, (n_texts, n_codes) bool, before codes imply those above them.

        Args:
            scores: Of :meth:`score`.
            voters: ``rules``, ``model`` or ``both``.
            chosen: By code id, what a person has set in ``study.yaml``.
        """
        thresholds = [self.threshold(code_id, voters, chosen) for code_id in self.codebook.ids]
        return scores.of(voters).round(DIGITS) >= thresholds

    def example(self, place: int) -> str | None:
        """The training text at a place of :attr:`Scores.nearest`."""
        return None if place < 0 else self.training.texts[place]

    def _centred(self, vectors: np.ndarray) -> np.ndarray:
        away = vectors - self._centre
        return away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-12)

    def _nearest(self, centred: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cosine = (centred @ self._vectors.T).astype(np.float32)
        shape = (len(centred), self.training.labels.shape[1])
        nearest, similarity = np.full(shape, -1), np.zeros(shape)
        for column in range(shape[1]):
            having = np.flatnonzero(self.training.labels[:, column] == 1)
            if len(having):
                best = cosine[:, having].argmax(axis=1)
                nearest[:, column] = having[best]
                similarity[:, column] = cosine[np.arange(len(centred)), having[best]]
        return nearest, similarity


def _features(rules: np.ndarray, by_vector: np.ndarray, by_letter: np.ndarray) -> dict[str, np.ndarray]:
    model = np.column_stack([by_vector, by_letter])
    return {"rules": rules, "model": model, "both": np.column_stack([model, rules])}


def _averaged(probabilities: dict[str, np.ndarray], trust: float) -> dict[str, np.ndarray]:
    together, alone = logit(probabilities["both"]), logit(probabilities["model"])
    return {**probabilities, "both": expit(trust * together + (1 - trust) * alone)}
