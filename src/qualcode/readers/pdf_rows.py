"""Rows of type on a PDF page: their text, place, size and weight, asked of PDFium character by character.

Lengths are points; y grows upwards.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

_FORCED_BOLD = 1 << 18
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC = re.compile(rb"italic|oblique|kursiv", re.IGNORECASE)
_SLANTED = 1 << 6
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# PDFium's own sign for a hyphen that breaks a word at the end of a line; no line break follows it.
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_SOFT = "\u2010\u00ad"
_SIGNS = str.maketrans({**_LIGATURES, **_HYPHENS})
# A gap within a line that is wider than this many times the type's size parts two columns.
_COLUMN = 1.8
_WIDE_COLUMN = 4.0
# Where so many parts of lines begin, a column of a table does.
_CELLS = 3


@dataclass(slots=True)
class Row:
    """One line of a page, or the part of one that stands in a column.

    Attributes:
        text: Its words.
        left: Left edge.
        right: Right edge.
        y: The base line.
        size: Size of the type.
        bold: How many of its first code points are bold.
        italic: Its first and its last character are set in italics.
        first_word: Width of its first word.
        page: From 1.
        column: Column of text, counted through the whole file.
        inset: Left edge of its last part, where a label stands before what is said.
        hyphen: What is known about a hyphen at its end: ``soft`` breaks a word, ``alone`` was set apart from
            the word before it, ``within`` was set with it; empty where there is none.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: int
    italic: bool
    first_word: float
    page: int
    hyphen: str = ""
    column: int = 0
    inset: float = 0.0


