"""What a dossier was made from, and by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.argument.dossier_quotes import Count


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """By which rule quotes were chosen.

    Attributes:
        figures: The rule's figures by name, as they stand in the YAML (``selection:``).
        lines: The rule in sentences.
    """

    figures: Mapping[str, float | int]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeStanding:
    """A code that claims rest on, and where it stands by the gate.

    Attributes:
        id: The code's id.
        name: Its name.
        path: Its path.
        status: ``validated``, ``below`` or ``untested``.
        text: Its standing in a sentence, with the figure.
        claims: Ids of the claims that look for it.
    """

    id: str
    name: str
    path: str
    status: str
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostChoice:
    """What a person chose and what does not hold just now; nothing of it is dropped.

    Attributes:
        reason: ``unplaced`` (its words are not found), ``no_claim`` (the claim is gone) (``dossier.lost.*``).
        claim: Id of the claim.
        action: ``pin``, ``ban`` or ``stance``.
        source: The source's name.
        text: The words.
        person: Who chose.
    """

    reason: str
    claim: str
    action: str
    source: str
    text: str
    person: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the dossier was made from.

    Attributes:
        run: Name of the run's folder.
        made: When the run was made, in UTC (``2026-03-01T12:00:00+00:00``); empty if it does not say.
        codebook: Fingerprint of the codebook that the run followed.
        argument: Fingerprint of the argumentation file.
        argument_file: Its path in the study.
        machine: Names of the machine's coders.
        coders: People whose decisions on codes count, by name.
        people: People who pinned, banned or confirmed, by name.
        decisions: How many decisions on codes hold.
        pinned: How many passages are pinned.
        banned: How many are banned.
        confirmed: How many stances are confirmed.
        version: qualcode's version.
    """

    run: str
    made: str
    codebook: str
    argument: str
    argument_file: str
    machine: tuple[str, ...]
    coders: tuple[str, ...]
    people: tuple[str, ...]
    decisions: int
    pinned: int
    banned: int
    confirmed: int
    version: str


@dataclass(frozen=True, slots=True)
class Material:
    """What was heard.

    Attributes:
        sources: How many sources.
        local: How many of them are local voices.
        outside: How many are of the outside view.
        outside_names: Names of those.
        groups: Sources by group.
        places: Sources by place.
        outside_rule: What counts as the outside view, in a sentence.
    """

    sources: int
    local: int
    outside: int
    outside_names: tuple[str, ...]
    groups: tuple[Count, ...]
    places: tuple[Count, ...]
    outside_rule: str
