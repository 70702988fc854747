"""What stands before a text and how it was said: a short answer means what the question made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

LOOK_BACK = 2
"""So many segments before a text are looked at."""
ASKING = ("interviewer", "facilitator")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a text stands.

    Attributes:
        before: The segments before it, the nearest first; at most ``LOOK_BACK``, none across a heading.
        spoken: Said or noted in a conversation, not written for readers.
        asks: By who asks: an interviewer or facilitator.
    """

    before: tuple[str, ...] = ()
    spoken: bool = False
    asks: bool = False


ALONE = Surroundings()
"""Of a text of which nothing else is known: written, with nothing before it."""


def of_doc(doc: Doc) -> list[Surroundings]:
    """Of the segments that are coded, in order.

    Args:
        doc: With turns and segments.
    """
    from qualcode import carrier

    turns, segments = carrier.turns(doc), carrier.segments(doc)
    found, before = [], []
    last = -1
    for segment in segments:
        turn = turns[segment.turn]
        if turn.kind in ("heading", "head"):
            before = []
            continue
        # An answer in a table follows no other answer.
        if segment.turn != last and turn.kind == "note" and turn.case:
            before = []
        last = segment.turn
        spoken = turn.kind in ("speech", "note")
        if segment.coded:
            heard = tuple(before[::-1]) if spoken else ()
            found.append(Surroundings(heard, spoken, turn.role in ASKING))
        before = [*before, segment.text][-LOOK_BACK:]
    return found


def of_rows(rows: Sequence[Mapping[str, Any]]) -> list[Surroundings]:
    """Of labelled units in the order of their file; with a ``speaker`` they are turns of their ``source``."""
    found: list[Surroundings] = []
    before: list[str] = []
    source: object = None
    for row in rows:
        if row.get("speaker") is None:
            found.append(ALONE)
            before, source = [], None
            continue
        if row.get("source") != source:
            before, source = [], row.get("source")
        found.append(Surroundings(tuple(before[::-1]), True, row.get("role") in ASKING))
        before = [*before, str(row["text"])][-LOOK_BACK:]
    return found
