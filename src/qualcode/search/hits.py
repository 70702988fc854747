"""What is found, and where it is looked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were looked for, where they stand.

    Attributes:
        source: The source's name.
        turn: Index of the turn, from 0.
        start: First code point of the words in the source's text.
        end: After the last one.
        left: What stands before them in the turn.
        match: The words.
        right: What stands after them.
        speaker: Who says it.
        role: In which role.
        begins: When, in seconds.
        section: Headings above it.
        codes: Ids of the codes of the segments that they stand in, in the order of the codebook.
        attributes: What is known of whoever speaks.
    """

    source: str
    turn: int
    start: int
    end: int
    left: str
    match: str
    right: str
    speaker: str | None
    role: str | None
    begins: float | None
    section: tuple[str, ...]
    codes: tuple[str, ...]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Where:
    """Where to look; what is empty is everywhere.

    Attributes:
        sources: Names of sources.
        speakers: Labels.
        roles: Roles.
        attributes: By name, values of which one is asked for.
        codes: Ids of codes of which one must be given where the words stand.
    """

    sources: Collection[str] = ()
    speakers: Collection[str] = ()
    roles: Collection[str] = ()
    attributes: Mapping[str, Collection[str]] = field(default_factory=dict)
    codes: Collection[str] = ()

    def takes_turn(
        self, source: str, speaker: str | None, role: str | None, attributes: Mapping[str, str]
    ) -> bool:
        """Whether a turn is looked into."""
        return (
            (not self.sources or source in self.sources)
            and (not self.speakers or (speaker or "") in self.speakers)
            and (not self.roles or (role or "") in self.roles)
            and all(attributes.get(name, "") in values for name, values in self.attributes.items() if values)
        )


class Hits(Sequence[Hit]):
    """What a search found, in order; a hit is put together when it is asked for, so that a page of a hundred
    out of a hundred thousand is quick.

    Args:
        places: Source, first code point and the one after the last, of each.
        made: Puts the hit of this number together.
    """

    def __init__(self, places: Sequence[tuple[str, int, int]], made: Callable[[int], Hit]) -> None:
        self.places = places
        self._made = made

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        numbers = range(len(self.places))[at]
        return self._made(numbers) if isinstance(numbers, int) else [self._made(each) for each in numbers]
