"""YAML at the head of a text file, between ``---`` and ``---``: facts about it that nobody says."""

from __future__ import annotations

import re

from qualcode.readers.lines import Line

_LONGEST = 200
_ROW = re.compile(r"\s*$|\s+\S|-\s|#|[\w\"'][^:]{0,80}:(\s|$)|[\]}]")
_KEY = re.compile(r"[\w\"'][^:]{0,80}:(\s|$)")


def split(rows: list[str]) -> tuple[list[Line], int]:
    """The lines of the front matter, and how many rows it takes with its rules; none and 0 without one.

    Args:
        rows: The file's rows.
    """
    if not rows or rows[0].rstrip() != "---":
        return [], 0
    closing = (
        number for number, row in enumerate(rows[: _LONGEST + 1]) if row.rstrip() in ("---", "...") and number
    )
    end = next(closing, 0)
    inside = rows[1:end]
    if not any(map(_KEY.match, inside)) or not all(map(_ROW.match, inside)):
        return [], 0
    found: list[Line] = []
    for line, row in enumerate(inside, 2):
        if row.strip():
            found.append(Line(row.rstrip(), opens=not found, head=True, line=line))
    return found, end + 1
