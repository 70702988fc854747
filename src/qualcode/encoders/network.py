"""The embedded encoder in torch, with low-rank changes of its upper layers; only for fine-tuning.

The lower layers stay as they are, so what they make of each text is computed once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.encoders.adapter import PARTS
from qualcode.encoders.quantize import Ranges
from qualcode.encoders.weights import Weights

if TYPE_CHECKING:
    import torch

    Low = Mapping[str, tuple[torch.Tensor, torch.Tensor]]
    """By matrix (``6.query``), (rank, inputs) and (outputs, rank); added as their product."""

_BATCH = 32


class Network:
    """An encoder's layers, and what the lower ones make of some texts.

    Args:
        weights: The encoder's.
        tokens: Ids of the texts' tokens, with prefix and special tokens.
        first: The first layer that changes.
    """

    def __init__(self, weights: Weights, tokens: Sequence[Sequence[int]], first: int) -> None:
        self.shape, self.first = weights.shape, first
        self._weights = weights
        self._layers = [self._layer(number) for number in range(self.shape.num_hidden_layers)]
        self._hidden = self._below([list(ids) for ids in tokens])

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Of the matrices that change, outputs and inputs."""
        return {
            f"{number}.{part}": tuple(self._layers[number][part][0].shape)  # type: ignore[misc]
            for number in range(self.first, self.shape.num_hidden_layers)
            for part in PARTS
        }

    def length(self, row: int) -> int:
        """Tokens of a text."""
        return len(self._hidden[row])

    def pooled(
        self, rows: Sequence[int], low: Low, *, dropout: float = 0.0, watch: Ranges | None = None
    ) -> torch.Tensor:
        """Mean vectors of texts, (n_rows, width), not normalized.

        Args:
            rows: Which texts.
            low: What is added to the upper layers.
            dropout: Share of a layer's outputs that is left out.
            watch: Raised to the largest activations that are met.
        """
        states, there = _padded([self._hidden[row] for row in rows])
        for number in range(self.first, self.shape.num_hidden_layers):
            states = self._through(number, states, there, low, dropout, watch)
        return (states * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)

    def vectors(self, rows: Sequence[int], low: Low, *, watch: Ranges | None = None) -> np.ndarray:
        """As :meth:`pooled`, of any number of texts, (n_rows, width) float32, L2-normalized."""
        import torch
        from torch.nn import functional

        out = np.empty((len(rows), self.shape.hidden_size), np.float32)
        order = sorted(range(len(rows)), key=lambda at: self.length(rows[at]))
        with torch.no_grad():
            for start in range(0, len(order), _BATCH):
                part = order[start : start + _BATCH]
                found = self.pooled([rows[at] for at in part], low, watch=watch)
                out[part] = functional.normalize(found, dim=1).numpy()
        return out

    def _below(self, tokens: list[list[int]]) -> list[torch.Tensor]:
        """What the layers that stay make of each text, (tokens, width) each."""
        import torch
        from torch.nn import functional

        width = self.shape.hidden_size
        words = torch.from_numpy(self._weights.vocabulary().floats())
        places = torch.from_numpy(self._weights.vector("positions").reshape(-1, width).copy())
        places = places + torch.from_numpy(self._weights.vector("types")[:width].copy())
        norm = self._norm("embedding.norm")
        hidden: dict[int, torch.Tensor] = {}
        order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        with torch.no_grad():
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                embedded = [words[tokens[row]] + places[: len(tokens[row])] for row in rows]
                states, there = _padded([functional.layer_norm(one, (width,), *norm) for one in embedded])
                for number in range(self.first):
                    states = self._through(number, states, there, {}, 0.0, None)
                hidden |= {row: states[at, : len(tokens[row])].clone() for at, row in enumerate(rows)}
        return [hidden[row] for row in range(len(tokens))]

    def _through(
        self,
        number: int,
        states: torch.Tensor,
        there: torch.Tensor,
        low: Low,
        dropout: float,
        watch: Ranges | None,
    ) -> torch.Tensor:
        from torch.nn import functional

        layer, (texts, length, width) = self._layers[number], states.shape
        heads = self.shape.num_attention_heads

        def linear(part: str, values: torch.Tensor) -> torch.Tensor:
            found = functional.linear(values, *layer[part])
            if (pair := low.get(f"{number}.{part}")) is None:
                return found
            # Not added to the weights, whose own gradient would cost as much as a pass through them.
            return found + functional.linear(functional.linear(values, pair[0]), pair[1])

        def apart(values: torch.Tensor) -> torch.Tensor:
            return values.view(texts, length, heads, width // heads).transpose(1, 2)

        def seen(values: torch.Tensor, into: np.ndarray) -> None:
            largest = (values.abs() * there[:, :, None]).amax(dim=(0, 1)).detach().numpy()
            np.maximum(into, largest, out=into)

        mixed = functional.scaled_dot_product_attention(
            *(apart(linear(part, states)) for part in ("query", "key", "value")),
            attn_mask=(1 - there)[:, None, None, :] * -1e9,
        )
        mixed = mixed.transpose(1, 2).reshape(texts, length, width)
        if watch is not None:
            seen(states, watch.inputs[number, 0])
            seen(mixed, watch.inputs[number, 1])
        attended = functional.dropout(linear("attention", mixed), dropout, dropout > 0)
        states = functional.layer_norm(attended + states, (width,), *layer["attention.norm"])
        between = functional.gelu(linear("inner", states))
        if watch is not None:
            seen(states, watch.inputs[number, 2])
            seen(between, watch.inner[number])
        inner = functional.dropout(linear("outer", between), dropout, dropout > 0)
        return functional.layer_norm(inner + states, (width,), *layer["outer.norm"])

    def _layer(self, number: int) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
        import torch

        found = {
            part: (
                torch.from_numpy(np.ascontiguousarray(self._weights.matrix(f"{number}.{part}"))),
                torch.from_numpy(self._weights.vector(f"{number}.{part}.bias").copy()),
            )
            for part in PARTS
        }
        return found | {name: self._norm(f"{number}.{name}") for name in ("attention.norm", "outer.norm")}

    def _norm(self, name: str) -> tuple[torch.Tensor, torch.Tensor]:
        import torch

        weight, bias = (self._weights.vector(f"{name}.{kind}").copy() for kind in ("weight", "bias"))
        return torch.from_numpy(weight), torch.from_numpy(bias)


def _padded(parts: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """States (texts, tokens, width), and (texts, tokens) 1 where there is a token."""
    import torch

    states = torch.nn.utils.rnn.pad_sequence(list(parts), batch_first=True)
    there = torch.zeros(states.shape[:2])
    for row, part in enumerate(parts):
        there[row, : len(part)] = 1
    return states, there
