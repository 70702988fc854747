"""Telephone numbers: in digits with spaces, dashes and brackets, digits apart, and said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcode.deidentify.found import Found
from qualcode.deidentify.personal_numbers import called as called_personal
from qualcode.deidentify.personal_numbers import is_personal
from qualcode.deidentify.spoken_numbers import chains

_GAP = r"(?:[ \u00a0]{0,3}[-–/.]?[ \u00a0]{0,3}|, )"
_SWEDISH = re.compile(
    rf"(?<![\w.,:+-])(?:(?:\+|00)46{_GAP}(?:\(0\))?{_GAP}|\(?0){_GAP}\d(?:\)?{_GAP}\d){{6,10}}(?!\d|[:,]\d)"
)
_FOREIGN = re.compile(rf"(?<![\w+])(?:\+|00)[1-9](?:{_GAP}\d){{7,14}}(?!\d)")
_LOCAL = re.compile(
    rf"(?<![\w.,:+-])[1-9]\d(?:{_GAP}\d){{3,8}}(?![\d]|[.,:]\d|"
    r"\s*(?:kr|kronor|procent|%|tusen|miljoner|meter|år\b))"
)
_COUNTRY = re.compile(rf"(?<![\w.,:+-])46{_GAP}7{_GAP}\d(?:{_GAP}\d){{7}}(?!\d|[:,]\d)")
"""A mobile number with the country's code and no plus, as programs for text messages save it."""
_DATE = re.compile(
    r"0[1-9][ .\-/](?:0[1-9]|1[0-2])[ .\-/](?:19|20)\d\d$|0[1-9][ .\-/](?:0[1-9]|[12]\d|3[01])[ .\-/]\d\d$"
)
_DAY = re.compile(r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])$")
_CALLED = re.compile(
    r"\btele?fon|\btel\b|\bmobil|\bnumret\b|\bnummer\b|\bring|\bsms|\bnå(?:r|s)\b|\bväxel|\bdirekt\b|\bswish|"
    r"\blur(?:en)?\b",
    re.IGNORECASE,
)
_NEAR = 60
_PLUS = re.compile(r"\bplus\s+(?:fyra\s*sex|fyrtiosex|fyrtisex)\b[\s,]*$", re.IGNORECASE)


def find(text: str) -> Iterator[Found]:
    """Every telephone number in the text; ``about`` is its digits from the national zero on."""
    for match in _SWEDISH.finditer(text):
        written = match.group()
        digits = canonical(written)
        if 8 <= len(digits) <= 11 and not _DATE.match(written) and not _is_personal(digits, text, match):
            yield Found(match.start(), match.end(), "phone", "phone", digits)
    for match in _FOREIGN.finditer(text):
        yield Found(match.start(), match.end(), "phone", "phone", canonical(match.group()))
    for match in _COUNTRY.finditer(text):
        yield Found(match.start(), match.end(), "phone", "phone", canonical(f"+{match.group()}"))
    for match in _LOCAL.finditer(text):
        if _DAY.match(match.group()):
            continue
        digits = re.sub(r"\D", "", match.group())
        if (
            (6 <= len(digits) <= 9 or digits.startswith("123"))
            and _called(text, match.start())
            and not called_personal(text, match.start())
        ):
            yield Found(match.start(), match.end(), "phone", "phone", digits)
    yield from _said(text)


def _said(text: str) -> Iterator[Found]:
    for said in chains(text):
        plus = _PLUS.search(text, max(0, said.start - 30), said.start)
        # A chain opens with the country itself when it is said right before the rest.
        digits, start = said.digits, said.start
        if digits.startswith("46") and re.search(
            r"\bplus\s+$", text[max(0, start - 8) : start], re.IGNORECASE
        ):
            digits, start = (
                "0" + digits[2:].removeprefix("0"),
                text.casefold().rindex("plus", 0, start),
            )
        elif plus:
            digits, start = "0" + digits.removeprefix("0"), plus.start()
        if is_personal(digits) and called_personal(text, start) and not _called(text, start):
            continue
        if (digits.startswith("0") and not digits.startswith("00") and 7 <= len(digits) <= 12) or (
            6 <= len(digits) <= 9 and _called(text, start) and said.words >= 3
        ):
            yield Found(start, said.end, "phone", "phone_spoken", digits)


def canonical(written: str) -> str:
    """Digits alone, from the national zero on.

    Examples:
        >>> canonical("+46 (0)70-174 06 05"), canonical("070 1740 605")
        ('0701740605', '0701740605')
    """
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    if written.lstrip("(").startswith("+46"):
        return "0" + digits[2:].removeprefix("0")
    if digits.startswith("0046"):
        return "0" + digits[4:].removeprefix("0")
    return digits


def _is_personal(digits: str, text: str, match: re.Match[str]) -> bool:
    if not is_personal(digits):
        return False
    parted = re.fullmatch(r"\d{6}[-–+ ]\d{4}", match.group()) is not None
    return (parted and not _called(text, match.start())) or called_personal(text, match.start())


def _called(text: str, start: int) -> bool:
    return _CALLED.search(text, max(0, start - _NEAR), start) is not None
