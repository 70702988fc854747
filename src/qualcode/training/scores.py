"""How far a coder agrees with people on segments it has not learnt from, with intervals.

Segments of one source are not independent: for an interval whole sources are drawn anew (the cluster
bootstrap; Field & Welsh 2007, *JRSS B* 69), with :data:`FEW` sources or less segments within each.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 1000
FEW = 4
FIGURES = ("precision", "recall", "f1", "kappa")
BINS = 10
LEVEL = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement on one code; a share of nothing is NaN.

    Attributes:
        n: Segments.
        positive: Of them with the code, by people.
        given: By the coder.
        figures: ``precision``, ``recall``, ``f1``, ``kappa``.
        intervals: 95 % interval of each.
        brier: Mean squared error of the probabilities.
        ece: Expected calibration error: their mean distance from shares, over ``BINS`` bins of equal size.
    """

    n: int
    positive: int
    given: int
    figures: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    brier: float
    ece: float


def score(
    labels: np.ndarray, given: np.ndarray, probability: np.ndarray, sources: Sequence[str], code: str
) -> Score:
    """Figures of one code.

    Args:
        labels: (n,), 0 and 1.
        given: (n,) bool.
        probability: (n,).
        sources: Of each segment.
        code: Its id; it seeds the draws, so that they are the same every time.
    """
    labels = labels.astype(bool)
    cells = _cells(labels, given, sources)
    draws = _figures(_drawn(cells, zlib.crc32(code.encode())))
    found = {name: float(values) for name, values in _figures(cells.sum(axis=0)).items()}
    return Score(
        len(labels),
        int(labels.sum()),
        int(given.sum()),
        found,
        {name: _interval(values) for name, values in draws.items()},
        float(np.mean((probability - labels) ** 2)) if len(labels) else float("nan"),
        calibration_error(probability, labels),
    )


def macro(
    parts: Sequence[tuple[np.ndarray, np.ndarray]], sources: Sequence[str], name: str
) -> tuple[float, tuple[float, float]]:
    """Mean of a figure over codes, and its interval: all codes are drawn together.

    Args:
        parts: By code, labels with NaN where they are not known, and what was given; all (n,).
        sources: Of each segment.
        name: The figure.
    """
    cells = [
        _cells(np.nan_to_num(labels).astype(bool), given, sources, ~np.isnan(labels))
        for labels, given in parts
    ]
    draws = [_figures(_drawn(each, 1))[name] for each in cells]
    values = [float(_figures(each.sum(axis=0))[name]) for each in cells]
    if np.isnan(values).all():
        return float("nan"), (float("nan"), float("nan"))
    stacked = np.array(draws)
    enough = ~np.isnan(stacked).all(axis=0)
    return float(np.nanmean(values)), _interval(np.nanmean(stacked[:, enough], axis=0))


def difference(
    labels: np.ndarray, one: np.ndarray, others: Sequence[np.ndarray], sources: Sequence[str]
) -> tuple[float, tuple[float, float]]:
    """F1 of one less the mean F1 of others on the same segments, and its interval: both are drawn together.

    Args:
        labels: (n,), 0 and 1.
        one: (n,) bool, what was given.
        others: Likewise.
        sources: Of each segment.
    """
    labels = labels.astype(bool)
    all_cells = [_cells(labels, given, sources) for given in (one, *others)]
    first, *rest = (_figures(_drawn(cells, 2))["f1"] for cells in all_cells)
    plain, *plain_rest = (float(_figures(cells.sum(axis=0))["f1"]) for cells in all_cells)
    return plain - float(np.mean(plain_rest)), _interval(first - np.mean(rest, axis=0))


def calibration_error(probability: np.ndarray, labels: np.ndarray) -> float:
    """Expected calibration error (Naeini et al. 2015), with bins of equal size."""
    if not len(labels):
        return float("nan")
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, min(BINS, len(order))) if len(part)]
    return float(
        sum(len(part) * abs(probability[part].mean() - labels[part].mean()) for part in parts) / len(order)
    )


def _cells(
    labels: np.ndarray, given: np.ndarray, sources: Sequence[str], known: np.ndarray | None = None
) -> np.ndarray:
    """(n_sources, 4): true and false positives, false and true negatives."""
    known = np.ones(len(labels), bool) if known is None else known
    names = {name: number for number, name in enumerate(dict.fromkeys(sources))}
    at = np.array([names[name] for name in sources], int)
    kind = np.where(given, np.where(labels, 0, 1), np.where(labels, 2, 3))
    out = np.zeros((len(names), 4))
    np.add.at(out, (at[known], kind[known]), 1)
    return out


def _drawn(cells: np.ndarray, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    if len(cells) > FEW:
        times = random.multinomial(len(cells), np.full(len(cells), 1 / len(cells)), size=DRAWS)
        return np.asarray(times @ cells)
    out = np.zeros((DRAWS, 4))
    for of_source in cells:
        if total := int(of_source.sum()):
            out += random.multinomial(total, of_source / total, size=DRAWS)
    return out


def _figures(cells: np.ndarray) -> dict[str, np.ndarray]:
    right, wrong, missed, rest = np.moveaxis(cells, -1, 0)
    n = right + wrong + missed + rest
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (right + rest) / n
        expected = ((right + wrong) * (right + missed) + (missed + rest) * (wrong + rest)) / n**2
        return {
            "precision": right / (right + wrong),
            "recall": right / (right + missed),
            "f1": 2 * right / (2 * right + wrong + missed),
            "kappa": (observed - expected) / (1 - expected),
        }


def _interval(values: np.ndarray) -> tuple[float, float]:
    values = values[~np.isnan(values)]
    if not len(values):
        return float("nan"), float("nan")
    low, high = np.percentile(values, LEVEL)
    return float(low), float(high)