class Text:
    """A page's characters, asked for one by one."""

    def __init__(self, handle: Any, page: int) -> None:
        import pypdfium2.raw as raw

        self.raw, self.handle, self.page = raw, handle, page
        self.characters = [
            chr(raw.FPDFText_GetUnicode(handle, index)) for index in range(raw.FPDFText_CountChars(handle))
        ]
        self._cells: frozenset[int] | None = None
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()
        self._font = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()

    def rows(self, starts: Counter[int]) -> list[Row]:
        """The page's rows in the order of the file, each as long as it goes on without a gap.

        Args:
            starts: How often a part of a line began at each place of the pages before; this one is added.
        """
        lines = self._lines()
        parts = [self._stretches(start, end) for start, end in lines]
        starts.update(round(self._box(start)[0]) for line in parts for start, _ in line[1:])
        often = [left for left in starts if sum(starts[left + off] for off in (-1, 0, 1)) >= _CELLS]
        self._cells = frozenset(left + off for left in often for off in (-1, 0, 1))
        parts = [self._stretches(start, end) for start, end in lines]
        found: list[Row] = []
        for start, end in (part for line in parts for part in line):
            row = self._row(start, end)
            last = found[-1] if found else None
            near = last and abs(last.y - row.y) < 0.2 * row.size
            if last and near and 0 <= row.left - last.right < 0.3 * row.size:
                if last.bold >= len(last.text):
                    last.bold += row.bold
                last.text, last.right, last.hyphen = f"{last.text}{row.text}", row.right, row.hyphen
            else:
                found.append(row)
        return found

    def _lines(self) -> list[tuple[int, int]]:
        """Where PDFium's lines begin and end; what it takes for a hyphen at a line's end ends one, too."""
        found: list[tuple[int, int]] = []
        start = 0
        for index, character in enumerate([*self.characters, "\n"]):
            if character in _HYPHENS:
                found.append((start, index + 1))
            elif character in "\r\n":
                found.append((start, index))
            else:
                continue
            start = index + 1
        return found

    def _stretches(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a line between gaps that part columns; not those of a line that is spread out."""
        while start < end and self.characters[start].isspace():
            start += 1
        while end > start and self.characters[end - 1].isspace():
            end -= 1
        if start == end:
            return []
        size = self._size(start)
        spaces = [i for i in range(start + 1, end - 1) if self.characters[i] == " "]
        gaps = {i: self._box(i + 1)[0] - self._box(i - 1)[1] for i in spaces}
        # In a line that is spread out, all gaps are wide.
        usual = min(gaps.values()) if len(gaps) > 2 else 0.0
        found: list[tuple[int, int]] = []
        for index, gap in gaps.items():
            if self._cells is None:
                parted = gap > max(_COLUMN * size, 2 * usual)
            else:
                parted = gap > 0.6 * size and round(self._box(index + 1)[0]) in self._cells
            if parted or gap > _WIDE_COLUMN * size:
                found.append((start, index))
                start = index + 1
        found.append((start, end))
        return [(a, b) for a, b in found if not "".join(self.characters[a:b]).isspace() and a < b]

    def _row(self, start: int, end: int) -> Row:
        while self.characters[start].isspace():
            start += 1
        while self.characters[end - 1].isspace():
            end -= 1
        size = self._size(start)
        stop = next((i for i in range(start, end) if self.characters[i] == " "), end)
        bold = start
        while bold < end and (self.characters[bold] == " " or self._is_bold(bold)):
            bold += 1
        left = self._box(start)[0]
        text = self._words(start, end)
        hyphen = self._hyphen(end - 1) if end - start > 1 else ""
        if hyphen in ("soft", "alone") and text[-2:-1] == " " and end - start > 2:
            # A space that is none: PDFium takes a hyphen that is set apart for a word of its own.
            near = self._box(end - 1)[0] - self._box(end - 3)[1] < 0.2 * size
            text = text[:-2] + text[-1] if near else text
        return Row(
            text[:-1] + "-" if hyphen == "soft" else text,
            left=left,
            right=self._box(end - 1)[1],
            y=self._base_line(start),
            size=size,
            bold=bold - start,
            italic=self._is_italic(start) and self._is_italic(end - 1),
            first_word=self._box(stop - 1)[1] - left,
            page=self.page,
            hyphen=hyphen,
            inset=left,
        )

    def _hyphen(self, index: int) -> str:
        """How a hyphen at a row's end was set: programs that break words set theirs apart or mark them."""
        if self.characters[index] in _SOFT:
            return "soft"
        if self.characters[index] not in _HYPHENS and self.characters[index] != "-":
            return ""
        if not hasattr(self.raw, "FPDFText_GetTextObject"):
            return "within"
        own = self.raw.FPDFText_GetTextObject(self.handle, index)
        before = self.raw.FPDFText_GetTextObject(self.handle, index - 1)
        if own and self._stands_for_soft(own):
            return "soft"
        apart = ctypes.cast(own, ctypes.c_void_p).value != ctypes.cast(before, ctypes.c_void_p).value
        return "alone" if apart else "within"

    def _stands_for_soft(self, text_object: Any) -> bool:
        """Whether a tagged file says that the hyphen stands for a soft one."""
        length, buffer = ctypes.c_ulong(), (ctypes.c_ushort * 8)()
        for number in range(min(8, self.raw.FPDFPageObj_CountMarks(text_object))):
            mark = self.raw.FPDFPageObj_GetMark(text_object, number)
            size = ctypes.sizeof(buffer)
            known = self.raw.FPDFPageObjMark_GetParamStringValue(
                mark, b"ActualText", buffer, size, ctypes.byref(length)
            )
            if known and length.value >= 4 and buffer[0] == 0xAD:
                return True
        return False

    def _words(self, start: int, end: int) -> str:
        characters = self.characters[start:end]
        text = "".join(characters)
        if any("\ud800" <= character <= "\udfff" for character in characters):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text.translate(_SIGNS)

    def _box(self, index: int) -> tuple[float, float]:
        """Left and right edge of a character."""
        self.raw.FPDFText_GetCharBox(self.handle, index, *self._edges)
        return self._edges[0].value, self._edges[1].value

    def _base_line(self, index: int) -> float:
        self.raw.FPDFText_GetCharOrigin(self.handle, index, self._edges[0], self._edges[1])
        return self._edges[1].value

    def _size(self, index: int) -> float:
        """The type's size, to half a point: what the font is set in, scaled as the page scales it."""
        scale = 1.0
        if self.raw.FPDFText_GetMatrix(self.handle, index, self._matrix):
            scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        return round(2 * self.raw.FPDFText_GetFontSize(self.handle, index) * scale) / 2 or 1.0

    def _is_italic(self, index: int) -> bool:
        length = self.raw.FPDFText_GetFontInfo(self.handle, index, self._font, 256, self._flags)
        return bool(_ITALIC.search(self._font.value if length else b"") or self._flags.value & _SLANTED)

    def _is_bold(self, index: int) -> bool:
        length = self.raw.FPDFText_GetFontInfo(self.handle, index, self._font, 256, self._flags)
        return bool(_BOLD.search(self._font.value if length else b"") or self._flags.value & _FORCED_BOLD)
