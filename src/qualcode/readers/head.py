"""What stands at the head of a transcript before anybody speaks: ``Datum: …``, ``Intervjuare: Anna Berg``,
``I = intervjuare``; and legends at its end.

Those lines look like turns. They are kept in the text, nobody's and not coded, and the people they name help
to tell roles apart.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, NamedTuple

from qualcode.readers import legend, words
from qualcode.readers.labels import Parsed
from qualcode.transcript import Role

_LONGEST = 60
# Lines of other sorts (a title, who was there) that may stand between facts.
_MOST_BETWEEN = 5
_LONGEST_VALUE = 100
# Headings of lists of those who were there.
_ATTENDED = ("deltagare", "närvarande", "frånvarande", "medverkande")
# What programs and transcribers write below the last turn.
_CLOSING = re.compile(
    r"[\[(<*_]*\s*(?:slut(?:et)? på (?:inspelning|intervju|transkri|samtal|ljudfil)\w*|"
    r"(?:inspelning|intervju|transkri\w+|ljudfil|samtal)(?:en|et)? (?:har )?(?:av)?slut\w*|"
    r"end of (?:recording|interview|transcript\w*|audio)|transcri(?:bed|pt) (?:by|ends)|"
    r"transkriberad(?:es)? (?:av|med)|meeting ended|recording (?:ends|ended|stopped))\b[^?]{0,80}$",
    re.IGNORECASE,
)
_SENTENCE_ENDS = (".", "?", "!", "…")


class Head(NamedTuple):
    """The head's lines and the people it names.

    Attributes:
        lines: Indexes of lines where the file tells about itself.
        people: Role by key of a name or label (``anna berg``, ``anna``, ``ab``).
    """

    lines: frozenset[int]
    people: dict[str, Role]


def find(lines: list[Parsed]) -> Head:
    """The head of a file: ``key: value`` lines and legends at its beginning, and legends at its end."""
    found = set(_beginning(lines))
    bracketed = Counter(parsed.key for parsed in lines if parsed.shape == "bracket")
    last = len(lines) - 1
    for index in range(len(lines) - 1, -1, -1):
        if not (lines[index].line.head or legend.meanings(lines[index].line.text)):
            break
        if lines[index].shape == "bracket" and bracketed[lines[index].key] > 1:
            # Somebody's turn (``[Anna] Nä. (skratt)``): a legend explains a sign once.
            break
        found.add(index)
        last = index - 1
    while lines and (index := last) >= 0 and _CLOSING.match(lines[index].line.text.strip()):
        found.add(index)
        last -= 1
    if len(found) == len(lines):
        # A file that says nothing else is what it says.
        found = set()
    found |= {index for index, parsed in enumerate(lines) if parsed.line.head}
    people: dict[str, Role] = {}
    for index in sorted(found):
        key, value = _fact(lines[index]) or ("", "")
        named = words.part(key)
        if named and (role := words.PARTS[named]) and _names(key, value):
            people.update((name, role) for name in names_in(value))
        people.update(legend.parts(lines[index].line.text))
    return Head(frozenset(found), people)


def names_in(value: str) -> list[str]:
    """Keys of the people in ``Anna Berg, Omar (SFI)``: whole names, first names and initials."""
    keys: list[str] = []
    for name in re.split(r"[,;/&]|\boch\b|\band\b", re.sub(r"\([^)]*\)", " ", value)):
        if (key := words.key(name)) and len(key) > 1:
            split = key.split()
            keys += [key, split[0], "".join(word[0] for word in split)] if len(split) > 1 else [key]
    return keys


def _beginning(lines: list[Parsed]) -> list[int]:
    often = Counter(fact[0] for parsed in lines if (fact := _fact(parsed)))
    often.update(parsed.key for parsed in lines if parsed.label and not _fact(parsed))
    run: list[int] = []
    sure: list[int] = []
    between, attended = 0, False
    for index, parsed in enumerate(lines[:_LONGEST]):
        if parsed.line.heading:
            attended = words.key(parsed.line.text.strip(" :")) in _ATTENDED
            continue
        attended = attended and parsed.line.bullet and words.is_name(parsed.line.text.split(",")[0])
        goes_on = not parsed.line.opens or parsed.line.bullet
        if goes_on and run and run[-1] == index - 1 and not often[parsed.key] > 1:
            sort: _Sort = "states" if sure[-1:] == [index - 1] else "may"
        elif attended:
            sort = "states"
        else:
            sort = _sort(parsed, often, lines[index + 1 : index + 2])
        if sort == "states":
            sure.append(index)
        if sort in ("states", "may"):
            run.append(index)
        elif sort == "speaks" or between == _MOST_BETWEEN:
            break
        else:
            between += 1
    if not sure:
        return []
    last = sure[-1]
    for index in run:
        if index == last + 1 and not lines[index].line.text.rstrip().endswith(_SENTENCE_ENDS):
            last = index
    run = [index for index in run if index <= last]
    if len(run) == 1 and not _alone(lines[run[0]], often):
        return []
    return run


_Sort = Literal["states", "may", "speaks", "other"]


def _sort(parsed: Parsed, often: Counter[str], after: list[Parsed]) -> _Sort:
    """Whether a line tells a fact about the transcript, may do so, is somebody's turn, or none of it."""
    if parsed.line.head or legend.meanings(parsed.line.text) or _presents(parsed, often):
        return "states"
    fact = _fact(parsed)
    if fact is None:
        return "speaks" if parsed.stamp_only or often[parsed.key] > 1 else "other"
    key, value = fact
    if _names(key, value):
        return "states"
    if often[key] > 1:
        return "speaks"
    if not value:
        return "states" if after and after[0].line.bullet else "may"
    if any(word in words.HEAD for word in re.findall(r"[^\W\d_]+", key)) and len(key.split()) <= 4:
        return "states"
    return "may" if len(value) <= _LONGEST_VALUE and not value.endswith(("?", "!")) else "speaks"


