"""A web page's table or list of terms while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from qualcode.readers import tables
from qualcode.readers.lines import Line, of_row

_MOST_CELLS = 2_000_000


@dataclass(slots=True)
class Table:
    """A table (or list of terms) that is being read: its rows, and the lines of each cell of the open one."""

    rows: list[list[list[Line]]] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)

    def end_row(self) -> None:
        """Close the open row."""
        if self.cells:
            self.rows.append(self.cells)
            self.cells = []

    def lines(self) -> list[Line]:
        """The lines of all rows."""
        width = max((len(row) for row in self.rows), default=0)
        if width * len(self.rows) > _MOST_CELLS:
            return [line for row in self.rows for line in of_row(row)]
        return tables.lines_of(self.rows)

    def open_cell(self, name: str) -> None:
        """Begin a cell; all that is said of a term is one."""
        if name != "dd" or len(self.cells) < 2:
            self.cells.append([])
