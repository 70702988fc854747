"""Words as they can stand in XML: whatever a transcript holds, a file with it opens."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(words: str) -> str:
    """Words with what XML 1.0 forbids shown as the signs that Unicode has for it (``\\x07`` is ``␇``).

    Control characters without a sign, lone surrogates and non-characters become ``�``.
    """
    return _FORBIDDEN.sub(_sign, words)


def line(words: str) -> str:
    """Words for a place inside a line of other words: on one line, and without marks of direction, which
    would turn what stands around them."""
    return _BIDI.sub("\ufffd", " ".join(visible(words).split()))


def _sign(found: re.Match[str]) -> str:
    number = ord(found.group())
    if number < 0x20:
        return chr(0x2400 + number)
    return "\u2421" if number == 0x7F else "\ufffd"
