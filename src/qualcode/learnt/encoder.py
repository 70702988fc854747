"""The embedded encoder, read at several layers in the one pass that the vectors take anyway."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.encoders import Progress
from qualcode.encoders.embedded import EmbeddedEncoder

if TYPE_CHECKING:
    from qualcode.learnt.coder import LearntCoder
    from qualcode.study import EncoderSettings


class LearntEncoder:
    """Gives a text's vector, and after it what the learnt coder reads out of the layers.

    Measured on two splits of the gold files, ridge regressions on layers 2, 4 … 12 side by side find the
    themes better than on the last one: average precision .68 instead of .66 written, .56 instead of .49
    spoken.

    Args:
        learnt: The coder.
        settings: Of the encoder, in ``study.yaml``.
        progress: Called with steps done and all steps, if the model has to be unpacked.

    Attributes:
        learnt: The coder.
        own: How many figures of a row are the vector itself; the others are the coder's.
    """

    def __init__(
        self, learnt: LearntCoder, settings: EncoderSettings, *, progress: Progress | None = None
    ) -> None:
        self.learnt = learnt
        self._encoder = EmbeddedEncoder(
            threads=settings.threads, batch=settings.batch, layers=learnt.layers, progress=progress
        )
        base = self._encoder.revision.split("-")[0]
        if settings.revision:
            EmbeddedEncoder.require(settings.revision, base)
        self.name, self.revision = self._encoder.name, f"{base}+{learnt.revision}"
        self.own = self._encoder.width // len(learnt.layers)
        self.width = self.own + len(learnt.themes)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """(n_texts, width) float32: the vector, L2-normalized, and the scores of the coder's themes."""
        layers = self._encoder.encode(texts, progress=progress)
        return np.hstack([layers[:, -self.own :], self.learnt.vector_scores(layers)]).astype(np.float32)
