"""Cohen's kappa: how far two coders agree beyond what their own rates of giving a code would bring about."""

from __future__ import annotations

import numpy as np

from qualcode.agreement.statistic import MISSING, Statistic, divided


def kappa(one: np.ndarray, other: np.ndarray, n_values: int = 2) -> Statistic:
    """Cohen's kappa of two coders; NaN where chance alone gives full agreement.

    κ = (p_o − p_e) / (1 − p_e), where p_e *adds* over the values the product of both coders' shares. (Cohen
    1960, "A coefficient of agreement for nominal scales", *Educational and Psychological Measurement* 20(1),
    37–46.)

    Args:
        one: (n_units,) int, values from 0, -1 where there is none; such units are left out.
        other: The same of the other coder.
        n_values: How many values there are.
    """
    return Statistic(table(one, other, n_values), lambda sums: of_table(sums, n_values))


def table(one: np.ndarray, other: np.ndarray, n_values: int = 2) -> np.ndarray:
    """Each unit's cell in the cross-table, (n_units, n_values²) float64: one's value times ``n_values`` plus
    the other's; a row of zeros where either is missing."""
    cells = np.zeros((len(one), n_values * n_values))
    both = (one != MISSING) & (other != MISSING)
    cells[np.flatnonzero(both), one[both] * n_values + other[both]] = 1
    return cells


def of_table(sums: np.ndarray, n_values: int = 2) -> np.ndarray:
    """Kappa of cross-tables, (..., n_values²) of any weights → (...)."""
    square = sums.reshape(*sums.shape[:-1], n_values, n_values)
    n = square.sum(axis=(-1, -2))
    observed = divided(np.trace(square, axis1=-2, axis2=-1), n)
    rows, columns = square.sum(axis=-1), square.sum(axis=-2)
    expected = divided((rows * columns).sum(axis=-1), n * n)
    return divided(observed - expected, 1 - expected)
