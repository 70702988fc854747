"""Fine-tuning of the encoder on people's codings and the codebook's examples, and what it is worth.

A fine-tuned encoder's vectors look better on the texts that they were tuned on than on any other. So what it
says of a judged segment always comes from an encoder that was tuned without the segment's source: for the
cross-validation of :mod:`qualcode.training.validation`, which leaves out a part of the sources and learns
from the others as they would look left out themselves, one is tuned for each pair of parts, one for each
part, and, if it proves worth it, one on everything.

Labels are pulled together and apart by a supervised contrastive loss beside the usual one (Khosla et al.
2020, "Supervised Contrastive Learning"), which is what learning from pairs of few texts amounts to (Tunstall
et al. 2022, "Efficient Few-Shot Learning Without Prompts").
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
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

PLAN = Plan(first=6, rank=16, epochs=4, rate=1e-3, contrast=0.5)
OF_A_CODE = 20
"""Examples of the codebook a code that are learnt from too, as many with it as without."""

Progress = Callable[[int, int], None]


@dataclass
class Tuned:
    """What fine-tuned encoders say of judged segments.

    Attributes:
        plan: How they were tuned.
        by_part: Where a part of the sources is left out, (n_rows, n_codes): of rows of that part by an
            encoder tuned without it, of others by one tuned without it and without theirs; NaN for examples.
        whole: (n_rows, n_codes), of each row by an encoder tuned without its part.
        seconds: How long that took.
        n_texts: How many texts there were to learn from.
    """

    plan: Plan
    by_part: dict[int, np.ndarray] = field(default_factory=dict)
    whole: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
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


class Tuning:
    """Fine-tunes on a material.

    Args:
        fitting: The material.
        plan: How.

    Raises:
        ModelError: torch or the encoder's weights are not there.
        SettingsError: nothing can be learnt: no code has enough judged segments with it and without it.
    """

    def __init__(self, fitting: Fitting, plan: Plan = PLAN) -> None:
        from qualcode.encoders import unpack
        from qualcode.encoders.embedded import EmbeddedEncoder

        joined = fitting.joined
        self._joined, self.plan = joined, plan
        self._columns = fitting.enough(np.arange(len(joined.texts)))
        if not self._columns:
            raise SettingsError(
                "there is too little to fine-tune on: no code has 10 judged segments with it and 10 without.",
                remedy="Code more (`qualcode sample`), or train without --fine-tune.",
            )
        self._rows = np.concatenate([_some_examples(fitting, self._columns), joined.judged])
        self._place = {row: place for place, row in enumerate(self._rows.tolist())}
        encoder = EmbeddedEncoder()
        tokens = encoder.tokens([joined.texts[row] for row in self._rows])
        self._tuner = Tuner(unpack.weights(), encoder.revision, tokens, plan)

    def crossed(self, progress: Progress | None = None) -> Tuned:
        """What encoders that were tuned without parts of the sources say of these."""
        started = time.perf_counter()
        joined = self._joined
        folds = fold_of_groups(joined.groups)
        numbers = sorted(set(folds[joined.judged].tolist()))
        shape = joined.labels.shape
        found = Tuned(self.plan, whole=np.full(shape, np.nan), n_texts=len(self._rows))
        found.by_part = {number: np.full(shape, np.nan) for number in numbers}
        left_out = [(number,) for number in numbers] + list(combinations(numbers, 2))
        for done, parts in enumerate(left_out, start=1):
            adapter, weights = self.tune(~np.isin(folds, parts))
            for number in parts:
                here = joined.judged[folds[joined.judged] == number]
                said = self._said(here, adapter, weights)
                if len(parts) == 1:
                    found.whole[here] = found.by_part[number][here] = said
                else:
                    (other,) = set(parts) - {number}
                    found.by_part[other][here] = said
            if progress:
                progress(done, len(left_out))
        found.seconds = time.perf_counter() - started
        return found

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
