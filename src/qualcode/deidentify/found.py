"""What is found in a text: a stretch that says who somebody is, of which kind, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

KINDS = ("person", "phone", "mail", "id", "address", "organization", "place")
"""In the order in which they outrank each other where stretches overlap, from the last."""

_RANK = {
    kind: rank
    for rank, kind in enumerate(("person", "place", "organization", "address", "phone", "id", "mail"))
}


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text that identifies somebody.

    Attributes:
        start: First code point.
        end: Code point after the last; a genitive's *s* is not part of it.
        kind: One of :data:`KINDS`.
        rule: The rule that found it: a key under ``deidentify.rules`` in the message catalogue.
        about: What makes two stretches the same thing: digits of a number, a mail address in small letters, a
            name as it is written.
    """

    start: int
    end: int
    kind: str
    rule: str
    about: str


def moved(found: Iterable[Found], by: int) -> list[Found]:
    """The stretches, each by so many code points further on."""
    return [replace(one, start=one.start + by, end=one.end + by) for one in found]


def overlap(one: Found, other: Found) -> bool:
    """Whether two stretches share anything."""
    return one.start < other.end and other.start < one.end


def apart(found: Iterable[Found]) -> list[Found]:
    """The stretches in order, none overlapping another: what has the higher rank stays, then the longer.

    What sticks out of another stretch is not lost: it is kept as a stretch of its own.
    """
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (-_RANK[each.kind], each.start - each.end, each.start)):
        start, end = one.start, one.end
        for other in kept:
            if other.start <= start < other.end:
                start = min(other.end, end)
            elif start < other.start < end:
                end = other.start
        if end - start > 1:
            kept.append(one if (start, end) == (one.start, one.end) else replace(one, start=start, end=end))
    return sorted(kept, key=lambda each: each.start)
