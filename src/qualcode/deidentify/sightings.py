"""How a word is written over all sources of a study: what is often a small-letter word is nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from qualcode.deidentify.words import Word


class Sightings:
    """How often each word stands with a small letter, with a capital, and with one that the place explains.

    A genitive's *s* counts as another word.
    """

    def __init__(self) -> None:
        self._small: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self._opening: Counter[str] = Counter()

    def add(self, words: Iterable[Word]) -> None:
        """Counts the words of a turn, of a source whose sentences open with capitals."""
        for word in words:
            if not word.capital:
                self._small[word.lower] += 1
            elif word.opens:
                self._opening[word.lower] += 1
            else:
                self._capital[word.lower] += 1

    def is_written_small(self, word: str) -> bool:
        """Whether a word has a small letter at least as often as a capital that nothing explains."""
        key = word.casefold()
        return self._small[key] > 0 and self._small[key] >= self._capital[key]

    def has_own_capital(self, word: str) -> bool:
        """Whether a word, or its genitive, has a capital within sentences and never a small letter."""
        key = word.casefold()
        return (
            self._capital[key] + self._capital[f"{key}s"] > 0
            and not self._small[key] + self._small[f"{key}s"]
        )

    def count(self, word: str) -> int:
        """How often a word or its genitive stands with a capital, wherever."""
        key = word.casefold()
        return sum(self._capital[one] + self._opening[one] for one in (key, f"{key}s"))
