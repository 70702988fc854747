"""Words in a row, each matched on its dictionary form, with hesitations between them let through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.coding.words import WordIndex

GAP = -1
WIDEST_GAP = 3
"""A gap (``_`` or ``...`` in a phrase) stands for up to so many words."""

GAPS = frozenset(("_", "...", "…"))

_HESITATIONS = "eh ehm em hm hmm hmmm mm mmm äh ähm öh öhm … ... .. – —"
HESITATIONS = frozenset(_HESITATIONS.split())
"""What may stand between two words of a phrase without parting them."""

STOPS = frozenset(".!?")
"""What no phrase reaches across."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for.

    Attributes:
        number: Its finder's number.
        items: Word numbers, ``GAP`` for a gap; begins and ends with a word.
        anchor: Position of the item that the search starts from.
    """

    number: int
    items: tuple[int, ...]
    anchor: int


@dataclass(frozen=True, slots=True)
class Row:
    """The tokens of a Doc as the phrase search needs them, parallel.

    Attributes:
        words: Numbers of the phrase words that each token satisfies.
        skipped: Whether it is a hesitation or white space.
        stops: Whether it ends a sentence.
    """

    words: Sequence[frozenset[int]]
    skipped: Sequence[bool]
    stops: Sequence[bool]


class Phrases:
    """Phrases by the word that the search for each starts from, the longest of it."""

    def __init__(self, index: WordIndex) -> None:
        self._index = index
        self._by_anchor: dict[int, list[Phrase]] = defaultdict(list)

    def add(self, words: Sequence[str], number: int) -> None:
        """A phrase of words, gaps among them, for the finder of this number."""
        while words and words[0] in GAPS:
            words = words[1:]
        while words and words[-1] in GAPS:
            words = words[:-1]
        if not words:
            return
        items = tuple(GAP if word in GAPS else self._index.add(word, "none") for word in words)
        anchor = max(range(len(words)), key=lambda place: (items[place] != GAP, len(words[place])))
        self._by_anchor[items[anchor]].append(Phrase(number, items, anchor))

    def starting_at(self, words: Sequence[int]) -> tuple[Phrase, ...]:
        """The phrases whose search starts from a token that satisfies these words."""
        return tuple(phrase for word in words for phrase in self._by_anchor.get(word, ()))

    def __len__(self) -> int:
        return len(self._by_anchor)


def locate(phrase: Phrase, row: Row, token: int, first: int, last: int) -> tuple[int, int] | None:
    """Where a phrase stands whose anchor is this token, as first token and token after the last.

    Args:
        phrase: The phrase.
        row: The Doc's tokens.
        token: The token that satisfies the anchor.
        first: The segment's first token.
        last: The token after the segment's last.
    """
    end = _follow(phrase.items[phrase.anchor + 1 :], row, token, last, 1)
    if end is None:
        return None
    start = _follow(phrase.items[: phrase.anchor][::-1], row, token, first - 1, -1)
    return None if start is None else (start, end + 1)


def _follow(items: tuple[int, ...], row: Row, token: int, limit: int, step: int) -> int | None:
    """The token that the last of the items stands on, going from ``token`` towards ``limit``."""
    if not items:
        return token
    item, rest = items[0], items[1:]
    if item != GAP:
        for place in _onwards(row, token, limit, step):
            return _follow(rest, row, place, limit, step) if item in row.words[place] else None
        return None
    for width, place in enumerate(_onwards(row, token, limit, step)):
        if rest[0] in row.words[place]:
            end = _follow(rest[1:], row, place, limit, step)
            if end is not None:
                return end
        if width == WIDEST_GAP or row.stops[place]:
            return None
    return None


def _onwards(row: Row, token: int, limit: int, step: int) -> Iterator[int]:
    for place in range(token + step, limit, step):
        if not row.skipped[place]:
            yield place
