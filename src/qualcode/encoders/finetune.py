"""Fine-tuning of the embedded encoder on coded texts, with low-rank changes to its upper layers.

Needs torch (``pip install "qualcode[torch]"``). The lower layers stay as they are, so what they make of each
text is computed once. Measured on 2 cores: 4,400 texts of 40 tokens, six layers, about three minutes of
processor time an epoch. The adapter is merged by :class:`qualcode.encoders.adapter.AdaptedWeights`, from
which :func:`qualcode.encoders.graph.write_graph` makes a graph; its ranges have to be measured anew.

Whether it is worth it has to be measured each time: for the coder that comes with the program it was not. On
text kept apart, two settings (upper six layers, 4 epochs; upper four, 2 epochs) reached an average precision
of .67 written and .52 spoken, where regressions on six frozen layers reach .68 and .56. A tenth to a third of
their log-odds mixed into those of layers, rules and letters gave .757–.767 instead of .763 written, and
.704–.742 instead of .741 spoken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.encoders import Progress
from qualcode.encoders.adapter import PARTS, Adapter
from qualcode.encoders.weights import Weights
from qualcode.errors import SettingsError

if TYPE_CHECKING:
    import torch

LONGEST = 128
"""Tokens of a text that are learnt from; only while fine-tuning is a longer one cut."""
_WARM_UP = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fine-tune.

    Attributes:
        first: The first layer that changes; those before it stay.
        rank: Of the changes.
        epochs: How often each text is seen.
        rate: Largest step size of the changes; the head's is five times that.
        batch: Texts a step.
        dropout: Share of a layer's outputs left out while learning.
        contrast: Weight of the supervised contrastive loss (Khosla et al. 2020) beside binary cross-entropy.
        seed: The same seed on the same machine gives the same adapter.
        threads: Processors to use.
    """

    first: int = 6
    rank: int = 16
    epochs: int = 2
    rate: float = 1e-3
    batch: int = 32
    dropout: float = 0.1
    contrast: float = 0.0
    seed: int = 0
    threads: int = 2


