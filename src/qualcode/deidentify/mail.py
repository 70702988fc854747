"""Mail addresses, written and said: ``anna punkt andersson snabel-a example punkt se``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcode.deidentify.found import Found
from qualcode.deidentify.name_lists import look_up
from qualcode.deidentify.naming_words import set_of
from qualcode.deidentify.spoken_numbers import digits_of

_WRITTEN = re.compile(r"(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{0,63}\w@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BRACKETED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}[ ]?(?:\(at\)|\[at\]|\(a\)|\(snabel-?a\)|\[snabel-?a\]|\{at\})[ ]?"
    r"[\w-]{1,63}(?:(?:\.|[ ]?[\[(](?:punkt|dot)[\])][ ]?)[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
_WORD = r"[^\W_][\w.+-]{0,40}"
_DOT = r"(?:punkt|dot|\.)"
_JOINT = r"(?:punkt|dot|understreck|underscore|bindestreck|streck|minus|plus|\.|_|-)"
_AT = r"(?:snabel[- ]?a(?:t|et)?|alfa\s?krull|kanelbulle|@|at)"
_AT_WORD = re.compile(rf"(?<!\w){_AT}(?!\w)", re.IGNORECASE)
_TOP = r"(?:se|com|nu|org|net|eu|info|fi|no|dk|de|io|edu|gov|tv|me|co|uk)"
_FIGURE = (
    r"(?:\d+|noll|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|[a-zåäö]{2,5}ton|"
    r"(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)[a-zåäö]*)"
)
_SAID = re.compile(
    rf"(?<!\w)(?P<local>{_WORD}(?:\s{{0,2}}{_JOINT}\s{{1,2}}{_WORD}|\s{{1,2}}{_JOINT}\s{{0,2}}{_WORD}|\s{{1,2}}{_FIGURE}(?!\w)){{0,8}})"
    rf"[ ,]+(?P<at>{_AT})[ ,]+"
    rf"(?P<domain>{_WORD}?(?:[^\W_])(?:\s+{_JOINT}\s+{_WORD}?[^\W_]){{0,5}}?(?:\s*{_DOT}\s*){_TOP})(?!\w)",
    re.IGNORECASE,
)
_MARKS = {
    "punkt": ".",
    "dot": ".",
    "understreck": "_",
    "underscore": "_",
    "bindestreck": "-",
    "streck": "-",
    "minus": "-",
    "plus": "+",
}
_SAID_BEFORE = re.compile(r"(\w+)[ ]$")
_NOT_LOCAL = set_of("""
    är var på till mejlen mejl mail mailen mejla maila adressen adress e-post e-posten eposten heter blir
    som det den en med ta skriv skicka då alltså ja och att min mitt hennes hans vår den
""")


def find(text: str) -> Iterator[Found]:
    """Every mail address in the text; ``about`` is the address as it would be typed, in small letters."""
    for match in (*_WRITTEN.finditer(text), *_BRACKETED.finditer(text)):
        end = match.start() + len(match.group().rstrip(".-"))
        yield Found(match.start(), end, "mail", "mail", typed(text[match.start() : end]))
    for match in _said(text):
        if (
            match["at"].casefold() == "at"
            and "punkt" not in match.group().casefold()
            and "dot" not in match.group().casefold()
        ):
            continue
        start = match.start()
        if typed(match["local"]) in _NOT_LOCAL:
            continue
        start = _earlier_name(text, _earlier_digits(text, start))
        yield Found(start, match.end(), "mail", "mail_spoken", typed(text[start : match.end()]))


def _said(text: str) -> Iterator[re.Match[str]]:
    """What may be an address that is said: around each *snabel-a*, so that long texts take no long time."""
    end = 0
    for at in _AT_WORD.finditer(text):
        around = _SAID.finditer(text, max(end, at.start() - 160), at.end() + 120)
        match = next((one for one in around if one.start("at") == at.start()), None)
        if match is not None:
            end = match.end()
            yield match


def typed(said: str) -> str:
    """An address as it would be typed.

    Examples:
        >>> typed("Anna punkt Berg åttiofyra snabel-a example punkt se")
        'anna.berg84@example.se'
    """
    words = re.sub(r"[\[({](\w[\w-]*)[\])}]", r" \1 ", said.casefold())
    words = re.sub(r"\bsnabel[- ]?a(?:t|et)?\b|\balfa\s?krull\b|\bkanelbulle\b|(?<=\s)at(?=\s)", "@", words)
    parts = [_MARKS.get(word) or digits_of(word) or word for word in words.split()]
    return "".join(parts).replace(",", "")


def _earlier_name(text: str, start: int) -> int:
    """Where an address begins that is said as a whole name: ``kajsa lindgren snabel-a``."""
    before = _SAID_BEFORE.search(text, max(0, start - 40), start)
    if before is None:
        return start
    entry = look_up(before.group(1))
    return before.start(1) if entry.given and not entry.word else start


def _earlier_digits(text: str, start: int) -> int:
    """Where an address begins whose name and number are said apart: ``anna åttiofyra snabel-a``."""
    first = re.compile(r"\w+").match(text, start)
    before = _SAID_BEFORE.search(text, max(0, start - 40), start)
    if first and before and digits_of(first.group()) and not digits_of(before.group(1)):
        return before.start(1) if before.group(1).casefold() not in _NOT_LOCAL else start
    return start
