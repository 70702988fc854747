"""From scores and rule hits to a probability: logistic regression drawn towards a reasonable prior."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qualcode.coding.odds import expit

FOLDS = 5
STRENGTH = 1.0
STEPS, LONGEST, PRECISION = 100, 2.0, 1e-8
PREVALENCE = 0.2
"""Most weight that positive texts get together: examples show a code far oftener than speech does."""

SUREST = 0.9995
"""No probability is higher, nor lower than what is left of one: nothing is certain."""

NEUTRAL = 0.5
ENOUGH = 20
"""Positive texts from which on a threshold is learnt."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of features; ``weights[0]`` is the bias."""

    weights: np.ndarray

    @classmethod
    def fit(
        cls,
        features: np.ndarray,
        labels: np.ndarray,
        prior: np.ndarray,
        *,
        balance: bool = True,
        strength: float = STRENGTH,
    ) -> Calibration:
        """Most probable weights under a normal prior around ``prior`` (bias first).

        With no text at all it is the prior itself; with many the prior hardly counts.

        Args:
            features: (n_texts, n_features).
            labels: (n_texts,), 0 and 1.
            prior: (1 + n_features,).
            balance: Positive texts count for at most :data:`PREVALENCE` of all; off where the texts are as
                common as in speech.
            strength: How narrow the prior is: one over its variance.
        """
        design = np.column_stack([np.ones(len(features)), features])
        positive = float(labels.sum())
        most = PREVALENCE / (1 - PREVALENCE) * (len(labels) - positive)
        counts = min(1.0, most / max(positive, 1.0)) if balance else 1.0
        weight = np.where(labels == 1, counts, 1.0)

        weights = prior.astype(np.float64)
        for _ in range(STEPS):
            given = expit(design @ weights)
            slope = design.T @ (weight * (given - labels)) + strength * (weights - prior)
            curve = (design * (weight * given * (1 - given))[:, None]).T @ design
            step = np.linalg.solve(curve + strength * np.eye(len(prior)), slope)
            # Newton overshoots from a distant start; no weight has to move further at once.
            weights = weights - step * min(1.0, LONGEST / max(float(np.abs(step).max()), 1e-12))
            if np.abs(step).max() < PRECISION:
                break
        return cls(weights)

    def probability(self, features: np.ndarray) -> np.ndarray:
        """(n_texts,) probabilities."""
        return np.clip(expit(self.weights[0] + features @ self.weights[1:]), 1 - SUREST, SUREST)


Learner = Callable[[np.ndarray, np.ndarray], Calibration]
"""Weights from features (n_texts, n_features) and labels (n_texts,)."""


def cross_fitted(features: np.ndarray, labels: np.ndarray, learn: Learner) -> np.ndarray:
    """Probability of each text by weights learnt from others; every ``FOLDS``-th is left out at a time."""
    out = np.empty(len(labels))
    fold = np.arange(len(labels)) % FOLDS
    for number in range(FOLDS):
        here = fold == number
        if here.any():
            out[here] = learn(features[~here], labels[~here]).probability(features[here])
    return out


def choose_threshold(probability: np.ndarray, labels: np.ndarray) -> float:
    """From which probability to give a code.

    Half-way between ``NEUTRAL`` and the threshold of best Cohen's kappa on left-out texts (smoothed over its
    neighbours): real material differs from examples, and the best threshold of one is seldom that of the
    other. With few positive texts it is ``NEUTRAL``.
    """
    if labels.sum() < ENOUGH:
        return NEUTRAL
    grid = np.arange(0.15, 0.8, 0.01)
    kappas = np.array([cohens_kappa(labels, probability >= threshold) for threshold in grid])
    window = np.ones(15) / 15
    smooth = np.convolve(np.pad(kappas, 7, "edge"), window, "valid")
    return round(float(grid[int(np.argmax(smooth))] + NEUTRAL) / 2, 2)


def cohens_kappa(one: np.ndarray, other: np.ndarray) -> float:
    """Agreement of two yes/no judgements beyond chance (Cohen 1960); 0 where chance gives full agreement."""
    one, other = np.asarray(one, bool), np.asarray(other, bool)
    observed = (one == other).mean()
    expected = one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean())
    return float((observed - expected) / (1 - expected)) if expected < 1 else 0.0
