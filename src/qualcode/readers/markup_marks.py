"""Elements of a web page that say who speaks and when, as Teams, Zoom, Trint and others mark them.

``<span class="speaker">Anna</span><span class="time">00:01:02</span>``: what stands in such an element is
read apart from the words beside it.
"""

from __future__ import annotations

import re
from typing import Literal

from qualcode.readers import times

Mark = Literal["speaker", "time"]

_WORD = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]+|[A-ZÅÄÖ]+(?![a-zåäö])")
_SPEAKER = frozenset("speaker speakers name username spk talare talarens author who participant".split())  # noqa: SIM905
_TIME = frozenset("time times timestamp timecode timeline stamp tid ts tc".split())  # noqa: SIM905
# Names of other things than people.
_NO_SPEAKER = frozenset(
    "file filename brand site product tag host company title project field meeting icon avatar image "  # noqa: SIM905
    "label list menu nav header footer color".split()
)
_LONGEST_NAME, _LONGEST_TIME = 60, 120
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


def clock(text: str) -> tuple[float | None, float | None]:
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
