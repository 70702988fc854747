"""Word documents: every word a reader sees in the body, with headings, lists, tables, notes and text boxes.

The parts are read as XML, because what people do to transcripts (tracked changes, content controls, links,
text boxes) lies beside the plain paragraphs.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qualcode.errors import Place, SourceError
from qualcode.readers import tables
from qualcode.readers.lines import Line, Reading, Warned, joined, of_paragraph
from qualcode.readers.package import Package
from qualcode.readers.word_styles import Style, child, from_properties, local, over, styles_of, value
from qualcode.study import SourceSettings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUFFIXES = (".docx",)

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = frozenset({"del", "moveFrom", "rt", "instrText", "delText", "pPr", "rPr", "sdtPr", "Fallback"})
_MOST_COLUMNS = 63
# What holds paragraphs that nothing outside of it goes on with.
_HOLDERS = frozenset({"body", "tc", "txbxContent", "footnote", "endnote"})
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The document's lines.

    Raises:
        SourceError: it is no Word document, or damaged, encrypted or unsafe.
    """
    package = Package(data, name)
    document = _main_part(package)
    folder = document.rpartition("/")[0]
    parts = set(package.names())

    def root(part: str) -> Element | None:
        return package.xml(f"{folder}/{part}.xml") if f"{folder}/{part}.xml" in parts else None

    body = child(package.xml(document), "body")
    if body is None:
        raise SourceError("damaged", where=Place(f"{name}/{document}"))
    reader = _Body(styles_of(root("styles")))
    reader.blocks(body)
    for notes, numbers in reader.notes.items():
        for note in _children(root(notes)):
            if value(note, "id") in numbers:
                reader.blocks(note, bullet=True)
    comments = root("comments")
    reader.seen["comments_left_out"] = len(_children(comments))
    return Reading(reader.lines, reader.warnings() + _furniture(package, folder))


def _children(element: Element | None) -> list[Element]:
    return [] if element is None else list(element)


