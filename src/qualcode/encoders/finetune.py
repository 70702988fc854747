"""Fine-tuning of the embedded encoder on coded texts, with low-rank changes to its upper layers.

Needs torch (``pip install "qualcode[torch]"``). Measured on 2 busy cores: 701 sentences of 30 tokens, three
layers, some 10 seconds of processor time an epoch. The adapter is merged by
:class:`qualcode.encoders.adapter.AdaptedWeights`, from which :func:`qualcode.encoders.graph.write_graph`
makes a graph, with ranges measured anew (:meth:`Tuner.with_ranges`). ``benchmarks/results/finetune.md`` says
what it adds.

Whether it is worth it has to be measured each time: for the coder that comes with the program it was not. On
text kept apart, two settings (upper six layers, 4 epochs; upper four, 2 epochs) reached an average precision
of .67 written and .52 spoken, where regressions on six frozen layers reach .68 and .56. A tenth to a third of
their log-odds mixed into those of layers, rules and letters gave .757–.767 instead of .763 written, and
.704–.742 instead of .741 spoken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.encoders import Progress
from qualcode.encoders.adapter import Adapter
from qualcode.encoders.network import Network
from qualcode.encoders.quantize import Ranges, measured_ranges
from qualcode.encoders.weights import Weights
from qualcode.errors import ModelError

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


def require_torch() -> None:
    """Raises ModelError, with the remedy, where torch is not installed."""
    from importlib.util import find_spec

    if find_spec("torch") is None:
        raise ModelError(
            "fine-tuning needs torch, which is not installed.",
            remedy='pip install "qualcode[torch]", or train without --fine-tune. Only training needs it:'
            " a run with a fine-tuned coder does not.",
        )


class Tuner:
    """Fine-tunes an encoder on parts of some texts.

    Args:
        weights: The encoder's.
        base: Its revision.
        tokens: Ids of the texts' tokens, with prefix and special tokens; those beyond ``LONGEST`` are not
            looked at here.
        plan: How.

    Raises:
        ModelError: torch is not installed.
    """

    def __init__(
        self, weights: Weights, base: str, tokens: Sequence[Sequence[int]], plan: Plan | None = None
    ) -> None:
        require_torch()
        self.plan, self._base = plan or Plan(), base
        with self._threads():
            self._network = Network(weights, [list(ids)[:LONGEST] for ids in tokens], self.plan.first)

    def tune(self, rows: Sequence[int], labels: np.ndarray, *, progress: Progress | None = None) -> Adapter:
        """Changes the encoder so that mean vectors tell codes apart.

        Args:
            rows: Which texts to learn from.
            labels: (n_rows, n_codes): 1, 0 or NaN for not known.
            progress: Called with steps done and all steps.
        """
        with self._threads():
            return _Tuning(self._network, self.plan, list(rows), labels).run(self._base, progress)

    def vectors(self, rows: Sequence[int], adapter: Adapter | None) -> np.ndarray:
        """(n_rows, width) float32, L2-normalized, of texts with an adapter."""
        with self._threads():
            return self._network.vectors(list(rows), _tensors(adapter))

    def with_ranges(self, adapter: Adapter, rows: Sequence[int]) -> Adapter:
        """An adapter with the largest activations that are met with it, on some texts and on those that the
        encoder itself was measured on."""
        usual = measured_ranges()
        found = Ranges(usual.inputs.copy(), usual.inner.copy())
        with self._threads():
            self._network.vectors(list(rows), _tensors(adapter), watch=found)
        halves = Ranges(found.inputs.astype(np.float16), found.inner.astype(np.float16))
        return replace(adapter, ranges=halves)

    @contextmanager
    def _threads(self) -> Iterator[None]:
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(self.plan.threads)
        try:
            yield
        finally:
            torch.set_num_threads(before)


def fine_tune(
    weights: Weights,
    base: str,
    tokens: Sequence[Sequence[int]],
    labels: np.ndarray,
    plan: Plan | None = None,
    *,
    progress: Progress | None = None,
) -> Adapter:
    """Changes an encoder by all of some texts; see :class:`Tuner`.

    Args:
        weights: The encoder's.
        base: Its revision.
        tokens: Ids of the texts' tokens, with prefix and special tokens.
        labels: (n_texts, n_codes): 1, 0 or NaN for not known.
        plan: How.
        progress: Called with steps done and all steps.

    Raises:
        ModelError: torch is not installed.
    """
    return Tuner(weights, base, tokens, plan).tune(range(len(tokens)), labels, progress=progress)


def _tensors(adapter: Adapter | None) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    import torch

    if adapter is None:
        return {}
    return {
        name: (
            torch.from_numpy(adapter.down[name].astype(np.float32)),
            torch.from_numpy(adapter.up[name].astype(np.float32)),
        )
        for name in adapter.down
    }


class _Tuning:
    def __init__(self, network: Network, plan: Plan, rows: list[int], labels: np.ndarray) -> None:
        import torch

        torch.manual_seed(plan.seed)
        self._network, self._plan, self._rows = network, plan, rows
        self._labels = torch.tensor(labels, dtype=torch.float32)
        self._random = np.random.default_rng(plan.seed)
        self._low = {name: self._thin(*size) for name, size in network.sizes().items()}
        self._head = torch.nn.Linear(network.shape.hidden_size, labels.shape[1])
        torch.nn.init.zeros_(self._head.weight)

    def run(self, base: str, progress: Progress | None) -> Adapter:
        """The adapter, learnt."""
        import torch
        from torch.nn import functional

        plan = self._plan
        before = torch.from_numpy(self._network.vectors(self._rows, self._low))
        middle = before.mean(0)
        spread = (before - middle).std().clamp(min=1e-6)
        thin = [matrix for pair in self._low.values() for matrix in pair]
        groups = [{"params": thin, "lr": plan.rate}, {"params": self._head.parameters(), "lr": 5 * plan.rate}]
        optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
        total = plan.epochs * sum(1 for _ in self._batches())
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / max(1.0, _WARM_UP * total)) * (1 - step / total)
        )
        done = 0
        for _ in range(plan.epochs):
            for places in self._batches():
                rows = [self._rows[place] for place in places]
                found = self._network.pooled(rows, self._low, dropout=plan.dropout)
                vectors = functional.normalize(found, dim=1) - middle
                loss = self._loss(self._head(vectors / spread), vectors, self._labels[places])
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
        """Places of texts of about one length, in random order."""
        order = self._random.permutation(len(self._rows))
        size = self._plan.batch
        batches = []
        for start in range(0, len(order), 16 * size):
            near = sorted(
                order[start : start + 16 * size], key=lambda at: self._network.length(self._rows[at])
            )
            batches += [near[at : at + size] for at in range(0, len(near), size)]
        for number in self._random.permutation(len(batches)):
            yield [int(row) for row in batches[number]]

    def _thin(self, outputs: int, inputs: int) -> tuple[torch.nn.Parameter, torch.nn.Parameter]:
        import torch

        down = torch.randn(self._plan.rank, inputs) / inputs**0.5
        return torch.nn.Parameter(down), torch.nn.Parameter(torch.zeros(outputs, self._plan.rank))
