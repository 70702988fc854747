"""Agreement with labels, with intervals by a bootstrap of whole documents.

Units of one document are not independent, so documents are drawn with replacement, each with all its units
(cluster bootstrap; Field & Welsh 2007, "Bootstrapping clustered data", *JRSS B* 69, 369–390), and the
interval is from the 2.5th to the 97.5th percentile of what the draws give. With few documents it is rough,
and rather too narrow than too wide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from proof.rows import Row

DRAWS, SEED, LEVEL = 2000, 7, 95
FIGURES = ("precision", "recall", "f1", "kappa")


def counts(labels: np.ndarray, given: np.ndarray, known: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """(n_groups, 4): units that have a code and were given it; given it alone; having it alone; neither.

    Args:
        labels: (n_units,) bool, what the labels say.
        given: (n_units,) bool, what the coder says.
        known: (n_units,) bool, which units count.
        groups: (n_units,) int, the document of each, from 0.
    """
    kinds = np.where(labels, np.where(given, 0, 2), np.where(given, 1, 3))
    found = np.zeros((int(groups.max()) + 1, 4))
    np.add.at(found, (groups[known], kinds[known]), 1)
    return found


def figures(summed: np.ndarray) -> dict[str, np.ndarray]:
    """Precision, recall, F1 and Cohen's kappa of summed counts, (…, 4).

    A share of nothing is NaN, and kappa is 0 where chance gives full agreement, as everywhere in qualcode.
    """
    right, alone, missed, neither = np.moveaxis(summed, -1, 0)
    n = right + alone + missed + neither
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (right + neither) / n
        chance = ((right + alone) * (right + missed) + (missed + neither) * (alone + neither)) / n**2
        return {
            "precision": right / (right + alone),
            "recall": right / (right + missed),
            "f1": 2 * right / (2 * right + alone + missed),
            "kappa": np.where(chance < 1, (observed - chance) / (1 - chance), 0.0),
        }


def rows(on: str, coder: str, codes: Sequence[str], by_code: Sequence[np.ndarray], n_units: int) -> list[Row]:
    """Rows of each code and of their mean.

    Args:
        on: What was measured on.
        coder: Who.
        codes: The codes.
        by_code: Of each, :func:`counts`.
        n_units: Units there are, those that are left out for some code included.
    """
    n_groups = len(by_code[0])
    # Each draw as how often every document is in it.
    drawn = np.random.default_rng(SEED).multinomial(n_groups, np.full(n_groups, 1 / n_groups), DRAWS)
    values = [figures(each.sum(axis=0)) for each in by_code]
    draws = [figures(drawn @ each) for each in by_code]
    found = [
        _row(on, coder, code, name, each, values[at][name], draws[at][name])
        for at, (code, each) in enumerate(zip(codes, by_code, strict=True))
        for name in FIGURES
    ]
    for name in FIGURES:
        mean = _mean(np.array([each[name] for each in values]))
        means = _mean(np.array([each[name] for each in draws]))
        found.append(_row(on, coder, "macro", name, by_code[0], mean, means, n_units))
    return found


def _row(
    on: str,
    coder: str,
    of: str,
    name: str,
    each: np.ndarray,
    value: np.ndarray,
    drawn: np.ndarray,
    n_units: int | None = None,
) -> Row:
    summed = each.sum(axis=0)
    n = int(summed.sum()) if n_units is None else n_units
    known = drawn[~np.isnan(drawn)]
    edge = (100 - LEVEL) / 2
    low, high = np.percentile(known, [edge, 100 - edge]) if len(known) else (np.nan, np.nan)
    positive = int(summed[0] + summed[2]) if n_units is None else None
    return Row(on, coder, of, name, n, len(each), positive, float(value), float(low), float(high))


def _mean(values: np.ndarray) -> np.ndarray:
    """Over the codes that have the figure."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0)
