"""All words of a study's sources, to be searched at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.search.forms import Vocabulary
from qualcode.search.hits import Hit, Hits, Where
from qualcode.search.query import Query, Term, parse

if TYPE_CHECKING:
    from qualcode.carrier import TurnView
    from qualcode.coded import CodedSource

WORD = re.compile(r"\w+(?:[-:'’]\w+)*|\.{2,}|…|[^\w\s]")
CONTEXT = 60
"""Characters on either side."""

_Stretch = tuple[int, int]


class _Language:
    """The tokens of all sources in one language, one after the other; parallel arrays."""

    def __init__(self, language: str, sources: Sequence[tuple[int, CodedSource]]) -> None:
        numbers: dict[str, int] = {}
        words: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        self.turns: list[tuple[int, int]] = []
        """Source and index of each turn, in order."""
        self.bounds = [0]
        for number, source in sources:
            for turn in source.turns:
                for found in WORD.finditer(source.text, turn.start, turn.end):
                    words.append(numbers.setdefault(found.group(), len(numbers)))
                    starts.append(found.start())
                    ends.append(found.end())
                self.turns.append((number, turn.index))
                self.bounds.append(len(words))
        self.words, self.starts, self.ends = np.array(words, dtype=np.int64), starts, ends
        self.vocabulary = Vocabulary(language, list(numbers))
        self._order = np.argsort(self.words, kind="stable")
        self._from = np.searchsorted(self.words[self._order], np.arange(len(numbers) + 1))

    def find(self, term: Term) -> dict[int, list[_Stretch]]:
        """Where a word or phrase stands: by turn, code points in its source."""
        phrase, satisfied = self.vocabulary.forms(term)
        anchor = phrase.items[phrase.anchor]
        places = [
            self._order[self._from[word] : self._from[word + 1]]
            for word, numbers in satisfied.items()
            if anchor in numbers
        ]
        found: dict[int, list[_Stretch]] = {}
        for token in np.sort(np.concatenate(places)).tolist() if places else ():
            turn = bisect_right(self.bounds, token) - 1
            stretch = self.vocabulary.locate(
                term, token, self.words, self.bounds[turn], self.bounds[turn + 1]
            )
            if stretch:
                first, after = stretch
                found.setdefault(turn, []).append((self.starts[first], self.ends[after - 1]))
        return found


class SearchIndex:
    """The words of sources, with what is known of each place.

    Args:
        sources: In the order in which hits are to come; their codings are those that :class:`Where` and
            :class:`Hit` speak of.
        languages: ISO codes of those that are not in ``language``, by name.
        language: Of all others.
        order: Ids of all codes, as they are to be listed.
    """

    def __init__(
        self,
        sources: Sequence[CodedSource],
        languages: Mapping[str, str] | None = None,
        *,
        language: str = "sv",
        order: Sequence[str] = (),
    ) -> None:
        self._sources = list(sources)
        self._rank = {code: number for number, code in enumerate(order)}
        spoken = [(languages or {}).get(source.name, language) for source in sources]
        self._languages = [
            _Language(each, [(n, source) for n, source in enumerate(sources) if spoken[n] == each])
            for each in dict.fromkeys(spoken)
        ]
        self._codes: dict[int, dict[int, list[str]]] = {}
        self._segment_starts: dict[int, list[int]] = {}

    def search(self, query: str | Query, where: Where | None = None, *, context: int = CONTEXT) -> Hits:
        """All hits, in the order of the sources and their texts.

        Args:
            query: What is looked for.
            where: Where.
            context: Characters on either side, which end at the turn and with whole words.

        Raises:
            QueryError: the query cannot be read.
        """
        query, where = parse(query) if isinstance(query, str) else query, where or Where()
        found: list[tuple[int, int, _Stretch]] = []
        for language in self._languages:
            for turn, stretches in self._in_turns(language, query, where):
                number, index = language.turns[turn]
                found += ((number, index, stretch) for stretch in stretches)
        if where.codes:
            wanted = set(where.codes)
            found = [each for each in found if not wanted.isdisjoint(self._codes_at(each[0], each[2]))]
        order = sorted(found)
        places = [(self._sources[number].name, *stretch) for number, _, stretch in order]
        return Hits(places, lambda at: self._hit(*order[at], context))

    def there(self) -> dict[str, set[str]]:
        """Names of the ``source``, labels of each ``speaker`` and every ``role`` that there is."""
        turns = [turn for source in self._sources for turn in source.turns]
        return {
            "source": {source.name for source in self._sources},
            "speaker": {turn.speaker or "" for turn in turns},
            "role": {turn.role or "" for turn in turns},
        }

    def described(self) -> dict[str, set[str]]:
        """Attributes of whoever speaks, each with its values; "" where nothing is known."""
        known = [source.described(turn) for source in self._sources for turn in source.turns]
        names = {name for each in known for name in each}
        return {name: {each.get(name, "") for each in known} for name in names}

    def expect(self, queries: Iterable[Query]) -> None:
        """Looks up the words of many queries at once, so that each search for one of them is quick."""
        terms = {term: None for query in queries for term in (*query.terms, *query.without)}
        for language in self._languages:
            language.vocabulary.expect(term for term in terms if term.kind != "regex")

    def _in_turns(
        self, language: _Language, query: Query, where: Where
    ) -> Iterator[tuple[int, list[_Stretch]]]:
        known: dict[Term, dict[int, list[_Stretch]]] = {}

        def at(term: Term) -> dict[int, list[_Stretch]]:
            if term not in known:
                known[term] = self._expressed(language, term) if term.kind == "regex" else language.find(term)
            return known[term]

        turns: set[int] | None = None
        for group in query.every:
            together = {turn for term in group for turn in at(term)}
            turns = together if turns is None else turns & together
        for term in query.without:
            turns = (turns or set()) - at(term).keys()
        for turn in sorted(turns or ()):
            number, index = language.turns[turn]
            source, view = self._sources[number], self._sources[number].turns[index]
            if where.takes_turn(source.name, view.speaker, view.role, source.described(view)):
                stretches = {stretch for term in query.terms for stretch in at(term).get(turn, ())}
                yield turn, _widest(stretches)

    def _expressed(self, language: _Language, term: Term) -> dict[int, list[_Stretch]]:
        expression = re.compile(term.text, re.IGNORECASE)
        found: dict[int, list[_Stretch]] = {}
        for turn, (number, index) in enumerate(language.turns):
            source = self._sources[number]
            view = source.turns[index]
            for match in expression.finditer(source.text[view.start : view.end]):
                if match.end() > match.start():
                    stretch = view.start + match.start(), view.start + match.end()
                    found.setdefault(turn, []).append(stretch)
        return found

    def _codes_at(self, number: int, stretch: _Stretch) -> tuple[str, ...]:
        source = self._sources[number]
        if number not in self._codes:
            by_segment: dict[int, list[str]] = {}
            for coding in source.codings:
                by_segment.setdefault(coding.segment, []).append(coding.code)
            self._codes[number] = by_segment
            self._segment_starts[number] = [segment.start for segment in source.segments]
        start, end = stretch
        place = max(bisect_right(self._segment_starts[number], start) - 1, 0)
        codes: dict[str, None] = {}
        for segment in source.segments[place:]:
            if segment.start >= end:
                break
            if segment.end > start:
                codes.update(dict.fromkeys(self._codes[number].get(segment.index, ())))
        return tuple(sorted(codes, key=lambda code: (self._rank.get(code, len(self._rank)), code)))

    def _hit(self, number: int, index: int, stretch: _Stretch, context: int) -> Hit:
        source = self._sources[number]
        turn: TurnView = source.turns[index]
        start, end = stretch
        text = source.text
        first = _back(text, max(turn.start, start - context), start, turn.start)
        last = _on(text, end, min(turn.end, end + context), turn.end)
        return Hit(
            source.name, index, start, end, text[first:start], text[start:end], text[end:last],
            turn.speaker, turn.role, turn.begins, turn.section, self._codes_at(number, stretch),
            source.described(turn),
        )  # fmt: skip


def _widest(stretches: set[_Stretch]) -> list[_Stretch]:
    """In order, without those that lie in others."""
    kept: list[_Stretch] = []
    for start, end in sorted(stretches, key=lambda each: (each[0], -each[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _back(text: str, first: int, start: int, limit: int) -> int:
    """The beginning of the first whole word from ``first`` on."""
    if first <= limit or not (text[first - 1].isalnum() and text[first].isalnum()):
        return first
    while first < start and text[first].isalnum():
        first += 1
    return first


def _on(text: str, end: int, last: int, limit: int) -> int:
    """The end of the last whole word up to ``last``."""
    if last >= limit or not (text[last - 1].isalnum() and text[last].isalnum()):
        return last
    while last > end and text[last - 1].isalnum():
        last -= 1
    return last
