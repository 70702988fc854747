"""Who is one person: first name, surname, both, and the short form of a name, joined where it is sure.

A name that stands alone is that of the one person in the same source who bears it, or of the only one in the
study; where several bear it, it stays a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from qualcode.deidentify.name_lists import look_up
from qualcode.deidentify.naming_words import PARTICLES


@dataclass(slots=True)
class Person:
    """Somebody.

    Attributes:
        whole: Whole names (first name and more) as they are written, the first as it was met.
        alone: Names that stand alone.
        sources: Sources with a whole name of theirs.
    """

    whole: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What to call them: the longest whole name, or the name that stands alone."""
        return max(self.whole, key=len) if self.whole else self.alone[0]


class People:
    """Everybody who is named in a study.

    Args:
        names: For each source, in order, the names in it as they are written, without genitive.
        speakers: For each source, the names in its labels.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], speakers: Mapping[str, Iterable[str]]) -> None:
        self._speakers = {source: {key(name) for name in labels} for source, labels in speakers.items()}
        self._in = {source: dict.fromkeys(map(key, found)) for source, found in names.items()}
        self._persons: list[Person] = []
        self._of_whole: dict[str, Person] = {}
        self._of_alone: dict[tuple[str, str], Person] = {}
        for source, found in names.items():
            for name in found:
                if len(name.split()) > 1:
                    self._meet(name, source)
        for source, found in names.items():
            for name in found:
                if len(name.split()) == 1:
                    self._alone(name, source)

    def person(self, name: str, source: str) -> Person:
        """Who a name in a source belongs to.

        Raises:
            KeyError: the name was not among those given.
        """
        if len(name.split()) > 1:
            return self._of_whole[key(name)]
        return self._of_alone[source, key(name)]

    def _meet(self, name: str, source: str) -> None:
        found = self._of_whole.get(key(name)) or self._same(name)
        if found is None:
            found = Person()
            self._persons.append(found)
        if name not in found.whole:
            found.whole.append(name)
        self._of_whole[key(name)] = found
        found.sources.add(source)

    def _same(self, name: str) -> Person | None:
        """The one person whose whole name has all of these parts, or has all of its parts among these."""
        first, *rest = parts(name)
        fitting = []
        for person in self._persons:
            for other in person.whole:
                other_first, *other_rest = parts(other)
                if (
                    first == other_first
                    and rest
                    and other_rest
                    and (set(rest) <= set(other_rest) or set(other_rest) <= set(rest))
                ):
                    fitting.append(person)
                    break
        return fitting[0] if len(fitting) == 1 else None

    def _alone(self, name: str, source: str) -> None:
        place = source, key(name)
        if place in self._of_alone:
            return
        person = self._bearer(name, source)
        if person is None:
            mine = (one for one in self._persons if not one.whole and key(one.alone[0]) == key(name))
            person = next(mine, None)
        if person is None:
            person = Person(alone=[name])
            self._persons.append(person)
        if name not in person.alone:
            person.alone.append(name)
        self._of_alone[place] = person

    def _bearer(self, name: str, source: str) -> Person | None:
        wanted = key(name)
        firsts = [
            person for person in self._persons if any(parts(whole)[0] == wanted for whole in person.whole)
        ]
        lasts = [
            person for person in self._persons if any(wanted in parts(whole)[1:] for whole in person.whole)
        ]
        entry = look_up(name)
        ordered = (firsts, lasts) if entry.given or not entry.surname else (lasts, firsts)
        for bearers in ordered:
            here = [person for person in bearers if source in person.sources]
            if len(here) == 1:
                return here[0]
            if len(bearers) == 1 and not here:
                return bearers[0]
            if bearers:
                return None
        return self._by_short_form(wanted, source)

    def _by_short_form(self, short: str, source: str) -> Person | None:
        longs = short_forms().get(short, frozenset())
        if not longs:
            return None
        bearers = [
            person for person in self._persons
            if source in person.sources and any(parts(whole)[0] in longs for whole in person.whole)
        ]  # fmt: skip
        both_speak = short in self._speakers.get(source, ()) and any(
            parts(label)[0] in longs for label in self._speakers.get(source, ())
        )
        if both_speak:
            return None
        if len(bearers) == 1:
            return bearers[0]
        alone = [long for long in longs if long in self._in.get(source, {})]
        if not bearers and len(alone) == 1:
            self._alone(alone[0].capitalize(), source)
            return self._of_alone[source, alone[0]]
        return None


@lru_cache
def short_forms() -> dict[str, frozenset[str]]:
    """The given names that a short form may stand for (``kalle`` → ``karl``, ``carl``), in small letters."""
    text = resources.files(__package__).joinpath("data", "short_forms.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {short: frozenset(longs) for short, *longs in lines}


def key(name: str) -> str:
    """What makes two ways to write a name the same."""
    return " ".join(name.casefold().split())


def parts(name: str) -> list[str]:
    """A name's parts in small letters, without *von* and its like."""
    found = [part for part in key(name).split() if part not in PARTICLES]
    return found or [key(name)]
