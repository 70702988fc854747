"""Swedish personal numbers, coordination numbers and interim numbers, however they are written or said.

The date makes one (``YYMMDD`` or ``YYYYMMDD``, the day plus 60 in a coordination number), not the check
digit: people get it wrong when they read it aloud, and the number still leads to them. The form is that of
`Skatteverket
<https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html>`_.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcode.deidentify.found import Found
from qualcode.deidentify.spoken_numbers import chains

_NUMBER = re.compile(
    r"(?<![\w+-])(?:(?:18|19|20)[ ]?)?\d{2}[ -]?\d{2}[ -]?\d{2}[ ]?[-–+/]?[ ]?"
    r"(?:[TRSUWXJKLMN]\d|\d{2})[ ]?\d{2}(?![\w]|-\d)"
)
_SPACED = re.compile(r"(?<![\w+-])\d(?:[ -]{0,3}\d){9,11}(?!\d|-\d)")
_PARTED = re.compile(r"^\d{6,8} ?[-–+/] ?\w\d ?\d\d$")
_SHORT = re.compile(r"(?<!\d)\d{4}(?!\d)")
_CALLED = re.compile(
    r"person\s?n(?:umm?e?r|r)|personnummer|personnumret|samordningsnum|födelsen(?:um|r)|\bpnr\b|\bp-?nummer",
    re.IGNORECASE,
)
_LAST_FOUR = re.compile(r"(?:sista|fyra)\s+(?:siffrorna|sista)|kontrollsiffror", re.IGNORECASE)
_NEAR = 70


def find(text: str) -> Iterator[Found]:
    """Every personal number in the text; ``about`` is its last ten digits."""
    for pattern in (_NUMBER, _SPACED):
        for match in pattern.finditer(text):
            digits = re.sub(r"[^\dA-Z]", "", match.group())
            # Ten digits from a zero on are a telephone number, unless a dash parts the last four.
            parted = pattern is _NUMBER and _PARTED.search(match.group()) is not None
            sure = parted or len(digits) == 12 or not digits.startswith("0") or called(text, match.start())
            if is_personal(digits) and sure:
                yield Found(match.start(), match.end(), "id", "id", digits[-10:])
    for said in chains(text):
        if is_personal(said.digits) and called(text, said.start):
            yield Found(said.start, said.end, "id", "id_spoken", said.digits[-10:])
    for match in _SHORT.finditer(text):
        near = text[max(0, match.start() - 40) : match.start()]
        if _LAST_FOUR.search(near) and "telefon" not in near:
            yield Found(match.start(), match.end(), "id", "id", match.group())


def called(text: str, start: int) -> bool:
    """Whether the words just before a place speak of a personal number."""
    return _CALLED.search(text, max(0, start - _NEAR), start) is not None


def is_personal(digits: str) -> bool:
    """Whether ten or twelve characters begin with a date, as a personal or coordination number does.

    Examples:
        >>> is_personal("121212-1212".replace("-", "")), is_personal("5560360793"), is_personal("7805612391")
        (True, False, True)
    """
    if len(digits) == 12 and digits[:2] in ("18", "19", "20"):
        digits = digits[2:]
    if len(digits) != 10 or not digits[:6].isdecimal():
        return False
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)
