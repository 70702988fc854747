"""How much a rule's match says, where people have judged segments it matches in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import logit

from qualcode.coding.rulefeatures import PRIOR_PRECISION, PRIOR_WEIGHT, RuleKey

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

    def fared(
        self,
        hits: Sequence[frozenset[RuleKey]],
        labels: np.ndarray | None = None,
        known: np.ndarray | None = None,
    ) -> np.ndarray:
        """(n_texts,): log-odds of the most precise rule that matched, less what examples alone say of it; 0
        where none matched, or none was judged.

        Args:
            hits: The rules that matched, a set a text.
            labels: Of judged segments that it was learnt from, so that none speaks for its own rules.
            known: Which of them it was learnt from.
        """
        out = np.zeros(len(hits))
        for number, rules in enumerate(hits):
            if rules:
                mine = labels is not None and (known is None or bool(known[number]))
                own = float(labels[number]) if mine and labels is not None else None
                out[number] = max(self._log_odds(rule, own, self.judged) for rule in rules)
                out[number] -= max(self._log_odds(rule, None, {}) for rule in rules)
        return out

    def _log_odds(self, rule: RuleKey, own: float | None, judged: Tally) -> float:
        right, every = self.examples.get(rule, (0.0, 0.0))
        precision = (right + PRIOR_WEIGHT * PRIOR_PRECISION) / (every + PRIOR_WEIGHT)
        right, every = judged.get(rule, (0.0, 0.0))
        if own is not None:
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
