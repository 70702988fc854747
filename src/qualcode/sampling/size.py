"""How many segments a sample needs for an interval of a wished-for width, at 95 %."""

from __future__ import annotations

import math

Z = 1.959964
"""Of a two-sided interval at 95 %."""


def for_share(width: float, population: int, share: float = 0.5) -> int:
    """Segments for an interval of a share (prevalence).

    n₀ = z²·p(1−p) / (width/2)², with the finite population correction n = n₀ / (1 + (n₀ − 1)/N): Cochran,
    *Sampling Techniques* (1977), 4.4. Without knowledge of the share, one half needs most.

    Args:
        width: From the interval's lower end to its upper.
        population: Segments there are (N).
        share: The share that is expected (p).
    """
    _check(width)
    wanted = Z**2 * share * (1 - share) / (width / 2) ** 2
    return min(population, math.ceil(wanted / (1 + (wanted - 1) / max(population, 1))))


def for_kappa(width: float, population: int, share: float, kappa: float = 0.7) -> int:
    """Segments for an interval of kappa between two coders of one code.

    n₀ = 4z²·V / width², with the large-sample variance of one segment
    V = (1−κ)·((1−κ)(1−2κ) + κ(2−κ)/(2p(1−p))): Bloch & Kraemer, *Biometrics* 45 (1989), 269–287, for two
    coders who use the code equally often. Without a finite population correction: kappa's interval in
    :mod:`qualcode.agreement` resamples what was judged, and does not shrink when all of it is.

    Args:
        width: From the interval's lower end to its upper.
        population: Segments there are (N).
        share: Of segments with the code (p); the rarer, the more are needed.
        kappa: The agreement that is expected (κ).
    """
    _check(width)
    wanted = 4 * Z**2 * _variance(share, kappa) / width**2
    return max(1, min(population, math.ceil(wanted)))


def width_of_kappa(n: int, share: float, kappa: float = 0.7) -> float:
    """The width that kappa's interval gets with ``n`` segments; see :func:`for_kappa`."""
    return min(2.0, 2 * Z * math.sqrt(_variance(share, kappa) / max(n, 1)))


def _variance(share: float, kappa: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return (1 - kappa) * ((1 - kappa) * (1 - 2 * kappa) + kappa * (2 - kappa) / (2 * share * (1 - share)))


def _check(width: float) -> None:
    if not 0 < width < 1:
        from qualcode.errors import SettingsError

        raise SettingsError(
            f"an interval cannot be {width:g} wide.", remedy="Give a width between 0 and 1, such as 0.1."
        )
