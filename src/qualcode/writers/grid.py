"""A worksheet that takes whole columns and writes them row by row.

xlsxwriter makes an object and half a dozen calls of every cell, which for hundreds of thousands of cells is
most of what writing a run costs. Cells that differ only in place and value are written here as text, as its
own ``_write_rows`` would write them; everything else in the sheet is xlsxwriter's. Where a version of it has
not the parts that this leans on, the cells go its ordinary way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

ROWS_AT_A_TIME = 1000
"""Bounds what stands in memory as text."""

_LEANED_ON = ("_write_rows", "_write_row", "_xml_end_tag", "_check_dimensions")


@dataclass(frozen=True)
class Cells:
    """One column's cells below its header.

    Attributes:
        values: Words or numbers; what is empty leaves a blank cell with its style.
        words: Whether they are words.
        style: The cells' format.
        sparse: Leaves out cells that are empty or 0, style and all.
        styles: Other formats, by place in ``values``.
    """

    values: Sequence[Any]
    words: bool
    style: Format
    sparse: bool = False
    styles: Mapping[int, Format] = field(default_factory=dict)

    def empty(self, value: Any) -> bool:
        """Whether the cell has nothing in it."""
        return not value if self.words or self.sparse else value is None or value != value


class Grid(Worksheet):
    """A worksheet with :meth:`fill`, which may be called once."""

    def __init__(self) -> None:
        super().__init__()
        self._top = self._rows = 0
        self._columns: list[Cells] = []
        self._shared: list[list[int | None]] = []

    def fill(self, top: int, columns: Sequence[Cells]) -> None:
        """Cells from the first column on; no other cell may be written to their rows.

        Args:
            top: The first row, counted from 0.
            columns: The columns, all of one length.
        """
        if not columns or not columns[0].values:
            return
        if not all(hasattr(self, name) for name in _LEANED_ON):
            self._fill_by_cell(top, columns)
            return
        self._top, self._rows, self._columns = top, len(columns[0].values), list(columns)
        self._check_dimensions(top, 0)
        self._check_dimensions(top + self._rows - 1, len(columns) - 1)
        number = self.str_table._get_shared_string_index
        self._shared = [
            [number(value) if value else None for value in cells.values] if cells.words else []
            for cells in columns
        ]

    def _fill_by_cell(self, top: int, columns: Sequence[Cells]) -> None:
        for column, cells in enumerate(columns):
            write = self.write_string if cells.words else self.write_number
            for place, value in enumerate(cells.values):
                style = cells.styles.get(place, cells.style)
                if not cells.empty(value):
                    write(top + place, column, value, style)
                elif not cells.sparse:
                    self.write_blank(top + place, column, None, style)

    def _write_rows(self) -> None:
        if not self._rows:
            super()._write_rows()
            return
        first, last, after = self.dim_rowmin, self.dim_rowmax, self._top + self._rows
        self.dim_rowmax = self._top - 1
        super()._write_rows()
        self._write_filled()
        if last >= after:
            self.dim_rowmin, self.dim_rowmax = after, last
            super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last

    def _write_filled(self) -> None:
        texts = [self._texts(column, cells) for column, cells in enumerate(self._columns)]
        row = self._top
        while part := [list(islice(column, ROWS_AT_A_TIME)) for column in texts]:
            if not part[0]:
                return
            for cells in zip(*part, strict=True):
                self._write_row(row, None, self.row_info.get(row))
                self.fh.write("".join(cells))
                self._xml_end_tag("row")
                row += 1

    def _texts(self, column: int, cells: Cells) -> Any:
        """The cells' XML, one after the other."""
        name = xl_col_to_name(column)
        opened = f'<c r="{name}'
        usual = cells.style._get_xf_index()
        others = {place: style._get_xf_index() for place, style in cells.styles.items()}
        values = self._shared[column] if cells.words else cells.values
        kind = ' t="s"' if cells.words else ""
        for place, value in enumerate(values):
            if cells.sparse and (not value or value != value):
                yield ""
                continue
            look = others.get(place, usual) if others else usual
            row = self._top + place + 1
            if value is None or value != value:
                yield f'{opened}{row}" s="{look}"/>'
            elif cells.words:
                yield f'{opened}{row}" s="{look}"{kind}><v>{value}</v></c>'
            else:
                yield f'{opened}{row}" s="{look}"><v>{value:.16G}</v></c>'
