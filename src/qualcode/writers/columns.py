"""Columns of a sheet, and how much room their words take."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from xlsxwriter.format import Format

UPRIGHT = 5.3
"""Width of a column whose header stands upright."""
LETTERS = 1.1
"""Letters of running text in the width of a digit, which columns are measured in."""
LINE_HEIGHT, TALLEST = 15.0, 409.0
"""Points; Excel's own limit."""
Kind = Literal["words", "whole", "share", "score", "index"]


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        header: What stands above it.
        values: Its cells from the top; None and, in sparse columns, 0 leave a cell empty.
        kind: Words or a sort of number.
        width: In characters; None for the narrow columns of a matrix with upright headers.
        color: Of the header, ``#rrggbb``.
        quiet: Grey text, for what is context.
        sparse: Whether 0 is left out.
        depth: 0 for themes; headers of codes further down are paler.
        styles: Formats of single cells, by row from the top.
    """

    header: str
    values: Sequence[Any]
    kind: Kind = "words"
    width: float | None = 12
    color: str | None = None
    quiet: bool = False
    sparse: bool = False
    depth: int = 0
    styles: Mapping[int, Format] = field(default_factory=dict)

    @property
    def wraps(self) -> bool:
        """Whether long words are broken into lines."""
        return self.kind == "words" and (self.width or 0) >= 20


def attribute_column(name: str, values: Sequence[str | None]) -> Column:
    """The column of an attribute, as wide as its values need, in reason."""
    longest = max(map(len, filter(None, [name, *values])))
    return Column(name, values, width=min(26, max(10, longest + 3)))


def height(words: str, width: float) -> float:
    """Points that words take in a cell of this width, generously: only Excel works it out by itself."""
    room = width * LETTERS - 2
    if "\n" not in words:
        lines = max(1, math.ceil(len(words) / room))
    else:
        lines = sum(max(1, math.ceil(len(line) / room)) for line in words.split("\n"))
    return min(TALLEST, lines * LINE_HEIGHT)


def heights(columns: Sequence[Column], n_rows: int) -> list[float]:
    """Points of each row, by its longest words."""
    tallest = [LINE_HEIGHT] * n_rows
    for column in columns:
        if column.wraps and column.width:
            fits = int(column.width * LETTERS - 2)
            for row, words in enumerate(column.values[:n_rows]):
                if not words or (len(words) <= fits and "\n" not in words):
                    continue
                if (needed := height(words, column.width)) > tallest[row]:
                    tallest[row] = needed
    return tallest
