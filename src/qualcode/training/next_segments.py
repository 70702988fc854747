"""Which segments to code next: those the coder is unsure of, and unlike each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from scipy.special import logit


def next_to_code(
    vectors: np.ndarray,
    probability: np.ndarray,
    thresholds: Sequence[float] | np.ndarray,
    *,
    n: int,
    coded: Collection[int] = (),
) -> list[int]:
    """Places of the segments that teach most, the most telling first.

    Each step takes the segment of greatest uncertainty times squared distance to the nearest that is coded or
    taken: the greedy, repeatable form of k-means++ (Arthur & Vassilvitskii 2007) weighed by uncertainty, as in
    BADGE (Ash et al. 2020, ICLR). A segment is as uncertain as its most uncertain code.

    Args:
        vectors: (n_segments, width), L2-normalized.
        probability: (n_segments, n_codes), what a coder makes of them.
        thresholds: (n_codes,), from which probability each code is given.
        n: How many; all there are if there are fewer.
        coded: Places of those that people have coded; they are not taken.

    Returns:
        At most ``n`` places.
    """
    unsure = uncertainty(probability, thresholds)
    free = np.ones(len(vectors), bool)
    free[list(coded)] = False
    centred = vectors.astype(np.float64) - vectors.mean(axis=0) if len(vectors) else vectors
    centred = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12)
    distance = np.full(len(vectors), 4.0)
    if known := sorted(coded):
        for start in range(0, len(known), 500):
            near = centred @ centred[known[start : start + 500]].T
            distance = np.minimum(distance, 2 - 2 * near.max(axis=1))
    taken: list[int] = []
    for _ in range(min(n, int(free.sum()))):
        worth = np.where(free, unsure * np.maximum(distance, 1e-9), -1.0)
        place = int(worth.argmax())
        taken.append(place)
        free[place] = False
        distance = np.minimum(distance, 2 - 2 * centred @ centred[place])
    return taken


def uncertainty(probability: np.ndarray, thresholds: Sequence[float] | np.ndarray) -> np.ndarray:
    """(n_segments,), 1 where a code stands at its threshold, towards 0 where all are far from theirs.

    Args:
        probability: (n_segments, n_codes).
        thresholds: (n_codes,).
    """
    if not probability.size:
        return np.zeros(len(probability))
    limits = logit(np.clip(np.asarray(thresholds, float), 1e-3, 1 - 1e-3))
    away = np.abs(logit(np.clip(probability, 1e-3, 1 - 1e-3)) - limits)
    return np.asarray(np.exp(-away.min(axis=1)))
