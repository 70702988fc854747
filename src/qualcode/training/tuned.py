"""The encoder of a run with a fine-tuned coder: the study's own, and beside it the fine-tuned one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.encoders import Progress

if TYPE_CHECKING:
    from qualcode.encoders.adapter import Adapter
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.study import Study


class TunedEncoder:
    """Gives a text's vector, behind it the fine-tuned one, then what else the study's encoder gives.

    Without torch: the changes are merged into the weights when the graph is written.

    Args:
        plain: The study's encoder.
        tuned: The fine-tuned one.

    Attributes:
        plain: The study's encoder, for texts of which the fine-tuned vector is not needed.
    """

    def __init__(self, plain: CachedEncoder, tuned: CachedEncoder) -> None:
        self.plain, self._tuned = plain, tuned
        self.name, self.revision, self.learnt, self.own = (
            plain.name,
            plain.revision,
            plain.learnt,
            plain.own,
        )
        self.width = plain.width + tuned.width

    @property
    def hits(self) -> int:
        """Texts found so far."""
        return self.plain.hits

    @property
    def misses(self) -> int:
        """Texts of which something had to be computed so far."""
        return max(self.plain.misses, self._tuned.misses)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """(n_texts, width) float32."""
        usual = self.plain.encode(texts, progress=progress)
        tuned = self._tuned.encode(texts, progress=progress)
        return np.hstack([usual[:, : self.own], tuned, usual[:, self.own :]])


def with_adapter(
    study: Study, plain: CachedEncoder, adapter: Adapter, *, progress: Progress | None = None
) -> TunedEncoder:
    """The encoder of a study whose trained coder has an adapter.

    Args:
        study: The study.
        plain: Its encoder without the adapter.
        adapter: What fine-tuning changed.
        progress: Called with steps done and all steps, if the model has to be written first.

    Raises:
        ModelError: the model is not here, or another than the adapter belongs to.
    """
    return TunedEncoder(plain, fine_tuned(study, adapter, progress=progress))


def fine_tuned(study: Study, adapter: Adapter, *, progress: Progress | None = None) -> CachedEncoder:
    """The fine-tuned encoder by itself, with the study's own vectors; as :func:`with_adapter`."""
    from qualcode.encoders.cache import FOLDER, CachedEncoder
    from qualcode.encoders.embedded import EmbeddedEncoder

    settings = study.settings.encoder
    encoder = EmbeddedEncoder(
        threads=settings.threads, batch=settings.batch, adapter=adapter, progress=progress
    )
    return CachedEncoder(encoder, study.private / FOLDER)
