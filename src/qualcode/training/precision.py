"""How much a rule's match says, where people have judged segments it matches in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import logit

from qualcode.coding.rulefeatures import MOST, PRIOR_PRECISION, PRIOR_WEIGHT, WIDTH, RuleKey

Tally = dict[RuleKey, tuple[float, float]]
"""By rule, in how many texts that have the code it matched, and in how many at all."""


@dataclass(frozen=True)
class JudgedRules:
    """Precision of each rule for one code.

    That on judged segments, drawn towards that on the codebook's examples, which is itself drawn towards
    ``PRIOR_PRECISION``: whoever wrote the rules had read the examples.
    """

    examples: Tally = field(default_factory=dict)
    judged: Tally = field(default_factory=dict)

    @classmethod
    def learn(
        cls,
        example_hits: Sequence[frozenset[RuleKey]],
        example_labels: np.ndarray,
        judged_hits: Sequence[frozenset[RuleKey]],
        judged_labels: np.ndarray,
    ) -> JudgedRules:
        """Counts: of examples and of judged segments, which rules matched and who has the code."""
        return cls(_tally(example_hits, example_labels), _tally(judged_hits, judged_labels))

    def features(
        self, hits: Sequence[frozenset[RuleKey]], labels: np.ndarray | None = None, *, judged: bool = False
    ) -> np.ndarray:
        """(n_texts, WIDTH), as :meth:`qualcode.coding.rulefeatures.RulePrecision.features`.

        Args:
            hits: The rules that matched, a set a text.
            labels: Of the texts it was learnt from themselves, so that none speaks for its own rules.
            judged: These texts are judged segments, not examples.
        """
        out = np.zeros((len(hits), WIDTH))
        for number, rules in enumerate(hits):
            if rules:
                own = None if labels is None else float(labels[number])
                best = max(self._log_odds(rule, own, judged) for rule in rules)
                out[number] = 1.0, best, min(len(rules), MOST) - 1
        return out

    def _log_odds(self, rule: RuleKey, own: float | None, judged: bool) -> float:
        precision = PRIOR_PRECISION
        for is_judged, tally in ((False, self.examples), (True, self.judged)):
            right, every = tally.get(rule, (0.0, 0.0))
            if own is not None and is_judged == judged:
                right, every = right - own, every - 1
            precision = (right + PRIOR_WEIGHT * precision) / (every + PRIOR_WEIGHT)
        return float(logit(min(max(precision, 0.01), 0.99)))


def _tally(hits: Sequence[frozenset[RuleKey]], labels: np.ndarray) -> Tally:
    right: Counter[RuleKey] = Counter()
    every: Counter[RuleKey] = Counter()
    for rules, label in zip(hits, labels, strict=True):
        every.update(rules)
        if label == 1:
            right.update(rules)
    return {rule: (float(right[rule]), float(count)) for rule, count in sorted(every.items())}
