"""How much of what a file says came in: text, turns, speakers, times."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from qualcode.transcript import Transcript
    from renderings import Rendering

Matched = list[tuple[int, int]]


@dataclass(frozen=True)
class Turned:
    """What is compared of a turn; its text is NFC with every run of white space as one space."""

    text: str
    kind: str
    speaker: str | None
    role: str | None
    section: tuple[str, ...]
    begins: float | None
    ends: float | None

    @property
    def key(self) -> tuple[str | None, str]:
        """Who says what: turns agree when this does."""
        return self.speaker, self.text


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1; nothing where the file does not say such a thing.

    Attributes:
        text: Characters in the longest common subsequence of all turns' texts, over the longer of the two;
            1 only if they are equal.
        f1: Of turns; a turn counts when speaker and text agree.
        speakers: Words that stand under the right speaker, of all words expected.
        roles: Turns with the right role, of those that agree.
        times: Turns that begin (and end) when they should, of those that agree.
        structure: Pieces of the right kind in the right section, of those that agree.
        missed: The first pieces that were expected and did not come.
        extra: The first that came and were not expected.
    """

    text: float
    f1: float | None
    speakers: float | None
    roles: float | None
    times: float | None
    structure: float | None
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def plain(text: str) -> str:
    """NFC with every run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def score(rendering: Rendering, transcript: Transcript | None) -> Score:
    """The score of what was read, or of nothing."""
    expected = [
        Turned(plain(o.text), o.kind, o.speaker, o.role, tuple(map(plain, o.section)), o.begins, o.ends)
        for o in rendering.expected
    ]
    read = [
        Turned(
            plain(transcript.words(turn)), turn.kind, turn.speaker, turn.role,
            tuple(map(plain, turn.section)), turn.begins, turn.ends,
        )
        for turn in (transcript.turns if transcript else ())
    ]  # fmt: skip
    if rendering.head:
        expected, read = ([one for one in side if one.kind == "speech"] for side in (expected, read))
    text = _text(expected, read)
    if not rendering.speakers:
        return Score(text, None, None, None, None, None, *_differences(expected, read, []))
    matched = _matched([one.key for one in expected], [one.key for one in read])
    total = len(expected) + len(read)
    pairs = [(expected[one], read[other]) for one, other in matched]
    said = [(one, other) for one, other in pairs if one.speaker]
    timed = [(one, other) for one, other in said if one.begins is not None or one.ends is not None]
    return Score(
        text,
        2 * len(matched) / total if total else 1.0,
        _speakers(expected, read),
        _share([one.role == other.role for one, other in said]),
        _share([_in_time(one, other, rendering) for one, other in timed]) if rendering.times else None,
        None if rendering.head else _share([_stands_alike(one, other) for one, other in pairs]),
        *_differences(expected, read, matched),
    )


def _text(expected: list[Turned], read: list[Turned]) -> float:
    one, other = ("\n".join(turn.text for turn in side) for side in (expected, read))
    if one == other:
        return 1.0
    # Where turns part is the F1's business.
    one, other = one.replace("\n", " "), other.replace("\n", " ")
    return LCSseq.similarity(one, other) / max(len(one), len(other))


def _matched(expected: Sequence[object], read: Sequence[object]) -> Matched:
    blocks = SequenceMatcher(None, expected, read, autojunk=False).get_matching_blocks()
    return [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]


def _speakers(expected: list[Turned], read: list[Turned]) -> float | None:
    one, other = (
        [(word, turn.speaker) for turn in side for word in turn.text.split()] for side in (expected, read)
    )
    if not any(speaker for _, speaker in one):
        return None
    matched = _matched([word for word, _ in one], [word for word, _ in other])
    right = sum(one[left][1] == other[right][1] for left, right in matched if one[left][1])
    return right / sum(speaker is not None for _, speaker in one)


def _stands_alike(one: Turned, other: Turned) -> bool:
    return (one.kind, one.section) == (other.kind, other.section)


def _in_time(one: Turned, other: Turned, rendering: Rendering) -> bool:
    wanted = [(one.begins, other.begins)] + ([(one.ends, other.ends)] if rendering.ends else [])
    return all(
        should is None or (got is not None and abs(got - should) <= rendering.times) for should, got in wanted
    )


def _share(held: list[bool]) -> float | None:
    return sum(held) / len(held) if held else None


def _differences(expected: list[Turned], read: list[Turned], matched: Matched) -> tuple[tuple[str, ...], ...]:
    sides = []
    for side, number in ((expected, 0), (read, 1)):
        found = {pair[number] for pair in matched}
        left = (one for index, one in enumerate(side) if index not in found)
        sides.append(tuple(f"{one.kind} {one.speaker or '–'}: {one.text}" for one in left))
    return tuple(sides)
