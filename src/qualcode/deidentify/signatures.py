"""Who wrote an entry of a log or a note: ``2/9 (Kickan) Öppnade 08``, ``Larmat och låst /Reijo``.

What stands where authors stand, again and again, is what people are called by there, nicknames and words
included: *Lillen* signs, *Förmiddag* does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qualcode.deidentify.name_lists import is_elsewhere, is_word, look_up
from qualcode.deidentify.naming_words import CALLED_BY_PART
from qualcode.readers import words as label_words

_NAME = r"(?P<name>[A-ZÅÄÖÉ][^\W\d_]+(?:[ -][A-ZÅÄÖÉ][^\W\d_]+){0,2})"
_DATE = r"(?:\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?|\d{1,2} [a-zåäö]{3,9}\.?(?: \d{4})?|\d{6,8})"
_TIME = r"(?:,? ?(?:kl\.? ?)?\d{1,2}[.:]\d{2})?"
_PLACES = {
    "dated": re.compile(rf"^\W*{_DATE}{_TIME},? *[(\[]{_NAME}[)\]]", re.MULTILINE),
    "dated_colon": re.compile(rf"^\W*{_DATE}{_TIME},? {_NAME}:", re.MULTILINE),
    "bracketed": re.compile(rf"^\W*[(\[]{_NAME}[)\]](?=:? \S)", re.MULTILINE),
    "signed": re.compile(rf"(?:^|\s)(?://?|/ |// )(?!/){_NAME}[ .)]*$", re.MULTILINE),
}
# So often something stands there before a word that is nothing but a word is a name.
_OFTEN = 3
_NEVER = (
    label_words.NOT_SPEAKERS
    | label_words.EVENTS
    | label_words.GREETINGS
    | label_words.FUNCTION_WORDS
    | CALLED_BY_PART
    | frozenset(label_words.PARTS)
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A name where somebody signs.

    Attributes:
        start: First code point in the text.
        end: Code point after the last.
        name: As it is written.
    """

    start: int
    end: int
    name: str


def find(text: str) -> list[Signature]:
    """The names in a source's text that stand where those who write sign.

    Examples:
        >>> names(find("2/9 (Kickan) Regn.\\n3/9 (Nevin) Sol.\\n4/9 (Kickan) Låst. /Reijo"))
        ['Kickan', 'Nevin', 'Reijo']
    """
    found: list[Signature] = []
    for place, pattern in _PLACES.items():
        there = [Signature(*match.span("name"), match["name"]) for match in pattern.finditer(text)]
        found += _names(there, sure=place == "dated")
    return sorted(dict.fromkeys(found), key=lambda one: one.start)


def names(found: Iterable[Signature]) -> list[str]:
    """What they are called, each once."""
    return list(dict.fromkeys(one.name for one in found))


def _names(there: list[Signature], *, sure: bool) -> Iterator[Signature]:
    counts = Counter(one.name for one in there)
    named = {name for name in counts if _is_name(name)}
    # Beside names, and where a log is written by several, a word is what somebody is called by.
    among = len(there) >= _OFTEN and (sure or bool(named)) and 2 * len(named) >= len(counts) - 1
    for one in there:
        again = counts[one.name] > 1 or sure
        if one.name in named or (among and again and _may_be_called(one.name)):
            yield one


def _is_name(name: str) -> bool:
    first = name.split()[0]
    if not _may_be_called(name):
        return False
    entry = look_up(first)
    return entry.given or entry.surname or not is_word(first.casefold())


def _may_be_called(name: str) -> bool:
    return not any(
        word.casefold() in _NEVER
        or label_words.part(word)
        or (is_elsewhere(word) and not look_up(word).given)
        or word.isupper()
        for word in name.split()
    )
