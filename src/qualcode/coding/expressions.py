"""Regular expressions, searched only in texts that hold the letters they need."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from qualcode.coding.literals import SHORTEST, alternatives

SAME = {"ſ": "s", "ı": "i"}
"""Letters that ``re.IGNORECASE`` takes for others and lower-casing does not."""


MOST = 8
"""A longer list of letters costs more to look through than the search that it saves."""


@dataclass(slots=True)
class _Expression:
    number: int
    whole: re.Pattern[str]
    parts: list[tuple[re.Pattern[str], tuple[frozenset[str], ...]]] = field(default_factory=list)


class Expressions:
    """All regular expressions of a codebook, regardless of case."""

    def __init__(self) -> None:
        self._expressions: list[_Expression] = []
        self._always: list[tuple[int, int]] = []
        self._by_literal: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._openings: set[str] = set()
        self._longest = 0
        self._needed: dict[str, tuple[tuple[int, int], ...]] = {}

    def __len__(self) -> int:
        return len(self._expressions)

    def add(self, expression: str, number: int) -> None:
        """An expression to look for under a number."""
        compiled = _Expression(number, re.compile(expression, re.IGNORECASE))
        place = len(self._expressions)
        self._expressions.append(compiled)
        for part, alternative in enumerate(alternatives(expression)):
            further = tuple(literals for literals in alternative.further if len(literals) <= MOST)
            compiled.parts.append((re.compile(alternative.expression, re.IGNORECASE), further))
            for literal in alternative.literals or ():
                self._by_literal[literal].append((place, part))
                self._openings.add(literal[:SHORTEST])
                self._longest = max(self._longest, len(literal))
            if alternative.literals is None:
                self._always.append((place, part))
        self._needed.clear()

    def search(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every match that is not empty, as the expression's number, start and end."""
        needed = self._needed
        candidates = set(self._always)
        for word in text.split():
            parts = needed.get(word)
            if parts is None:
                parts = needed[word] = self._learn(word)
            if parts:
                candidates.update(parts)
        if not candidates:
            return
        lower = _lower(text)
        matching: set[int] = set()
        for place, part in candidates:
            if place in matching:
                continue
            regex, further = self._expressions[place].parts[part]
            if all(any(map(lower.__contains__, literals)) for literals in further) and regex.search(text):
                matching.add(place)
        for place in sorted(matching):
            expression = self._expressions[place]
            for match in expression.whole.finditer(text):
                if match.end() > match.start():
                    yield expression.number, match.start(), match.end()

    def _learn(self, word: str) -> tuple[tuple[int, int], ...]:
        """The alternatives for which a stretch without white space has the letters."""
        lower = _lower(word)
        found: set[tuple[int, int]] = set()
        for start in range(len(lower) - SHORTEST + 1):
            if lower[start : start + SHORTEST] in self._openings:
                for end in range(start + SHORTEST, min(len(lower), start + self._longest) + 1):
                    found.update(self._by_literal.get(lower[start:end], ()))
        return tuple(found)


def _lower(text: str) -> str:
    lower = text.lower()
    for letter, same in SAME.items():
        if letter in lower:
            lower = lower.replace(letter, same)
    return lower