def fine_tune(
    weights: Weights,
    base: str,
    tokens: Sequence[Sequence[int]],
    labels: np.ndarray,
    plan: Plan | None = None,
    *,
    progress: Progress | None = None,
) -> Adapter:
    """Changes an encoder so that its mean vectors tell codes apart.

    Args:
        weights: The encoder's.
        base: Its revision.
        tokens: Ids of the texts' tokens, with prefix and special tokens.
        labels: (n_texts, n_codes): 1, 0 or NaN for not known.
        plan: How.
        progress: Called with steps done and all steps.

    Raises:
        SettingsError: torch is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise SettingsError(
            "fine-tuning needs torch, which is not installed.", remedy='pip install "qualcode[torch]"'
        ) from error
    plan = plan or Plan()
    torch.manual_seed(plan.seed)
    before, torch_threads = torch.get_num_threads(), plan.threads
    torch.set_num_threads(torch_threads)
    try:
        return _Tuning(weights, plan, [list(ids)[:LONGEST] for ids in tokens], labels).run(base, progress)
    finally:
        torch.set_num_threads(before)


class _Tuning:
    def __init__(self, weights: Weights, plan: Plan, tokens: list[list[int]], labels: np.ndarray) -> None:
        import torch

        self._plan, self._shape, self._weights = plan, weights.shape, weights
        self._labels = torch.tensor(labels, dtype=torch.float32)
        self._random = np.random.default_rng(plan.seed)
        self._layers = [self._layer(number) for number in range(self._shape.num_hidden_layers)]
        self._low = {
            f"{number}.{part}": self._thin(self._layers[number][part][0].shape)
            for number in range(plan.first, self._shape.num_hidden_layers)
            for part in PARTS
        }
        self._hidden = self._below(tokens)
        self._head = torch.nn.Linear(self._shape.hidden_size, labels.shape[1])
        torch.nn.init.zeros_(self._head.weight)

    def run(self, base: str, progress: Progress | None) -> Adapter:
        """The adapter, learnt."""
        import torch
        from torch.nn import functional

        plan = self._plan
        with torch.no_grad():
            some = torch.cat([self._vectors(rows, False) for rows in self._batches()])
            middle = functional.normalize(some, dim=1).mean(0)
            spread = (functional.normalize(some, dim=1) - middle).std().clamp(min=1e-6)
        thin = [matrix for pair in self._low.values() for matrix in pair]
        groups = [{"params": thin, "lr": plan.rate}, {"params": self._head.parameters(), "lr": 5 * plan.rate}]
        optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
        total = plan.epochs * sum(1 for _ in self._batches())
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / max(1.0, _WARM_UP * total)) * (1 - step / total)
        )
        done = 0
        for _ in range(plan.epochs):
            for rows in self._batches():
                vectors = functional.normalize(self._vectors(rows, True), dim=1) - middle
                loss = self._loss(self._head(vectors / spread), vectors, self._labels[rows])
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_([*thin, *self._head.parameters()], 1.0)
                optimizer.step()
                schedule.step()
                done += 1
                if progress:
                    progress(done, total)
        half = {
            name: [m.detach().numpy().astype(np.float16) for m in pair] for name, pair in self._low.items()
        }
        return Adapter(
            base, {n: pair[0] for n, pair in half.items()}, {n: pair[1] for n, pair in half.items()}
        )

    def _loss(self, odds: torch.Tensor, vectors: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        import torch
        from torch.nn import functional

        known = ~torch.isnan(labels)
        truth = torch.nan_to_num(labels)
        each = functional.binary_cross_entropy_with_logits(odds, truth, reduction="none")
        loss = (each * known).sum() / known.sum().clamp(min=1)
        if not self._plan.contrast:
            return loss
        unit = functional.normalize(vectors, dim=1)
        itself = torch.eye(len(unit), dtype=torch.bool)
        alike = (unit @ unit.T / 0.1).masked_fill(itself, -1e9).log_softmax(1)
        shared = truth @ truth.T
        either = truth.sum(1)[:, None] + truth.sum(1)[None] - shared
        pull = (shared / either.clamp(min=1)).masked_fill(itself, 0)
        pairs = pull.sum(1)
        if (pairs > 0).any():
            loss = loss - self._plan.contrast * ((pull * alike).sum(1)[pairs > 0] / pairs[pairs > 0]).mean()
        return loss

    def _batches(self) -> Iterator[list[int]]:
        """Rows of texts of about one length, in random order."""
        order = self._random.permutation(len(self._hidden))
        size = self._plan.batch
        batches = []
        for start in range(0, len(order), 16 * size):
            near = sorted(order[start : start + 16 * size], key=lambda row: len(self._hidden[row]))
            batches += [near[at : at + size] for at in range(0, len(near), size)]
        for number in self._random.permutation(len(batches)):
            yield [int(row) for row in batches[number]]

    def _vectors(self, rows: list[int], learning: bool) -> torch.Tensor:
        states, there = _padded([self._hidden[row] for row in rows])
        for number in range(self._plan.first, self._shape.num_hidden_layers):
            states = self._through(number, states, there, learning)
        return (states * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)

    def _below(self, tokens: list[list[int]]) -> list[torch.Tensor]:
        """What the layers that stay make of each text, (tokens, width) each."""
        import torch
        from torch.nn import functional

        width = self._shape.hidden_size
        words = torch.from_numpy(self._weights.vocabulary().floats())
        places = torch.from_numpy(self._weights.vector("positions").reshape(-1, width).copy())
        places = places + torch.from_numpy(self._weights.vector("types")[:width].copy())
        norm = self._norm("embedding.norm")
        hidden: list[Any] = [None] * len(tokens)
        order = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
        with torch.no_grad():
            for start in range(0, len(order), 32):
                rows = order[start : start + 32]
                embedded = [words[tokens[row]] + places[: len(tokens[row])] for row in rows]
                states, there = _padded([functional.layer_norm(one, (width,), *norm) for one in embedded])
                for number in range(self._plan.first):
                    states = self._through(number, states, there, False)
                for at, row in enumerate(rows):
                    hidden[row] = states[at, : len(tokens[row])].clone()
        return hidden

    def _through(
        self, number: int, states: torch.Tensor, there: torch.Tensor, learning: bool
    ) -> torch.Tensor:
        from torch.nn import functional

        layer, (texts, length, width) = self._layers[number], states.shape
        heads = self._shape.num_attention_heads

        def linear(part: str, values: torch.Tensor) -> torch.Tensor:
            weight, bias = layer[part]
            if (pair := self._low.get(f"{number}.{part}")) is not None:
                weight = weight + pair[1] @ pair[0]
            return functional.linear(values, weight, bias)

        def apart(values: torch.Tensor) -> torch.Tensor:
            return values.view(texts, length, heads, width // heads).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(
            *(apart(linear(part, states)) for part in ("query", "key", "value")),
            attn_mask=(1 - there)[:, None, None, :] * -1e9,
        )
        mixed = linear("attention", mixed.transpose(1, 2).reshape(texts, length, width))
        mixed = functional.dropout(mixed, self._plan.dropout, learning)
        states = functional.layer_norm(mixed + states, (width,), *layer["attention.norm"])
        inner = linear("outer", functional.gelu(linear("inner", states)))
        inner = functional.dropout(inner, self._plan.dropout, learning)
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

    def _thin(self, shape: torch.Size) -> tuple[torch.nn.Parameter, torch.nn.Parameter]:
        import torch

        outputs, inputs = shape
        down = torch.randn(self._plan.rank, inputs) / inputs**0.5
        return torch.nn.Parameter(down), torch.nn.Parameter(torch.zeros(outputs, self._plan.rank))


def _padded(parts: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """States (texts, tokens, width), and (texts, tokens) 1 where there is a token."""
    import torch

    states = torch.nn.utils.rnn.pad_sequence(parts, batch_first=True)
    there = torch.zeros(states.shape[:2])
    for row, part in enumerate(parts):
        there[row, : len(part)] = 1
    return states, there
