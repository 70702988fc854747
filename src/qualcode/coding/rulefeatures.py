"""How much a rule's match says: its precision on the texts whose codes are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from qualcode.carrier import Match
from qualcode.codebook.model import Codebook
from qualcode.coding.odds import logit

PRIOR_PRECISION = 0.6
PRIOR_WEIGHT = 4.0
MOST = 3
WIDTH = 3

RuleKey = tuple[str, str]
"""Code id and rule name."""

RuleHits = dict[int, frozenset[RuleKey]]
"""By text, the rules that matched in it; texts without any are left out."""


def rules_by_code(codebook: Codebook, matches: Sequence[Sequence[Match]]) -> dict[str, RuleHits]:
    """The rules that matched, by the codes that they speak for (their own and those above) and by text.

    Args:
        codebook: Whose rules they are.
        matches: What was found in each text.
    """
    found: dict[str, dict[int, set[RuleKey]]] = {}
    for number, of_text in enumerate(matches):
        for match in of_text:
            for code_id in codebook.lineage(match.code):
                found.setdefault(code_id, {}).setdefault(number, set()).add((match.code, match.rule))
    return {
        code_id: {number: frozenset(rules) for number, rules in of_code.items()}
        for code_id, of_code in found.items()
    }


class RulePrecision:
    """Precision of each rule for one code, drawn towards ``PRIOR_PRECISION`` where it matched seldom.

    Args:
        hits: The rules that matched, a set a text.
        labels: (n_texts,), 0 and 1.
    """

    def __init__(self, hits: Sequence[frozenset[RuleKey]], labels: np.ndarray) -> None:
        self._right: Counter[RuleKey] = Counter()
        self._all: Counter[RuleKey] = Counter()
        self._known: dict[RuleKey, float] = {}
        for rules, label in zip(hits, labels, strict=True):
            self._all.update(rules)
            if label == 1:
                self._right.update(rules)

    def counts(self) -> list[list[Any]]:
        """Code, rule, matches and right ones among them, for :meth:`of_counts`."""
        return [[*rule, every, self._right[rule]] for rule, every in sorted(self._all.items())]

    @classmethod
    def of_counts(cls, counts: Sequence[Sequence[Any]]) -> Self:
        """What :meth:`counts` told of."""
        made = cls([], np.zeros(0))
        for code, rule, every, right in counts:
            made._all[code, rule], made._right[code, rule] = every, right
        return made

    def features(self, hits: Sequence[frozenset[RuleKey]], labels: np.ndarray | None = None) -> np.ndarray:
        """(n_texts, WIDTH): any match; log-odds of the most precise rule; how many more matched (capped).

        Args:
            hits: The rules that matched, a set a text.
            labels: Of the training texts themselves, so that none of them speaks for its own rules.
        """
        out = np.zeros((len(hits), WIDTH))
        for number, rules in enumerate(hits):
            if not rules:
                continue
            if labels is None:
                best = max(map(self._usual, rules))
            else:
                best = max(self._log_odds(rule, float(labels[number])) for rule in rules)
            out[number] = 1.0, best, min(len(rules), MOST) - 1
        return out

    def _usual(self, rule: RuleKey) -> float:
        if rule not in self._known:
            self._known[rule] = self._log_odds(rule, None)
        return self._known[rule]

    def _log_odds(self, rule: RuleKey, own: float | None) -> float:
        right, every = float(self._right[rule]), float(self._all[rule])
        if own is not None:
            right, every = right - own, every - 1
        precision = (right + PRIOR_WEIGHT * PRIOR_PRECISION) / (every + PRIOR_WEIGHT)
        return float(logit(min(max(precision, 0.01), 0.99)))
