"""What a quote needs to be read alone: the question before it and the words around it.

Everything here is a stretch of the source's text in whole segments, so that context is as exact as the quote.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.coded import CodedSource

AROUND = 280
"""Most code points of the same turn that are shown on each side of a quote, and of a question. Context is
taken in whole segments; the nearest one is shown however long it is."""
LOOK_BACK = 4
"""Turns before the quote's own among which the question is looked for."""
MURMUR = 3
"""A turn of at most so many words and without a question mark (*Mm, just det.*) is not what one answers."""


def segments_of_turns(source: CodedSource) -> list[list[int]]:
    """Indices of each turn's segments, in order."""
    of_turn: list[list[int]] = [[] for _ in source.turns]
    for number, segment in enumerate(source.segments):
        of_turn[segment.turn].append(number)
    return of_turn


def around(source: CodedSource, first: int, last: int, turn: list[int]) -> tuple[int, int]:
    """Where the context of the segments ``first`` to ``last`` starts and ends, in code points.

    Args:
        source: The source.
        first: Index of the quote's first segment.
        last: Index of its last.
        turn: Indices of all segments of their turn.
    """
    segments = source.segments
    start, end = segments[first].start, segments[last].end
    opens, closes = start, end
    for number in range(first - 1, turn[0] - 1, -1):
        if opens < start and start - segments[number].start > AROUND:
            break
        opens = segments[number].start
    for number in range(last + 1, turn[-1] + 1):
        if closes > end and segments[number].end - end > AROUND:
            break
        closes = segments[number].end
    return opens, closes


def around_stretch(
    source: CodedSource, stretch: tuple[int, int], segments: Sequence[int], of_turn: Sequence[list[int]]
) -> tuple[int, int]:
    """Where the context of words starts and ends whose borders a person has set, in code points.

    Args:
        source: The source.
        stretch: First code point and the one after the last; they need not be those of segments.
        segments: Indices of the segments that the words stand in, in order.
        of_turn: As :func:`segments_of_turns` has it.
    """
    first, last = segments[0], segments[-1]
    opens, _ = around(source, first, first, of_turn[source.segments[first].turn])
    _, closes = around(source, last, last, of_turn[source.segments[last].turn])
    return min(opens, stretch[0]), max(closes, stretch[1])


def asked(source: CodedSource, turn: int) -> int | None:
    """Index of the turn that this one answers: the closest before it, under the same heading, by somebody
    else and more than a murmur. For a paragraph it is the one before; a note answers nothing."""
    own = source.turns[turn]
    if own.kind == "note":
        return None
    for number in range(turn - 1, max(-1, turn - 1 - LOOK_BACK), -1):
        other = source.turns[number]
        if other.kind != own.kind or other.section != own.section:
            return None
        words = source.text[other.start : other.end]
        murmur = "?" not in words and len(words.split()) <= MURMUR
        if own.kind == "speech" and (other.speaker == own.speaker or murmur):
            continue
        return number
    return None


def question(source: CodedSource, turn: int, segments: list[int]) -> tuple[int, int]:
    """Where the end of a turn starts and ends, in code points: what is asked is asked last.

    Args:
        source: The source.
        turn: Index of the turn.
        segments: Indices of its segments.
    """
    end = source.turns[turn].end
    start = end
    for number in reversed(segments):
        if start < end and end - source.segments[number].start > AROUND:
            break
        start = source.segments[number].start
    return start, end
