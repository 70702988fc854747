"""The figures that the learnt coder weighs for a text, besides what the codebook's rules find in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qualcode.coding.odds import expit
from qualcode.coding.rulefeatures import WIDTH as BY_RULES
from qualcode.learnt.surroundings import LOOK_BACK, Surroundings

MOST = 4.0
"""Standard deviations beyond which a score of what stands before does not count further."""


def features(
    by_vector: np.ndarray,
    by_letter: np.ndarray,
    before: np.ndarray,
    texts: Sequence[str],
    around: Sequence[Surroundings],
) -> np.ndarray:
    """Of texts, (n_texts, :func:`width`) float64: both scores for all themes, what was said before, how.

    Args:
        by_vector: (n_texts, n_themes), standardized.
        by_letter: Likewise.
        before: (n_texts, ``LOOK_BACK``, n_themes), by letters, of the segments before; NaN without one.
        texts: The texts.
        around: Where they stand.
    """
    spoken = np.array([float(one.spoken) for one in around]).reshape(-1, 1)
    asks = np.array([float(one.asks) for one in around]).reshape(-1, 1)
    length = np.array([np.log1p(len(text.split())) for text in texts]).reshape(-1, 1)
    heard = np.nan_to_num(expit(np.clip(before, -MOST, MOST)), nan=0.0).reshape(
        len(texts), LOOK_BACK * by_vector.shape[1]
    )
    return np.hstack([by_vector, by_letter, heard, spoken, length * spoken, asks])


def width(n_themes: int) -> int:
    """How many figures :func:`features` gives."""
    return n_themes * (2 + LOOK_BACK) + 3


def of_theme(found: np.ndarray, theme: int, n_themes: int, by_rules: np.ndarray | None) -> np.ndarray:
    """The figures that count for one theme, (n_texts, n).

    All themes' scores, as one theme speaks for or against another; its own ones apart for what was spoken;
    its own ones of what stands before.

    Args:
        found: Of :func:`features`.
        theme: Its place among the themes.
        n_themes: How many there are.
        by_rules: (n_texts, ``BY_RULES``) of the theme's rules; None leaves rules out.
    """
    scores, heard = 2 * n_themes, n_themes * (2 + LOOK_BACK)
    spoken = found[:, heard]
    parts = [found[:, :scores]]
    parts += [(found[:, place] * spoken)[:, None] for place in (theme, n_themes + theme)]
    parts += [found[:, scores + back * n_themes + theme][:, None] for back in range(LOOK_BACK)]
    parts.append(found[:, heard:])
    if by_rules is not None:
        assert by_rules.shape[1] == BY_RULES
        parts.append(by_rules)
    return np.hstack(parts)
