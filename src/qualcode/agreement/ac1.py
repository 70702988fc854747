"""Gwet's AC1: agreement beyond chance, where chance agreement is that of coders who guess only now and then.

It keeps its height where nearly all units are alike, which drags kappa and alpha down. That makes it no
better measure of a rare code: read it beside them.
"""

from __future__ import annotations

import numpy as np

from qualcode.agreement.percent import agreed_pairs
from qualcode.agreement.statistic import Statistic, divided, one_hot


def ac1(ratings: np.ndarray, n_values: int = 2) -> Statistic:
    """Gwet's AC1 for any number of coders.

    (p_a − p_e) / (1 − p_e), p_e = Σ π_k (1 − π_k) / (K − 1); π_k is the mean over units of the share of
    coders who gave value k. (Gwet 2008, "Computing inter-rater reliability and its variance in the presence
    of high agreement", *British Journal of Mathematical and Statistical Psychology* 61, 29–48; missing
    ratings as in Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed.)

    Args:
        ratings: (n_units, n_coders) int, values from 0, -1 where there is none.
        n_values: How many values there are.
    """
    counts = one_hot(ratings, n_values)
    agreed, judged = agreed_pairs(counts)
    n_ratings = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, n_ratings, out=np.zeros(counts.shape), where=n_ratings > 0)
    rated = (n_ratings[:, 0] > 0).astype(float)

    def of_sums(sums: np.ndarray) -> np.ndarray:
        observed = divided(sums[..., 0], sums[..., 1])
        share = divided(sums[..., 3:], sums[..., 2:3])
        expected = (share * (1 - share)).sum(axis=-1) / (n_values - 1)
        return divided(observed - expected, 1 - expected)

    return Statistic(np.column_stack([agreed, judged, rated, shares]), of_sums)


def of_table(sums: np.ndarray) -> np.ndarray:
    """AC1 of two coders' cross-tables of 0 and 1 (..., 4), as :func:`qualcode.agreement.kappa.table` makes
    them."""
    neither, second, first, both = (sums[..., cell] for cell in range(4))
    n = neither + second + first + both
    having = divided(2 * both + first + second, 2 * n)
    expected = 2 * having * (1 - having)
    return divided(divided(neither + both, n) - expected, 1 - expected)
