"""Tables and the map of a dossier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """Another claim.

    Attributes:
        id: Its id.
        kind: One of :data:`KINDS`.
        label: Its short name.
    """

    id: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Sources of one group or place on one claim.

    Attributes:
        supports: How many support it.
        challenges: How many challenge it.
        both: How many have passages that cut both ways.
        concerned: Whether the claim concerns this group or place.
    """

    supports: int
    challenges: int
    both: int
    concerned: bool = False

    @property
    def empty(self) -> bool:
        """Whether nobody of them says anything."""
        return not (self.supports or self.challenges or self.both)


@dataclass(frozen=True, slots=True)
class Row:
    """A claim's row in a table.

    Attributes:
        claim: The claim.
        cells: One a column.
    """

    claim: Ref
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Claims by group, or by district.

    Attributes:
        key: ``claim_group`` or ``claim_place``; also its file's name.
        title: For a person.
        attribute: The column of ``metadata.csv`` that it goes by; for groups of claims, empty.
        columns: Names of groups or places; the empty name is of sources of which it is not known.
        sources: How many sources of each column there are in the material.
        rows: One a claim that evidence was looked for.
    """

    key: str
    title: str
    attribute: str
    columns: tuple[str, ...]
    sources: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A claim on the map.

    Attributes:
        id: Its id.
        kind: One of :data:`KINDS`.
        label: Its short name.
        text: The claim.
        strength: As :attr:`ClaimPart.strength`.
        balance: As :attr:`ClaimPart.total`; None for a claim without evidence.
        supports: Sources that support it.
        challenges: Sources that challenge it.
        gaps: How many gaps it has.
        level: How far it stands from what rests on nothing above it: 0 for claims that nothing rests on,
            one more for each step down.
    """

    id: str
    kind: str
    label: str
    text: str
    strength: float
    balance: float | None
    supports: int
    challenges: int
    gaps: int
    level: int


@dataclass(frozen=True, slots=True)
class MapEdge:
    """From a claim to one that it rests on, or from an objection to what it is raised against.

    Attributes:
        start: Id of the claim that rests on another, or of the objection.
        end: Id of the other.
        relation: ``rests_on`` or ``against`` (``dossier.relations.*``).
    """

    start: str
    end: str
    relation: str
