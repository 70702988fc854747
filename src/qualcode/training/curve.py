"""A learning curve: what fewer judged segments would have taught, and whether more would teach anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qualcode.training.fitting import Fitting, fold_of_groups
from qualcode.training.scores import difference, macro
from qualcode.training.scores import score as score_of
from qualcode.training.validation import HeldOut, codes_given, select, thresholds, together
from qualcode.training.wishes import Wish

SHARES = (0.0, 0.25, 0.5)
REPEATS = 2
ENOUGH = 20
"""Segments with a code from which on its curve is read."""

LITTLE = 0.01

Outlook = Literal["few", "helps", "may_help", "level"]


@dataclass(frozen=True, slots=True)
class Point:
    """What so many judged segments teach.

    Attributes:
        n: Judged segments that were learnt from, on average over the folds.
        f1: By code id, mean over repeats.
        kappa: Likewise.
        macro_f1: Mean over codes.
        macro_kappa: Likewise.
    """

    n: int
    f1: dict[str, float]
    kappa: dict[str, float]
    macro_f1: float
    macro_kappa: float


@dataclass(frozen=True, slots=True)
class Prospect:
    """Whether more coding would help a code.

    Attributes:
        outlook: ``few``: fewer than ``ENOUGH`` segments have it; ``helps``: with all segments F1 is higher
            than with half of them, beyond chance; ``may_help``: higher, perhaps by chance; ``level``: not.
        gain: F1 with all less F1 with half.
        interval: 95 % interval of it.
    """

    outlook: Outlook
    gain: float
    interval: tuple[float, float]


def curve(
    fitting: Fitting,
    full: HeldOut,
    wishes: Mapping[str, Wish],
    voters: str,
    sources: Sequence[str],
    columns: Sequence[int],
    step: Callable[[], None],
) -> tuple[list[Point], dict[str, Prospect]]:
    """The points, and what they say of each code.

    Every point is of the same held-out segments, coded by coders that learnt from a random part of the judged
    segments of other sources.

    Args:
        fitting: The material.
        full: What all judged segments teach.
        wishes: By code id.
        voters: ``rules``, ``model`` or ``both``.
        sources: Of each judged row.
        columns: Of the codes that people have judged.
        step: Called after each fit.
    """
    joined = fitting.joined
    folds = fold_of_groups(joined.groups)
    judged = joined.judged
    numbers = sorted(set(folds[judged].tolist()))
    labels = joined.labels[judged]
    points: list[Point] = []
    halves: list[np.ndarray] = []
    for share in SHARES:
        given_by, sizes = [], []
        for repeat in range(REPEATS if share else 1):
            random = np.random.default_rng((17, repeat))
            given = np.zeros(full.given.shape, bool)
            for number in numbers:
                own = judged[folds[judged] != number]
                taken = np.sort(random.permutation(own)[: round(share * len(own))])
                examples = np.flatnonzero(folds[: joined.n_examples] != number)
                fitted = select(fitting, np.concatenate([examples, taken]), voters)
                limits = thresholds(joined, fitted, wishes, voters)
                here = np.flatnonzero(folds[judged] == number)
                own = fitting.predict(fitted, judged[here], voters)
                probability = together(joined.codebook, own)
                given[here] = codes_given(joined.codebook, probability, limits.value)
                sizes.append(len(taken))
                step()
            given_by.append(given)
        points.append(
            _point(round(float(np.mean(sizes))), labels, given_by, sources, columns, joined.codebook.ids)
        )
        halves = given_by
    size = round(len(judged) * (1 - 1 / len(numbers)))
    points.append(_point(size, labels, [full.given], sources, columns, joined.codebook.ids))
    prospects = {
        joined.codebook.ids[column]: _prospect(labels[:, column], halves, full.given, column, sources)
        for column in columns
    }
    return points, prospects


def n_steps(n_folds: int) -> int:
    """How many fits a curve takes."""
    return n_folds * sum(REPEATS if share else 1 for share in SHARES)


def _point(
    n: int,
    labels: np.ndarray,
    given_by: Sequence[np.ndarray],
    sources: Sequence[str],
    columns: Sequence[int],
    ids: Sequence[str],
) -> Point:
    by_code: dict[str, dict[str, float]] = {"f1": {}, "kappa": {}}
    for column in columns:
        known = ~np.isnan(labels[:, column])
        where = [sources[row] for row in np.flatnonzero(known)]
        found = [
            score_of(labels[known, column], given[known, column], labels[known, column], where, ids[column])
            for given in given_by
        ]
        for name, values in by_code.items():
            values[ids[column]] = _mean([each.figures[name] for each in found])
    means = {
        name: _mean(
            [
                macro([(labels[:, each], given[:, each]) for each in columns], sources, name)[0]
                for given in given_by
            ]
        )
        for name in by_code
    }
    return Point(n, by_code["f1"], by_code["kappa"], means["f1"], means["kappa"])


def _prospect(
    labels: np.ndarray, halves: Sequence[np.ndarray], full: np.ndarray, column: int, sources: Sequence[str]
) -> Prospect:
    known = ~np.isnan(labels)
    where = [sources[row] for row in np.flatnonzero(known)]
    gain, interval = difference(
        labels[known], full[known, column], [given[known, column] for given in halves], where
    )
    outlook: Outlook
    if np.nansum(labels) < ENOUGH:
        outlook = "few"
    elif interval[0] > 0:
        outlook = "helps"
    elif gain > LITTLE:
        outlook = "may_help"
    else:
        outlook = "level"
    return Prospect(outlook, gain, interval)


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if value == value]
    return float(np.mean(known)) if known else float("nan")
