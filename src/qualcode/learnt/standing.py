"""What the learnt coder goes by, beside where texts stand by the codebook's examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.coding.thememodel import Standing
from qualcode.learnt.surroundings import ALONE, Surroundings

if TYPE_CHECKING:
    from qualcode.learnt.coder import LearntCoder


def with_learnt(
    standing: Standing,
    learnt: LearntCoder | None,
    texts: Sequence[str],
    vectors: np.ndarray,
    around: Sequence[Surroundings] | None,
) -> Standing:
    """Where texts stand, with what the learnt coder goes by, if there is one.

    Args:
        standing: By the codebook's examples.
        learnt: The coder.
        texts: The texts.
        vectors: What its encoder makes of them.
        around: Where they stand; by default each alone.
    """
    if learnt is None:
        return standing
    scores = vectors[:, -len(learnt.themes) :]
    found = learnt.features(texts, scores, around if around is not None else [ALONE] * len(texts))
    return replace(standing, learnt=found)
