"""Logistic regression whose weights are drawn towards given ones, each as strongly as is said."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

STEPS, PRECISION, SHORTEST = 100, 1e-8, 1e-6


def drawn(features: np.ndarray, labels: np.ndarray, prior: np.ndarray, strengths: np.ndarray) -> np.ndarray:
    """Most probable weights under a normal prior around ``prior``; with no text at all they are the prior.

    Newton's method, each step halved until it lessens the loss: far from the prior the full step overshoots.

    Args:
        features: (n_texts, n_features).
        labels: (n_texts,), 0 and 1.
        prior: (1 + n_features,), bias first.
        strengths: (1 + n_features,): one over the variance of each.

    Returns:
        (1 + n_features,), bias first.
    """
    design = np.column_stack([np.ones(len(features)), features])

    def loss(weights: np.ndarray) -> float:
        odds = design @ weights
        away = weights - prior
        return float((np.logaddexp(0, odds) - labels * odds).sum() + 0.5 * (strengths * away**2).sum())

    weights = prior.astype(np.float64)
    lost = loss(weights)
    for _ in range(STEPS):
        given = expit(design @ weights)
        slope = design.T @ (given - labels) + strengths * (weights - prior)
        curve = (design * (given * (1 - given))[:, None]).T @ design + np.diag(strengths)
        step, share = np.linalg.solve(curve, slope), 1.0
        while (now := loss(weights - share * step)) > lost and share > SHORTEST:
            share /= 2
        weights, lost = weights - share * step, now
        if np.abs(share * step).max() < PRECISION:
            break
    return weights


def probability(weights: np.ndarray, features: np.ndarray) -> np.ndarray:
    """(n_texts,) probabilities.

    Args:
        weights: (1 + n_features,), bias first.
        features: (n_texts, n_features).
    """
    return np.asarray(expit(weights[0] + features @ weights[1:]))
