"""Who the speakers of a TEI file are, and when its time line says that they speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.readers.clocks import Clock
from qualcode.readers.xmltext import attribute, children, tag

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Names:
    """Names by the identifiers of a file's people.

    Args:
        root: The file's root; people stand in its header, or anywhere else.
    """

    def __init__(self, root: Element) -> None:
        self._names: dict[str, str] = {}
        for element in root.iter():
            identity = attribute(element, "id") if tag(element) in ("person", "personGrp", "org") else ""
            if identity and (name := _name(element)):
                self._names[identity] = name

    def of(self, who: str) -> str:
        """Names for ``#u1`` or ``#u1 #u2``; an identifier without a name stands for itself."""
        identities = [one.rpartition("#")[2] for one in who.split()]
        return ", ".join(self._names.get(one, one) for one in identities if one)


def times_of(element: Element, times: dict[str, float]) -> tuple[float | None, float | None]:
    """Begin and end of a speech in seconds: points of the time line, or times themselves."""

    def at(name: str) -> float | None:
        value = attribute(element, name)
        if value.startswith("#"):
            return times.get(value[1:])
        return Clock().seconds(value or None)

    return at("start"), at("end")


def timeline_of(timeline: Element) -> dict[str, float]:
    """Seconds by the identifier of each point: its time, or its interval since another."""
    scale = 1000 if attribute(timeline, "unit").startswith(("ms", "milli")) else 1
    found: dict[str, float] = {}
    for when in children(timeline, "when"):
        identity = attribute(when, "id")
        absolute = Clock().seconds(attribute(when, "absolute") or None)
        interval = Clock(scale).seconds(attribute(when, "interval") or None)
        if interval is not None:
            since = attribute(when, "since").rpartition("#")[2]
            found[identity] = round(found.get(since, 0.0) + interval, 3)
        else:
            found[identity] = absolute or 0.0
    return found


def _name(person: Element) -> str:
    """The person's name as it is written, forename first."""
    for kind in ("persName", "name", "orgName", "nameLink"):
        for element in person.iter():
            if tag(element) == kind:
                parts = {tag(part): _text(part) for part in reversed(list(element)) if _text(part)}
                ordered = [parts[key] for key in ("forename", "nameLink", "surname") if key in parts]
                return " ".join(ordered) if ordered else _text(element)
    return ""


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
