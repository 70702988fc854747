"""How all .xlsx files look: sheets of rows under a frozen, filtered header, for a reader's eye and printer.

The same run gives the same bytes: xlsxwriter dates the archive's members 1980, and the document's own dates
are set here. Words are always written as words (see :mod:`qualcode.writers.cells`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile
from zlib import Z_BEST_SPEED

from xlsxwriter import workbook as library

from qualcode.coded import tree_order
from qualcode.messages import message
from qualcode.report import colors
from qualcode.writers.cells import fitted
from qualcode.writers.columns import UPRIGHT, Column, heights
from qualcode.writers.grid import Cells, Grid
from qualcode.writers.strings import Book

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from qualcode.result import Run

ROWS = 1_048_576
"""Rows that Excel has."""
A3_ACROSS = 195
"""Characters that fit on A3 across."""
DATED = datetime(2000, 1, 1)
INK, QUIET, LINE, PAPER = "#1f2933", "#5f6b76", "#d5dbe1", "#eef1f4"
LEFT = {"align": "left", "indent": 1}
NUMBERS = {
    "words": "@",
    "whole": '0;-0;"–"',
    "share": '0 %;-0 %;"–"',
    "score": "0.00",
    "index": '0.00;-0.00;"–"',
}


class _Quickly(ZipFile):
    """An archive packed with zlib's quickest setting: a third of the time, for a file a third larger."""

    def writestr(self, *member: Any, **options: Any) -> None:
        super().writestr(*member, **{"compresslevel": Z_BEST_SPEED, **options})


