"""The key of a study: which pseudonym stands for what, kept sealed in a folder of its own.

A pseudonym keeps its number for as long as the key lives: what is found later gets later numbers, whatever
else has come into the study or left it. Beside the numbers the key holds, for each source, what stood where,
so that a quote is turned back to the letter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.deidentify import passphrase
from qualcode.deidentify.people import Person
from qualcode.deidentify.people import key as name_key
from qualcode.deidentify.sealed import SealedFile
from qualcode.errors import KeyDamagedError, PassphraseError, Place
from qualcode.study import Study

NAME = "deidentification.key"
_VERSIONS = 8
"""Of so many versions of a source it is kept what stood where, so that older runs can be turned back too."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stood in place of a pseudonym.

    Attributes:
        start: First code point of the pseudonym in the de-identified text.
        end: Code point after its last.
        original: What stood there.
    """

    start: int
    end: int
    original: str


class Key:
    """An opened key.

    Args:
        sealed: Its file.
    """

    def __init__(self, sealed: SealedFile) -> None:
        self._sealed = sealed
        self._content: dict[str, Any] = json.loads(sealed.content or b"{}")
        for part in ("next", "people", "things", "called", "sources"):
            self._content.setdefault(part, {})

    @property
    def id(self) -> str:
        """What tells this key from any other."""
        return self._sealed.id

    def number_of_person(self, person: Person) -> int:
        """The person's number: the one their name had before, or the next one."""
        people: dict[str, int] = self._content["people"]
        whole = [name_key(name) for name in person.whole]
        alone = [name_key(name) for name in person.alone]
        number = next((people[name] for name in whole if name in people), None)
        if number is None:
            taken = {people[name] for name in people if " " in name} if whole else set()
            number = next(
                (people[name] for name in alone if name in people and people[name] not in taken), None
            )
        if number is None:
            number = self._next("person")
        for name in (*whole, *alone):
            people.setdefault(name, number)
        called = self._content["called"].setdefault("person", {})
        if len(person.name) > len(called.get(str(number), "")):
            called[str(number)] = person.name
        return number

    def number_of_thing(self, kind: str, about: str, as_written: str) -> int:
        """The number of a telephone, an address, … with these digits or this name."""
        things = self._content["things"].setdefault(kind, {})
        if about not in things:
            things[about] = self._next(kind)
            self._content["called"].setdefault(kind, {})[str(things[about])] = as_written
        return things[about]

    def called(self, kind: str, number: int) -> str | None:
        """What a pseudonym stands for; of a person, their longest name."""
        return self._content["called"].get(kind, {}).get(str(number))

    def names(self) -> list[str]:
        """All names of people."""
        return list(self._content["called"].get("person", {}).values())

    def remember(self, source: str, original: str, replaced: list[Replacement]) -> None:
        """Keeps what stood where in a source, beside what stood in its last few versions.

        Args:
            source: Its de-identified name.
            original: Its own name.
            replaced: What stood in its text.
        """
        places = [[one.start, one.end, one.original] for one in replaced]
        before = self._content["sources"].get(source, {}).get("versions", [])
        versions = [places, *(version for version in before if version != places)][:_VERSIONS]
        self._content["sources"][source] = {"name": original, "versions": versions}

    def forget_sources(self, others_than: set[str]) -> None:
        """Drops what stood where in sources that are gone; their pseudonyms keep their numbers."""
        for source in self._content["sources"].keys() - others_than:
            del self._content["sources"][source]

    def forget_all_but(self, numbers: dict[str, set[int]]) -> int:
        """Drops what pseudonyms stand for that no source has any more; the numbers are not given again.

        Args:
            numbers: Numbers that are in use, by kind.

        Returns:
            How many pseudonyms stand for nothing from now on.
        """
        dropped = 0
        for kind, called in self._content["called"].items():
            kept = numbers.get(kind, set())
            gone = [number for number in called if int(number) not in kept]
            dropped += len(gone)
            for number in gone:
                del called[number]
            names = self._content["people"] if kind == "person" else self._content["things"].get(kind, {})
            for name in [name for name, number in names.items() if number not in kept]:
                del names[name]
        return dropped

    def name_of(self, source: str) -> str | None:
        """A source's own name by its de-identified one."""
        return self._content["sources"].get(source, {}).get("name")

    def replaced(self, source: str) -> list[list[Replacement]]:
        """What stood where in a source's text, of its versions from the newest."""
        versions = self._content["sources"].get(source, {}).get("versions", [])
        return [[Replacement(*place) for place in places] for places in versions]

    def save(self) -> None:
        """Writes the key, if anything in it is new.

        Raises:
            OutputError: it cannot be written.
        """
        content = json.dumps(self._content, ensure_ascii=False, sort_keys=True).encode()
        if content != self._sealed.content:
            self._sealed.save(content)

    def _next(self, kind: str) -> int:
        number = self._content["next"].get(kind, 1)
        self._content["next"][kind] = number + 1
        return number


def path_of(study: Study) -> Path:
    """Where a study's key lies."""
    return study.keys / NAME


def open_key(study: Study, *, new: bool = False) -> Key:
    """The study's key, opened with its passphrase.

    Args:
        study: The study.
        new: Make one if there is none.

    Raises:
        PassphraseError: there is no passphrase, or it is not the key's.
        KeyDamagedError: the key is damaged, or there is none.
    """
    path = path_of(study)
    if path.exists():
        try:
            return _key(SealedFile.open(path, passphrase.of(study, path)), path)
        except PassphraseError:
            passphrase.forget(study)
            raise
    if not new:
        raise KeyDamagedError(
            "the study has no key.",
            where=Place(path),
            remedy="Nothing has been de-identified here yet, or the key lies elsewhere: put it back.",
        )
    return Key(SealedFile.make(path, passphrase.of(study, path)))


def _key(sealed: SealedFile, path: Path) -> Key:
    try:
        return Key(sealed)
    except ValueError:
        raise KeyDamagedError(
            "the key is damaged.", where=Place(path), remedy="Put back an undamaged copy."
        ) from None
