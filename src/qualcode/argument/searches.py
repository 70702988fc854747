"""Free searches of an argumentation, in the language of ``qualcode search`` and over the same index.

What ``qualcode search "…"`` shows is what a criterion's ``search`` finds: of a study's words the forms,
compounds, phrases and expressions that :mod:`qualcode.search` describes. A segment is found if one of the
words that were looked for stands in it; ``a b`` and ``-c`` speak of its whole turn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import yaml

from qualcode.errors import QualcodeError
from qualcode.located import Document, Loc
from qualcode.search import QueryError, SearchIndex, parse

if TYPE_CHECKING:
    from qualcode.coded import CodedSource

Found = Iterator[tuple[str, int, str]]
"""Name of a source, index of the segment, words that stand in it."""


class Searches:
    """Sources, ready to be searched by segment.

    Args:
        sources: The sources.
        language_of: Each source's language, by name.
        queries: What will be searched, as far as it is known.
    """

    def __init__(
        self, sources: Sequence[CodedSource], language_of: Mapping[str, str], queries: Iterable[str] = ()
    ) -> None:
        self._by_name = {source.name: source for source in sources}
        self._starts = {source.name: [each.start for each in source.segments] for source in sources}
        self._ends = {source.name: [each.end for each in source.segments] for source in sources}
        self._index = SearchIndex(sources, language_of)
        self._index.expect(map(parse, queries))

    def segments(self, queries: Iterable[str]) -> Found:
        """The segments in which words of one of the queries stand, each with the words.

        Args:
            queries: As a person writes them; they must be readable (:func:`problem`).
        """
        for query in queries:
            for name, start, end in self._index.search(query).places:
                text = self._by_name[name].text[start:end]
                first = bisect_right(self._ends[name], start)
                for segment in range(first, bisect_left(self._starts[name], end)):
                    yield name, segment, text


def problem(query: str, loc: Loc, document: Document) -> QualcodeError | None:
    """What is wrong with a search, at its place in the file; nothing if it can be read.

    Args:
        query: The search.
        loc: Where it stands.
        document: Its file.
    """
    if not query.strip():
        place = document.place(loc)
        return QualcodeError("the search is empty.", where=place, remedy="Remove it, or write words.")
    try:
        parse(query)
    except QueryError as bad:
        where = document.place(loc)
        node = document.node(loc)
        inside = bad.where.column - 1 if bad.where and bad.where.column else 0
        if isinstance(node, yaml.ScalarNode) and node.start_mark.line == node.end_mark.line:
            quotes = node.style in ("'", '"')
            length = node.end_mark.column - node.start_mark.column - 2 * quotes
            if length == len(query):
                # Nothing in it is escaped: columns of the search are columns of the file.
                where = type(where)(where.path, where.line, where.column + quotes + inside)
        return QualcodeError(bad.what, where=where, remedy=bad.remedy)
    return None


def shown(query: str) -> str:
    """A search as readers see it: a word or phrase in quotation marks, an expression between its slashes."""
    found = parse(query)
    alone = len(found.terms) == 1 and not found.without
    if alone and found.terms[0].kind == "regex":
        return f"/{found.terms[0].text}/"
    words = found.terms[0].text if alone else query.strip()
    return f"”{' '.join(words.split())}”"
