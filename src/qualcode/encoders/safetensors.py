"""The weights of a BERT-like encoder as the Hugging Face hub has them (``model.safetensors``)."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import numpy as np

from qualcode.encoders.store import Stored
from qualcode.encoders.weights import BLOCK, Blocks, Shape

_NAMES = {
    "positions": "embeddings.position_embeddings.weight",
    "types": "embeddings.token_type_embeddings.weight",
    "embedding.norm.weight": "embeddings.LayerNorm.weight",
    "embedding.norm.bias": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attention": "attention.output.dense",
    "attention.norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer.norm": "output.LayerNorm",
}


class SafetensorsModel:
    """The weights of a fetched model; tensors are read when they are asked for.

    Raises:
        ModelError: its files are not what was recorded.
    """

    def __init__(self, model: Stored) -> None:
        from safetensors import safe_open

        model.require_unchanged(thorough=True)
        config = json.loads((model.folder / "config.json").read_text("utf-8"))
        self.shape = Shape(**{field.name: config[field.name] for field in fields(Shape)})
        self._tensors: Any = safe_open(model.folder / "model.safetensors", framework="numpy")
        # A model saved with a head has its encoder under a name of its own.
        known = set(self._tensors.keys())
        self._prefix = "" if _NAMES["positions"] in known else "bert."

    def vector(self, name: str) -> np.ndarray:
        """A float32 vector, or a table of embeddings as one."""
        return self._floats(_NAMES.get(name) or _in_layer(name)).reshape(-1)

    def matrix(self, name: str) -> np.ndarray:
        """The weights of a linear layer, (outputs, inputs) float32."""
        return self._floats(_in_layer(f"{name}.weight"))

    def vocabulary(self) -> Blocks:
        """The word embeddings in blocks of 4-bit codes, rounded as ggml does for Q4_0."""
        words = self._floats("embeddings.word_embeddings.weight")
        blocks = words.reshape(len(words), -1, BLOCK)
        largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[:, :, None], axis=2)[:, :, 0]
        scales = (largest / -8).astype(np.float16).astype(np.float32)
        inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales != 0)
        codes = np.clip(np.floor(blocks * inverse[:, :, None] + 8.5), 0, 15) - 8
        return Blocks(codes.astype(np.int8).reshape(words.shape), scales)

    def _floats(self, name: str) -> np.ndarray:
        return np.asarray(self._tensors.get_tensor(self._prefix + name), np.float32)


def _in_layer(name: str) -> str:
    """``0.query.bias`` as Hugging Face calls it."""
    layer, rest = name.split(".", 1)
    part, kind = rest.rsplit(".", 1)
    return f"encoder.layer.{layer}.{_LAYER_NAMES[part]}.{kind}"
