"""Walks through the tokens of a rich text file and collects its lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from qualcode.readers import tables
from qualcode.readers.lines import Line, face, joined, of_paragraph
from qualcode.readers.rtf_tokens import (
    CHARSETS,
    DOCUMENT_PAGES,
    FURNITURE,
    LEFT_OUT,
    SIGNS,
    SYMBOLS,
    Token,
    code_page,
)
from qualcode.readers.word_styles import Style, from_name


@dataclass(slots=True)
class Group:
    """What holds until a brace closes.

    Attributes:
        place: Where text goes: ``body``, ``note``, ``furniture``, ``fonts``, ``styles`` or ``nowhere``.
    """

    place: str = "body"
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    deleted: bool = False
    page: str | None = None
    skip: int = 1
    entry: int | None = None
    starred: bool = False


class Document:
    """Takes tokens and collects lines."""

    def __init__(self) -> None:
        self.groups: list[Group] = [Group()]
        self.opened = False
        self.lines: list[Line] = []
        self.notes: list[Line] = []
        self.seen: Counter[str] = Counter()
        self.texts: dict[str, list[str]] = {}
        self.fonts: dict[int, str] = {}
        self.styles: dict[int, Style] = {}
        self.page = "cp1252"
        self.parts: list[tuple[str, int]] = []
        self.rows: list[list[list[Line]]] = []
        self.cells: list[list[Line]] = []
        self.cell: list[Line] = []
        self.in_table = False
        self.style = Style()
        self.buffer = bytearray()
        self.high: int | None = None
        self.to_skip = 0
        self.outer: tuple[list[tuple[str, int]], Style] = ([], Style())

    @property
    def group(self) -> Group:
        """The innermost group that is open."""
        return self.groups[-1]

    def take(self, token: Token) -> None:
        """Go on by one token."""
        if self.to_skip and token.kind in ("hex", "text", "sign"):
            token = self._skipped(token)
        if token.kind == "hex":
            self.buffer.append(int(token.text, 16))
            return
        self._flush()
        if token.kind == "text":
            self._text(token.text.encode("latin-1").decode(self.group.page or self.page, "replace"))
        elif token.kind == "brace":
            self.to_skip = 0
            self._brace(token.text)
        elif token.kind == "sign":
            if token.text == "*":
                self.group.starred = True
            elif SYMBOLS.get(token.text) == "\\par":
                self.end_paragraph()
            else:
                self._text(SYMBOLS.get(token.text, ""))
        else:
            self.to_skip = 0
            self._word(token.text, token.number)

    def end(self) -> None:
        """Close what is being collected at the file's end."""
        self.groups = [Group()]
        self.end_paragraph()
        self.end_table()

    def end_paragraph(self) -> None:
        """Close the paragraph that is being collected."""
        self._flush()
        text, bold, italic = joined(self.parts)
        self.parts = []
        style = self.style
        heading = style.heading or 0
        found = of_paragraph(
            text, bold=bold, italic=italic, heading=heading, bullet=bool(style.bullet) and not heading
        )
        if self.group.place == "note":
            self.notes += [replace(line, bullet=line.opens, heading=0) for line in found]
        elif self.in_table:
            self.cell += found
        else:
            self.end_table()
            self.lines += found
        self.style = replace(self.style, bullet=None)

    def end_row(self) -> None:
        """Close the table row that is being collected."""
        if self.cell:
            self.cells.append(self.cell)
        if self.cells:
            self.rows.append(self.cells)
        self.cells, self.cell = [], []

    def end_table(self) -> None:
        """Close the table that is being collected."""
        self.end_row()
        self.lines += tables.lines_of(self.rows)
        self.rows = []

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self.groups.append(replace(self.group, starred=False))
            if not self.opened:
                self.opened = True
                self.groups.pop(0)
            return
        closed = self.groups.pop()
        if closed.place == "note" and self.groups and self.groups[-1].place != "note":
            self.groups.append(closed)
            self.end_paragraph()
            self.groups.pop()
            self.parts, self.style = self.outer

    def _word(self, word: str, number: int | None) -> None:
        group = self.group
        if group.place == "nowhere":
            return
        if word in LEFT_OUT or (group.starred and not self._is_known(word)):
            self.seen["pictures"] += word in ("pict", "shppict")
            group.place = "nowhere"
        elif word in FURNITURE:
            group.place = "furniture"
        elif word == "fonttbl":
            group.place = "fonts"
        elif word == "stylesheet":
            group.place = "styles"
        elif word == "annotation":
            self.seen["comments_left_out"] += 1
            group.place = "nowhere"
        elif word == "upr":
            # The words for old programs; the same follow in Unicode.
            group.place = "upr" if group.place == "body" else "nowhere"
        elif word == "ud" and group.place == "upr":
            group.place = "body"
        elif word in ("listtext", "pntext"):
            group.place = "nowhere"
            self.style = replace(self.style, bullet=True)
        elif word in ("footnote", "shptxt"):
            if group.place == "body":
                self.outer = (self.parts, self.style)
                self.parts, self.style, group.place = [], Style(), "note"
        elif word in SIGNS:
            self._text(SIGNS[word])
        elif word == "u" and number is not None:
            self._unicode(number & 0xFFFF)
            self.to_skip = group.skip
        else:
            self._character(word, number) or self._paragraph(word, number)

    def _is_known(self, word: str) -> bool:
        """Groups that older programs may pass over, but that hold words."""
        return word in ("shpinst", "pntext", "shptxt", "footnote", "annotation", "cs", "ds", "ts", "ud")

    def _character(self, word: str, number: int | None) -> bool:
        """What concerns single characters; whether the word did."""
        group, on = self.group, number != 0
        if word == "b":
            group.bold = on
        elif word == "i":
            group.italic = on
        elif word == "v":
            group.hidden = on
        elif word in ("deleted", "mvf"):
            group.deleted = on
        elif word == "plain":
            group.bold = group.italic = group.hidden = group.deleted = False
            group.page = None
        elif word == "uc":
            group.skip = max(0, number or 0)
        elif word == "f" and number is not None:
            group.page = self.fonts.get(number)
            if group.place == "fonts":
                group.entry = number
        elif word == "fcharset" and group.place == "fonts" and group.entry is not None:
            if number in CHARSETS and number != 0:
                self.fonts[group.entry] = CHARSETS[number]
        elif word == "ansicpg":
            self.page = code_page(number)
        elif word in DOCUMENT_PAGES:
            self.page = DOCUMENT_PAGES[word]
        else:
            return False
        return True

    def _paragraph(self, word: str, number: int | None) -> None:
        """What concerns paragraphs, rows and styles."""
        if word == "s" and number is not None:
            self.group.entry = number
            if self.group.place != "styles":
                self.style = self.styles.get(number, Style())
        elif self.group.place in ("styles", "fonts", "furniture"):
            return
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self.style = replace(self.style, heading=number + 2)
        elif word == "pard":
            self.style, self.in_table = Style(bullet=self.style.bullet), False
        elif word == "intbl":
            self.in_table = True
        elif word in ("par", "sect", "page", "column"):
            self.end_paragraph()
        elif word in ("cell", "nestcell"):
            self.in_table = True
            self.end_paragraph()
            self.cells.append(self.cell)
            self.cell = []
        elif word in ("row", "nestrow"):
            self.end_row()

    def _text(self, text: str) -> None:
        group = self.group
        if not text or group.place == "nowhere":
            return
        if group.place == "styles":
            name = text.strip().rstrip(";")
            if name and group.entry is not None:
                self.styles.setdefault(group.entry, from_name(name))
        elif group.place == "furniture":
            self.texts.setdefault("furniture", []).append(text)
        elif group.place in ("body", "note"):
            if group.hidden or group.deleted:
                self.seen["deletions_left_out" if group.deleted else "hidden_text"] += 1
            else:
                self.parts.append((text, face(bold=group.bold, italic=group.italic)))

    def _unicode(self, unit: int) -> None:
        """One UTF-16 unit; characters beyond the basic plane come as two."""
        if 0xD800 <= unit < 0xDC00:
            self.high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            if self.high is not None:
                self._text(chr(0x10000 + ((self.high - 0xD800) << 10) + unit - 0xDC00))
            self.high = None
            return
        self._text(chr(unit))

    def _skipped(self, token: Token) -> Token:
        """The token without the characters that stand in for ``\\uN`` in old programs."""
        if token.kind == "text":
            left = token.text[self.to_skip :]
            self.to_skip = max(0, self.to_skip - len(token.text))
            return Token("text", left)
        self.to_skip -= 1
        return Token("text", "")

    def _flush(self) -> None:
        """Decode the bytes that stood as ``\\'xx``, together because some code pages take two a character."""
        if self.buffer:
            data, self.buffer = bytes(self.buffer), bytearray()
            self._text(data.decode(self.group.page or self.page, "replace"))
