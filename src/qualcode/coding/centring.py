"""Vectors as they are seen from the middle of many, so that what all texts share tells none apart."""

from __future__ import annotations

import numpy as np


def centred(vectors: np.ndarray, centre: np.ndarray | float) -> np.ndarray:
    """Vectors seen from a middle, L2-normalized.

    Args:
        vectors: (n, width).
        centre: (width,); 0 where they are only to be normalized.
    """
    away = vectors - centre
    return away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-12)
