"""Time stamps as transcripts write them: ``[00:01:02]``, ``(01:02)``, ``#00:01:02-3#``, ``{0:12}``, ``0:12``.

Square and curly brackets and number signs are time stamps wherever they stand. Round brackets and bare digits
may just as well be a time of day, so they count only beside a speaker's label, or where the whole file is
stamped with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
# Bounded, so that a long row of spaces costs nothing.
_GAP = r"\s{0,4}"
_RANGE = rf"({_CLOCK})(?:{_GAP}(?:-->|->|–|—|-){_GAP}({_CLOCK}))?"
_SURE = re.compile(
    rf"\[{_GAP}{_RANGE}{_GAP}\]|\{{{_GAP}{_RANGE}{_GAP}\}}|#(\d{{1,2}}:\d{{2}}:\d{{2}}(?:-\d)?)#"
    rf"|({_CLOCK}){_GAP}-->{_GAP}({_CLOCK})|\[{_GAP}(\d{{1,6}}\.\d{{1,3}}s){_GAP}-?[->]{_GAP}(\d{{1,6}}\.\d{{1,3}}s){_GAP}\]"
)
_UNSURE = re.compile(
    rf"\({_GAP}{_RANGE}{_GAP}\)|<{_GAP}{_RANGE}{_GAP}>"
    rf"|({_CLOCK}){_GAP}[–—-]{_GAP}({_CLOCK})(?![\d:.,]{{0,12}}\d)|({_CLOCK})(?![\d:.,]{{0,12}}\d)"
)
# As Teams tells them to a screen reader.
_IN_WORDS = re.compile(
    r"(?:(\d{1,2})\s(?:timm(?:e|ar)|hours?)(?:\s|$))?(?:(\d{1,2})\s(?:minut(?:er)?|minutes?)(?:\s|$))?"
    r"(?:(\d{1,2})\s(?:sekund(?:er)?|seconds?))?"
)
_MARKS = re.compile(r"\d:\d|\[\s?\d{1,6}\.\d{1,3}s")


class Stamp(NamedTuple):
    """A time stamp that stood at a line's beginning or end, and the text without it."""

    begins: float
    ends: float | None
    text: str
    sure: bool


def seconds(clock: str) -> float | None:
    """Seconds of ``1:02:03.4``, ``02:03`` or ``00:01:02-3``; ``None`` where it is no time.

    Examples:
        >>> seconds("00:01:02-3"), seconds("90:12"), seconds("12:75")
        (62.3, 5412.0, None)
    """
    if clock.endswith("s"):
        # As faster-whisper's own example prints them: ``[12.34s -> 15.00s]``.
        return float(clock[:-1])
    *fields, last = clock.replace(",", ".").replace("-", ".").split(":")
    if float(last) >= 60 or (len(fields) == 2 and int(fields[1]) >= 60):
        return None
    return round(
        sum(int(field) * 60**power for power, field in enumerate(reversed(fields), 1)) + float(last), 3
    )


def leading(text: str) -> Stamp | None:
    """The time stamp that opens a line, whichever way it is written."""
    return _first(_SURE.match(text), text, True) or _first(_UNSURE.match(text), text, False)


def in_words(text: str) -> float | None:
    """Seconds of a line that is nothing but a time told in words; ``None`` for all other lines.

    Examples:
        >>> in_words("1 timme 2 minuter 3 sekunder"), in_words("12 seconds"), in_words("3 minuter senare")
        (3723, 12, None)
    """
    found = _IN_WORDS.fullmatch(text) if text[:1].isdigit() and len(text) <= 40 else None
    if found is None:
        return None
    return sum(int(count) * unit for count, unit in zip(found.groups(), (3600, 60, 1), strict=True) if count)


def trailing(text: str) -> Stamp | None:
    """The time stamp that closes a line; bare digits must stand after two spaces, a tab, or alone."""
    if not text or text[-1] not in "])}#>0123456789":
        return None
    # No stamp is longer than this.
    cut = max(0, len(text) - 80)
    tail = text[cut:]
    for pattern, sure in ((_SURE, True), (_UNSURE, False)):
        *_, last = [None, *pattern.finditer(tail)]
        if last is not None and last.end() == len(tail.rstrip()):
            before = text[: cut + last.start()]
            if before and last.group()[0].isdigit() and not before.endswith(("  ", "\t")):
                continue
            return _first(last, text, sure, before.rstrip())
    return None


def within(text: str) -> str:
    """The text without time stamps in square or curly brackets or number signs, wherever they stand in it."""
    if "[" not in text and "#" not in text and "{" not in text:
        return text
    parts, position = [], 0
    for found in _SURE.finditer(text):
        if found.group()[0] in "[{#" and _first(found, text, True):
            before = text[position : found.start()]
            parts.append(before.rstrip(" ") if text[found.end() : found.end() + 1] in (" ", "") else before)
            position = found.end()
    return "".join([*parts, text[position:]])


def stamps_the_file(begins: Iterable[float]) -> bool:
    """Whether unsure stamps, in the file's order, are a recording's and not times of day.

    There are at least five, they do not go back, and they are not all on even fives as an agenda's are.
    """
    times = list(begins)
    if len(times) < 5 or any(later < earlier for earlier, later in pairwise(times)):
        return False
    return any(time % 5 for time in times)


def may_hold_time(text: str) -> bool:
    """A quick look before the patterns above are tried."""
    return _MARKS.search(text) is not None


def _first(found: re.Match[str] | None, text: str, sure: bool, rest: str | None = None) -> Stamp | None:
    if found is None:
        return None
    clocks = [group for group in found.groups() if group]
    times = [seconds(clock) for clock in clocks]
    if None in times:
        return None
    rest = text[found.end() :].lstrip(" \t") if rest is None else rest
    return Stamp(times[0], times[1] if len(times) > 1 else None, rest, sure)
