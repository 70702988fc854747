"""HTML to lines: blocks, headings, lists, tables, bold labels and time stamps; nothing is fetched or run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.readers import markup_marks, markup_styles
from qualcode.readers.clocks import stamp_of
from qualcode.readers.lines import Line, Reading, Warned, face, joined, of_paragraph
from qualcode.readers.markup_marks import Marks
from qualcode.readers.markup_tables import Table
from qualcode.readers.tags import Token, tokens

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "  # noqa: SIM905
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre "
    "section select summary table tbody td tfoot th thead tr ul".split()
)
_EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_NOSCRIBE = re.compile(r"ts_(\d{1,9})_(\d{1,9})_")
# Tables that lie in tables beyond this depth are read as plain blocks.
_DEEPEST = 20
_TAB = re.compile(r"(?:\u00a0 ?){3,}")
_TITLE = frozenset({"title", "Title", "MsoTitle"})
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class _Level:
    """An open tag and what it changes until it is closed."""

    name: str
    bold: bool
    left_out: bool
    pre: bool
    time: str = ""
    italic: bool = False

    @property
    def face(self) -> int:
        return face(bold=self.bold, italic=self.italic)


class Page:
    """A page's lines, collected as its tags go by.

    Args:
        marks: Take the word of elements that say who speaks.
    """

    def __init__(self, *, marks: bool = True) -> None:
        self.lines: list[Line] = []
        self.counts: dict[str, int] = {}
        self.tags = 0
        self._open: list[_Level] = []
        self._names: dict[str, int] = {}
        self._tables: list[Table] = []
        self._parts: list[tuple[str, int]] = []
        self._heading = 0
        self._bullet = False
        self._classes: dict[str, str] = {}
        self._times: tuple[float | None, float | None] = (None, None)
        self.marks = Marks(on=marks)

    def reading(self, warnings: list[Warned]) -> Reading:
        """The lines and what was left out."""
        self._close_down(0)
        self._paragraph()
        self._unsaid(self.marks.take())
        while self._tables:
            self._end_table()
        told = [(key, {"count": str(count)}) for key, count in self.counts.items()]
        return Reading(self.lines, warnings + told)

    def take(self, token: Token) -> None:
        """The next tag or text."""
        if token.kind == "text":
            self._text(token.text)
            return
        if token.kind == "style":
            self._classes |= markup_styles.classes(token.text)
            return
        self.tags += 1
        if token.kind == "close":
            self._closed(token.name)
        else:
            self._opened(token)

    def _opened(self, token: Token) -> None:
        name = token.name
        above = self._open[-1] if self._open else _Level("", False, False, False)
        if name == "br" and not above.left_out:
            self._parts.append(("\n", above.face))
        if name == "img" and not above.left_out:
            self._count("pictures")
        if name in _BLOCKS and not above.left_out:
            self._parts = self.marks.cancel(self._parts)
            self._block(name)
        if name in _EMPTY:
            return
        attributes = token.attributes if token.text.strip() else {}
        own = " ".join(self._classes.get(one, "") for one in attributes.get("class", "").split()[:20])
        style = f"{own};{attributes.get('style', '').lower()}"
        level = _Level(name, above.bold, above.left_out, above.pre or name == "pre")
        bold = name in ("b", "strong") or markup_styles.is_bold(style)
        level.bold = above.bold if bold is None else bold
        italic = name in ("i", "em") or markup_styles.is_italic(style)
        level.italic = above.italic if italic is None else italic
        if not above.left_out:
            reason = markup_styles.left_out(name, attributes, style)
            level.left_out = reason is not None
            if reason:
                self._count(reason)
            if name == "p" and _TITLE & set(attributes.get("class", "").split()):
                self._heading = 1
            if name == "p" and markup_styles.is_list_item(attributes, style):
                self._bullet = True
            if "mso-tab-count" in style:
                self._parts.append(("\t", level.face))
                level.left_out = True
            if "data-timestamp" in attributes:
                level.time = attributes["data-timestamp"]
                if stamp := stamp_of(level.time):
                    self._parts.append((stamp, level.face))
                    level.left_out = True
            if times := _NOSCRIBE.match(attributes.get("name", "")):
                begins, ends = (int(time) / 1000 for time in times.groups())
                self._times = (begins if self._times[0] is None else self._times[0], ends)
            if not self._tables and self.marks.open(name, attributes, self._parts, len(self._open)):
                self._parts = []
        self._open.append(level)
        self._names[name] = self._names.get(name, 0) + 1

    def _closed(self, name: str) -> None:
        if not self._names.get(name):
            if name in ("p", "br"):
                self._parts.append(("\n", 0))
            return
        while self._open:
            level = self._open.pop()
            self._names[level.name] -= 1
            if self.marks.closes(len(self._open)):
                self._end_mark()
            if level.name in _BLOCKS and not (self._open and self._open[-1].left_out):
                self._end_block(level.name)
            if level.name == name:
                return

    def _end_mark(self) -> None:
        before, count = self.marks.speaker, self.marks.count
        self._parts, times = self.marks.end(self._parts)
        if self.marks.count > count:
            self._unsaid(before)
        self._times = times or self._times

    def _unsaid(self, name: str | None) -> None:
        """A name after which nothing was said is a line like any other."""
        if name:
            self._add([Line(name)])

    def _close_down(self, depth: int) -> None:
        while len(self._open) > depth:
            self._closed(self._open[-1].name)

    def _block(self, name: str) -> None:
        """A block begins: what was collected is a paragraph."""
        self._paragraph()
        if name in ("p", "li", "td", "th", "tr", "dt", "dd", "option"):
            self._end_unclosed(name)
        if name in ("table", "dl"):
            if len(self._tables) < _DEEPEST:
                self._tables.append(Table())
        elif name in ("tr", "dt") and self._tables:
            self._tables[-1].end_row()
        if name in ("td", "th", "dt", "dd") and self._tables:
            self._tables[-1].open_cell(name)
        # The level above is that of a document's title, which word processors write as a paragraph.
        self._heading = int(name[1]) + 1 if re.fullmatch("h[1-6]", name) else self._heading
        self._bullet = name == "li" or (self._bullet and name in ("p", "div"))

    def _end_unclosed(self, name: str) -> None:
        """Close the block of the same kind that was left open before this one."""
        alike = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr"), "dt": ("dt", "dd")}
        alike["dd"] = alike["dt"]
        walls = ("table", "ul", "ol", "dl", "div", "blockquote", "td", "th", "body")
        closing = alike.get(name, (name,))
        for depth in range(len(self._open) - 1, max(-1, len(self._open) - 12), -1):
            if self._open[depth].name in closing:
                self._close_down(depth)
                if name != "tr":
                    return
            elif self._open[depth].name in walls:
                return

    def _end_block(self, name: str) -> None:
        self._paragraph()
        if re.fullmatch("h[1-6]", name) or (name == "p" and self._heading == 1):
            self._heading = 0
        elif name in ("table", "dl") and self._tables:
            open_tables = self._names.get("table", 0) + self._names.get("dl", 0)
            if open_tables < len(self._tables):
                self._end_table()
        elif name == "tr" and self._tables:
            self._tables[-1].end_row()
        elif name == "li":
            self._bullet = False

    def _end_table(self) -> None:
        table = self._tables.pop()
        table.end_row()
        self._add(table.lines())

    def _add(self, lines: list[Line]) -> None:
        """Put lines into the innermost open cell, or into the page."""
        for table in reversed(self._tables):
            if table.cells:
                table.cells[-1].extend(lines)
                return
            if table.rows:
                # What stands between rows is a row of its own.
                table.rows.append([lines])
                return
        self.lines.extend(lines)

    def _paragraph(self) -> None:
        parts, self._parts = self._parts, []
        text, bold, italic = joined(parts)
        if not text.strip():
            return
        if self.marks.speaker and (times := markup_marks.clock(text))[0] is not None:
            self._times = times
            return
        bold = len(_collapsed(text[:bold]))
        begins, ends = self._times
        self._times = (None, None)
        rest = {"heading": self._heading, "bullet": self._bullet and not self._heading}
        rest["italic"] = italic
        if speaker := self.marks.take():
            rest = {"speaker": speaker}
        position, text = 0, _collapsed(text)
        for part in re.split(r"(\n{2,})", text):
            # An empty line parts paragraphs, as it does on the screen.
            own = max(0, min(bold - position, len(part)))
            self._add(of_paragraph(part, bold=own, begins=begins, ends=ends, **rest))
            position += len(part)
        self._bullet = False

    def _text(self, text: str) -> None:
        level = self._open[-1] if self._open else None
        if level and level.left_out:
            return
        if not (level and level.pre):
            # A tab of a word processor comes as a row of no-break spaces.
            text = _TAB.sub("\t", _SPACES.sub(" ", text))
        set_in = level.face if level else 0
        # A time beside a name is set apart on the screen, if not by a space.
        apart = [(" ", set_in)] if markup_marks.clock(text)[0] is not None else []
        self._parts += [*apart, (text, set_in), *apart]

    def _count(self, key: str) -> None:
        self.counts[key] = self.counts.get(key, 0) + 1


def read(text: str, warnings: list[Warned]) -> tuple[Reading, int]:
    """The lines of a page or a part of one, and how many tags it has."""
    page = Page()
    for token in tokens(text):
        page.take(token)
    reading = page.reading(warnings)
    if page.marks.count and not _converse(reading.lines):
        # The name of an author, and nobody who speaks.
        page = Page(marks=False)
        for token in tokens(text):
            page.take(token)
        reading = page.reading(warnings)
    return reading, page.tags


def _converse(lines: list[Line]) -> bool:
    """Elements that say who speaks do so of most of the page, and somebody speaks again."""
    spoken = [line.speaker for line in lines if line.speaker]
    paragraphs = sum(line.opens and not line.heading for line in lines)
    return len(spoken) > len(set(spoken)) and len(set(spoken)) > 1 and len(spoken) >= 0.2 * paragraphs


def _collapsed(text: str) -> str:
    """The text with single spaces, and none beside line breaks or before its first word."""
    return re.sub(r" ?\n ?", "\n", re.sub(r" {2,}", " ", text)).lstrip()
