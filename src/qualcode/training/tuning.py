"""Fine-tuning of the encoder on people's codings and the codebook's examples, and what it is worth.

A fine-tuned encoder's vectors look better on the texts that they were tuned on than on any other. So what it
says of a judged segment always comes from an encoder that was tuned without the segment's source. One is
tuned for each part of the sources that is left out; by what these say it is chosen for which codes, if any,
it counts. Only if it counts for one, the others follow: the cross-validation of
:mod:`qualcode.training.validation` leaves out a part of the sources and learns from the others as they would
look left out themselves, for which one is tuned for each pair of parts; and one on everything. (If it counts
for none, the coder is the one that would have been learnt without, and has that one's figures.)

Labels are pulled together and apart by a supervised contrastive loss beside the usual one (Khosla et al.
2020, "Supervised Contrastive Learning"), which is what learning from pairs of few texts amounts to (Tunstall
et al. 2022, "Efficient Few-Shot Learning Without Prompts").
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from qualcode.coding.ridge import Ridge
from qualcode.coding.thememodel import PENALTIES
from qualcode.encoders.adapter import Adapter
from qualcode.encoders.finetune import Plan, Tuner
from qualcode.errors import SettingsError
from qualcode.training.fitting import STEEP, Fitting, fold_of_groups

if TYPE_CHECKING:
    from qualcode.study import Study

PLAN = Plan(first=9, rank=16, epochs=4, rate=1e-3, contrast=0.5)
"""With few texts; :func:`plan_for` says with how many. Six layers were no better than these three, and took
twice the time (``benchmarks/finetune.py``)."""

SEEN, LEAST = 4000, 2
"""Texts that a tuning sees, each as often as that makes; all of them at least ``LEAST`` times."""

OF_A_CODE = 20
"""Examples of the codebook a code that are learnt from too, as many with it as without."""

Progress = Callable[[int, int], None]


@dataclass
class Tuned:
    """What fine-tuned encoders say of judged segments.

    Attributes:
        plan: How they were tuned.
        whole: (n_rows, n_codes), of each row by an encoder tuned without its part; NaN for examples.
        by_part: Where a part of the sources is left out, (n_rows, n_codes): of rows of that part by an
            encoder tuned without it, of others by one tuned without it and without theirs; NaN for examples.
            Empty until it is asked for (:meth:`Tuning.pairs`).
        seconds: How long that took.
        n_texts: How many texts there were to learn from.
    """

    plan: Plan
    whole: np.ndarray
    by_part: dict[int, np.ndarray] = field(default_factory=dict)
    seconds: float = 0.0
    n_texts: int = 0


def require(study: Study) -> None:
    """Refuses, before anything is read, where fine-tuning cannot be done.

    Args:
        study: The study.

    Raises:
        ModelError: torch is not installed.
        SettingsError: the study names another encoder than the one that comes with the program.
    """
    from qualcode.encoders.finetune import require_torch
    from qualcode.encoders.unpack import NAME

    require_torch()
    if study.settings.encoder.name != NAME:
        raise SettingsError(
            f"only {NAME} can be fine-tuned, and study.yaml names {study.settings.encoder.name}.",
            remedy="Train without --fine-tune, or take encoder: out of study.yaml.",
        )


def plan_for(n_texts: int) -> Plan:
    """How to tune on so many texts: the more there are, the less often each is seen."""
    return replace(PLAN, epochs=min(PLAN.epochs, max(LEAST, round(SEEN / n_texts))))


class Tuning:
    """Fine-tunes on a material.

    Args:
        fitting: The material.
        plan: How; :func:`plan_for` so many texts if nothing is said.

    Raises:
        SettingsError: nothing can be learnt: no code has enough judged segments with it and without it.
    """

    def __init__(self, fitting: Fitting, plan: Plan | None = None) -> None:
        joined = fitting.joined
        self._joined = joined
        self._columns = fitting.enough(np.arange(len(joined.texts)))
        if not self._columns:
            raise SettingsError(
                "there is too little to fine-tune on: no code has 10 judged segments with it and 10 without.",
                remedy="Code more (`qualcode sample`), or train without --fine-tune.",
            )
        self._rows = np.concatenate([_some_examples(fitting, self._columns), joined.judged])
        self._folds = fold_of_groups(joined.groups)
        self._numbers = sorted(set(self._folds[joined.judged].tolist()))
        self._place = {row: place for place, row in enumerate(self._rows.tolist())}
        self.plan = plan or plan_for(len(self._rows))

    @cached_property
    def _tuner(self) -> Tuner:
        from qualcode.encoders import unpack
        from qualcode.encoders.embedded import EmbeddedEncoder

        encoder = EmbeddedEncoder()
        tokens = encoder.tokens([self._joined.texts[row] for row in self._rows])
        return Tuner(unpack.weights(), encoder.revision, tokens, self.plan)

    def parts(self, progress: Progress | None = None) -> Tuned:
        """What encoders that were tuned without one part of the sources say of it."""
        found = Tuned(self.plan, np.full(self._joined.labels.shape, np.nan), n_texts=len(self._rows))
        for (number,), said in self._each([(number,) for number in self._numbers], found, progress):
            here = self._judged_in(number)
            found.whole[here] = said[here]
        return found

    def pairs(self, found: Tuned, progress: Progress | None = None) -> None:
        """Adds ``by_part``: what encoders that were tuned without two parts of the sources say of both.

        Args:
            found: What :meth:`parts` gave.
            progress: Called with steps done and all steps.
        """
        by_part = {number: np.full(found.whole.shape, np.nan) for number in self._numbers}
        for number, known in by_part.items():
            here = self._judged_in(number)
            known[here] = found.whole[here]
        for pair, said in self._each(list(combinations(self._numbers, 2)), found, progress):
            for number, other in (pair, pair[::-1]):
                here = self._judged_in(number)
                by_part[other][here] = said[here]
        found.by_part = by_part

    def said_without(self, *parts: int) -> np.ndarray:
        """(n_rows, n_codes): what an encoder tuned without some parts says of their rows, NaN for others."""
        adapter, weights = self.tune(~np.isin(self._folds, parts))
        said, rows = np.full(self._joined.labels.shape, np.nan), self._judged_in(*parts)
        said[rows] = self._said(rows, adapter, weights)
        return said

    def _each(
        self, left_out: list[tuple[int, ...]], found: Tuned, progress: Progress | None
    ) -> Iterator[tuple[tuple[int, ...], np.ndarray]]:
        for done, parts in enumerate(left_out, start=1):
            started = time.perf_counter()
            said = self.said_without(*parts)
            found.seconds += time.perf_counter() - started
            yield parts, said
            if progress:
                progress(done, len(left_out))

    def _judged_in(self, *parts: int) -> np.ndarray:
        judged = self._joined.judged
        return judged[np.isin(self._folds[judged], parts)]

    def everything(self) -> tuple[Adapter, np.ndarray]:
        """Tuned on all texts: the adapter, with the ranges that a graph needs, and weights of its vectors."""
        adapter, weights = self.tune(np.ones(len(self._joined.texts), bool))
        return self._tuner.with_ranges(adapter, range(len(self._rows))), weights

    def tune(self, use: np.ndarray) -> tuple[Adapter, np.ndarray]:
        """Tunes on some texts.

        Args:
            use: (n_rows,) bool, which rows of the material may be learnt from.

        Returns:
            The adapter; and weights (1 + width, n_codes) of its vectors, bias first: a ridge regression, as
            log-odds beside the mean.
        """
        joined = self._joined
        rows = self._rows[use[self._rows]]
        places = [self._place[row] for row in rows.tolist()]
        labels = joined.labels[np.ix_(rows, self._columns)]
        adapter = self._tuner.tune(places, labels)
        vectors = self._tuner.vectors(places, adapter).astype(np.float64)
        centre = vectors.mean(axis=0)
        away = vectors - centre
        size = float((away**2).sum(axis=1).mean())
        ridge = Ridge.fit(away @ away.T, labels, penalty=PENALTIES[0] * size)
        primal = STEEP * (away.T @ ridge.dual)
        weights = np.zeros((1 + vectors.shape[1], joined.labels.shape[1]))
        weights[:, self._columns] = np.vstack([-centre @ primal, primal])
        return adapter, weights

    def _said(self, rows: np.ndarray, adapter: Adapter, weights: np.ndarray) -> np.ndarray:
        places = [self._place[row] for row in rows.tolist()]
        return self._tuner.vectors(places, adapter) @ weights[1:] + weights[0]


def _some_examples(fitting: Fitting, columns: list[int]) -> np.ndarray:
    """Of the codebook's examples, for each code some with it and as many without, the same every time."""
    joined = fitting.joined
    random = np.random.default_rng(11)
    taken: set[int] = set()
    for column in columns:
        labels = joined.labels[: joined.n_examples, column]
        for value in (1, 0):
            having = np.flatnonzero(labels == value)
            taken.update(random.permutation(having)[:OF_A_CODE].tolist())
    return np.array(sorted(taken), int)
