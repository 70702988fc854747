"""The coders of a run on single texts, with a reason where they do not do what an example wants."""

from __future__ import annotations

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.codebook.rule_trial import RuleTrial
from qualcode.coding.themes import ThemeCoder
from qualcode.coding.votes import voters_of
from qualcode.encoders import Encoder
from qualcode.study import Settings, Study
from qualcode.training.use import coder_for


class CoderTrial:
    """What rules and model make of texts, as in a run.

    Args:
        codebook: What is learnt from.
        settings: Coders and thresholds.
        encoder: The one that the settings name.
        study: Where a trained coder that the settings name lies.
    """

    def __init__(
        self, codebook: Codebook, settings: Settings, encoder: Encoder, study: Study | None = None
    ) -> None:
        self._encoder = encoder
        self._coder = coder_for(study, codebook, encoder) if study else ThemeCoder.learn(codebook, encoder)
        self._voters = voters_of(settings.coders)
        self._rules = RuleTrial(codebook)
        self._codebook = codebook
        self._chosen = settings.thresholds
        self.name = f"rules + {self._coder.model}" if self._voters == "both" else self._coder.model

    def give(self, texts: list[str]) -> list[set[str]]:
        """The codes of each text, those above a code included."""
        matches = self._rules.match(texts)
        scores = self._coder.score(texts, self._encoder.encode(texts), matches)
        self._scores = dict(zip(texts, scores.of(self._voters), strict=True))
        ids = self._codebook.ids
        found = []
        for row in self._coder.given(scores, self._voters, self._chosen):
            given = [ids[column] for column in np.flatnonzero(row)]
            found.append({above for code_id in given for above in self._codebook.lineage(code_id)})
        return found

    def explain(self, text: str, code: str, given: bool) -> str:
        """The score against its threshold, and what the rules did."""
        column = self._codebook.ids.index(code)
        score = self._scores[text][column]
        threshold = self._coder.threshold(code, self._voters, self._chosen)
        reason = f"score {score:.2f}, threshold {threshold:.2f}"
        if given and score < threshold:
            reason += ", given by a code below it"
        return f"{reason}; {self._rules.explain(text, code, given)}"
