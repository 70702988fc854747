"""What a coder sees of a segment, and the guard that tells whether it was changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode import context, wording
from qualcode.coded import CodedSource
from qualcode.sampling.draw import Drawn, Unit
from qualcode.transcript import normalize

_INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f]+|_x[0-9A-Fa-f]{4}_")


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as it stands in a sheet.

    Attributes:
        key: ``hash of the text:start:end:source``.
        guard: Of the key and the words; see :func:`guard`.
        speaker: Who says it.
        before: The question and what the same turn says before.
        text: The segment.
        after: What the same turn says after it.
        source: Name of the source.
        place: Where in it.
    """

    key: str
    guard: str
    speaker: str
    before: str
    text: str
    after: str
    source: str
    place: str


def rows(drawn: Iterable[Drawn], coded: Mapping[str, CodedSource], language: str) -> list[Row]:
    """The rows of a sheet; nothing that a machine says is in them.

    Args:
        drawn: Segments, in the order of the sheet.
        coded: The sources by name; their codings are not looked at.
        language: ``sv`` or ``en``.
    """
    of_turns = {name: context.segments_of_turns(source) for name, source in coded.items()}
    found = []
    for each in drawn:
        unit, source = each.unit, coded[each.unit.source]
        segment = source.segments[unit.segment]
        turn = source.turns[segment.turn]
        of_turn = of_turns[source.name]
        opens, closes = context.around(source, unit.segment, unit.segment, of_turn[segment.turn])
        before = source.text[opens : unit.start].strip()
        asked = context.asked(source, segment.turn)
        if asked is not None:
            asks, until = context.question(source, asked, of_turn[asked])
            asker = source.turns[asked].speaker
            question = source.text[asks:until]
            before = "\n".join(
                part for part in (f"{asker}: {question}" if asker else question, before) if part
            )
        text = source.text[unit.start : unit.end]
        place = wording.place(turn, language)
        after = source.text[unit.end : closes].strip()
        found.append(
            Row(
                key(unit), guard(key(unit), text), turn.speaker or "", before, text, after, source.name, place
            )
        )
    return found


def key(unit: Unit) -> str:
    """What tells where a segment stands."""
    return f"{unit.text_hash}:{unit.start}:{unit.end}:{unit.source}"


def guard(key: str, text: str) -> str:
    """A hash of a place and its words, whatever a spreadsheet has done to spaces and control signs."""
    words = _INVISIBLE.sub(" ", normalize(text)).strip()
    return hashlib.sha256(f"{key}\x1f{words}".encode()).hexdigest()[:16]