def new_book(path: Path, title: str) -> Book:
    """A new workbook of xlsxwriter's, in which words stay words, and whose bytes its content alone decides.

    Args:
        path: Its file.
        title: In its properties.
    """
    # In memory: otherwise interview text would pass through the machine's folder for temporary files.
    book = Book(path, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": DATED})
    return book


class Workbook:
    """A workbook that is written when its ``with`` block ends."""

    def __init__(self, path: Path, run: Run) -> None:
        self._book = new_book(path, run.title)
        self._book.set_size(2400, 1500)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._chips: dict[tuple[str, bool], Format] = {}
        self._language = run.language
        pairs = zip(run.codebook.codes, colors.of_codes(run.codebook), strict=True)
        light = {code.id: pair[0] for code, pair in pairs}
        order = tree_order(run.codebook)
        self.codes = {run.codebook.path(code): run.codebook[code] for code in order}
        self.colors = {run.codebook.path(code): light[code] for code in order}
        self._cut = message("sheets.cut", run.language)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            # xlsxwriter has no setting for it.
            library.ZipFile = _Quickly
            self._book.close()

    def format(self, **properties: Any) -> Format:
        """A cell format, made once for each set of properties."""
        usual = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
        key = tuple(sorted({**usual, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def sheet(self, name: str) -> Grid:
        """An empty sheet, set to print on A4 across, one page wide."""
        sheet = self._book.add_worksheet(name, worksheet_class=Grid)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        page = message("sheets.page", self._language, page="&P", pages="&N")
        sheet.set_footer(f"&L&9&A&R&9{page}")
        return sheet

    def words(self, sheet: Worksheet, row: int, column: int, words: str, style: Format | None = None) -> None:
        """Words in a cell, as words."""
        if words:
            sheet.write_string(row, column, fitted(words, self._cut), style)

    def print_in_parts(self, sheet: Worksheet, columns: Sequence[Column], parts: Sequence[int]) -> None:
        """Prints a sheet on A3, each part of its columns on a page of its own beside the frozen ones.

        Args:
            sheet: The sheet.
            columns: Its columns.
            parts: The first column of each part after the first.
        """
        widths = [(column.width or UPRIGHT) + 0.7 for column in columns]
        ends = [*parts, len(columns)]
        widest = max(sum(widths[start:end]) for start, end in zip((0, *parts), ends, strict=True))
        sheet.set_paper(8)
        sheet.set_print_scale(max(25, min(100, int(100 * A3_ACROSS / widest))))
        sheet.set_v_pagebreaks(list(parts))

    def rows(
        self,
        sheet: Grid,
        columns: Sequence[Column],
        *,
        frozen: int = 1,
        bands: Sequence[tuple[str, int]] = (),
    ) -> tuple[int, int]:
        """A table with a frozen header and filters.

        Args:
            sheet: An empty sheet.
            columns: Its columns; all of one length.
            frozen: Columns that stay in sight.
            bands: Headings over groups of columns, each with the number of columns it spans.

        Returns:
            First and last row with values, counted from 0.
        """
        top = 1 if bands else 0
        upright = any(column.width is None for column in columns)
        at = 0
        for title, span in bands:
            self._band(sheet, at, span, title)
            at += span
        sheet.set_row(top, _tall(columns) if upright else 32)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width or UPRIGHT)
            if column.header:
                sheet.write_string(top, number, column.header, self._header(column))
        n_rows = max((len(column.values) for column in columns), default=0)
        if n_rows > ROWS - top - 2:
            n_rows = ROWS - top - 2
            self.words(sheet, ROWS - 1, 0, message("sheets.rows_cut", self._language))
        for row, height in enumerate(heights(columns, n_rows), top + 1):
            sheet.set_row(row, height)
        sheet.fill(top + 1, [self._cells(column, n_rows) for column in columns])
        last = top + max(n_rows, 1)
        sheet.freeze_panes(top + 1, frozen)
        sheet.autofilter(top, 0, last, max(len(columns) - 1, 0))
        sheet.repeat_rows(0, top)
        return top + 1, last

    def shade(self, sheet: Worksheet, rows: tuple[int, int], first: int, last: int, color: str) -> None:
        """Colours the cells of some columns by their value, from white at 0 to ``color`` at the highest."""
        sheet.conditional_format(
            rows[0],
            first,
            rows[1],
            last,
            {
                "type": "2_color_scale",
                "min_type": "num",
                "min_value": 0,
                "min_color": "#ffffff",
                "max_color": color,
            },
        )

    def chip(self, path: str, *, pale: bool = False) -> Format:
        """The format of a cell that names a code: its colour, paler below a theme or if asked for."""
        if (path, pale) not in self._chips:
            self._chips[path, pale] = self._chip(path, pale)
        return self._chips[path, pale]

    def _chip(self, path: str, pale: bool) -> Format:
        depth = path.count("/") or pale
        color = paler(self.colors[path]) if depth else self.colors[path]
        look = {"bottom": 1, "bottom_color": LINE, "text_wrap": True, **LEFT}
        return self.format(**look, bold=not depth, bg_color=color, font_color=ink(color))

    def _cells(self, column: Column, n_rows: int) -> Cells:
        look = {"bottom": 1, "bottom_color": LINE}
        if not column.values:
            return Cells([None] * n_rows, True, self.format(), sparse=True)
        values = column.values[:n_rows]
        if column.kind == "words":
            style = self.format(
                **look, **LEFT, text_wrap=column.wraps, font_color=QUIET if column.quiet else INK
            )
            words = [fitted(each, self._cut) if each else None for each in values]
            return Cells(words, True, style, styles=column.styles)
        style = self.format(
            **look, num_format=NUMBERS[column.kind], align="center" if column.width is None else "right"
        )
        return Cells(values, False, style, sparse=column.sparse)

    def _header(self, column: Column) -> Format:
        color = column.color or PAPER
        if column.color and column.depth:
            color = paler(column.color)
        look: dict[str, Any] = {"bold": not column.depth, "bg_color": color, "font_color": ink(color)}
        look["text_wrap"] = True
        if column.width is None:
            upright = {"rotation": 90, "align": "center", "valign": "bottom"}
            return self.format(**look, **upright, right=1, right_color="#ffffff")
        place = LEFT if column.kind == "words" else {"align": "right"}
        return self.format(**look, **place, valign="bottom", bottom=1, bottom_color=QUIET)

    def _band(self, sheet: Worksheet, first: int, span: int, title: str) -> None:
        style = self.format(bold=True, font_color=INK, align="left", valign="vcenter")
        sheet.set_row(0, 22)
        if title and span > 1:
            sheet.merge_range(0, first, 0, first + span - 1, "", style)
        if title:
            sheet.write_string(0, first, title, style)


def _tall(columns: Sequence[Column]) -> float:
    """Points of a header whose longest words stand upright in two lines."""
    longest = max((len(column.header) for column in columns if column.width is None), default=0)
    return min(230.0, max(150.0, 3.4 * longest))


@lru_cache
def paler(color: str, part: float = 0.72) -> str:
    """A colour on its way to white; ``part`` is how far."""
    channels = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(channel + (255 - channel) * part):02x}" for channel in channels)


@lru_cache
def ink(color: str) -> str:
    """The colour of letters that can be read on another colour."""
    return max(("#ffffff", INK), key=lambda ink: colors.contrast(ink, color))
