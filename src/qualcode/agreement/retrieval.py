"""Precision, recall and F1: one side is the reference, the other is judged by it."""

from __future__ import annotations

import numpy as np

from qualcode.agreement.kappa import table
from qualcode.agreement.statistic import Statistic, divided

# Cells of the cross-table of reference and judged, as qualcode.agreement.kappa.table orders them.
_NEITHER, _FALSE, _MISSED, _RIGHT = range(4)


def precision(reference: np.ndarray, judged: np.ndarray) -> Statistic:
    """Of the units that the judged gives the code, the share that has it by the reference; NaN if it gives
    none. (van Rijsbergen 1979, *Information Retrieval*, ch. 7.)

    Args:
        reference: (n_units,) 0, 1 or -1 for missing.
        judged: The same.
    """
    return Statistic(table(reference, judged), precision_of)


def recall(reference: np.ndarray, judged: np.ndarray) -> Statistic:
    """Of the units that have the code by the reference, the share that the judged gives it; NaN if none
    has."""
    return Statistic(table(reference, judged), recall_of)


def f1(reference: np.ndarray, judged: np.ndarray) -> Statistic:
    """The harmonic mean of both: 2 right / (2 right + wrongly given + missed); NaN if neither has any."""
    return Statistic(table(reference, judged), f1_of)


def precision_of(sums: np.ndarray) -> np.ndarray:
    """Of cross-tables (..., 4)."""
    return divided(sums[..., _RIGHT], sums[..., _RIGHT] + sums[..., _FALSE])


def recall_of(sums: np.ndarray) -> np.ndarray:
    """Of cross-tables (..., 4)."""
    return divided(sums[..., _RIGHT], sums[..., _RIGHT] + sums[..., _MISSED])


def f1_of(sums: np.ndarray) -> np.ndarray:
    """Of cross-tables (..., 4)."""
    right = 2 * sums[..., _RIGHT]
    return divided(right, right + sums[..., _FALSE] + sums[..., _MISSED])
