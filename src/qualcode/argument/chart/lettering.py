"""How wide words are in a picture, and where their lines break."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

FAMILY = "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
"""Faces that a reader's machine may have; the picture carries none."""
_ROOM = 1.12
"""Helvetica's widths times this hold the wider of :data:`FAMILY`."""
_NARROW = {
    **dict.fromkeys("ijl'|", 0.222), **dict.fromkeys(" .,:;/!I[]ft\\\u00a0", 0.278),
    **dict.fromkeys("()-r`", 0.333), **dict.fromkeys("ckszvxyJ", 0.5), **dict.fromkeys("m\u2014", 0.833),
    **dict.fromkeys("MW%", 0.889), "w": 0.722, "@": 1.015, "\u2026": 1.0,
}  # fmt: skip
"""Widths of characters in ems as in Adobe's metrics of Helvetica, where they are not 0.556 or, of capitals,
0.722."""


@lru_cache(maxsize=4096)
def width(words: str, size: float) -> float:
    """How wide words may be at a size, in its unit; rather too wide than too narrow."""
    return sum(map(_of, words)) * size * _ROOM


def wrapped(words: str, size: float, room: float) -> list[str]:
    """Words in lines that are no wider than ``room``; a word that is wider itself is cut.

    Nothing is left out: as many lines as it takes.
    """
    lines: list[str] = []
    for word in words.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
            continue
        while width(word, size) > room:
            fits = max(1, next(n for n in range(len(word), 0, -1) if n == 1 or width(word[:n], size) <= room))
            if fits == len(word):
                break
            lines.append(word[:fits])
            word = word[fits:]
        lines.append(word)
    return lines or [""]


def _of(character: str) -> float:
    known = _NARROW.get(character)
    if known:
        return known
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or category == "So":
        return 1.2
    return 0.75 if category == "Lu" else 0.556
