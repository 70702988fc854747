"""What turns the voices for one code into a probability: learnt, and kept from one process to the next.

Each code has a head of its own, learnt from what the model makes of the examples and from what the rules find
in them; so after an edited rule only those heads are learnt again that the rule speaks to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from qualcode.coding.calibration import ENOUGH, Calibration, Learner, choose_threshold, cross_fitted
from qualcode.coding.odds import expit, logit
from qualcode.coding.rulefeatures import RuleKey, RulePrecision

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

BESIDE = {
    "model": np.array([-3.2, 1.6, 0.5]),
    "both": np.array([-3.2, 1.5, 0.45, 4.2, 1.0, 0.3]),
}
"""The same where a text's standing is told against ordinary texts
(:func:`~qualcode.coding.thememodel.against_ordinary`). They stay as they are: the few texts there would only
move them at random.
"""


@dataclass(frozen=True, slots=True)
class Voices:
    """What speaks for one code in the texts that it is learnt from.

    Attributes:
        rules: The rules that matched, a set a text.
        by_vector: (n_texts,) of :class:`~qualcode.coding.thememodel.Standing`.
        by_letter: (n_texts,) likewise.
        truth: (n_texts,), 0 and 1.
        beside: Whether the standing is told against ordinary texts.
    """

    rules: Sequence[frozenset[RuleKey]]
    by_vector: np.ndarray
    by_letter: np.ndarray
    truth: np.ndarray
    beside: bool = False

    def learner(self, name: str) -> Learner:
        """How the weights of one of :data:`VOTERS` are learnt from features and labels."""
        if self.beside and name in BESIDE:
            return lambda given, truth: Calibration(BESIDE[name])
        return lambda given, truth: Calibration.fit(given, truth, PRIORS[name])


@dataclass(frozen=True, slots=True)
class Head:
    """What is learnt for one code.

    Attributes:
        precision: How much each rule's match says.
        calibrations: By voters.
        trust: :data:`TRUST`, or 1.
        thresholds: By voters, the probability from which the code is given.
    """

    precision: RulePrecision
    calibrations: dict[str, Calibration]
    trust: float
    thresholds: dict[str, float]

    @classmethod
    def learn(cls, voices: Voices) -> Self:
        """Learns from texts whose codes are known."""
        precision = RulePrecision(voices.rules, voices.truth)
        given = _given(precision, voices)
        fitted = {name: voices.learner(name)(given[name], voices.truth) for name in VOTERS}
        trust = _trust(voices)
        honest = _cross_fitted(given, voices, trust)
        thresholds = {name: choose_threshold(honest[name], voices.truth) for name in VOTERS}
        return cls(precision, fitted, trust, thresholds)

    def probabilities(
        self, by_rules: np.ndarray, by_vector: np.ndarray, by_letter: np.ndarray
    ) -> dict[str, np.ndarray]:
        """Probability of the code, by voters, (n_texts,) each.

        Args:
            by_rules: (n_texts, WIDTH), of :meth:`~qualcode.coding.rulefeatures.RulePrecision.features`.
            by_vector: (n_texts,), as :class:`Voices` has it.
            by_letter: (n_texts,), likewise.
        """
        given = features(by_rules, by_vector, by_letter)
        found = {name: self.calibrations[name].probability(given[name]) for name in VOTERS}
        return _averaged(found, self.trust)

    def to_json(self) -> dict[str, Any]:
        """As JSON, for :meth:`from_json`."""
        return {
            "precision": self.precision.counts(),
            "calibrations": {name: self.calibrations[name].weights.tolist() for name in VOTERS},
            "trust": self.trust,
            "thresholds": self.thresholds,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """What :meth:`to_json` made."""
        weights = {name: Calibration(np.array(each)) for name, each in told["calibrations"].items()}
        precision = RulePrecision.of_counts(told["precision"])
        return cls(precision, weights, told["trust"], told["thresholds"])


def left_out(voices: Voices) -> dict[str, np.ndarray]:
    """By voters, (n_texts,): what each text would get had it been left out of what is learnt."""
    given = _given(RulePrecision(voices.rules, voices.truth), voices)
    return _cross_fitted(given, voices, _trust(voices))


def features(by_rules: np.ndarray, by_vector: np.ndarray, by_letter: np.ndarray) -> dict[str, np.ndarray]:
    """By voters, (n_texts, n_features)."""
    model = np.column_stack([by_vector, by_letter])
    return {"rules": by_rules, "model": model, "both": np.column_stack([model, by_rules])}


def _given(precision: RulePrecision, voices: Voices) -> dict[str, np.ndarray]:
    by_rules = precision.features(voices.rules, voices.truth)
    return features(by_rules, voices.by_vector, voices.by_letter)


def _trust(voices: Voices) -> float:
    return TRUST if voices.truth.sum() >= ENOUGH else 1.0


def _cross_fitted(given: dict[str, np.ndarray], voices: Voices, trust: float) -> dict[str, np.ndarray]:
    found = {name: cross_fitted(given[name], voices.truth, voices.learner(name)) for name in VOTERS}
    return _averaged(found, trust)


def _averaged(probabilities: dict[str, np.ndarray], trust: float) -> dict[str, np.ndarray]:
    together, alone = logit(probabilities["both"]), logit(probabilities["model"])
    return {**probabilities, "both": expit(trust * together + (1 - trust) * alone)}