def _fact(parsed: Parsed) -> tuple[str, str] | None:
    """Key and value of a line that may tell a fact."""
    text = parsed.line.text.strip()
    if parsed.line.cells and text.count("\t") == 1:
        key, _, value = text.partition("\t")
        return words.key(key.strip(" :")), value.strip()
    if parsed.label and parsed.shape in ("colon", "tab", "bold"):
        return parsed.key, parsed.text.strip()
    key, colon, value = text.partition(":")
    if colon and len(key) <= 50 and (not value or value[0].isspace()) and key[:1].isupper():
        return words.key(key), value.strip()
    return None


def _presents(parsed: Parsed, often: Counter[str]) -> bool:
    """A sentence or more on who is behind the labels: ``Video call. Q: Karin Ek. A: a researcher.``"""
    if often[parsed.key] > 1:
        return False
    told = re.findall(r"(?:^|[.;,(]\s*)([^\W\d_][\w ]{0,19}):\s+\S", parsed.line.text)
    return len({key for one in told if often[key := words.key(one)] > 1}) > 1


def _alone(parsed: Parsed, often: Counter[str]) -> bool:
    """Whether a single line is a head: a fact, a legend, or the full name of one who has another label."""
    if legend.meanings(parsed.line.text) or parsed.line.head or _presents(parsed, often):
        return True
    key, value = _fact(parsed) or ("", "")
    return key in words.HEAD or (often[key] == 1 and len(value.split()) > 1 and len(often) > 1)


def _names(key: str, value: str) -> bool:
    """The line's value is a list of names: capitalized, few words, no sentence."""
    if not value or len(value) > 80 or value[-1] in ".?!…" or words.part(key) is None:
        return False
    if key in ("i", "r", "q", "a"):
        return False
    names = [name.strip() for name in re.split(r",|&|\boch\b", re.sub(r"\([^)]*\)", " ", value))]
    return any(names) and all(
        words.is_name(name) and not (set(words.key(name).split()) & words.GREETINGS) for name in names if name
    )
