"""Segments and codes on which not all are agreed, for people to go through together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qualcode import wording
from qualcode.agreement.material import Material, machines
from qualcode.agreement.said import Said

INDEPENDENT = ("random", "uncertain", "import", "training")
"""Kinds of judgements that were made without the machine's suggestion in view."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One segment and code.

    Attributes:
        code: The code's id.
        source: Name of the source.
        segment: The segment's number, from 1.
        place: Where in the source, for a person.
        speaker: Who says it.
        quote: The segment.
        said: Yes or no, by person.
        machine: Whether the machine gave the code.
        score: With which score, if it did.
        memos: What people noted, by person.
        between: ``people`` if they differ; ``machine`` if they agree and it differs from them.
    """

    code: str
    source: str
    segment: int
    place: str
    speaker: str
    quote: str
    said: dict[str, bool]
    machine: bool
    score: float | None
    memos: dict[str, str]
    between: str


def find(
    said: Mapping[str, Said], material: Material, codes: frozenset[str] | None = None, language: str = "sv"
) -> list[Disagreement]:
    """All of them: where people differ first, then where the machine differs from them, each in the order of
    sources, segments and codes.

    Args:
        said: Judgements by kind; a later kind adds to what an earlier one says.
        material: The segments.
        codes: Ids of the codes that are wanted.
        language: Of places.
    """
    together: dict[tuple[int, int], dict[str, bool]] = {}
    memos: dict[tuple[int, int], dict[str, str]] = {}
    column = {code: place for place, code in enumerate(material.codes)}
    for own in (said[kind] for kind in INDEPENDENT if kind in said):
        for person, row, place in np.argwhere(own.ratings >= 0).tolist():
            by_person = together.setdefault((row, place), {})
            by_person.setdefault(own.people[person], bool(own.ratings[person, row, place]))
        for each in own.verdicts:
            row_of = material.row.get((each.source, each.segment))
            if row_of is not None and each.code in column and each.decision.memo:
                noted = memos.setdefault((row_of, column[each.code]), {})
                noted.setdefault(each.coder, each.decision.memo)
    scores = _scores(material)
    found = []
    for (row, place), by_person in sorted(together.items()):
        code = material.codes[place]
        given = bool(material.machine[row, place])
        differ = len(set(by_person.values())) > 1
        if (codes is not None and code not in codes) or not (differ or given not in by_person.values()):
            continue
        source = material.sources[material.source_of[row]]
        segment = source.segments[material.number_of[row]]
        turn = source.turns[segment.turn]
        found.append(
            Disagreement(
                code=code,
                source=source.name,
                segment=segment.index + 1,
                place=wording.place(turn, language),
                speaker=turn.speaker or "",
                quote=source.text[segment.start : segment.end],
                said=dict(sorted(by_person.items())),
                machine=given,
                score=scores.get((row, place)),
                memos=dict(sorted(memos.get((row, place), {}).items())),
                between="people" if differ else "machine",
            )
        )
    return sorted(found, key=lambda each: each.between != "people")


def _scores(material: Material) -> dict[tuple[int, int], float]:
    column = {code: place for place, code in enumerate(material.codes)}
    found = {}
    for source in material.sources:
        for coding in machines(source):
            row = material.row.get((source.name, coding.segment + 1))
            if row is not None and coding.code in column and coding.score is not None:
                found[row, column[coding.code]] = round(float(coding.score), 4)
    return found
