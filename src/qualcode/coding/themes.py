"""The theme coder: what it learns from a codebook, as a probability for each segment and code.

Three things speak for a code: the transformer's vector and the letters of the words (both by
:mod:`qualcode.coding.thememodel`), and the rules that matched. A logistic regression makes one probability of
them, learnt on what each example would have got had it been left out. As whoever writes rules has read the
examples, rules look better on them than they are; so what rules and model say together is averaged, as
log-odds, with what the model says alone. The probability of a code that stands under another is that of the
code above times its own among what has the code above. Where the learnt coder (:mod:`qualcode.learnt`) knows
a theme, it makes the probability instead, of its own weights and of what the rules say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.carrier import Match
from qualcode.codebook.fingerprints import fingerprint
from qualcode.codebook.model import Codebook
from qualcode.coding.calibration import NEUTRAL
from qualcode.coding.heads import VOTERS, Head, Voices, left_out
from qualcode.coding.rulefeatures import WIDTH, RuleHits, rules_by_code
from qualcode.coding.thememodel import Standing, ThemeModel, against_ordinary, families, members
from qualcode.coding.training import TrainingSet, training_set
from qualcode.encoders import Encoder, Progress
from qualcode.learnt.standing import with_learnt
from qualcode.stagecache import key_of

if TYPE_CHECKING:
    from qualcode.coding.rules import RuleCoder
    from qualcode.learnt.coder import LearntCoder
    from qualcode.learnt.surroundings import Surroundings

DIGITS = 4
"""Scores are rounded, so that the last bits of a product do not show."""

SHARE_BELOW = 0.5
"""F1 for the shipped codebook's subcodes on left-out examples is .75 (at 0.4 .80, at 0.6 .74, at 1 .67); in
conversations, what 0.4 gives beyond this was mostly wrong."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the theme coder makes of texts; all arrays are (n_texts, n_codes).

    Attributes:
        both: Probability by rules and model.
        rules: Probability by rules alone.
        model: Probability by the model alone.
        nearest: Place among the training texts of the nearest example that has the code, −1 without one.
        similarity: Its cosine.
    """

    both: np.ndarray
    rules: np.ndarray
    model: np.ndarray
    nearest: np.ndarray
    similarity: np.ndarray

    def of(self, voters: str) -> np.ndarray:
        """The probabilities by ``rules``, ``model`` or ``both``."""
        return {"rules": self.rules, "model": self.model, "both": self.both}[voters]


class ThemeCoder:
    """A coder learnt from a codebook; :meth:`learn` makes one with its model.

    Args:
        codebook: What it learns from.
        name: ``name@revision`` of the encoder.
        training: Its texts and their labels.
        seen: What the model makes of each training text, had it been left out
            (:attr:`~qualcode.coding.thememodel.ThemeModel.left_out`).
        matches: What the rules find in each training text.
        heads: What an earlier coder with the same ``training`` and ``seen`` had in :attr:`kept`.
        learnt: The coder that comes with the program, if it takes part.

    Attributes:
        codebook: What it learnt from.
        training: The texts it learnt from and their labels.
        model: ``name@revision`` of its encoder.
        thresholds: By voters and code id, the probability from which a code is given.
        kept: What it has learnt for each code, as JSON, by a hash of what is found by its rules.
    """

    def __init__(
        self,
        codebook: Codebook,
        name: str,
        training: TrainingSet,
        seen: Standing,
        matches: Sequence[Sequence[Match]],
        heads: Mapping[str, dict[str, Any]] | None = None,
        learnt: LearntCoder | None = None,
    ) -> None:
        self.codebook, self.model, self.training = codebook, name, training
        self._learnt = learnt
        self.thresholds: dict[str, dict[str, float]] = {voters: {} for voters in VOTERS}
        self.kept: dict[str, dict[str, Any]] = {}
        self._seen = seen
        self._hits = rules_by_code(codebook, matches)
        self._heads: dict[int, Head] = {}
        self._above: dict[int, int | None] = {}
        self._themes: ThemeModel | None = None
        for above, columns in families(codebook):
            rows = members(training, above, columns)
            for column in columns:
                self._learn(column, above, rows, heads or {})
        self._known = learnt.themes_of(codebook) if learnt else {}
        for code_id, theme in self._known.items():
            for voters, threshold in zip(("both", "model"), learnt.thresholds[:, theme], strict=True):
                self.thresholds[voters][code_id] = float(threshold)

    def __getstate__(self) -> dict[str, Any]:
        """What :meth:`judge` needs in another process."""
        unused = dict.fromkeys(("_seen", "_hits", "_themes"))
        learnt = self._learnt and self._learnt.to_decide()
        return {**self.__dict__, **unused, "kept": {}, "_learnt": learnt}

    @cached_property
    def fingerprint(self) -> str:
        """The codebook's."""
        return fingerprint(self.codebook)

    @classmethod
    def learn(
        cls,
        codebook: Codebook,
        encoder: Encoder,
        *,
        rules: RuleCoder | None = None,
        progress: Progress | None = None,
    ) -> ThemeCoder:
        """Learns from the codebook's examples and labelled texts.

        Args:
            codebook: With at least one code.
            encoder: Turns texts into vectors; a :class:`~qualcode.encoders.cache.CachedEncoder` saves time.
            rules: The codebook's rules in its language, if they have been made ready already.
            progress: Called while examples are encoded.
        """
        from qualcode.coding.rules import match_texts

        training = training_set(codebook)
        vectors = encoder.encode(training.encoded, progress=progress)
        # What is learnt here goes by the vector alone: the learnt coder has seen these texts before.
        own, learnt = getattr(encoder, "own", encoder.width), getattr(encoder, "learnt", None)
        themes = ThemeModel.learn(codebook, training, vectors[:, :own])
        matches = match_texts(codebook, training.texts, codebook.language, coder=rules)
        coder = cls(
            codebook, f"{encoder.name}@{encoder.revision}", training, themes.left_out, matches, learnt=learnt
        )
        coder._themes = themes
        return coder

    def _learn(
        self, column: int, above: int | None, rows: np.ndarray, heads: Mapping[str, dict[str, Any]]
    ) -> None:
        code_id = self.codebook.ids[column]
        key = key_of(
            code_id, above, [[row, sorted(rules)] for row, rules in sorted(self._hits_of(column).items())]
        )
        if key in heads:
            head = Head.from_json(heads[key])
            self.kept[key] = heads[key]
        else:
            _, voices = self._voices(column, above, rows)
            head = Head.learn(voices)
            self.kept[key] = head.to_json()
        self._heads[column], self._above[column] = head, above
        for voters, threshold in head.thresholds.items():
            self.thresholds[voters][code_id] = threshold

    def _hits_of(self, column: int) -> RuleHits:
        return self._hits.get(self.codebook.ids[column], {})

    def _voices(self, column: int, above: int | None, rows: np.ndarray) -> tuple[np.ndarray, Voices]:
        """Places of the texts that a code is learnt from, and what speaks for it there."""
        labels, hits = self.training.labels[rows, column], self._hits_of(column)
        known = rows[~np.isnan(labels)]
        matched = [hits.get(row, frozenset()) for row in known.tolist()]
        seen = (self._seen.by_vector[known, column], self._seen.by_letter[known, column])
        (beside,) = against_ordinary(self.training, above, [column])
        return known, Voices(matched, *seen, labels[~np.isnan(labels)], beside)

    @cached_property
    def left_out(self) -> dict[str, np.ndarray]:
        """By voters, (n_texts, n_codes): what each training text would get had it been left out of what is
        learnt."""
        found = {voters: np.zeros(self.training.labels.shape) for voters in VOTERS}
        for above, columns in families(self.codebook):
            rows = members(self.training, above, columns)
            for column in columns:
                known, voices = self._voices(column, above, rows)
                for voters, honest in left_out(voices).items():
                    found[voters][known, column] = honest
                    if above is not None:
                        found[voters][known, column] *= found[voters][known, above]
        return found

    def standing(
        self, texts: Sequence[str], vectors: np.ndarray, around: Sequence[Surroundings] | None = None
    ) -> Standing:
        """What its model makes of segments.

        Args:
            texts: The segments.
            vectors: (n_texts, width), their vectors by the encoder it learnt with.
            around: Where they stand; by default each alone.
        """
        assert self._themes is not None, "only a coder that was made by learn() has a model"
        return with_learnt(self._themes.standing(texts, vectors), self._learnt, texts, vectors, around)

    def score(
        self,
        texts: Sequence[str],
        vectors: np.ndarray,
        matches: Sequence[Sequence[Match]],
        around: Sequence[Surroundings] | None = None,
    ) -> Scores:
        """Probabilities of all codes.

        Args:
            texts: Segments.
            vectors: (n_texts, width), their vectors by the encoder it learnt with.
            matches: What the rules found in each.
            around: Where the segments stand; by default each alone.
        """
        return self.judge(self.standing(texts, vectors, around), matches)

    def judge(self, standing: Standing, matches: Sequence[Sequence[Match]]) -> Scores:
        """Probabilities of all codes.

        Args:
            standing: What the model makes of the segments.
            matches: What the rules found in each.
        """
        size = standing.by_vector.shape
        out = {voters: np.zeros(size) for voters in VOTERS}
        hits = rules_by_code(self.codebook, matches)
        for column, head in self._heads.items():
            by_rules = np.zeros((size[0], WIDTH))
            found = hits.get(self.codebook.ids[column], {})
            by_rules[list(found)] = head.precision.features(list(found.values()))
            probabilities = head.probabilities(
                by_rules, standing.by_vector[:, column], standing.by_letter[:, column]
            )
            above = self._above[column]
            theme = self._known.get(self.codebook.ids[column])
            if theme is not None and standing.learnt.shape[1]:
                probabilities["model"] = self._learnt.probability(standing.learnt, theme, None)
                probabilities["both"] = self._learnt.probability(standing.learnt, theme, by_rules)
            for voters, probability in probabilities.items():
                if above is not None:
                    probability = probability * out[voters][:, above]
                out[voters][:, column] = probability
        return Scores(out["both"], out["rules"], out["model"], standing.nearest, standing.similarity)

    def threshold(self, code_id: str, voters: str, chosen: dict[str, float]) -> float:
        """From which probability a code is given.

        A code under another scores a product of probabilities; of it ``SHARE_BELOW`` of the smaller threshold
        of the two is asked.

        Args:
            code_id: The code.
            voters: ``rules``, ``model`` or ``both``.
            chosen: By code id, what a person has set in ``study.yaml``.
        """
        if code_id in chosen:
            return chosen[code_id]
        line = self.codebook.lineage(code_id)
        own = self.thresholds[voters].get(code_id, NEUTRAL)
        if len(line) == 1:
            return own
        return round(min(own, self.threshold(line[-2], voters, {})) * SHARE_BELOW, 2)

    def joint(self, kinds: str, voters: str) -> tuple[dict[str, list[float]], dict[str, float]]:
        """How other coders' votes are joined, by code id, and the thresholds then: a coder that has no labels
        has learnt neither.

        Args:
            kinds: The other coders, joined by ``+``.
            voters: ``rules``, ``model`` or ``both``.
        """
        return {}, {}

    def given(self, scores: Scores, voters: str, chosen: dict[str, float]) -> np.ndarray:
        """Which codes texts get, (n_texts, n_codes) bool, before codes imply those above them.

        Args:
            scores: Of :meth:`score`.
            voters: ``rules``, ``model`` or ``both``.
            chosen: By code id, what a person has set in ``study.yaml``.
        """
        thresholds = [self.threshold(code_id, voters, chosen) for code_id in self.codebook.ids]
        return scores.of(voters).round(DIGITS) >= thresholds

    def example(self, place: int) -> str | None:
        """The training text at a place of :attr:`Scores.nearest`."""
        return None if place < 0 else self.training.texts[place]
