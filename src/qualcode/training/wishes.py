"""What a study wishes of a code's threshold: the best F1, or precision or recall of at least so much."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from qualcode.errors import SettingsError

ENOUGH = 10
"""Segments with the code, and as many without, from which on a threshold is chosen on judged segments."""

FEWEST = 5
"""Given segments from which on a precision counts as one."""

GRID = np.round(np.arange(0.02, 0.98, 0.01), 2)
_WORDS = re.compile(r"f1|(precision|recall)\s*>=\s*(0?\.\d+|1(?:\.0+)?)")
SHRINK = 30.0
"""Positive segments at which a threshold of best F1 lies half-way between that without training and their
own: with few, the best one is mostly chance."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish: ``f1``, or a figure that is to reach ``least``."""

    figure: str = "f1"
    least: float = 0.0

    @classmethod
    def of(cls, words: str) -> Wish:
        """A wish as ``study.yaml`` writes it.

        Raises:
            SettingsError: it is none.
        """
        match = _WORDS.fullmatch(words.strip().casefold())
        if match is None:
            raise SettingsError(
                f"training: {words!r} is no wish.",
                remedy="Write f1, precision>=0.9 or recall>=0.9.",
            )
        return cls(match[1], float(match[2])) if match[1] else cls()

    def __str__(self) -> str:
        return self.figure if self.figure == "f1" else f"{self.figure}>={self.least:g}"


def choose(probability: np.ndarray, labels: np.ndarray, wish: Wish, otherwise: float) -> tuple[float, bool]:
    """The threshold for a wish, and whether it was chosen on these labels.

    For the best F1 it is half of the best F1 that any threshold reaches: for probabilities that hold,
    that is the threshold of best F1 (Lipton, Elkan & Naryanaswamy 2014, "Optimal Thresholding of
    Classifiers to Maximize F1 Measure"), and far less a matter of chance than the best one itself. For a
    precision it is the one of most recall among those that reach it, and for a recall the one of most
    precision. Where none does, it is the one that comes nearest.

    Args:
        probability: (n,), of segments that were left out of what is learnt.
        labels: (n,), 0 and 1.
        wish: The wish.
        otherwise: What it is with fewer than ``ENOUGH`` segments with or without the code.
    """
    labels = labels.astype(bool)
    if min(labels.sum(), (~labels).sum()) < ENOUGH:
        return otherwise, False
    given = probability[:, None] >= GRID
    right = (given & labels[:, None]).sum(axis=0)
    n_given, n_positive = given.sum(axis=0), labels.sum()
    if wish.figure == "f1":
        best = float((2 * right / (n_given + n_positive)).max()) / 2
        share = n_positive / (n_positive + SHRINK)
        return round(float(share * best + (1 - share) * otherwise), 2), True
    recall = right / n_positive
    precision = np.where(n_given >= FEWEST, right / np.maximum(n_given, 1), -1.0)
    wished, other = (recall, precision) if wish.figure == "recall" else (precision, recall)
    reaching = np.flatnonzero(wished >= wish.least)
    if not len(reaching):
        return float(GRID[_middle(np.flatnonzero(wished == wished.max()))]), True
    return float(GRID[_middle(reaching[other[reaching] == other[reaching].max()])]), True


def _middle(places: np.ndarray) -> int:
    """Of thresholds that do as well as each other, the one farthest from those that do worse."""
    return int(places[len(places) // 2])
