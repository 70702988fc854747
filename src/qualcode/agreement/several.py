"""Any number of coders compared on one code."""

from __future__ import annotations

import numpy as np

from qualcode.agreement.ac1 import ac1
from qualcode.agreement.alpha import alpha
from qualcode.agreement.bootstrap import WITHIN, Resamples
from qualcode.agreement.bounds import contrary, lowest_without_disagreement, of_share
from qualcode.agreement.figures import STATISTICS, Agreement, Figure
from qualcode.agreement.pairs import effective, nothing_to_say, resampled
from qualcode.agreement.percent import percent
from qualcode.agreement.statistic import MISSING, Statistic

OF_SEVERAL = {"percent": percent, "alpha": alpha, "ac1": ac1}


def compare(
    coders: tuple[str, ...],
    code: str,
    ratings: np.ndarray,
    sources: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    how: str = WITHIN,
    seed: int = 0,
) -> Agreement:
    """The statistics that are made for any number of coders.

    Args:
        coders: Their names.
        code: The code's id.
        ratings: (n_units, n_coders) of 0, 1 and -1 for missing.
        sources: (n_units,) int, each unit's source.
        weights: (n_units,) float, 1 on average.
        how: What is resampled.
        seed: Of the random numbers.
    """
    judged = (ratings != MISSING).sum(axis=1) >= 2
    ratings, sources = ratings[judged], sources[judged]
    weight = np.ones((len(ratings), 1)) if weights is None else weights[judged, None]
    figures = {name: Figure(why="two_only") for name in STATISTICS if name not in OF_SEVERAL}
    n = len(ratings)
    if not n:
        figures |= dict.fromkeys(OF_SEVERAL, Figure(why="no_overlap"))
        return Agreement(coders, code, "segment", 0, 0, (None,) * len(coders), figures)
    having = tuple(_share(ratings[:, coder], weight[:, 0]) for coder in range(len(coders)))
    known = tuple(share for share in having if share is not None)
    made = {name: make(ratings) for name, make in OF_SEVERAL.items()}
    turned = [{name: make(other) for name, make in OF_SEVERAL.items()} for other in contrary(ratings)]
    resamples = Resamples(
        np.column_stack([each.parts for each in made.values()]) * weight, sources, how=how, seed=seed
    )
    at, worth = 0, effective(weight[:, 0])
    for name, statistic in made.items():
        columns = slice(at, at + statistic.parts.shape[1])
        at = columns.stop
        contraries = [other[name].parts for other in turned]
        figures[name] = _figure(name, statistic, contraries, known, worth, weight, resamples, columns)
    figures = {name: figures[name] for name in STATISTICS}
    return Agreement(coders, code, "segment", n, len(np.unique(sources)), having, figures)


def _figure(
    name: str,
    statistic: Statistic,
    contraries: list[np.ndarray],
    having: tuple[float, ...],
    n: float,
    weight: np.ndarray,
    resamples: Resamples,
    columns: slice,
) -> Figure:
    if reason := nothing_to_say(name, having):
        return Figure(why=reason)
    parts = statistic.parts * weight
    value = float(statistic.of_sums(parts.sum(axis=0)))
    if name == "percent" and not 0 < value < 1:
        return Figure(value, *of_share(value, n), "exact")
    if value >= 1:
        dissent = np.mean(contraries, axis=0) * weight
        low = lowest_without_disagreement(parts, dissent, statistic.of_sums, n)
        return Figure(value, low, 1.0, "unseen")
    found = resamples.interval(statistic.of_sums, columns=columns)
    return resampled(value, found, n if name == "percent" else 0)


def _share(said: np.ndarray, weights: np.ndarray) -> float | None:
    judged = said != MISSING
    return float((said[judged] * weights[judged]).sum() / weights[judged].sum()) if judged.any() else None
