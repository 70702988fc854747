"""A statistic as a function of sums over units, so that thousands of resamples cost one matrix product.

Every coefficient here is computed from sums of what each unit contributes: how often two coders gave the
same, how often each gave the code, and so on. Whoever weights or resamples units weights these sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MISSING = -1
"""In ratings: this coder did not judge this unit."""

OfSums = Callable[[np.ndarray], np.ndarray]
"""From sums (..., k) to the statistic (...); NaN where it is not defined."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """What units contribute, and what is made of it.

    Attributes:
        parts: (n_units, k) float64, each unit's contribution.
        of_sums: The statistic of their sum.
    """

    parts: np.ndarray
    of_sums: OfSums

    @property
    def value(self) -> float:
        """The statistic of all units; NaN where it is not defined."""
        return float(self.of_sums(self.parts.sum(axis=0)))


def divided(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """``part / whole``, NaN where ``whole`` is 0."""
    part, whole = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=np.abs(whole) > 1e-12)


def one_hot(ratings: np.ndarray, n_values: int) -> np.ndarray:
    """How many coders gave each unit each value.

    Args:
        ratings: (n_units, n_coders) int, values from 0, :data:`MISSING` where there is none.
        n_values: How many values there are.

    Returns:
        (n_units, n_values) float64.
    """
    counts = np.zeros((len(ratings), n_values))
    for value in range(n_values):
        counts[:, value] = (ratings == value).sum(axis=1)
    return counts
