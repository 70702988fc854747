"""Finds words, phrases, regular expressions and token patterns in the segments of a Doc, all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.attrs import IDX, LENGTH, ORTH
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from qualcode import carrier
from qualcode.coding.expressions import Expressions
from qualcode.coding.phrases import GAPS, HESITATIONS, STOPS, Phrase, Phrases, Row, locate
from qualcode.coding.words import Place, WordIndex
from qualcode.lemmas import lexicon

Stretch = tuple[int, int]
"""First token and token after the last."""

Hits = dict[int, list[Stretch]]
"""Where the finders of a segment's hits found something, by their numbers."""


@dataclass(frozen=True, slots=True)
class _Form:
    words: frozenset[int]
    finders: tuple[int, ...]
    phrases: tuple[Phrase, ...]
    skipped: bool
    stops: bool


class Finders:
    """All that a codebook looks for, each under a number; all of it is named before the first search.

    Args:
        nlp: The pipeline that makes the Docs; its tokenizer parts phrases, its language inflects.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._words = WordIndex(lexicon(nlp.lang))
        self._phrases = Phrases(self._words)
        self._finders_of_word: dict[int, list[int]] = defaultdict(list)
        self._expressions = Expressions()
        self._patterns: Matcher | None = None
        self._numbers: dict[tuple[str, ...], int] = {}
        self._forms: dict[int, _Form] = {}

    def text(self, text: str, place: Place = "any") -> int:
        """The finder of a word, of a phrase, or of a regular expression between slashes."""
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            return self.regex(text[1:-1])
        words = self._parts(text)
        number, new = self._number("text", " ".join(words), place if len(words) == 1 else "")
        if new and len(words) == 1:
            self._finders_of_word[self._words.add(words[0], place)].append(number)
        elif new:
            self._phrases.add(words, number)
        return number

    def regex(self, expression: str) -> int:
        """The finder of a regular expression, regardless of case."""
        number, new = self._number("regex", expression)
        if new:
            self._expressions.add(expression, number)
        return number

    def pattern(self, pattern: Sequence[dict[str, Any]]) -> int:
        """The finder of a spaCy token pattern."""
        number, _ = self._number("pattern", repr(pattern), str(len(self._numbers)))
        if self._patterns is None:
            self._patterns = Matcher(self._nlp.vocab)
        self._patterns.add(str(number), [list(pattern)], greedy="LONGEST")
        return number

    def search(self, doc: Doc, segments: Sequence[Stretch]) -> Iterator[tuple[int, Hits]]:
        """The segments where something was found, in order, with what and where.

        Args:
            doc: The Doc.
            segments: First token and token after the last of each, in order.
        """
        if not segments or not len(doc):
            return
        hits: dict[int, Hits] = defaultdict(lambda: defaultdict(list))
        segment_of = np.full(len(doc), -1, dtype=np.int64)
        for number, (start, end) in enumerate(segments):
            segment_of[start:end] = number
        self._search_words(doc, segments, segment_of, hits)
        if len(self._expressions):
            self._search_expressions(doc, segments, hits)
        if self._patterns is not None:
            for key, start, end in self._patterns(doc):
                segment = int(segment_of[start])
                if segment >= 0 and segment == segment_of[end - 1]:
                    hits[segment][int(self._nlp.vocab.strings[key])].append((start, end))
        for segment in sorted(hits):
            yield segment, hits[segment]

    def _search_words(
        self, doc: Doc, segments: Sequence[Stretch], segment_of: np.ndarray, hits: dict[int, Hits]
    ) -> None:
        orths, places = np.unique(doc.to_array([ORTH]), return_inverse=True)
        places = places.ravel()
        known = self._forms
        forms = [known.get(orth) or self._learn(orth) for orth in orths.tolist()]
        telling = np.array([bool(form.finders or form.phrases) for form in forms])
        tokens = np.flatnonzero(telling[places] & (segment_of >= 0)).tolist()
        row: Row | None = None
        for token in tokens:
            form = forms[places[token]]
            segment = int(segment_of[token])
            for finder in form.finders:
                hits[segment][finder].append((token, token + 1))
            if not form.phrases:
                continue
            if row is None:
                along = [forms[place] for place in places.tolist()]
                row = Row(
                    [form.words for form in along],
                    [form.skipped for form in along],
                    [form.stops for form in along],
                )
            for phrase in form.phrases:
                found = locate(phrase, row, token, *segments[segment])
                if found:
                    hits[segment][phrase.number].append(found)

    def _search_expressions(self, doc: Doc, segments: Sequence[Stretch], hits: dict[int, Hits]) -> None:
        text = carrier.text(doc)
        starts, lengths = doc.to_array([IDX, LENGTH]).astype(np.int64).T
        ends = starts + lengths
        for segment, (first, last) in enumerate(segments):
            if first == last:
                continue
            begin = int(starts[first])
            for finder, start, end in self._expressions.search(text[begin : ends[last - 1]]):
                token = int(np.searchsorted(ends, begin + start, side="right"))
                after = int(np.searchsorted(starts, begin + end, side="left"))
                hits[segment][finder].append((token, max(after, token + 1)))

    def _learn(self, orth: int) -> _Form:
        text = self._nlp.vocab.strings[orth]
        words = self._words.find(text)
        form = _Form(
            words=frozenset(words),
            finders=tuple(finder for word in words for finder in self._finders_of_word.get(word, ())),
            phrases=self._phrases.starting_at(words),
            skipped=text.isspace() or text.lower() in HESITATIONS,
            stops=text in STOPS,
        )
        self._forms[orth] = form
        return form

    def _number(self, *key: str) -> tuple[int, bool]:
        new = key not in self._numbers
        return self._numbers.setdefault(key, len(self._numbers)), new

    def _parts(self, text: str) -> list[str]:
        parts: list[str] = []
        for piece in text.split():
            if piece in GAPS or piece.endswith("*"):
                parts.append(piece)
            else:
                parts.extend(token.text for token in self._nlp.make_doc(piece))
        return parts
