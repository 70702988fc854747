"""Krippendorff's alpha: any number of coders, missing judgements, nominal values or sets of codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qualcode.agreement.statistic import Statistic, divided, one_hot


def alpha(ratings: np.ndarray, distance: np.ndarray | None = None, n_values: int = 2) -> Statistic:
    """Krippendorff's alpha: 1 − observed / expected disagreement.

    Observed: within units, each weighted by how many judged it; expected: between all values that were given
    in units with at least two of them. NaN where only one value was ever given. (Krippendorff 2011,
    "Computing Krippendorff's Alpha-Reliability"; 2019, *Content Analysis*, 4th ed., ch. 12.)

    Args:
        ratings: (n_units, n_coders) int, values from 0, -1 where there is none.
        distance: (n_values, n_values) difference between values (the square of a metric), 0 on the diagonal;
            nominal (1 between any two) without it.
        n_values: How many values there are, without a ``distance``.
    """
    if distance is None:
        distance = 1.0 - np.eye(n_values)
    delta = distance
    counts = one_hot(ratings, len(delta))
    n_ratings = counts.sum(axis=1)
    counts[n_ratings < 2] = 0
    within = np.einsum("ui,ij,uj->u", counts, delta, counts)
    within = np.divide(within, n_ratings - 1, out=np.zeros(len(counts)), where=n_ratings > 1)

    def of_sums(sums: np.ndarray) -> np.ndarray:
        given, observed = sums[..., :-1], sums[..., -1]
        n = given.sum(axis=-1)
        # Of all pairs of values: of one value with itself δ is 0, so that only n(n − 1) has to leave it out.
        expected = ((given @ delta) * given).sum(axis=-1)
        return 1 - divided(observed * (n - 1), expected)

    return Statistic(np.column_stack([counts, within]), of_sums)


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets of codes lie apart, 0 to 1.

    1 − J · M: J is the Jaccard index, M (monotonicity) 1 for equal sets, 2/3 where one holds the other, 1/3
    where they overlap, 0 where they share nothing. Two empty sets are equal. (Passonneau 2006, "Measuring
    Agreement on Set-valued Items (MASI) for Semantic and Pragmatic Annotation", LREC, 831–836.)
    """
    if one == other:
        return 0.0
    both = len(one & other)
    if not both:
        return 1.0
    monotonicity = 2 / 3 if one < other or other < one else 1 / 3
    return 1 - both / len(one | other) * monotonicity


def alpha_of_sets(given: Sequence[Sequence[frozenset[str] | None]]) -> Statistic:
    """Krippendorff's alpha with MASI distance.

    Args:
        given: A row a unit, in it each coder's set of codes; None where they did not judge the unit.
    """
    values: dict[frozenset[str], int] = {}
    ratings = np.array(
        [
            [-1 if codes is None else values.setdefault(codes, len(values)) for codes in unit]
            for unit in given
        ],
        dtype=np.int64,
    )
    if not values:
        return Statistic(np.zeros((len(given), 1)), lambda sums: np.full(sums.shape[:-1], np.nan))
    distance = np.array([[masi(one, other) for other in values] for one in values])
    return alpha(ratings, distance)


def of_table(sums: np.ndarray) -> np.ndarray:
    """Nominal alpha of two coders' cross-tables of 0 and 1 (..., 4), as
    :func:`qualcode.agreement.kappa.table` makes them."""
    neither, second, first, both = (sums[..., cell] for cell in range(4))
    apart = first + second
    without, having = 2 * neither + apart, 2 * both + apart
    return 1 - divided(2 * apart * (without + having - 1), 2 * without * having)
