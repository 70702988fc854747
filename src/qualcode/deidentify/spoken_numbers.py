"""Numbers as people say them: ``noll sju noll ett sju fyra`` and ``sjuttiofyra`` as digits.

A number that is said is a chain of words with the digits each stands for. How they group is not decided:
``sju noll`` and ``sjuttio`` both give ``70``, as a telephone number has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qualcode.deidentify.naming_words import set_of

_UNITS = {
    "noll": 0, "nolla": 0, "ett": 1, "en": 1, "etta": 1, "två": 2, "tvåa": 2, "tre": 3, "trea": 3, "fyra": 4,
    "fem": 5, "femma": 5, "sex": 6, "sexa": 6, "sju": 7, "sjua": 7, "åtta": 8, "nio": 9, "nie": 9, "nia": 9,
}  # fmt: skip
_TEENS = {
    "tio": 10, "tie": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16,
    "sjutton": 17, "arton": 18, "aderton": 18, "nitton": 19,
}  # fmt: skip
_TENS = {
    "tjugo": 20, "tjugi": 20, "tjuge": 20, "tju": 20, "trettio": 30, "tretti": 30, "fyrtio": 40, "fyrti": 40,
    "förti": 40, "femtio": 50, "femti": 50, "sextio": 60, "sexti": 60, "sjuttio": 70, "sjutti": 70,
    "åttio": 80, "åtti": 80, "nittio": 90, "nitti": 90,
}  # fmt: skip

_ALL = sorted((*_UNITS, *_TEENS, *_TENS), key=len, reverse=True)
_MAY_COUNT = re.compile(
    r"noll|tio|ett|två|tre|fyr|fem|sex|sju|åtta|ni[oea]|ton\b|elva|tolv|tjug", re.IGNORECASE
)
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_BETWEEN = re.compile(r"[ \t\u00a0]*(?:[,.–—/-][ \t\u00a0]*|\n)?")
_FILLERS = set_of("streck bindestreck mellanslag eh öh eeh och")


@dataclass(frozen=True, slots=True)
class Said:
    """A chain of number words.

    Attributes:
        start: First code point.
        end: Code point after the last.
        digits: What the words stand for, one after the other.
        words: How many of them are words and not digits.
    """

    start: int
    end: int
    digits: str
    words: int


@lru_cache(maxsize=4096)
def digits_of(word: str) -> str | None:
    """The digits a word stands for, or None if it is no number below a thousand.

    Examples:
        >>> digits_of("sjuttiofyra"), digits_of("hundrasjuttiofyra"), digits_of("noll"), digits_of("tro")
        ('74', '174', '0', None)
    """
    lower = word.casefold()
    value = _value(lower)
    return _glued(lower) if value is None else str(value)


def _glued(word: str) -> str | None:
    """Digits of numbers written together, as some transcribers do: ``nollsjunoll``."""
    digits, rest = "", word
    while rest:
        part = next((one for one in _ALL if rest.startswith(one)), None)
        if part is None:
            return None
        digits, rest = digits + str(_value(part)), rest[len(part) :]
    return digits if word.startswith("noll") and len(digits) > 1 else None


def _value(word: str) -> int | None:
    if word in _UNITS:
        return _UNITS[word]
    if word in _TEENS:
        return _TEENS[word]
    if word in _TENS:
        return _TENS[word]
    for tens, value in _TENS.items():
        unit = _UNITS.get(word.removeprefix(tens)) if word.startswith(tens) else None
        if unit:
            return value + unit
    if "hundra" in word:
        before, _, after = word.partition("hundra")
        hundreds = _UNITS.get(before) if before else 1
        rest = _value(after) if after else 0
        if hundreds and rest is not None and rest < 100:
            return 100 * hundreds + rest
    return None


def chains(text: str) -> list[Said]:
    """All chains of at least two numbers, at least one of them a word, with nothing else between them."""
    found: list[Said] = []
    if not _MAY_COUNT.search(text):
        return found
    run: list[tuple[int, int, str, bool]] = []
    end = -1
    for token in _TOKEN.finditer(text):
        word = token.group()
        joined = bool(run) and _BETWEEN.fullmatch(text, end, token.start()) is not None
        digits = word if word.isdecimal() else digits_of(word)
        if digits is not None:
            if not joined:
                _close(run, found)
                run = []
            run.append((token.start(), token.end(), digits, not word.isdecimal()))
            end = token.end()
        elif joined and word.casefold() in _FILLERS:
            end = token.end()
        else:
            _close(run, found)
            run = []
    _close(run, found)
    return found


def _close(run: list[tuple[int, int, str, bool]], found: list[Said]) -> None:
    words = sum(is_word for *_, is_word in run)
    if len(run) > 1 and words:
        found.append(Said(run[0][0], run[-1][1], "".join(digits for _, _, digits, _ in run), words))
