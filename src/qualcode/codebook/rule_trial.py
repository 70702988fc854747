"""The rule coder on single texts, with a reason where it does not do what an example wants."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cached_property

from qualcode.carrier import Match
from qualcode.codebook.model import Codebook, Rule
from qualcode.codebook.rule_checks import KINDS

CONDITIONS = {"exceptions": "`except`", "unless": "`unless`", "requires": "`requires`"}

_NEAR = 0.65
"""Likeness of two words from which one may be an overlooked form of the other."""


class RuleTrial:
    """What the rules alone make of texts.

    Args:
        codebook: Whose rules.
    """

    name = "rules"

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._matches: dict[str, list[Match]] = {}

    def give(self, texts: list[str]) -> list[set[str]]:
        """The codes of each text, those above a code included."""
        return [self._codes(matches) for matches in self.match(texts)]

    def match(self, texts: list[str]) -> list[list[Match]]:
        """What the rules find in each text."""
        self._matches.update(self._match(self._codebook, texts))
        return [self._matches[text] for text in texts]

    def explain(self, text: str, code: str, given: bool) -> str:
        """Which rule gave the code, what cancelled it, or which rule came nearest."""
        found = self._of(code, self._matches[text])
        if given or found:
            return self._said(found, code)
        if vetoed := self._of(code, self._without_vetoes[text]):
            return f"{self._said(vetoed, code)}, but a veto cancelled it"
        if cancelled := self._of(code, self._without_conditions[text]):
            return f"{self._said(cancelled, code)}, but {self._conditions(cancelled)} cancelled it"
        return self._nearest(text, code)

    def _match(self, codebook: Codebook, texts: Iterable[str]) -> dict[str, list[Match]]:
        from qualcode.coding.rules import match_texts

        texts = list(texts)
        return dict(zip(texts, match_texts(codebook, texts, codebook.language), strict=True))

    def _codes(self, matches: list[Match]) -> set[str]:
        return {code for match in matches for code in self._codebook.lineage(match.code)}

    def _of(self, code: str, matches: list[Match]) -> list[Match]:
        return [match for match in matches if code in self._codebook.lineage(match.code)]

    def _said(self, matches: list[Match], code: str) -> str:
        words: dict[tuple[str, str], list[str]] = {}
        for match in matches:
            words.setdefault((match.rule, match.code), []).append(f"“{match.matched}”")
        parts = []
        for (rule, own), matched in words.items():
            of = "" if own == code else f" of {own}"
            parts.append(f"rule {rule}{of} matched {', '.join(dict.fromkeys(matched))}")
        return "; ".join(parts)

    def _conditions(self, matches: list[Match]) -> str:
        """The kinds of conditions that the rules of these matches have, as they are called in YAML."""
        names = {(match.code, match.rule) for match in matches}
        rules = [
            rule
            for code in self._codebook.codes
            for place, rule in enumerate(code.rules, start=1)
            if (code.id, _name(rule, place)) in names
        ]
        return " or ".join(
            name for field, name in CONDITIONS.items() if any(getattr(r, field) for r in rules)
        )

    @cached_property
    def _without_vetoes(self) -> dict[str, list[Match]]:
        codes = tuple(code.model_copy(update={"veto": ()}) for code in self._codebook.codes)
        return self._match(self._codebook.model_copy(update={"codes": codes}), self._matches)

    @cached_property
    def _without_conditions(self) -> dict[str, list[Match]]:
        bare = dict.fromkeys(CONDITIONS, ())
        codes = tuple(
            code.model_copy(
                update={"veto": (), "rules": tuple(rule.model_copy(update=bare) for rule in code.rules)}
            )
            for code in self._codebook.codes
        )
        return self._match(self._codebook.model_copy(update={"codes": codes}), self._matches)

    def _nearest(self, text: str, code: str) -> str:
        tokens = list(dict.fromkeys(re.findall(r"\w{3,}", text.casefold())))
        best = (0.0, "", "", "")
        for own in self._codebook.codes:
            if code not in self._codebook.lineage(own.id):
                continue
            for number, rule in enumerate(own.rules, start=1):
                for term, token, likeness in _likenesses(rule, tokens):
                    if likeness > best[0]:
                        best = (likeness, _name(rule, number), term, token)
        likeness, rule_name, term, token = best
        if likeness < _NEAR:
            return "no rule matched"
        return f"no rule matched; nearest is {rule_name} with “{term}” for “{token}”"


def _name(rule: Rule, place: int) -> str:
    """What matches call the rule."""
    return rule.id or f"{next(kind for kind in KINDS if getattr(rule, kind))} {place}"


def _likenesses(rule: Rule, tokens: list[str]) -> Iterable[tuple[str, str, float]]:
    for term in (*rule.words, *rule.phrases):
        words = [word for word in re.findall(r"\w{3,}", term.casefold())]
        if not words:
            continue
        pairs = [
            max(((_likeness(word, token), token) for token in tokens), default=(0.0, "")) for word in words
        ]
        # All words of a phrase must be near, so the least near of them counts.
        likeness, token = min(pairs)
        yield term, token, likeness


def _likeness(word: str, token: str) -> float:
    if word[0] != token[0] and word not in token:
        return 0.0
    return difflib.SequenceMatcher(None, word, token, autojunk=False).ratio()
