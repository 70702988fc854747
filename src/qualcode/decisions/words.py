"""Where the words of a quote stand in a text that may have been edited since.

Three ways, each looser than the one before: to the letter; the same words with other case, punctuation or
spacing; words that are nearly the same. None of them is allowed to change what was said: a place where a
negation or a number came, went or changed is not taken for the same words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

SIMILAR = 0.85
"""From which likeness on words count as the same ones, edited: 1 − d / (length of both), d the fewest letters
to insert and delete (normalized indel similarity), on words without case and punctuation."""
MARGIN = 0.05
"""By how much the most similar place must surpass the next one."""
LONG = 20
"""Letters and digits from which on a quote is long enough to be known by its words alone. *Ja, precis* is
said by many, and often."""
MOST_PLACES = 200
"""No more places than so many are looked at; a quote that common says nothing."""

_WORD = re.compile(r"[^\W_]+")
_NEGATIONS = frozenset({
    "inte", "ej", "icke", "aldrig", "ingen", "inget", "inga", "ingenting", "ingenstans", "knappt", "knappast",
    "varken", "utan", "nej", "not", "no", "never", "none", "nothing", "neither", "nor", "without",
})  # fmt: skip
_NUMBERS = (
    "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton", "fjorton",
    "femton", "sexton", "sjutton", "arton", "nitton", "tjugo", "trettio", "fyrtio", "femtio", "sextio",
    "sjuttio", "åttio", "nittio", "hundra", "tusen", "hälften", "dubbelt", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
    "ninety", "hundred", "thousand", "half",
)  # fmt: skip
# *En*, *ett* and *one* alone are mostly no numbers; in *tjugoen* and *etthundra* they are.
_NUMBER = re.compile(rf"(?:en|ett)?(?:{'|'.join(_NUMBERS)})+(?:en|ett)?")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A place and how much its words are like those looked for.

    Attributes:
        start: First code point in the text.
        end: After the last one.
        sure: 1 for words that are the same to the letter, less for others; see :data:`SIMILAR`.
        kept: Whether every negation and number is as it was.
    """

    start: int
    end: int
    sure: float
    kept: bool = True


def is_long(quote: str) -> bool:
    """Whether a quote can be known by its words alone (:data:`LONG`)."""
    return sum(map(str.isalnum, quote)) >= LONG


class Words:
    """A text whose words can be looked for.

    Args:
        text: The text; offsets count in it.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def same(self, quote: str) -> list[Likeness]:
        """Places of a quote to the letter, where it does not begin or end within a word."""
        return [Likeness(start, start + len(quote), 1.0) for start in _places(self.text, quote, self._whole)]

    def nearly(self, quote: str) -> list[Likeness]:
        """Places of the same words in the same order, whatever case, punctuation and space are."""
        wanted = _plain(quote)
        if not wanted:
            return []
        joined = f" {self._joined} "
        starts = _places(joined, f" {wanted} ", lambda start, end: True)
        n_words = wanted.count(" ") + 1
        found = []
        for start in starts:
            first = bisect_right(self._starts, start) - 1
            found.append(self._spot(quote, first, first + n_words - 1, at_most=0.9999))
        return found

    def similar(self, quote: str) -> list[Likeness]:
        """The place with the most similar words, and with it the next one if that is about as similar.

        A negation or a number that differs is told (:attr:`Likeness.kept`), not judged.
        """
        from rapidfuzz import fuzz

        wanted, joined, found = _plain(quote), self._joined, list[Likeness]()
        if not is_long(quote) or not joined:
            return []
        least = SIMILAR
        for _ in range(2):
            # A window as long as the quote is a little less like it than the place with its true borders.
            hit = fuzz.partial_ratio_alignment(wanted, joined, score_cutoff=100 * (least - 0.15))
            if hit is None:
                break
            first, last = self._tightened(wanted, hit.dest_start, hit.dest_end)
            one = self._spot(quote, first, last, at_most=0.9999)
            if one.sure < least:
                break
            found.append(one)
            least = max(SIMILAR, one.sure - MARGIN)
            start, end = self._starts[first], self._starts[last] + len(self._words[last])
            joined = joined[:start] + "\0" * (end - start) + joined[end:]
        return found

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in _WORD.finditer(self.text)]

    @cached_property
    def _words(self) -> list[str]:
        return [self.text[start:end].casefold() for start, end in self._spans]

    @cached_property
    def _joined(self) -> str:
        return " ".join(self._words)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word starts in the joined ones."""
        starts, at = [], 0
        for word in self._words:
            starts.append(at)
            at += len(word) + 1
        return starts

    def _whole(self, start: int, end: int) -> bool:
        text = self.text
        opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
        closes = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
        return opens and closes

    def _tightened(self, wanted: str, start: int, end: int) -> tuple[int, int]:
        """The words around a window whose likeness to those looked for is greatest: first and last."""
        from rapidfuzz import fuzz

        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first, bisect_right(self._starts, max(start, end - 1)) - 1)
        reach = 3 + (last - first) // 4

        def likeness(opens: int, closes: int) -> float:
            begins, stops = self._starts[opens], self._starts[closes] + len(self._words[closes])
            return fuzz.ratio(wanted, self._joined[begins:stops])

        # One border, then the other, and the first one again: it was chosen beside a border that was off.
        ends = range(max(first, last - reach), min(len(self._words) - 1, last + reach) + 1)
        last = max(ends, key=lambda closes: likeness(first, closes))
        opens = range(max(0, first - reach), min(last, first + reach) + 1)
        first = max(opens, key=lambda opens: likeness(opens, last))
        ends = range(max(first, last - reach), min(len(self._words) - 1, last + reach) + 1)
        return first, max(ends, key=lambda closes: likeness(first, closes))

    def _spot(self, quote: str, first: int, last: int, *, at_most: float) -> Likeness:
        from rapidfuzz import fuzz

        start, end = self._spans[first][0], self._spans[last][1]
        # Signs at the quote's ends belong to it: *”Jaha!”* does not become *Jaha*.
        start -= _signs(self.text[:start][::-1], quote)
        end += _signs(self.text[end:], quote[::-1])
        found = " ".join(self._words[first : last + 1])
        sure = fuzz.ratio(_plain(quote), found) / 100
        if sure == 1:
            sure = fuzz.ratio(quote, self.text[start:end]) / 100
        kept = _telling(_plain(quote)) == _telling(found)
        return Likeness(start, end, round(min(sure, at_most), 4), kept)


def _signs(beside: str, quote: str) -> int:
    """How many signs right beside a place are part of a quote that has signs at that end."""
    if not quote or quote[0].isalnum():
        return 0
    count = 0
    while count < len(beside) and not beside[count].isalnum() and not beside[count].isspace():
        count += 1
    return count


def _places(text: str, wanted: str, allowed: Callable[[int, int], bool]) -> Iterator[int]:
    start, count = text.find(wanted), 0
    while start >= 0 and wanted and count < MOST_PLACES:
        if allowed(start, start + len(wanted)):
            count += 1
            yield start
        start = text.find(wanted, start + 1)


def _plain(words: str) -> str:
    return " ".join(match.group().casefold() for match in _WORD.finditer(words))


def _telling(plain: str) -> Counter[str]:
    """Words that turn a meaning round when they come or go: negations and numbers."""
    return Counter(word for word in plain.split(" ") if word in _NEGATIONS or _is_number(word))


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word)) or _NUMBER.fullmatch(word) is not None