class _Body:
    """Walks through the body and collects lines."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self.styles = styles
        self.lines: list[Line] = []
        self.notes: dict[str, set[str]] = {}
        self.seen: Counter[str] = Counter()
        self.carried: list[tuple[str, int]] = []

    def warnings(self) -> list[Warned]:
        """What was left out, and how often."""
        return [(key, {"count": str(count)}) for key, count in sorted(self.seen.items()) if count]

    def blocks(self, parent: Element, *, bullet: bool = False) -> None:
        """Paragraphs and tables below an element, through content controls and tracked insertions."""
        for element in parent:
            kind = local(element)
            if kind == "p":
                self.lines += self._paragraph(element, bullet=bullet)
            elif kind == "tbl":
                self._table(element, bullet=bullet)
            elif kind not in _LEFT_OUT:
                carried, self.carried = self.carried, []
                self.blocks(element, bullet=bullet)
                self.carried = carried + self.carried
        if local(parent) in _HOLDERS:
            self.lines += self._carried_over()

    def _carried_over(self) -> list[Line]:
        """The paragraph whose mark was deleted although none follows it."""
        text, bold, italic = joined(self.carried)
        self.carried = []
        return of_paragraph(text, bold=bold, italic=italic)

    def _paragraph(self, element: Element, *, bullet: bool = False) -> list[Line]:
        properties = child(element, "pPr")
        styled = self.styles.get(value(child(properties, "pStyle")) or "", Style())
        style = over(from_properties(properties, None), styled)
        paragraph = _Paragraph(self, style)
        paragraph.walk(element)
        marked = child(properties, "rPr")
        bullet = bullet or bool(style.bullet)
        found: list[Line] = []
        if child(marked, "del") is not None or child(marked, "moveFrom") is not None:
            # Without its mark, the paragraph goes on in the next one.
            self.carried += paragraph.parts
        else:
            text, bold, italic = joined(self.carried + paragraph.parts)
            self.carried = []
            heading = 0 if bullet else style.heading or 0
            found = of_paragraph(text, bold=bold, italic=italic, heading=heading, bullet=bullet)
        for box in paragraph.boxes:
            before, self.lines, carried, self.carried = self.lines, [], self.carried, []
            self.blocks(box, bullet=True)
            found, self.lines, self.carried = found + self.lines, before, carried
        return found

    def _table(self, table: Element, *, bullet: bool) -> None:
        self.lines += self._carried_over()
        rows: list[list[list[Line]]] = []
        for row in _rows(table):
            rows.append([])
            for cell in row:
                spans = value(child(cell, "tcPr", "gridSpan")) or "1"
                covered = min(int(spans), _MOST_COLUMNS) - 1 if spans.isdecimal() else 0
                rows[-1] += [self._cell(cell, bullet=bullet), *([] for _ in range(covered))]
        self.lines += tables.lines_of(rows)

    def _cell(self, cell: Element, *, bullet: bool) -> list[Line]:
        before, self.lines = self.lines, []
        self.blocks(cell, bullet=bullet)
        found, self.lines = self.lines, before
        return found


class _Paragraph:
    """Collects a paragraph's text, how much of its beginning is bold, and the text boxes tied to it."""

    def __init__(self, body: _Body, style: Style) -> None:
        self.body, self.style = body, style
        self.parts: list[tuple[str, int]] = []
        self.boxes: list[Element] = []

    def walk(self, parent: Element, run: Style | None = None) -> None:
        for element in parent:
            kind = local(element)
            if kind == "t":
                self._add(element.text or "", run)
            elif kind in _SIGNS:
                self._add(_SIGNS[kind], run)
            elif kind == "r":
                self.walk(element, self._run_style(child(element, "rPr")))
            elif kind in _NOTES:
                self.body.notes.setdefault(_NOTES[kind], set()).add(value(element, "id") or "")
            elif kind == "txbxContent":
                self.boxes.append(element)
            elif kind in ("del", "moveFrom"):
                self.body.seen["deletions_left_out"] += kind == "del"
            elif kind not in _LEFT_OUT:
                self.body.seen["pictures"] += kind in ("blip", "imagedata")
                self.walk(element, run)

    def _run_style(self, properties: Element | None) -> Style:
        character = self.body.styles.get(value(child(properties, "rStyle")) or "", Style())
        return over(over(from_properties(None, properties), character), self.style)

    def _add(self, text: str, run: Style | None) -> None:
        style = run or self.style
        if style.hidden:
            self.body.seen["hidden_text"] += 1
            return
        self.parts.append((text, style.face))


def _main_part(package: Package) -> str:
    names = set(package.names())
    if "_rels/.rels" in names:
        for relation in package.xml("_rels/.rels"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if target in names:
                    return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise SourceError("wrong_format", where=Place(package.name), expected="Word (.docx)", found="ZIP")


def _rows(table: Element) -> list[list[Element]]:
    """Cells by row, through content controls around rows and cells."""
    found: list[list[Element]] = []

    def look(parent: Element, row: list[Element] | None) -> None:
        for element in parent:
            kind = local(element)
            if kind == "tr":
                if child(element, "trPr", "del") is not None:
                    continue
                found.append([])
                look(element, found[-1])
            elif kind == "tc" and row is not None:
                row.append(element)
            elif kind not in _LEFT_OUT:
                look(element, row)

    look(table, None)
    return found


def _furniture(package: Package, folder: str) -> list[Warned]:
    """Words that stand only in headers and footers."""
    found: list[str] = []
    for part in sorted(package.names()):
        if part.startswith((f"{folder}/header", f"{folder}/footer")) and part.endswith(".xml"):
            words = "".join(one.text or "" for one in package.xml(part).iter() if local(one) == "t").strip()
            if any(character.isalpha() for character in words) and words not in found:
                found.append(words)
    return [("page_furniture", {"text": " · ".join(found)})] if found else []
