"""What a format's module hands over: the file's lines with what their typography says.

A format knows bytes, styles and markup; who speaks, what is a turn and who asks is decided from the lines by
modules that all formats share (``labels``, ``evidence``, ``roles``, ``turns``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qualcode.transcript import Piece

# A bullet typed as a character, as Word and PDF files have them.
_TYPED_BULLET = re.compile(r"\s*(?:[•·▪◦●○■□‣∙\uf0b7\uf0a7]\s*|[-–—*]\s+)(?=\S)")
_LONGEST_LABEL = 60
BOLD, ITALIC = 1, 2
Warned = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file, or a line of one.

    Attributes:
        text: The words as they are written, without markup.
        opens: Starts a paragraph; otherwise it continues the line before it.
        glue: What joins it to what comes before it in its turn (a space where a line was only wrapped).
        heading: Level of a heading from 1; 0 is no heading.
        bullet: An item of a list, or a sticky note.
        counted: The number that was typed before an item; where somebody speaks, it belongs to the words.
        bold: How many of the first code points are bold.
        italic: The whole paragraph is.
        cells: A table's row; the cells' texts stand between tabs.
        head: Says what stands in a table's columns, or something else about the transcript; nobody says it.
        speaker: Who speaks, where the format itself says so; empty where it only says: somebody else.
        begins: Seconds from the recording's start.
        ends: Seconds from the recording's start.
        line: Line in the file, from 1.
        page: Page in the file, from 1.
    """

    text: str
    opens: bool = True
    glue: str = "\n"
    heading: int = 0
    bullet: bool = False
    counted: str = ""
    bold: int = 0
    italic: bool = False
    cells: bool = False
    head: bool = False
    speaker: str | None = None
    begins: float | None = None
    ends: float | None = None
    line: int | None = None
    page: int | None = None

    @property
    def all_bold(self) -> bool:
        """The whole line is bold."""
        return 0 < len(self.text.rstrip()) <= self.bold


@dataclass(slots=True)
class Reading:
    """A file's lines, and what a researcher should know about how they were read.

    Attributes:
        lines: In the order of the file.
        warnings: Message keys under ``source_warnings`` with their values.
        cues: The lines are cues of a recording, so that a turn may go on over many of them.
        pieces: Instead of lines, what a format states whole (the answers of a table): their texts are taken
            as they are, and not looked at for labels and time stamps.
    """

    lines: list[Line]
    warnings: list[Warned] = field(default_factory=list)
    cues: bool = False
    pieces: list[Piece] | None = None


def of_paragraph(text: str, *, bold: int = 0, **rest: Any) -> list[Line]:
    """A paragraph's lines, one for each line break in it; the rest of a heading stays on its line.

    Args:
        text: The paragraph, with ``\\n`` where its author broke a line.
        bold: How many of its first code points are bold.
        **rest: What else is known about the paragraph, as in ``Line``.
    """
    if rest.get("heading"):
        return [Line(" ".join(text.split()), bold=bold, **rest)]
    found: list[Line] = []
    for row in text.split("\n"):
        if row.strip():
            found.append(Line(row, opens=not found, bold=max(0, min(bold, len(row))), **rest))
            rest["bullet"] = False
        bold -= len(row) + 1
    return found


def of_row(cells: list[list[Line]]) -> list[Line]:
    """A table row's lines: time, speaker and what is said on one line, if the row can be that.

    Args:
        cells: The lines of each cell.
    """
    filled = [cell for cell in cells if cell]
    short = all(len(cell) == 1 and len(cell[0].text) <= _LONGEST_LABEL for cell in filled[:-1])
    if (
        len(filled) < 2
        or not short
        or any(line.bullet or line.heading for cell in filled for line in cell[:1])
    ):
        return [line for cell in filled for line in cell]
    text = "\t".join(" ".join(cell[0].text.split()) for cell in filled)
    return [Line(text, bold=min(filled[0][0].bold, len(text)), cells=True), *filled[-1][1:]]


def without_bullet(line: Line) -> Line:
    """A list item, if the line begins with a bullet that was typed."""
    found = (
        _TYPED_BULLET.match(line.text)
        if line.opens and not (line.heading or line.bullet or line.head)
        else None
    )
    if found is None:
        return line
    bold = max(0, line.bold - found.end())
    return replace(line, text=line.text[found.end() :], bullet=True, bold=bold)


def face(*, bold: bool | None, italic: bool | None) -> int:
    """How a stretch of text is set, as :func:`joined` takes it."""
    return (BOLD if bold else 0) | (ITALIC if italic else 0)


def joined(parts: Sequence[tuple[str, int]]) -> tuple[str, int, bool]:
    """Stretches with their faces as one text, how many at its beginning are bold, if all is italic."""
    bold = 0
    for text, set_in in parts:
        if not set_in & BOLD and text.strip():
            break
        bold += len(text)
    whole = "".join(text for text, _ in parts)
    italic = bool(whole.strip()) and all(set_in & ITALIC for text, set_in in parts if text.strip())
    return whole, bold if any(set_in & BOLD for _, set_in in parts) else 0, italic
