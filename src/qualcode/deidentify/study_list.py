"""The study's own list: organizations and places to replace, names that always or never are replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from qualcode.deidentify.found import Found
from qualcode.errors import SettingsError

NAME = "deidentify.yaml"


class StudyList(BaseModel):
    """What a study knows better than any rule.

    Attributes:
        organizations: Names to replace; several spellings of one parted by ``|``
            (``Botkyrka Bygg AB | BBAB``).
        places: Places to replace, written the same way.
        always: Further names of people, written the same way; every occurrence is replaced.
        never: Words that look like names and are none, or may be told.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    organizations: tuple[str, ...] = Field(default=())
    places: tuple[str, ...] = Field(default=())
    always: tuple[str, ...] = Field(default=())
    never: tuple[str, ...] = Field(default=())


def load(path: Path) -> StudyList:
    """The list in a file: YAML, or a plain text file of organizations and places to replace, one a line.

    A plain file's lines are organizations; those after a line ``places:`` (or ``platser:``), ``always:``
    (``alltid:``) or ``never:`` (``aldrig:``) are that. No file is an empty list.

    Raises:
        SettingsError: the file is not as it should be.
    """
    if not path.is_file():
        return StudyList()
    if path.suffix.casefold() == ".txt":
        return _plain(path)
    from qualcode.located import load_model

    return load_model(path, StudyList, error=SettingsError)


_PARTS = {
    "organizations": "organizations", "organisationer": "organizations",
    "places": "places", "platser": "places",
    "always": "always", "alltid": "always", "never": "never", "aldrig": "never",
}  # fmt: skip


def _plain(path: Path) -> StudyList:
    from qualcode.errors import Place
    from qualcode.readers.text import decode

    try:
        text, _ = decode(path.read_bytes(), str(path))
    except OSError:
        raise SettingsError(
            "the list cannot be read.", where=Place(path), remedy="Close the program that holds it."
        ) from None
    parts: dict[str, list[str]] = {name: [] for name in StudyList.model_fields}
    part = "organizations"
    for line in text.splitlines():
        line = line.strip().lstrip("-•* ").strip()
        if not line or line.startswith("#"):
            continue
        if line.endswith(":") and line[:-1].strip().casefold() in _PARTS:
            part = _PARTS[line[:-1].strip().casefold()]
        else:
            parts[part].append(line)
    return StudyList(**{name: tuple(lines) for name, lines in parts.items()})


@dataclass
class ListedNames:
    """The list as patterns to look for; small and capital letters count the same, spaces may be line breaks.

    Args:
        listed: The list.
    """

    listed: StudyList
    _never: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._never = frozenset(_key(spelling) for one in self.listed.never for spelling in spellings(one))

    def find(self, text: str) -> Iterator[Found]:
        """Every occurrence of what the list says to replace; ``about`` is its first spelling."""
        for kind, pattern, firsts in self._patterns:
            for match in pattern.finditer(text):
                about = firsts[_key(match.group("name"))]
                yield Found(match.start("name"), match.end("name"), kind, "list", about)

    def is_never(self, name: str) -> bool:
        """Whether the list says that this is no name, or one that may stay."""
        if not self._never:
            return False
        key = _key(name)
        return key in self._never or (key.endswith("s") and key[:-1] in self._never)

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str], dict[str, str]]]:
        found = []
        kinds = (
            ("organization", self.listed.organizations),
            ("place", self.listed.places),
            ("person", self.listed.always),
        )
        for kind, names in kinds:
            firsts: dict[str, str] = {}
            for one in names:
                first, *others = spellings(one)
                for spelling in (first, *others):
                    firsts.setdefault(_key(spelling), first)
            if firsts:
                longest_first = sorted(firsts, key=lambda name: (-len(name), name))
                either = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
                # A genitive's s and the definite form's ending are no part of the name.
                pattern = re.compile(
                    rf"(?<!\w)(?P<name>{either})(?=s?(?!\w)|[:’']s|(?:en|et|n|t)s?(?!\w))", re.IGNORECASE
                )
                found.append((kind, pattern, firsts))
        return found


def spellings(one: str) -> list[str]:
    """The spellings in an entry, the first the name's own; a company's is known without *AB* too.

    Examples:
        >>> spellings("Botkyrka Bygg AB | BBAB")
        ['Botkyrka Bygg AB', 'Botkyrka Bygg', 'BBAB']
    """
    found: list[str] = []
    for spelling in one.split("|"):
        spelling = " ".join(spelling.split())
        if spelling:
            found.append(spelling)
            shorter = re.sub(r"\s+(?:AB|HB|KB|ek\.? för\.?|Aktiebolag)$", "", spelling)
            if shorter != spelling and len(shorter) > 3:
                found.append(shorter)
    return found or [one]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
