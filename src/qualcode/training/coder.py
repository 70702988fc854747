"""A coder that people have taught, as a run uses it: what holds without training, and what they add to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.carrier import Match
from qualcode.coding.heads import VOTERS
from qualcode.coding.rulefeatures import rules_by_code
from qualcode.coding.themes import Scores, ThemeCoder
from qualcode.training.trained import SIGNS, Trained, staleness

if TYPE_CHECKING:
    from qualcode.coding.thememodel import Standing
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.learnt.surroundings import Surroundings
    from qualcode.training.tuned import TunedEncoder


class TrainedCoder(ThemeCoder):
    """A trained coder for a codebook, which may have changed since.

    Codes that it has not learnt, and those that training left as they are, are coded as without it.

    Args:
        trained: What was learnt.
        base: The coder of a run without training, for the codebook as it is.
        texts: By row of what it learnt from, how a reader is told of it.
        encoder: Finds vectors of what stands before single texts; a run has its own way to them.
    """

    def __init__(
        self,
        trained: Trained,
        base: ThemeCoder,
        texts: Sequence[str],
        encoder: CachedEncoder | TunedEncoder | None = None,
    ) -> None:
        self.codebook, self.trained, self.base = base.codebook, trained, base
        self.model = f"{trained.name}@{trained.revision}"
        self.training, self.thresholds, self.kept = base.training, base.thresholds, {}
        self._texts = [*texts, *base.training.texts]
        self._left_to = frozenset(staleness(trained, base.codebook).added)
        self._encoder = encoder

    def __getstate__(self) -> dict[str, Any]:
        """What :meth:`judge` needs in another process."""
        return {**self.__dict__, "trained": self.trained.to_decide(), "_encoder": None}

    def standing(
        self, texts: Sequence[str], vectors: np.ndarray, around: Sequence[Surroundings] | None = None
    ) -> Standing:
        """Where single texts stand.

        Args:
            texts: The texts.
            vectors: (n_texts, width), their vectors by the encoder it learnt with.
            around: Where they stand; by default each alone.
        """
        from qualcode.training.gather import vectors_before

        before = [one.before[0] if one.before else "" for one in around or ()] or [""] * len(texts)
        heard = np.full((len(texts), len(self.trained.centre)), np.nan)
        if self.trained.looks_back and self._encoder is not None:
            heard = vectors_before(before, self._encoder)
        return self.stand(self.base.standing(texts, vectors, around), texts, vectors, heard)

    def stand(
        self, base: Standing, texts: Sequence[str], vectors: np.ndarray, before: np.ndarray
    ) -> Standing:
        """Where segments stand, by the columns of the codebook as it is.

        Args:
            base: Without training.
            texts: The segments.
            vectors: (n_texts, width); behind the encoder's own stand the fine-tuned one's, if there is one.
            before: (n_texts, width), of what stands before each; NaN without.
        """
        width = len(self.trained.centre)
        tuned = vectors[:, width : 2 * width] if self.trained.adapter is not None else None
        taught = self.trained.standing(base, texts, vectors, before, tuned)
        at = {code_id: number for number, code_id in enumerate(self.trained.codes)}
        shift = len(self.trained.learnt_from)
        nearest = np.where(base.nearest >= 0, base.nearest + shift, base.nearest).astype(np.int32)
        similarity = base.similarity.copy()
        for column, code_id in enumerate(self.codebook.ids):
            if code_id not in self._left_to:
                nearest[:, column] = taught.nearest[:, at[code_id]]
                similarity[:, column] = taught.similarity[:, at[code_id]]
        return replace(taught, nearest=nearest, similarity=similarity)

    def judge(self, standing: Standing, matches: Sequence[Sequence[Match]]) -> Scores:
        """Probabilities of all codes.

        Args:
            standing: Of :meth:`stand`.
            matches: What the rules found in each segment.
        """
        from qualcode.training.gather import apart
        from qualcode.training.validation import together

        without = self.base.judge(standing, matches)
        built = [code_id for code_id in self.trained.built if self._holds(code_id)]
        if not built or not standing.taught.shape[1]:
            return without
        hits, n = rules_by_code(self.codebook, matches), len(standing.nearest)
        signs = standing.taught.reshape(n, len(self.trained.built), len(SIGNS))
        found = {}
        for voters in VOTERS:
            own = apart(self.codebook, without.of(voters))
            for code_id in built:
                column, matched = self.codebook.ids.index(code_id), hits.get(code_id, {})
                own[:, column] = self.trained.heads[code_id].probability(
                    own[:, column],
                    signs[:, self.trained.built.index(code_id)],
                    [matched.get(row, frozenset()) for row in range(n)],
                    voters,
                )
            found[voters] = together(self.codebook, own)
        return replace(without, **found)

    def threshold(self, code_id: str, voters: str, chosen: Mapping[str, float]) -> float:
        """From which probability a code is given: what was chosen for it on judged segments, else what holds
        without training, unless a person has set it."""
        if code_id not in chosen and code_id in self.trained.chosen[voters] and self._holds(code_id):
            return self.trained.thresholds[voters][code_id]
        return self.base.threshold(code_id, voters, dict(chosen))

    def joint(self, kinds: str, voters: str) -> tuple[dict[str, list[float]], dict[str, float]]:
        """How other coders' votes are joined, by code id, and the thresholds then."""
        learnt = self.trained.joints.get(kinds, {}).get(voters, {})
        own = {code_id: each for code_id, each in learnt.items() if self._holds(code_id)}
        return (
            {code_id: each[:-1] for code_id, each in own.items()},
            {code_id: each[-1] for code_id, each in own.items()},
        )

    def example(self, place: int) -> str | None:
        """What a reader is told of a text that it learnt from."""
        return None if place < 0 else self._texts[place]

    @property
    def left_to_examples(self) -> Collection[str]:
        """Ids of the codes that it has not learnt."""
        return self._left_to

    def _holds(self, code_id: str) -> bool:
        return code_id in self.codebook and code_id not in self._left_to
