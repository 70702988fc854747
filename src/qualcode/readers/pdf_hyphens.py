"""Words that a PDF file's rows part: which hyphens only break a word, and which belong to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from qualcode.readers.pdf_rows import Row

_ELLIPTIC = re.compile(r"(?:och|eller|samt|respektive|resp|till|and|or|und|oder)\b")
_LAST_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*-$")
_FIRST_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,}$")
# Programs that set the hyphens of their own apart from those that were typed, or give them another sign.
_SETS_APART = re.compile(r"LibreOffice|OpenOffice", re.IGNORECASE)
_GIVES_A_SIGN = re.compile(r"Skia/PDF", re.IGNORECASE)
# A word this long would have been broken where there was room for this many letters of it.
_LONG, _ROOM = 9, 5


class Hyphens:
    """What the hyphens at the ends of a file's rows mean.

    Args:
        rows: All rows of the text, in order.
        producer: The program that wrote the file.
    """

    def __init__(self, rows: list[Row], producer: str) -> None:
        ends = Counter(row.hyphen for row in rows if row.hyphen)
        apart = _SETS_APART.search(producer or "") is not None
        marked = bool(ends["soft"]) or _GIVES_A_SIGN.search(producer or "") is not None
        self._apart = not marked and (apart or bool(ends["alone"] and ends["within"]))
        self._typed = marked or self._apart
        self._words = _vocabulary(rows)
        self._breaks = _breaks_words(rows)

    def between(self, above: str, below: str, hyphen: str) -> tuple[bool, str]:
        """Whether the hyphen at the end of a row goes, and what joins the row to the next one."""
        last, first = _LAST_WORD.search(above), _FIRST_WORD.match(below)
        if not last or not first:
            return False, " "
        if hyphen == "soft":
            return True, ""
        if _ELLIPTIC.match(below):
            return False, " "
        left, right = last.group()[:-1], first.group()
        if right[0].isupper() or right[0].isdigit() or left[-1].isdigit() or _ACRONYM.search(left):
            # "1990-" and "talet", "SFI-" and "undervisning", "Hallunda-" and "Norsborg".
            return False, ""
        if self._typed:
            return (hyphen == "alone" and self._apart), ""
        return self._is_soft(left, right), ""

    def cut(self, left: str, right: str) -> bool:
        """Whether a word that fills a row of its own goes on in the next row, cut because it is too long.

        Args:
            left: The row.
            right: The next row's first word.
        """
        joined = f"{left}{right}"
        if joined.casefold() in self._words or (len(right) == 1 and right not in "iåö"):
            return True
        if _is_swedish(joined) != _is_swedish(left):
            return _is_swedish(joined)
        return not _is_word(right)

    def _is_soft(self, left: str, right: str) -> bool:
        tail, head = left.rpartition("-")[2], right.partition("-")[0]
        if len(tail) == 1 or len(head) == 1:
            return False
        joined, kept = self._words[f"{left}{right}".casefold()], self._words[f"{left}-{right}".casefold()]
        if joined != kept:
            return joined > kept
        if "-" in left + right and _is_word(tail) and _is_word(head):
            return False
        return self._breaks


def _is_word(word: str) -> bool:
    import simplemma

    return simplemma.is_known(word, lang="sv")


def _is_swedish(word: str) -> bool:
    """Whether a word is known, or made of words and endings that are."""
    import simplemma

    return _is_word(word) or simplemma.lemmatize(word, lang="sv", greedy=True) != word


def _vocabulary(rows: Iterable[Row]) -> Counter[str]:
    """Words that stand whole within rows, with and without hyphens."""
    words: Counter[str] = Counter()
    for row in rows:
        words.update(found.group().casefold() for found in _WORD.finditer(row.text.removesuffix("-")))
    return words


def _breaks_words(rows: list[Row]) -> bool:
    """Whether the file breaks words at all: not where long ones were moved down although they had room."""
    margins: dict[tuple[int, int], float] = {}
    for row in rows:
        key = (row.page, round(row.left / 40))
        margins[key] = max(margins.get(key, 0.0), row.right)
    broken = missed = 0
    for row, after in pairwise(rows):
        first = _FIRST_WORD.match(after.text)
        if row.hyphen:
            broken += bool(first and first.group()[0].islower())
        elif first and len(first.group()) >= _LONG and after.page == row.page and row.y > after.y:
            room = margins[row.page, round(row.left / 40)] - row.right
            letter = after.first_word / max(1, len(after.text.split(" ")[0]))
            # More room than for all of it: the row ends a paragraph.
            missed += _ROOM * letter < room < after.first_word + 0.35 * after.size
    return not (missed >= 2 and broken < missed)
