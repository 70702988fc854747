"""Labels in doubt: what looked like a speaker and was not taken for one, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.readers import turns, words

if TYPE_CHECKING:
    from qualcode.readers import Examined
    from qualcode.readers.evidence import Evidence

Why = Literal["elsewhere", "once", "word", "often", "other"]
REASONS: dict[Why, str] = {
    "elsewhere": "set off otherwise than this speaker's other labels",
    "once": "stands there once",
    "word": "is also a word",
    "often": "comes back, but does not take turns with the speakers",
    "other": "is not written as a name",
}
# Only what is set off from the words after it; short lines of their own would be most of a list.
_SET_OFF = frozenset({"colon", "tab", "timed", "bracket", "bold"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label that a person may see otherwise.

    Attributes:
        label: As it is written.
        taken: Whether it was taken for a speaker's.
        lines: How many lines begin with it.
        line: The first of them, from 1, where the format has lines.
        why: A key of ``REASONS``: why it was not taken, or why it may be none.
    """

    label: str
    taken: bool
    lines: int
    line: int | None
    why: Why


def doubts(examined: Examined) -> list[Doubt]:
    """Labels in doubt: those not taken first, the ones that come back before the others."""
    talk = examined.conversation
    if talk.evidence is None or not talk.lines:
        return []
    begins = turns.begins_turns(talk.lines, talk.shown, head=talk.head, cues=examined.reading.cues)
    passed: dict[str, list[int]] = {}
    taken: dict[str, list[int]] = {}
    for index, (one, speaks) in enumerate(zip(talk.lines, begins, strict=True)):
        if one.label and speaks and one.line.speaker is None:
            taken.setdefault(one.key, []).append(index)
        elif one.label and not speaks and index not in talk.head and _may_be_one(index, examined):
            passed.setdefault(one.key, []).append(index)
    found = [
        Doubt(*_seen(places, examined), why=_why_not(key, places, examined)) for key, places in passed.items()
    ]
    for key, places in taken.items():
        if (why := _why_not_sure(key, places, talk.evidence)) is not None:
            found.append(Doubt(*_seen(places, examined, taken=True), why=why))
    return sorted(
        found, key=lambda doubt: (doubt.taken, doubt.why != "elsewhere", -doubt.lines, doubt.line or 0)
    )


def _may_be_one(index: int, examined: Examined) -> bool:
    one, shown = examined.conversation.lines[index], examined.conversation.shown
    if one.line.heading:
        return False
    # Nothing is said after ``[skratt]``.
    if one.key in shown or one.shape == "bracket":
        return bool(one.text.strip())
    return one.shape in _SET_OFF and not one.line.bullet and one.line.speaker is None


def _seen(places: list[int], examined: Examined, *, taken: bool = False) -> tuple[str, bool, int, int | None]:
    first = examined.conversation.lines[places[0]]
    return first.label or "", taken, len(places), first.line.line


def _why_not(key: str, places: list[int], examined: Examined) -> Why:
    if key in examined.conversation.shown:
        return "elsewhere"
    if len(places) == 1:
        return "once"
    return "word" if key in words.NOT_SPEAKERS else "often"


def _why_not_sure(key: str, places: list[int], evidence: Evidence) -> Why | None:
    label = evidence.lines[places[0]].label or ""
    if words.part(label) or key in evidence.known.labels or key in evidence.known.only:
        return None
    if key in evidence.places and evidence.is_word(key):
        return "word"
    if len(places) == 1:
        return "once"
    return None if words.is_name(label) or words.is_initials(label) else "other"
