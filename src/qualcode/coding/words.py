"""Finds which words of a rule a word form satisfies: inflected, and as part of a compound.

The work is done once per distinct form. All forms of all words lie in one table, and a form is looked up with
each of its own parts, so that it costs the same whether a codebook has fifteen words or fifteen hundred.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from qualcode.coding.compounds import ENDINGS, SHORTEST, Compounds, stems, whole_pieces
from qualcode.coding.inflection import forms
from qualcode.coding.small_words import SMALL_WORDS
from qualcode.lemmas import Lexicon

Place = Literal["any", "first", "last", "none"]


class WordIndex:
    """Words to look for, and the answer which of them a word form is.

    Args:
        lexicon: The dictionary of the sources' language.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._compounds = Compounds(lexicon)
        self._numbers: dict[tuple[str, Place], int] = {}
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._lemma: dict[str, list[int]] = defaultdict(list)
        self._stems: dict[str, list[int]] = defaultdict(list)
        self._last: dict[str, list[int]] = defaultdict(list)
        self._last_lemma: dict[str, list[int]] = defaultdict(list)
        self._prefixes: dict[str, list[int]] = defaultdict(list)
        self._openings: set[str] = set()
        self._places: list[Place] = []
        self._found: dict[str, tuple[int, ...]] = {}

    def add(self, word: str, place: Place = "any") -> int:
        """A word to look for; its number, the same for the same word and place.

        Args:
            word: A dictionary form, an acronym in capitals, or the beginning of words (``trygg*``).
            place: Where in a compound it may stand.
        """
        key = (word, place)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._places)
            self._places.append(place)
            self._found.clear()
            self._index(word, place, number)
        return number

    def find(self, form: str) -> tuple[int, ...]:
        """Numbers of the words that a form, as it stands in a text, satisfies."""
        found = self._found.get(form)
        if found is None:
            found = self._found[form] = tuple(sorted(self._search(form)))
        return found

    def _index(self, word: str, place: Place, number: int) -> None:
        if len(word) > 1 and word.isupper():
            self._exact[word].append(number)
            return
        word = word.lower()
        if word.endswith("*"):
            self._prefixes[word.rstrip("*")].append(number)
            return
        entry = self._lexicon.entry
        language = self._lexicon.language
        spellings = (word, *self._lexicon.written(word))
        every = frozenset().union(*(forms(spelling, entry, language) for spelling in spellings))
        for form in every:
            self._whole[form].append(number)
        if language == "sv" and not SMALL_WORDS.keys().isdisjoint(spellings):
            return
        lemmas = {word}
        if self._lexicon.lemma(word) in every and entry(word) not in (None, word):
            lemmas.add(self._lexicon.lemma(word))
        for lemma in lemmas:
            self._lemma[lemma].append(number)
        if place == "none" or language != "sv" or len(word) < SHORTEST:
            return
        if place in ("any", "first"):
            for stem in stems(word):
                self._stems[stem].append(number)
                self._openings.add(stem[:SHORTEST])
        if place in ("any", "last") and word not in ENDINGS:
            for form in every:
                if len(form) >= SHORTEST:
                    self._last[form].append(number)
                    self._openings.add(form[:SHORTEST])
            for lemma in lemmas:
                self._last_lemma[lemma].append(number)

    def _search(self, form: str) -> set[int]:
        found: set[int] = set()
        if self._exact:
            for part in {form, form.split(":")[0], *form.split("-")}:
                found.update(self._exact.get(part, ()))
        lower = form.lower()
        for spelled in (lower, *self._lexicon.written(lower)):
            found.update(self._whole.get(spelled, ()))
            found.update(self._lemma.get(self._lexicon.lemma(spelled), ()))
        if self._prefixes:
            for end in range(1, len(lower) + 1):
                found.update(self._prefixes.get(lower[:end], ()))
        if len(lower) > SHORTEST and self._openings:
            self._search_compound(lower, found)
        return found

    def _search_compound(self, form: str, found: set[int]) -> None:
        pieces = whole_pieces(form)

        def parts_at(place: int) -> bool:
            return not any(first < place < last for first, last in pieces)

        for start in range(len(form) - SHORTEST + 1):
            if form[start : start + SHORTEST] not in self._openings or not parts_at(start):
                continue
            if start:
                tail = form[start:]
                lemma = self._lexicon.entry(tail) or ""
                numbers = [*self._last.get(tail, ()), *self._last_lemma.get(lemma, ())]
                if numbers and self._compounds.is_head(form[:start], form):
                    found.update(numbers)
            for end in range(start + SHORTEST, len(form) - (form[-1] != "-")):
                numbers = self._stems.get(form[start:end])
                if not numbers or not parts_at(end) or not self._compounds.is_tail(form, end):
                    continue
                if not start:
                    found.update(numbers)
                elif self._compounds.is_head(form[:start], form):
                    found.update(number for number in numbers if self._places[number] == "any")
