"""The coders of a run on single texts, with a reason where they do not do what an example wants."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.codebook.rule_trial import RuleTrial
from qualcode.coding.rules import match_texts
from qualcode.coding.themes import ThemeCoder
from qualcode.coding.votes import voters_of
from qualcode.encoders import open_encoder
from qualcode.encoders.cache import CachedEncoder
from qualcode.study import Settings


class CoderTrial:
    """What rules and model make of texts, as in a run.

    Args:
        codebook: What is learnt from.
        settings: Encoder, coders and thresholds.
        folder: Where vectors are kept, if anywhere.
    """

    def __init__(self, codebook: Codebook, settings: Settings, folder: Path | None) -> None:
        encoder = open_encoder(settings.encoder)
        self._encoder = CachedEncoder(encoder, folder) if folder else encoder
        self._coder = ThemeCoder.learn(codebook, self._encoder)
        self._voters = voters_of(settings.coders)
        self._rules = RuleTrial(codebook)
        self._codebook = codebook
        self._thresholds = [
            self._coder.threshold(code_id, self._voters, settings.thresholds) for code_id in codebook.ids
        ]
        self.name = f"rules + {self._coder.model}" if self._voters == "both" else self._coder.model

    def give(self, texts: list[str]) -> list[set[str]]:
        """The codes of each text, those above a code included."""
        self._rules.give(texts)
        matches = match_texts(self._codebook, texts, self._codebook.language)
        scores = self._coder.score(texts, self._encoder.encode(texts), matches)
        self._scores = dict(zip(texts, scores.of(self._voters), strict=True))
        self._nearest = dict(zip(texts, scores.nearest, strict=True))
        ids = self._codebook.ids
        found = []
        for row in scores.of(self._voters):
            given = [ids[column] for column in np.flatnonzero(row >= self._thresholds)]
            found.append({above for code_id in given for above in self._codebook.lineage(code_id)})
        return found

    def explain(self, text: str, code: str, given: bool) -> str:
        """The score against its threshold, and what the rules did."""
        column = self._codebook.ids.index(code)
        score, threshold = self._scores[text][column], self._thresholds[column]
        reason = f"score {score:.2f}, threshold {threshold:.2f}"
        if given and score < threshold:
            reason += ", given by a code below it"
        return f"{reason}; {self._rules.explain(text, code, given)}"
