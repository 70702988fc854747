"""The first words of some turns, by which a person sees whether a source came in right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.importing.arrived import Arrived

LONGEST = 72
"""Most code points of a turn that are shown."""
_FIRST = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """A turn by its first words.

    Attributes:
        number: Of the turn in the source, from 1.
        kind: As in ``Turn``.
        speaker: Who says it.
        begins: Seconds from the recording's start.
        words: Its first words; an ellipsis where there are more.
    """

    number: int
    kind: str
    speaker: str | None
    begins: float | None
    words: str


def samples(source: Arrived) -> list[Sample]:
    """The first turns, the middle one, the longest and the last; none of a de-identified study."""
    if source.private:
        return []
    turns = source.transcript.turns
    longest = max(range(len(turns)), key=lambda number: turns[number].end - turns[number].start)
    chosen = {*range(min(_FIRST, len(turns))), len(turns) // 2, longest, len(turns) - 1}
    return [
        Sample(
            number + 1,
            turns[number].kind,
            turns[number].speaker,
            turns[number].begins,
            first_words(source.transcript.words(turns[number])),
        )
        for number in sorted(chosen)
    ]


def first_words(text: str, most: int = LONGEST) -> str:
    """The text's first words on one line.

    Examples:
        >>> first_words("Ja,\\nprecis så var det.", 12)
        'Ja, precis …'
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut} …"
