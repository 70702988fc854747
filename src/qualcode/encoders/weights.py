"""The weights of a small BERT-like encoder, wherever they come from.

Tensors have the same names for every origin: ``positions`` and ``types`` (embeddings); ``embedding.norm``;
and for layer *n* the linear layers ``n.query``, ``n.key``, ``n.value``, ``n.attention``, ``n.inner``,
``n.outer``, and after the two that close a half of the layer, ``n.attention.norm`` and ``n.outer.norm``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

BLOCK = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the model, named as in its ``config.json``."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix in blocks: ``codes`` (rows, columns) int8 in −8…7, ``scales`` (rows, columns / 32) float32."""

    codes: np.ndarray
    scales: np.ndarray

    def floats(self) -> np.ndarray:
        """The weights, (rows, columns) float32."""
        rows, columns = self.codes.shape
        blocks = self.codes.reshape(rows, columns // BLOCK, BLOCK).astype(np.float32)
        return (blocks * self.scales[:, :, None]).reshape(rows, columns)


class Weights(Protocol):
    """Where the graph gets its tensors."""

    shape: Shape

    def vector(self, name: str) -> np.ndarray:
        """A float32 vector (or a table of embeddings as one): ``0.query.bias``, ``positions`` …"""
        ...

    def matrix(self, name: str) -> np.ndarray:
        """The weights of a linear layer, (outputs, inputs) float32."""
        ...

    def vocabulary(self) -> Blocks:
        """The word embeddings, one row a piece."""
        ...
