"""Two sides compared on one code: two people, or people and the machine."""

from __future__ import annotations

import math

import numpy as np

from qualcode.agreement import ac1, alpha, kappa, percent, retrieval
from qualcode.agreement.bootstrap import WITHIN, Interval, Resamples
from qualcode.agreement.bounds import as_wide_as_exact, lowest_without_disagreement, of_share
from qualcode.agreement.figures import Agreement, Figure
from qualcode.agreement.rho import rho
from qualcode.agreement.statistic import OfSums

OF_TABLE: dict[str, OfSums] = {
    "percent": percent.of_table,
    "kappa": kappa.of_table,
    "alpha": alpha.of_table,
    "ac1": ac1.of_table,
    "precision": retrieval.precision_of,
    "recall": retrieval.recall_of,
    "f1": retrieval.f1_of,
}
"""All of these follow from the cross-table of two coders."""
SAME = 1e-12
"""Limits that differ by no more than this are the same."""
_TURNED = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]]) / 2
"""Where a unit of each cell goes when one of its two coders says the contrary."""


def cells(reference: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """Each unit's part in the cross-table of the first side and the second.

    A unit that several people judged counts once, each of them for an equal part of it, so that nobody's
    judgement is dropped where they differ.

    Args:
        reference: (n_units, n_people) of 0, 1 and -1 for missing.
        judged: (n_units,) of the same.

    Returns:
        (n_units, 4): neither, second only, first only, both; 0 where either side is missing.
    """
    found = sum(kappa.table(reference[:, person], judged) for person in range(reference.shape[1]))
    found = np.zeros((len(judged), 4)) if isinstance(found, int) else found
    n = found.sum(axis=1, keepdims=True)
    return np.divide(found, n, out=np.zeros_like(found), where=n > 0)


def compare(
    coders: tuple[str, str],
    code: str,
    parts: np.ndarray,
    sources: np.ndarray,
    *,
    n: int | None = None,
    unit: str = "segment",
    how: str = WITHIN,
    seed: int = 0,
    chance: bool = True,
) -> Agreement:
    """All statistics of two sides on one code.

    Args:
        coders: Their names, the reference first.
        code: The code's id.
        parts: (n_units, 4) as of :func:`cells`, weighted so that each unit counts for 1 on average.
        sources: (n_units,) int, each unit's source.
        n: How many independent units these are; all that have a part without it.
        unit: What is counted.
        how: What is resampled; see :mod:`qualcode.agreement.bootstrap`.
        seed: Of the random numbers.
        chance: Whether Shaffer's rho is simulated too.
    """
    judged = parts.sum(axis=1) > 0
    parts, sources = parts[judged], sources[judged]
    n = int(judged.sum()) if n is None else n
    n_sources = len(np.unique(sources))
    if not n:
        nothing = dict.fromkeys((*OF_TABLE, "rho"), Figure(why="no_overlap"))
        return Agreement(coders, code, unit, 0, 0, (None, None), nothing)
    total = parts.sum(axis=0)
    whole = float(total.sum())
    having = (float(total[2] + total[3]) / whole, float(total[1] + total[3]) / whole)
    resamples = Resamples(parts, sources, how=how, seed=seed)
    worth = n if unit == "character" else effective(parts.sum(axis=1))
    figures = {name: _figure(name, parts, worth, having, resamples) for name in OF_TABLE}
    figures["rho"] = (
        _rho(figures["kappa"], having[0], round(worth), seed) if chance else Figure(why="no_interval")
    )
    return Agreement(coders, code, unit, n, n_sources, having, figures)


def accepted(
    coders: tuple[str, str],
    code: str,
    parts: np.ndarray,
    sources: np.ndarray,
    *,
    unit: str = "segment",
    how: str = WITHIN,
) -> Agreement:
    """Of suggestions that people saw, the share that they accepted; what was not suggested says nothing.

    Args:
        coders: People and machine.
        code: The code's id.
        parts: (n_units, 4) as of :func:`cells`.
        sources: (n_units,) int, each unit's source.
        unit: What is counted.
        how: What is resampled.
    """
    given = (parts[:, 1] + parts[:, 3]) > 0
    parts, sources, n = parts[given], sources[given], int(given.sum())
    figures = dict.fromkeys((*OF_TABLE, "rho"), Figure(why="no_interval"))
    if not n:
        return Agreement(coders, code, unit, 0, 0, (None, None), figures)
    value = float(retrieval.precision_of(parts.sum(axis=0)))
    # Units that are all alike, as when two people differ on each, show no variation when they are resampled.
    if np.ptp(parts, axis=0).any():
        found = Resamples(parts, sources, how=how).interval(retrieval.precision_of)
        figures["precision"] = Figure(value, *as_wide_as_exact(found.low, found.high, value, n))
    else:
        figures["precision"] = Figure(value, *of_share(value, n), "exact")
    return Agreement(coders, code, unit, n, len(np.unique(sources)), (value, 1.0), figures)


def effective(weights: np.ndarray) -> float:
    """How many equally weighted units these are worth: (Σw)² / Σw² (Kish 1965, *Survey Sampling*)."""
    return float(weights.sum() ** 2 / (weights @ weights)) if weights.any() else 0.0


def nothing_to_say(name: str, having: tuple[float, ...]) -> str:
    """Why a statistic of these shares of the code says nothing; empty if it does.

    Args:
        name: The statistic's.
        having: The share of units that each coder gave the code.
    """
    if max(having) <= 0:
        return "nobody"
    if min(having) >= 1:
        return "everybody"
    if name in ("kappa", "rho") and (min(having) <= 0 or max(having) >= 1):
        return "one_never" if min(having) <= 0 else "one_always"
    if name == "precision" and having[1] <= 0:
        return "none_given"
    if name == "recall" and having[0] <= 0:
        return "none_have"
    return ""


def resampled(value: float, found: Interval, n: float = 0) -> Figure:
    """A figure with the interval that resampling found; without one where it found none, and where all
    resamples are alike, as when of two people one always gave a code and the other never did: such units
    cannot show how sure the figure is.

    Args:
        value: The figure.
        found: Its interval.
        n: Of a share, how many units it is of; its interval is at least as wide as the exact one.
    """
    if math.isnan(found.low):
        return Figure(value, why="too_rare")
    if n:
        return Figure(value, *as_wide_as_exact(found.low, found.high, value, n))
    if found.high - found.low <= SAME:
        return Figure(value, why="constant")
    return Figure(value, found.low, found.high)


def _figure(
    name: str, parts: np.ndarray, n: float, having: tuple[float, float], resamples: Resamples
) -> Figure:
    if reason := nothing_to_say(name, having):
        return Figure(why=reason)
    of_sums = OF_TABLE[name]
    total = parts.sum(axis=0)
    value = float(of_sums(total))
    among = {"percent": n, "precision": n * having[1], "recall": n * having[0]}.get(name)
    if among is not None and not 0 < value < 1:
        return Figure(value, *of_share(value, among), "exact")
    if total[1] + total[2] <= 0:
        low = lowest_without_disagreement(parts, parts @ _TURNED, of_sums, n)
        return Figure(value, low, 1.0, "unseen")
    if value <= 0 and name == "f1":
        return Figure(value, why="no_interval")
    found = resamples.interval(of_sums)
    return resampled(value, found, among or 0)


def _rho(found: Figure, base_rate: float, n: int, seed: int) -> Figure:
    if found.value is None:
        return Figure(why=found.why)
    return Figure(rho(found.value, base_rate, n, seed=seed), why="no_interval")
