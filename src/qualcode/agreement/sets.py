"""All codes together: the sets of codes that coders gave to the same units."""

from __future__ import annotations

import math

import numpy as np

from qualcode.agreement import kappa
from qualcode.agreement.alpha import alpha_of_sets
from qualcode.agreement.bootstrap import WITHIN, Resamples
from qualcode.agreement.bounds import of_share
from qualcode.agreement.figures import STATISTICS, Agreement, Figure
from qualcode.agreement.pairs import OF_TABLE, cells, effective, resampled
from qualcode.agreement.statistic import MISSING, OfSums, divided


def compare(
    coders: tuple[str, ...],
    codes: tuple[str, ...],
    said: np.ndarray,
    sources: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    units: np.ndarray | None = None,
    how: str = WITHIN,
    seed: int = 0,
) -> Agreement:
    """How far coders agree on all codes at once.

    ``percent`` is the share of units with the very same set of codes (averaged over pairs of coders),
    ``alpha`` Krippendorff's with MASI distance between sets. For two coders, ``kappa`` is the mean of the
    codes' kappas, as far as they have one, and precision, recall and F1 are those of all single decisions.

    Args:
        coders: Their names, the reference first.
        codes: Ids of the codes that are compared.
        said: (n_coders, n_units, n_codes) of 0, 1 and -1 for missing; a unit counts for a coder who judged
            all of its codes.
        sources: (n_units,) int, each unit's source.
        weights: (n_units,) float, 1 on average.
        units: (n_units,) int, which of these are one unit that several people judged, each of whom counts for
            their part; every one is its own by default.
        how: What is resampled.
        seed: Of the random numbers.
    """
    whole = (said != MISSING).all(axis=2)
    judged = whole.sum(axis=0) >= 2
    said, whole, sources = said[:, judged], whole[:, judged], sources[judged]
    weight = np.ones((said.shape[1], 1)) if weights is None else weights[judged, None]
    nothing = (None,) * len(coders)
    if not said.shape[1]:
        empty = dict.fromkeys(STATISTICS, Figure(why="no_overlap"))
        return Agreement(coders, "", "segment", 0, 0, nothing, empty)
    given = [
        [
            frozenset(np.array(codes)[said[coder, unit] == 1].tolist()) if whole[coder, unit] else None
            for coder in range(len(coders))
        ]
        for unit in range(said.shape[1])
    ]
    sets = alpha_of_sets(given)
    same = np.array([_same(unit) for unit in given])
    parts = [sets.parts * weight, np.column_stack([same, np.ones(len(same))]) * weight]
    of: dict[str, tuple[OfSums, slice]] = {}
    width = sets.parts.shape[1]
    of["alpha"] = (sets.of_sums, slice(0, width))
    of["percent"] = (lambda sums: divided(sums[..., 0], sums[..., 1]), slice(width, width + 2))
    if len(coders) == 2:
        tables = [cells(said[0, :, [code]].T, said[1, :, code]) for code in range(len(codes))]
        parts.append(np.column_stack(tables) * weight)
        of |= _of_tables(len(codes), width + 2)
    whole_parts = np.column_stack(parts)
    if units is not None:
        _, first, of_unit, many = np.unique(
            units[judged], return_index=True, return_inverse=True, return_counts=True
        )
        by_unit = np.zeros((len(first), whole_parts.shape[1]))
        np.add.at(by_unit, of_unit, whole_parts / many[of_unit, None])
        whole_parts, sources, weight = by_unit, sources[first], weight[first]
    n = len(whole_parts)
    resamples = Resamples(whole_parts, sources, how=how, seed=seed)
    figures = {name: Figure(why="two_only" if len(coders) > 2 else "no_interval") for name in STATISTICS}
    for name, (of_sums, columns) in of.items():
        figures[name] = _figure(name, of_sums, columns, resamples, effective(weight[:, 0]))
    return Agreement(coders, "", "segment", n, len(np.unique(sources)), nothing, figures)


def _of_tables(n_codes: int, at: int) -> dict[str, tuple[OfSums, slice]]:
    columns = slice(at, at + 4 * n_codes)

    def by_code(sums: np.ndarray) -> np.ndarray:
        return sums.reshape(*sums.shape[:-1], n_codes, 4)

    def mean_kappa(sums: np.ndarray) -> np.ndarray:
        tables = by_code(sums)
        first, second = tables[..., 2] + tables[..., 3], tables[..., 1] + tables[..., 3]
        n = tables.sum(axis=-1)
        # Where one coder alone used a code, or alone left it out somewhere, its kappa is 0; only where all
        # gave it nowhere, or everywhere, there is none.
        varies = ((first > 0) | (second > 0)) & ((first < n) | (second < n))
        found = np.where(varies, kappa.of_table(tables), np.nan)
        known = ~np.isnan(found)
        return divided(np.where(known, found, 0).sum(axis=-1), known.sum(axis=-1))

    of: dict[str, tuple[OfSums, slice]] = {"kappa": (mean_kappa, columns)}
    for name in ("precision", "recall", "f1"):
        of[name] = (lambda sums, name=name: OF_TABLE[name](by_code(sums).sum(axis=-2)), columns)
    return of


def _figure(name: str, of_sums: OfSums, columns: slice, resamples: Resamples, n: float) -> Figure:
    value = float(of_sums(resamples.total[columns]))
    if math.isnan(value):
        return Figure(why="nobody")
    if name == "percent" and not 0 < value < 1:
        return Figure(value, *of_share(value, n), "exact")
    if value >= 1:
        return Figure(value, why="no_interval")
    found = resamples.interval(of_sums, columns=columns)
    return resampled(value, found, n if name == "percent" else 0)


def _same(unit: list[frozenset[str] | None]) -> float:
    known = [codes for codes in unit if codes is not None]
    pairs = [one == other for place, one in enumerate(known) for other in known[place + 1 :]]
    return sum(pairs) / len(pairs)
