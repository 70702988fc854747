"""Which of the words that stand in texts are those that are looked for, as a codebook's rules have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from qualcode.coding.phrases import GAPS, HESITATIONS, STOPS, Phrase, Phrases, Row, locate
from qualcode.coding.words import WordIndex
from qualcode.lemmas import lexicon
from qualcode.search.query import Term

REMEMBERED = 256
"""Terms whose forms are kept: people look for the same again and again."""


class Vocabulary:
    """The words of all sources of one language.

    Args:
        language: ISO code.
        words: Each once.
    """

    def __init__(self, language: str, words: Sequence[str]) -> None:
        self.language, self.words = language, words
        lowered = [word.lower() for word in words]
        self._skipped = np.array([word in HESITATIONS or not word[:1].isalnum() for word in lowered])
        self._stops = np.array([word in STOPS for word in words])
        self._skipped &= ~self._stops
        # Looked up once while the index is built, so that the first question is as quick as the next.
        known = lexicon(language)
        for word in dict.fromkeys(lowered):
            known.lemma(word)
        self.forms = lru_cache(REMEMBERED)(self._forms)

    def _forms(self, term: Term) -> tuple[Phrase, dict[int, frozenset[int]]]:
        """A term with the words that it may consist of: by number in the vocabulary, what each satisfies."""
        index = WordIndex(lexicon(self.language))
        if term.kind == "word":
            phrase = Phrase(0, (index.add(term.text, "any"),), 0)
        else:
            phrases = Phrases(index)
            parts = [part if part in GAPS else part.strip(".,;:!?()") for part in term.text.split()]
            phrases.add([part for part in parts if part], 0)
            [phrase] = {each for number in range(len(parts)) for each in phrases.starting_at([number])}
        found = {number: self._found(index, word, term) for number, word in enumerate(self.words)}
        return phrase, {number: words for number, words in found.items() if words}

    def _found(self, index: WordIndex, word: str, term: Term) -> frozenset[int]:
        numbers = index.find(word)
        if not numbers or self.language != "sv" or word[0] not in "oO" or term.kind != "word":
            return frozenset(numbers)
        if term.text[0] in "oO":
            return frozenset(numbers)
        # *otrygghet* is the contrary of *trygghet*, and no compound with it.
        return frozenset(numbers) - frozenset(index.find(word[1:].lower()))

    def locate(
        self, term: Term, token: int, along: np.ndarray, first: int, last: int
    ) -> tuple[int, int] | None:
        """Where a term stands whose search starts from a token, as first token and token after the last.

        Args:
            term: What is looked for.
            token: One that satisfies the term's anchor.
            along: Numbers in the vocabulary of all tokens.
            first: The turn's first token.
            last: The token after the turn's last.
        """
        phrase, satisfied = self.forms(term)
        if len(phrase.items) == 1:
            return token, token + 1
        row = Row(
            _Along(along, lambda number: satisfied.get(number, frozenset())),
            _Along(along, self._skipped.__getitem__),
            _Along(along, self._stops.__getitem__),
        )
        return locate(phrase, row, token, first, last)


class _Along(Sequence[Any]):
    """What is known of each word, by token."""

    def __init__(self, along: np.ndarray, of_word: Callable[[int], Any]) -> None:
        self._along, self._of_word = along, of_word

    def __getitem__(self, token: Any) -> Any:
        return self._of_word(int(self._along[token]))

    def __len__(self) -> int:
        return len(self._along)
