"""Times as other programs' files have them: seconds, milliseconds, or ``00:01:02,500``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qualcode.readers.jsontext import number
from qualcode.readers.lines import Warned
from qualcode.readers.times import seconds

# A thousand hours: no recording is longer.
LONGEST = 3_600_000.0
_WRITTEN = re.compile(r"\s*\[?(\d{1,4}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?)\]?\s*")
# Speech has 10–20 characters a second; numbers that give fewer than this are milliseconds.
_SLOWEST = 0.2


class Clock:
    """Reads times and counts those that are none.

    Args:
        per_second: What numbers count: 1 for seconds, 1000 for milliseconds.
    """

    def __init__(self, per_second: float = 1) -> None:
        self.per_second, self.unread = per_second, 0

    def seconds(self, value: Any) -> float | None:
        """Seconds; ``None`` where there is no time, or none that a recording can have."""
        if value is None or value == "":
            return None
        if isinstance(value, str) and (written := _WRITTEN.fullmatch(value)):
            found = seconds(written.group(1))
        else:
            found = number(value)
            found = None if found is None else found / self.per_second
        if found is None or not 0 <= found < LONGEST:
            self.unread += 1
            return None
        return round(found, 3)

    def warnings(self) -> list[Warned]:
        """How many times were none."""
        return [("times_left_out", {"count": str(self.unread)})] if self.unread else []


def in_milliseconds(spans: Sequence[tuple[Any, Any, int]]) -> bool:
    """Whether whole numbers are milliseconds: as seconds, nobody would say so little in them.

    Args:
        spans: Begin, end and the number of characters said between them.
    """
    length, characters = 0.0, 0
    for *times, said in spans:
        first, last = map(number, times)
        if any(time is not None and not time.is_integer() for time in (first, last)):
            return False
        if first is not None and last is not None and last > first:
            length += last - first
            characters += said
    return length > 0 and characters / length < _SLOWEST


def stamp_of(seconds: str) -> str:
    """``83.5`` as ``[00:01:23.500]``; empty where it is no time."""
    try:
        milliseconds = round(float(seconds) * 1000)
    except (ValueError, OverflowError):
        return ""
    if not 0 <= milliseconds < 3_600_000_000:
        return ""
    whole, thousandths = divmod(milliseconds, 1000)
    return f"[{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}] "
