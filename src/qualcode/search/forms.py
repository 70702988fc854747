"""Which of the words that stand in texts are those that are looked for, as a codebook's rules have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from qualcode.coding.phrases import GAPS, HESITATIONS, STOPS, Phrase, Phrases, Row, locate
from qualcode.coding.words import WordIndex
from qualcode.lemmas import lexicon
from qualcode.search.query import Term

REMEMBERED = 256
"""Terms whose forms are kept: people look for the same again and again."""


Satisfied = tuple[Phrase, dict[int, frozenset[int]]]
"""A term as a phrase, and what each word of the texts, by its number, satisfies of it."""


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
        self._expected: dict[Term, Satisfied] = {}
        self.forms = lru_cache(REMEMBERED)(self._forms)

    def expect(self, terms: Iterable[Term]) -> None:
        """Looks many terms up at once, each word of the texts once for all of them."""
        self._expected = self._look_up(terms)

    def _forms(self, term: Term) -> Satisfied:
        """A term with the words that it may consist of: by number in the vocabulary, what each satisfies."""
        return self._expected.get(term) or self._look_up([term])[term]

    def _look_up(self, terms: Iterable[Term]) -> dict[Term, Satisfied]:
        index = WordIndex(lexicon(self.language))
        found: dict[Term, Satisfied] = {term: (_phrase(term, index), {}) for term in terms}
        asking: dict[int, list[Term]] = defaultdict(list)
        for term, (phrase, _) in found.items():
            for item in dict.fromkeys(phrase.items):
                asking[item].append(term)
        for number, word in enumerate(self.words):
            satisfied = index.find(word)
            if not satisfied:
                continue
            contrary: tuple[int, ...] = ()
            if self.language == "sv" and word[0] in "oO":
                # *otrygghet* is the contrary of *trygghet*, and no compound with it.
                contrary = index.find(word[1:].lower())
            for item in satisfied:
                for term in asking[item]:
                    if item not in contrary or term.kind != "word" or term.text[0] in "oO":
                        of_word = found[term][1]
                        of_word[number] = of_word.get(number, frozenset()) | {item}
        return found

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


def _phrase(term: Term, index: WordIndex) -> Phrase:
    if term.kind == "word":
        return Phrase(0, (index.add(term.text, "any"),), 0)
    phrases = Phrases(index)
    parts = [part if part in GAPS else part.strip(".,;:!?()") for part in term.text.split()]
    parts = [part for part in parts if part]
    phrases.add(parts, 0)
    numbers = [index.add(part, "none") for part in parts if part not in GAPS]
    [phrase] = set(phrases.starting_at(numbers))
    return phrase


class _Along(Sequence[Any]):
    """What is known of each word, by token."""

    def __init__(self, along: np.ndarray, of_word: Callable[[int], Any]) -> None:
        self._along, self._of_word = along, of_word

    def __getitem__(self, token: Any) -> Any:
        return self._of_word(int(self._along[token]))

    def __len__(self) -> int:
        return len(self._along)
