"""Who takes part in the material: sources by group and place, and whether those whom a claim concerns are
heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualcode.argument.dossier import Concerned
from qualcode.argument.judging import Material
from qualcode.argument.model import Claim
from qualcode.argument.ranking import Ranked
from qualcode.coded import natural


@dataclass
class Population:
    """The sources of each group and place.

    Attributes:
        groups: Names of sources by value of the group attribute; the empty value is of those without.
        places: The same by place.
        named: By id of the argumentation's own groups.
        outside: Names of the sources that are the outside view.
    """

    groups: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    outside: tuple[str, ...] = ()

    @classmethod
    def of(cls, material: Material) -> Population:
        """Of all sources; what interviewers say makes nobody take part."""
        found, people = cls(), material.people
        for source in material.sources:
            for turn in source.turns:
                if turn.role == "interviewer" or turn.kind == "heading":
                    continue
                found.groups[people.group(source, turn)].add(source.name)
                found.places[people.place(source, turn)].add(source.name)
                for group in people.named(source, turn):
                    found.named[group].add(source.name)
        found.outside = tuple(source.name for source in material.sources if source.name in material.outside)
        return found

    def concerned(self, claim: Claim, ranked: Sequence[Ranked], material: Material) -> tuple[Concerned, ...]:
        """The groups and places that a claim concerns, and how many sources of each stand where."""
        named = material.argumentation.named_groups
        found = []
        for wanted in claim.concerns.groups:
            if wanted in named:
                name, all_ = named[wanted].name, self.named.get(wanted, set())
            else:
                name, all_ = _spelled(wanted, self.groups)
            found.append(_counted("group", name, all_, self.of_group(wanted, ranked, material)))
        for place in self._places(claim):
            name, all_ = _spelled(place, self.places)
            theirs = [each for each in ranked if _folded(each.place) == _folded(name)]
            found.append(_counted("place", name, all_, theirs))
        return tuple(found)

    def of_group(self, wanted: str, ranked: Sequence[Ranked], material: Material) -> list[Ranked]:
        """The passages of a group: one of the argumentation's own by its id, else by value of the
        attribute."""
        if wanted in material.argumentation.named_groups:
            people = material.people
            return [
                each
                for each in ranked
                if wanted in people.named(each.passage.source, each.passage.source.turns[each.passage.turn])
            ]
        return [each for each in ranked if _folded(each.group) == _folded(wanted)]

    def _places(self, claim: Claim) -> Iterator[str]:
        for place in dict.fromkeys(claim.concerns.places):
            if place == "*":
                yield from sorted((name for name in self.places if name), key=natural)
            else:
                yield place


def _spelled(wanted: str, known: dict[str, set[str]]) -> tuple[str, set[str]]:
    name = next((name for name in known if _folded(name) == _folded(wanted)), wanted)
    return name, known.get(name, set())


def _counted(kind: str, name: str, sources: set[str], ranked: Sequence[Ranked]) -> Concerned:
    sides = {
        side: len({each.passage.source.name for each in ranked if each.passage.side == side})
        for side in ("supports", "challenges", "both")
    }
    return Concerned(kind, name, len(sources), **sides)


def _folded(value: str) -> str:
    return " ".join(value.casefold().split())
