"""Bootstrap intervals for material where units belong to sources.

Two questions can be asked. *These sources:* how far would the figure have moved with other segments of the
same sources? Segments are resampled within each source (:data:`WITHIN`), as is right for claims about the
material that was coded. *Sources like these:* how far would it have moved with other interviews? Whole
sources are resampled (:data:`ACROSS`), as is right for claims beyond them; it needs a good many sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from qualcode.agreement.statistic import OfSums

RESAMPLES = 2000
LEVEL = 0.95
WITHIN, ACROSS = "within", "across"
FEWEST_SOURCES = 10
"""Fewer sources than this tell too little of how much sources differ to be resampled whole."""
MOST_UNDEFINED = 0.05
"""Where the figure is undefined in more of the resamples than this, the code is too rare for an interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of an interval.

    Attributes:
        low: Lower limit; NaN where there is no interval.
        high: Upper limit.
        undefined: Share of the resamples in which the figure was not defined.
    """

    low: float
    high: float
    undefined: float = 0.0


NO_INTERVAL = Interval(float("nan"), float("nan"), 1.0)


@dataclass(frozen=True, slots=True)
class _Stratum:
    """Units that are resampled together, equal ones counted once.

    Attributes:
        rows: (n_kinds, k), the distinct contributions.
        counts: (n_kinds,), how many units contribute each.
    """

    rows: np.ndarray
    counts: np.ndarray = field(default_factory=lambda: np.ones(0))

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @property
    def sums(self) -> np.ndarray:
        return self.counts @ self.rows


class Resamples:
    """Resampled sums of what units contribute.

    Within sources, each of a source's n units is drawn n − 1 times over and weighted by n / (n − 1): plain
    resampling of few units shows too little variation (Rao & Wu 1988, "Resampling inference with complex
    survey data", *JASA* 83, 231–241). Sources with a single unit are taken together.

    Args:
        parts: (n_units, k) float64.
        sources: (n_units,) int, each unit's source.
        how: :data:`WITHIN` or :data:`ACROSS`.
        seed: Of the random numbers.
        n: How many resamples.

    Attributes:
        total: (k,) sums over all units.
        sums: (n_resamples, k).
    """

    def __init__(
        self, parts: np.ndarray, sources: np.ndarray, *, how: str = WITHIN, seed: int = 0, n: int = RESAMPLES
    ) -> None:
        self.total = parts.sum(axis=0)
        self._strata = list(_strata(parts, sources, how))
        rng = np.random.default_rng(seed)
        self.sums = np.zeros((n, parts.shape[1]))
        for stratum in self._strata:
            self.sums += _resampled(stratum, n, rng)

    def interval(self, of_sums: OfSums, *, columns: slice = slice(None), level: float = LEVEL) -> Interval:
        """The bias-corrected and accelerated interval (BCa) of a statistic.

        (Efron 1987, "Better bootstrap confidence intervals", *JASA* 82, 171–185; acceleration over strata as
        in Davison & Hinkley 1997, *Bootstrap Methods and their Application*, ch. 5.) Where the correction is
        not defined, it is the percentile interval.

        Args:
            of_sums: The statistic.
            columns: Of the parts, those that it takes.
            level: The share of intervals that hold the true value.

        Returns:
            The interval; without limits where the statistic is undefined too often.
        """
        value = float(of_sums(self.total[columns]))
        found = of_sums(self.sums[:, columns])
        known = found[~np.isnan(found)]
        undefined = 1 - len(known) / len(found)
        if np.isnan(value) or undefined > MOST_UNDEFINED:
            return Interval(float("nan"), float("nan"), undefined)
        tails = np.array([(1 - level) / 2, (1 + level) / 2])
        low, high = np.quantile(known, self._corrected(tails, known, value, of_sums, columns))
        return Interval(float(low), float(high), undefined)

    def _corrected(
        self, tails: np.ndarray, known: np.ndarray, value: float, of_sums: OfSums, columns: slice
    ) -> np.ndarray:
        # Ties, which few units make many of, count half.
        below = (known < value - 1e-12).mean() + (np.abs(known - value) <= 1e-12).mean() / 2
        if not 0 < below < 1:
            return tails
        from scipy.special import ndtr, ndtri

        bias, acceleration = ndtri(below), self._acceleration(of_sums, columns)
        shifted = bias + ndtri(tails)
        corrected = ndtr(bias + shifted / (1 - acceleration * shifted))
        return np.asarray(corrected) if np.isfinite(corrected).all() else tails

    def _acceleration(self, of_sums: OfSums, columns: slice) -> float:
        cubes = squares = 0.0
        total = self.total[columns]
        for stratum in self._strata:
            n, rows = stratum.n, stratum.rows[:, columns]
            if n < 2:
                continue
            own = stratum.sums[columns]
            left_out = of_sums(total - own + (own - rows) * (n / (n - 1)))
            mean = stratum.counts @ left_out / n
            influence = (n - 1) * (mean - left_out)
            if np.isnan(influence).any():
                return 0.0
            cubes += float(stratum.counts @ influence**3) / n**3
            squares += float(stratum.counts @ influence**2) / n**2
        return cubes / (6 * squares**1.5) if squares > 1e-18 else 0.0


def _strata(parts: np.ndarray, sources: np.ndarray, how: str) -> Iterator[_Stratum]:
    names, place = np.unique(sources, return_inverse=True)
    if how == ACROSS:
        by_source = np.zeros((len(names), parts.shape[1]))
        np.add.at(by_source, place, parts)
        yield _Stratum(by_source, np.ones(len(names)))
        return
    single = np.bincount(place)[place] == 1
    place = np.where(single, -1, place)
    for number in np.unique(place):
        rows, counts = np.unique(parts[place == number], axis=0, return_counts=True)
        yield _Stratum(rows, counts)


def _resampled(stratum: _Stratum, n_resamples: int, rng: np.random.Generator) -> np.ndarray:
    if len(stratum.rows) == 1:
        return np.broadcast_to(stratum.sums, (n_resamples, len(stratum.sums)))
    n = stratum.n
    drawn = rng.multinomial(n - 1, stratum.counts / n, size=n_resamples)
    return (drawn @ stratum.rows) * (n / (n - 1))
