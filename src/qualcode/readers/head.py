"""What stands at the head of a transcript before anybody speaks: ``Datum: …``, ``Intervjuare: Anna Berg``.

Those lines look like turns. They are kept as paragraphs, and the people they name help to tell roles apart.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from qualcode.readers import words
from qualcode.readers.labels import Parsed
from qualcode.transcript import Role

_LONGEST = 30


class Head(NamedTuple):
    """The head's lines and the people it names.

    Attributes:
        lines: Indexes of its lines.
        people: Role by key of a name (``anna berg``, ``anna``).
    """

    lines: frozenset[int]
    people: dict[str, Role]


def find(lines: list[Parsed]) -> Head:
    """The head of a file: ``key: value`` lines at its very beginning, at least one of them no speaker's."""
    run: list[int] = []
    for index, parsed in enumerate(lines[: _LONGEST + 1]):
        if parsed.line.heading:
            continue
        if parsed.shape not in ("colon", "tab") or not _states(parsed):
            break
        run.append(index)
    while run and lines[run[-1]].key not in words.HEAD and not _names(lines[run[-1]]):
        run.pop()
    if len(run) < 2 and not any(lines[index].key in words.HEAD for index in run):
        run = []
    people: dict[str, Role] = {}
    for index in run:
        named = words.part(lines[index].label or "")
        if named and (role := words.PARTS[named]):
            people.update((key, role) for key in names_in(lines[index].text))
    return Head(frozenset(run), people)


def names_in(value: str) -> list[str]:
    """Keys of the people in ``Anna Berg, Omar (SFI)``: whole names, first names and initials."""
    keys: list[str] = []
    for name in re.split(r"[,;/&]|\boch\b|\band\b", re.sub(r"\([^)]*\)", " ", value)):
        if (key := words.key(name)) and len(key) > 1:
            split = key.split()
            keys += [key, split[0], "".join(word[0] for word in split)] if len(split) > 1 else [key]
    return keys


def _states(parsed: Parsed) -> bool:
    """A fact about the interview, or a part and who plays it."""
    return parsed.key in words.HEAD or (words.part(parsed.label or "") is not None and _names(parsed))


def _names(parsed: Parsed) -> bool:
    """The line's value is a list of names: capitalized, few words, no sentence."""
    value = parsed.text.strip()
    if not value or len(value) > 80 or value[-1] in ".?!…" or words.part(parsed.label or "") is None:
        return False
    if words.key(parsed.label or "") in ("i", "r", "q", "a"):
        return False
    return all(
        words.is_name(name.strip()) and not (set(words.key(name).split()) & words.GREETINGS)
        for name in re.split(r",|&|\boch\b", re.sub(r"\([^)]*\)", " ", value))
        if name.strip()
    )
