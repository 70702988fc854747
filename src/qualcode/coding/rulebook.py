"""A codebook's rules, ready to be held against what was found in a segment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.codebook.model import Codebook, Rule
from qualcode.coding.finders import Finders, Hits, Stretch
from qualcode.lemmas import lexicon


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule as numbers of finders.

    Attributes:
        code: The code it gives.
        name: Its name, unique within the code.
        triggers: What it looks for.
        cancels: What cancels a match that it overlaps (the rule's exceptions and the code's vetoes).
        unless: What cancels the rule anywhere in the segment.
        requires: Of which one must stand in the segment, if there are any.
    """

    code: str
    name: str
    triggers: tuple[int, ...]
    cancels: frozenset[int]
    unless: tuple[int, ...]
    requires: tuple[int, ...]

    def matches(self, hits: Hits) -> list[Stretch]:
        """Where the rule applies in a segment, in order, without repetitions."""
        if any(finder in hits for finder in self.unless):
            return []
        if self.requires and not any(finder in hits for finder in self.requires):
            return []
        found = {stretch for finder in self.triggers for stretch in hits.get(finder, ())}
        # A code may have hundreds of vetoes, and a segment holds few of them.
        cancelled = (
            [stretch for finder in hits.keys() & self.cancels for stretch in hits[finder]] if found else []
        )
        return sorted(
            (start, end)
            for start, end in found
            if not any(first < end and start < last for first, last in cancelled)
        )


def compile_rules(codebook: Codebook, finders: Finders, language: str) -> list[CompiledRule]:
    """The rules that can speak of sources in a language, in the codebook's order."""
    compiled: list[CompiledRule] = []
    for code in codebook.codes:
        vetoes = [finders.text(text) for text in code.veto]
        for place, rule in enumerate(code.rules, start=1):
            if language != codebook.language and not _speaks(rule, language, codebook.language):
                continue
            compiled.append(
                CompiledRule(
                    code=code.id,
                    name=rule_name(rule, place),
                    triggers=tuple(dict.fromkeys(_triggers(rule, finders))),
                    cancels=frozenset((*vetoes, *(finders.text(text) for text in rule.exceptions))),
                    unless=tuple(finders.text(text) for text in rule.unless),
                    requires=tuple(finders.text(text) for text in rule.requires),
                )
            )
    return compiled


def _triggers(rule: Rule, finders: Finders) -> Iterable[int]:
    for word in rule.words:
        yield finders.text(word, rule.compounds)
    for phrase in rule.phrases:
        yield finders.text(phrase, "none")
    if rule.regex is not None:
        yield finders.regex(rule.regex)
    if rule.pattern is not None:
        yield finders.pattern(rule.pattern)


def rule_name(rule: Rule, place: int) -> str:
    """What a rule is called in reasons: its id, or its kind and its place among its code's rules, from 1."""
    return rule.id or f"{_kind(rule)} {place}"


def _kind(rule: Rule) -> str:
    return next(kind for kind in ("words", "phrases", "regex", "pattern") if getattr(rule, kind))


def _speaks(rule: Rule, language: str, other: str) -> bool:
    """Whether a rule of a codebook in another language is meant for this one.

    Its words decide: ``hot`` and ``val`` are English too, but a list with *våld* and *rån* is not. Rules
    without words are taken to be meant for all languages.
    """
    words = [word.strip("*").lower() for text in (*rule.words, *rule.phrases) for word in text.split()]
    here, there = lexicon(language), lexicon(other)
    own = sum(here.entry(word) is not None and there.entry(word) is None for word in words)
    foreign = sum(there.entry(word) is not None and here.entry(word) is None for word in words)
    return not words or own > foreign
