"""Text to vectors: the embedded model, Hugging Face models, and a cache of vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np

    from qualcode.study import EncoderSettings

Progress = Callable[[int, int], None]
"""Called with (done, all)."""


class Encoder(Protocol):
    """Turns texts into vectors.

    Attributes:
        name: The model's name.
        revision: What exactly of it: a commit or a hash of its files.
        width: Length of a vector.
    """

    name: str
    revision: str
    width: int

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """Vectors, (n_texts, width) float32, rows L2-normalized; long texts are windowed, never cut."""
        ...


def open_encoder(settings: EncoderSettings, *, progress: Progress | None = None) -> Encoder:
    """The encoder that a study names; it is loaded when it is first asked to encode.

    Args:
        settings: Of ``study.yaml``.
        progress: Called with steps done and all steps, if the embedded model has to be unpacked first.

    Raises:
        ModelError: it is not installed, or its files are not what was recorded.
    """
    from qualcode.encoders.unpack import NAME

    if settings.name == NAME:
        from qualcode.encoders.embedded import EmbeddedEncoder

        return EmbeddedEncoder(
            revision=settings.revision, threads=settings.threads, batch=settings.batch, progress=progress
        )
    from qualcode.encoders.huggingface import HuggingFaceEncoder

    return HuggingFaceEncoder(
        settings.name, revision=settings.revision, threads=settings.threads, batch=settings.batch
    )
