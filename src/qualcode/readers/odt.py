"""OpenDocument texts (LibreOffice): headings, lists, tables, notes, frames and tracked changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.errors import Place, SourceError
from qualcode.readers import tables
from qualcode.readers.lines import Line, Reading, Warned, joined, of_paragraph
from qualcode.readers.package import Package
from qualcode.readers.word_styles import Style, child, from_name, local, over, value
from qualcode.study import SourceSettings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUFFIXES = (".odt",)

_LEFT_OUT = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "note-citation", "ruby-text", "desc", "title"}
)
_MOST_COLUMNS = 1000
_NO_HEADING = Style()


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The document's lines.

    Raises:
        SourceError: it is no OpenDocument text, or damaged, encrypted or unsafe.
    """
    package = Package(data, name)
    parts = set(package.names())
    if "META-INF/manifest.xml" in parts and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise SourceError("encrypted", where=Place(name))
    if "content.xml" not in parts:
        raise SourceError("wrong_format", where=Place(name), expected="OpenDocument (.odt)", found="ZIP")
    content = package.xml("content.xml")
    body = child(content, "body", "text")
    if body is None:
        raise SourceError(
            "wrong_format", where=Place(name), expected="OpenDocument (.odt)", found="OpenDocument"
        )
    named = [package.xml("styles.xml")] if "styles.xml" in parts else []
    reader = _Body(_styles([*named, content]))
    reader.blocks(body)
    reader.lines += reader.notes
    reader.seen["deletions_left_out"] = sum(local(one) == "deletion" for one in body.iter())
    warnings = [(key, {"count": str(count)}) for key, count in sorted(reader.seen.items()) if count]
    return Reading(reader.lines, warnings + _furniture(named))


def _furniture(named: list[Element]) -> list[Warned]:
    """Words that stand only in headers and footers."""
    found: list[str] = []
    for root in named:
        for element in root.iter():
            words = "".join(element.itertext()).strip() if local(element) in ("header", "footer") else ""
            if any(character.isalpha() for character in words) and words not in found:
                found.append(words)
    return [("page_furniture", {"text": " · ".join(found)})] if found else []


def _styles(roots: list[Element]) -> dict[str, Style]:
    """Styles by name, with what they are based on worked in; automatic styles come after the named ones."""
    own: dict[str, tuple[Style, str | None]] = {}
    for root in roots:
        for element in root.iter():
            if local(element) != "style" or value(element, "name") is None:
                continue
            text = child(element, "text-properties")
            weight = value(text, "font-weight")
            said = Style(
                heading=_level(value(element, "default-outline-level")),
                bold=None if weight is None else weight not in ("normal", "400"),
                italic=None if (slant := value(text, "font-style")) is None else slant != "normal",
                hidden=True if value(text, "display") == "none" else None,
            )
            shown = value(element, "display-name") or value(element, "name")
            style = over(said, from_name(shown.replace("_20_", " ")))
            own[value(element, "name")] = (style, value(element, "parent-style-name"))
    found: dict[str, Style] = {}
    for style_name, (style, base) in own.items():
        seen = {style_name}
        while base is not None and base not in seen:
            seen.add(base)
            parent, above = own.get(base, (from_name(base.replace("_20_", " ")), None))
            style, base = over(style, parent), above
        found[style_name] = style
    return found


def _rows(table: Element) -> list[Element]:
    """A table's own rows, in and out of groups; those of a table within a cell are the cell's."""
    found: list[Element] = []
    for element in table:
        if local(element) == "table-row":
            found.append(element)
        elif local(element).startswith(("table-row", "table-header")):
            found += _rows(element)
    return found


def _level(outline: str | None) -> int | None:
    return int(outline) + 1 if outline and outline.isdigit() and int(outline) > 0 else None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's text in stretches that are bold or not, and the frames and notes tied to it."""

    parts: list[tuple[str, int]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


class _Body:
    """Walks through the body and collects lines."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.styles = styles
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.seen: Counter[str] = Counter()

    def blocks(self, parent: Element, *, bullet: bool = False) -> None:
        """Paragraphs, lists and tables below an element."""
        for element in parent:
            kind = local(element)
            if kind in ("p", "h"):
                self._paragraph(element, bullet=bullet)
            elif kind == "table":
                self.lines += tables.lines_of([self._row(row, bullet=bullet) for row in _rows(element)])
            elif kind not in _LEFT_OUT:
                # A list's header is text beside its items.
                self.blocks(element, bullet=bullet or kind == "list-item")

    def _paragraph(self, element: Element, *, bullet: bool) -> None:
        style = self.styles.get(value(element, "style-name") or "", _NO_HEADING)
        heading = _level(value(element, "outline-level")) if local(element) == "h" else None
        heading = heading or style.heading or (2 if local(element) == "h" else 0)
        paragraph = _Paragraph()
        self._walk(element, paragraph, style)
        text, bold, italic = joined(paragraph.parts)
        self.lines += of_paragraph(
            text, bold=bold, italic=italic, heading=heading, bullet=bullet and not heading
        )
        for box in paragraph.boxes:
            self.blocks(box, bullet=True)

    def _row(self, row: Element, *, bullet: bool) -> list[list[Line]]:
        cells = [cell for cell in row if local(cell) in ("table-cell", "covered-table-cell")]
        return [self._apart(cell, bullet=bullet) for cell in cells[:_MOST_COLUMNS]]

    def _apart(self, parent: Element, *, bullet: bool) -> list[Line]:
        before, self.lines = self.lines, []
        self.blocks(parent, bullet=bullet)
        found, self.lines = self.lines, before
        return found

    def _walk(self, parent: Element, paragraph: _Paragraph, style: Style) -> None:
        self._add(parent.text, paragraph, style)
        for element in parent:
            kind = local(element)
            if kind == "s":
                self._add(" " * min(int(value(element, "c") or 1), 100), paragraph, style, kept=True)
            elif kind in ("tab", "line-break"):
                self._add("\t" if kind == "tab" else "\n", paragraph, style, kept=True)
            elif kind == "note":
                self.notes += self._apart(element, bullet=True)
            elif kind in ("annotation", "annotation-end"):
                self.seen["comments_left_out"] += kind == "annotation"
            elif kind == "text-box":
                paragraph.boxes.append(element)
            elif kind not in _LEFT_OUT:
                self.seen["pictures"] += kind == "image"
                inner = (
                    self.styles.get(value(element, "style-name") or "", style) if kind == "span" else style
                )
                self._walk(element, paragraph, over(inner, style))
            self._add(element.tail, paragraph, style)

    def _add(self, text: str | None, paragraph: _Paragraph, style: Style, *, kept: bool = False) -> None:
        if not text:
            return
        if style.hidden:
            self.seen["hidden_text"] += 1
            return
        if not kept:
            # White space in the XML is one space, and none at a paragraph's beginning.
            text = " ".join(f"x{text}x".split())[1:-1]
            if text.startswith(" ") and (not paragraph.parts or paragraph.parts[-1][0].endswith((" ", "\n"))):
                text = text[1:]
        if text:
            paragraph.parts.append((text, style.face))
