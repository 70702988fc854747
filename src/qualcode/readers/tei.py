"""TEI: transcribed speech (``u``, as ParlaClarin and ParlaMint have it, and ``sp``) and running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.readers import eaf
from qualcode.readers.lines import Line, Reading
from qualcode.readers.teipeople import Names, timeline_of, times_of
from qualcode.readers.xmltext import attribute, children, parse, tag, unlike
from qualcode.study import SourceSettings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUFFIXES = (".xml", ".tei")

_SPEECH = ("u", "sp")
# What the transcriber saw or heard; nobody says it.
_EVENTS = frozenset({"kinesic", "vocal", "incident", "writing", "shift", "note", "stage", "pause"})
_NO_WORDS = frozenset({"teiHeader", "figure", "fw", "del", "linkGrp", "spanGrp", "standOff", "timeline"})
_BLOCKS = frozenset(
    {"p", "ab", "head", "note", "item", "seg", "l", "lg", "list", "div", "speaker", "quote", "cell", "row"}
)
# Of two readings, what was said or written first is kept.
_OTHERS = frozenset({"corr", "reg", "expan", "am"})
_ASIDE_SPEAKER = re.compile(r"speaker|talare", re.IGNORECASE)


class _Body:
    """The lines of a TEI text, collected in the order of the document.

    The walk keeps its own stack, so that no nesting can exhaust Python's.
    """

    def __init__(self, names: Names, times: dict[str, float]) -> None:
        self.names, self.times = names, times
        self.lines: list[Line] = []
        self.counts: dict[str, int] = {}
        self.page: int | None = None
        self._text: list[str] = []
        self._speaker: str | None = None
        self._kind: dict[str, object] = {}
        self._begins: tuple[float | None, float | None] = (None, None)
        self._depth = 0

    def walk(self, root: Element) -> None:
        """Take everything below an element."""
        stack: list[tuple[Element | None, Element | str | None]] = [(root, None)]
        while stack:
            element, rest = stack.pop()
            if element is None:
                if isinstance(rest, str):
                    self._add(rest)
                elif rest is not None:
                    self._leave(rest)
                continue
            if not self._enter(element):
                continue
            stack.append((None, element))
            for child in reversed(element):
                stack.append((None, child.tail or ""))
                stack.append((child, None))
            self._add(element.text or "")
        self._flush()

    def _enter(self, element: Element) -> bool:
        """Open an element; ``False`` where it holds nothing that is said."""
        name = tag(element)
        if not name or name in _NO_WORDS or name in _OTHERS:
            if name in ("del", *_OTHERS) and "".join(element.itertext()).strip():
                self._count("deletions_left_out" if name == "del" else "readings_left_out")
            return False
        if name == "pb":
            number = re.search(r"\d{1,6}", element.get("n", ""))
            self.page = int(number.group()) if number else (self.page or 0) + 1
        if name in ("pb", "lb", "cb"):
            self._add(" ")
        if name == "gap" or (name in _EVENTS and self._is_aside(element, name)):
            if any(map(str.isalpha, "".join(element.itertext()))):
                self._count("events_left_out")
            self._add(" ")
            return False
        if name in _SPEECH:
            self._flush()
            self._speaker = self.names.of(attribute(element, "who")) or ""
            self._begins = times_of(element, self.times)
        elif name == "div":
            self._depth += 1
        elif name == "speaker" and self._speaker is not None:
            self._speaker = self._speaker or " ".join("".join(element.itertext()).split()).rstrip(":.")
            return False
        if name in _BLOCKS:
            self._flush()
            self._kind = (
                {"heading": self._depth + 1} if name == "head" else {"bullet": name in ("item", "note")}
            )
        if name == "w":
            self._space_before_word()
        return True

    def _is_aside(self, element: Element, name: str) -> bool:
        """Notes between speeches are part of the document; those within, and speakers' titles, are not."""
        return (
            name != "note"
            or self._speaker is not None
            or bool(_ASIDE_SPEAKER.search(element.get("type", "")))
        )

    def _leave(self, element: Element) -> None:
        name = tag(element)
        if name in _BLOCKS:
            self._flush()
            self._kind = {}
        if name in _SPEECH:
            self._flush()
            self._speaker, self._begins = None, (None, None)
        elif name == "div":
            self._depth -= 1
        elif name in ("w", "pc") and element.get("join") not in ("right", "both"):
            self._text.append("\x00")

    def _space_before_word(self) -> None:
        if self._text and self._text[-1] == "\x00":
            self._text[-1] = " "

    def _add(self, text: str) -> None:
        if text:
            self._text.append(text)

    def _flush(self) -> None:
        text = " ".join("".join(self._text).replace("\x00", "").split())
        self._text = []
        if not text:
            return
        begins, ends = self._begins
        kind = {} if self._speaker is not None and "heading" not in self._kind else self._kind
        speaker = None if kind.get("heading") else self._speaker
        self.lines.append(Line(text, speaker=speaker, begins=begins, ends=ends, page=self.page, **kind))

    def _count(self, key: str) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The text's speeches, notes, headings and paragraphs.

    Raises:
        SourceError: the file is no XML, has entities, or is neither TEI nor ELAN's.
    """
    root = parse(data, name, settings.encoding)
    if tag(root) == "ANNOTATION_DOCUMENT":
        return eaf.reading_of(root, settings)
    if tag(root) not in ("TEI", "teiCorpus", "TEI.2"):
        raise unlike(root, data, name, "TEI (.xml)")
    times = {}
    for timeline in root.iter():
        if tag(timeline) == "timeline":
            times.update(timeline_of(timeline))
    body = _Body(Names(root), times)
    for text in _texts(root):
        body.walk(text)
    return Reading(body.lines, [(key, {"count": str(count)}) for key, count in body.counts.items()])


def _texts(root: Element) -> list[Element]:
    """The ``text`` of a document, or those of a corpus."""
    found = list(children(root, "text"))
    for document in children(root, "TEI", "TEI.2"):
        found += children(document, "text")
    return found
