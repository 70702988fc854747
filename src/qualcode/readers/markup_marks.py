"""Elements of a web page that say who speaks and when, as Teams, Zoom, Trint and others mark them.

``<span class="speaker">Anna</span><span class="time">00:01:02</span>``: what stands in such an element is
read apart from the words beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qualcode.readers import times
from qualcode.readers.lines import joined

Mark = Literal["speaker", "time"]
Stretches = list[tuple[str, int]]
Times = tuple[float | None, float | None]

_WORD = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]+|[A-ZÅÄÖ]+(?![a-zåäö])")
_SPEAKER = frozenset("speaker speakers name username spk talare talarens author who participant".split())  # noqa: SIM905
_TIME = frozenset("time times timestamp timecode timeline stamp tid ts tc".split())  # noqa: SIM905
# Names of other things than people.
_NO_SPEAKER = frozenset(
    "file filename brand site product tag host company title project field meeting icon avatar image "  # noqa: SIM905
    "label list menu nav header footer color".split()
)
_LONGEST_NAME, _LONGEST_TIME = 60, 120
# A paragraph in which more stretches have gone by is not just opening.
_MOST_BEFORE = 12
_WHOLE = re.compile(r"[\[({<]?\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?")
# A speech's words as Trint and Hyperaudio time them, in milliseconds.
_MILLISECONDS = ("data-m", "data-start-ms", "data-begin-ms")


def of(name: str, attributes: dict[str, str]) -> Mark | None:
    """What an element says by its name, class or id.

    Examples:
        >>> of("span", {"class": "eventSpeakerName"}), of("div", {"class": "timeline"}), of("p", {})
        ('speaker', 'time', None)
    """
    if name == "time":
        return "time"
    called = {word.lower() for word in _WORD.findall(attributes.get("class", "")[:200])}
    if called & _TIME:
        return "time"
    return "speaker" if called & _SPEAKER and not called & _NO_SPEAKER else None


def speaker(text: str) -> str:
    """A speaker's name without its punctuation; empty where it is none.

    Examples:
        >>> speaker(" [Anna] "), speaker("Anna B.:"), speaker("00:12")
        ('Anna', 'Anna B.', '')
    """
    name = " ".join(text.split()).strip(" :[]<>{}–—-\t")
    is_one = name[:1].isalpha() and len(name) <= _LONGEST_NAME and not name.endswith(("?", "!", "…"))
    return name if is_one else ""


def clock(text: str) -> Times:
    """When a turn begins and ends, if the text is nothing but that; nothing where it is no time."""
    if len(text) > _LONGEST_TIME:
        return None, None
    plain = " ".join(text.split())
    if (told := times.in_words(plain)) is not None:
        return float(told), None
    stamp = times.leading(plain) if _WHOLE.match(plain) else None
    return (stamp.begins, stamp.ends) if stamp and not stamp.text.strip(" :–—-") else (None, None)


def milliseconds(attributes: dict[str, str]) -> float | None:
    """Seconds of an element's own time in milliseconds."""
    for name in _MILLISECONDS:
        value = attributes.get(name, "")
        if value.isdecimal() and len(value) <= 10:
            return int(value) / 1000
    return None


@dataclass(slots=True)
class _Open:
    """An open element that says who speaks or when, and the stretches of its paragraph before it."""

    kind: Mark
    depth: int
    before: Stretches
    begins: float | None


class Marks:
    """Tells, as a page's tags go by, which elements say who speaks and when.

    Args:
        on: Otherwise none does.

    Attributes:
        speaker: Who speaks next.
        count: How many elements said so.
    """

    def __init__(self, *, on: bool) -> None:
        self.speaker: str | None = None
        self.count = 0
        self._on = on
        self._open: _Open | None = None

    def open(self, name: str, attributes: dict[str, str], before: Stretches, depth: int) -> bool:
        """Whether what stands in an element is to be read apart from the words before it.

        Args:
            name: The element's.
            attributes: Its attributes.
            before: What has gone by of its paragraph.
            depth: How many elements are open around it.
        """
        if not self._on or self._open or len(before) > _MOST_BEFORE:
            return False
        if kind := of(name, attributes):
            self._open = _Open(kind, depth, before, milliseconds(attributes))
        return kind is not None

    def closes(self, depth: int) -> bool:
        """Whether the element that was read apart is the one that closes now."""
        return self._open is not None and self._open.depth == depth

    def cancel(self, parts: Stretches) -> Stretches:
        """The paragraph with the element's words in it: it holds more than a name or a time."""
        opened, self._open = self._open, None
        return [*opened.before, *parts] if opened else parts

    def end(self, parts: Stretches) -> tuple[Stretches, Times | None]:
        """What is left of the paragraph when the element closes, and the time that was told.

        Args:
            parts: What stands in the element.
        """
        text, before = joined(parts)[0], joined(self._open.before)[0]
        told = clock(before)
        opens = told[0] is not None or not before.strip()
        if opens and self._open.kind == "speaker" and (name := speaker(text)):
            self.speaker, self.count = name, self.count + 1
            told = told if self._open.begins is None else (self._open.begins, None)
            self._open = None
            return [], told
        if opens and self._open.kind == "time" and self.speaker and (own := clock(text))[0] is not None:
            self._open = None
            return [], own
        return self.cancel(parts), None

    def take(self) -> str | None:
        """Who speaks next, once."""
        name, self.speaker = self.speaker, None
        return name
