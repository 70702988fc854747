"""What fine-tuning changed of an encoder: for some of its matrices, a product of two thin ones.

An adapter is a fraction of the model's size (rank 16 in six layers: 1.3 MB) and is merged with the weights
when the graph is written, so that an adapted encoder costs no more than the one that it came from (Hu et al.
2021, "LoRA: Low-Rank Adaptation of Large Language Models").
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from qualcode.encoders.quantize import Ranges
from qualcode.encoders.weights import Blocks, Weights

PARTS = ("query", "key", "value", "attention", "inner", "outer")
"""The matrices of a layer, as :mod:`qualcode.encoders.weights` calls them."""


@dataclass(frozen=True)
class Adapter:
    """Low-rank changes.

    Attributes:
        base: Revision of the encoder that they belong to, without what its graph was built with.
        down: By matrix (``6.query``), (rank, inputs) float16.
        up: By matrix, (outputs, rank) float16.
        ranges: Of the activations with it, where they were measured; a graph needs them.
    """

    base: str
    down: Mapping[str, np.ndarray]
    up: Mapping[str, np.ndarray]
    ranges: Ranges | None = None

    def change(self, name: str) -> np.ndarray | None:
        """What is added to a matrix, (outputs, inputs) float32; None where it stays."""
        if name not in self.down:
            return None
        return self.up[name].astype(np.float32) @ self.down[name].astype(np.float32)

    def floats(self) -> Ranges | None:
        """Its ranges in single precision."""
        if self.ranges is None:
            return None
        return Ranges(self.ranges.inputs.astype(np.float32), self.ranges.inner.astype(np.float32))

    @cached_property
    def revision(self) -> str:
        """Of all its weights, 8 hex digits."""
        digest = hashlib.sha256(self.base.encode())
        for name in sorted(self.down):
            digest.update(name.encode() + self.down[name].tobytes() + self.up[name].tobytes())
        if self.ranges is not None:
            digest.update(self.ranges.inputs.tobytes() + self.ranges.inner.tobytes())
        return digest.hexdigest()[:8]

    def to_bytes(self) -> bytes:
        """As an ``.npz``."""
        file = io.BytesIO()
        arrays = {f"down.{name}": array for name, array in self.down.items()}
        arrays |= {f"up.{name}": array for name, array in self.up.items()}
        if self.ranges is not None:
            arrays |= {"ranges.inputs": self.ranges.inputs, "ranges.inner": self.ranges.inner}
        np.savez_compressed(file, base=np.frombuffer(self.base.encode(), np.uint8), **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What :meth:`to_bytes` packed; nothing in it is executed."""
        parts: dict[str, dict[str, np.ndarray]] = {"down": {}, "up": {}, "ranges": {}}
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            base = stored["base"].tobytes().decode()
            for name in stored.files:
                kind, _, matrix = name.partition(".")
                if matrix:
                    parts[kind][matrix] = stored[name]
        ranges = Ranges(**parts["ranges"]) if parts["ranges"] else None
        return cls(base, parts["down"], parts["up"], ranges)


class AdaptedWeights:
    """The weights of an encoder with an adapter merged; see :class:`qualcode.encoders.weights.Weights`.

    Args:
        weights: The encoder's.
        adapter: What is added.
    """

    def __init__(self, weights: Weights, adapter: Adapter) -> None:
        self.shape, self._weights, self._adapter = weights.shape, weights, adapter

    def vector(self, name: str) -> np.ndarray:
        """The encoder's own."""
        return self._weights.vector(name)

    def matrix(self, name: str) -> np.ndarray:
        """The encoder's, changed."""
        change = self._adapter.change(name)
        return self._weights.matrix(name) if change is None else self._weights.matrix(name) + change

    def vocabulary(self) -> Blocks:
        """The encoder's own."""
        return self._weights.vocabulary()
