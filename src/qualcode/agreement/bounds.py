"""Limits where resampling has nothing to show: shares of 0 or 1, and coders who never disagreed.

Fifty units without a disagreement can be resampled for ever without one. That does not mean that there is
none on the whole material.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import beta

from qualcode.agreement.bootstrap import LEVEL
from qualcode.agreement.statistic import MISSING, OfSums


def of_share(share: float, n: float, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of a share of ``n`` units. (Clopper & Pearson 1934, *Biometrika* 26, 404–413.)"""
    having, tail = share * n, (1 - level) / 2
    low = 0.0 if having <= 1e-9 else float(beta.ppf(tail, having, n - having + 1))
    high = 1.0 if n - having <= 1e-9 else float(beta.ppf(1 - tail, having + 1, n - having))
    return low, high


def as_wide_as_exact(low: float, high: float, share: float, n: float) -> tuple[float, float]:
    """A resampled interval of a share, at least as wide as :func:`of_share` has it: few units, or a share
    near 0 or 1, show less when they are resampled than there is."""
    least, most = of_share(share, n)
    return min(low, least), max(high, most)


def unseen(n: float, level: float = LEVEL) -> float:
    """The largest share of units that ``n`` random ones may well show none of: 1 − (α/2)^(1/n), about 3.7/n
    at 95 %."""
    return 1 - ((1 - level) / 2) ** (1 / n)


def lowest_without_disagreement(parts: np.ndarray, dissent: np.ndarray, of_sums: OfSums, n: float) -> float:
    """The lower limit of a coefficient whose coders agree on all of ``n`` units.

    It is what the coefficient would be if the coders disagreed on as many units as may well go unseen in so
    few (:func:`unseen`), any coder and any unit as likely as another. Few units with the code make it low.

    Args:
        parts: (n_units, k), what units contribute.
        dissent: (n_units, k), what each would contribute if one of its coders had said the contrary.
        of_sums: The coefficient.
        n: Units; of weighted ones, as many as they are worth.
    """
    share = unseen(n)
    return float(of_sums((1 - share) * parts.sum(axis=0) + share * dissent.sum(axis=0)))


def contrary(ratings: np.ndarray) -> list[np.ndarray]:
    """Ratings (n_units, n_coders) of 0 and 1 with one coder's turned round: one array a coder."""
    turned = []
    for coder in range(ratings.shape[1]):
        other = ratings.copy()
        said = ratings[:, coder]
        other[:, coder] = np.where(said == MISSING, MISSING, 1 - said)
        turned.append(other)
    return turned
