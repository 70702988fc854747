"""Percent agreement: how often coders gave the same, chance and all."""

from __future__ import annotations

import numpy as np

from qualcode.agreement.statistic import Statistic, divided, one_hot


def percent(ratings: np.ndarray, n_values: int = 2) -> Statistic:
    """The share of pairs of coders that agree, averaged over the units that at least two coders judged.

    With two coders it is the share of units on which they agree. (Fleiss 1971, *Psychological Bulletin*
    76(5), P̄; with missing ratings as Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed.)

    Args:
        ratings: (n_units, n_coders) int, values from 0, -1 where there is none.
        n_values: How many values there are.
    """
    agreed, judged = agreed_pairs(one_hot(ratings, n_values))
    return Statistic(np.column_stack([agreed, judged]), lambda sums: divided(sums[..., 0], sums[..., 1]))


def agreed_pairs(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each unit's share of agreeing pairs (0 with fewer than two ratings), and whether it has two ratings.

    Args:
        counts: (n_units, n_values), how many coders gave each value.
    """
    n_ratings = counts.sum(axis=1)
    pairs = n_ratings * (n_ratings - 1)
    same = (counts * (counts - 1)).sum(axis=1)
    return np.divide(same, pairs, out=np.zeros(len(counts)), where=pairs > 0), (pairs > 0).astype(float)


def of_table(sums: np.ndarray) -> np.ndarray:
    """Percent agreement of two coders' cross-tables of 0 and 1 (..., 4), as
    :func:`qualcode.agreement.kappa.table` makes them."""
    return divided(sums[..., 0] + sums[..., 3], sums.sum(axis=-1))
