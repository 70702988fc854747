"""Tables on PDF pages: cells that stand beside and under each other."""

from __future__ import annotations

from qualcode.readers.pdf_layout import Band
from qualcode.readers.pdf_rows import Row

_FEWEST_ROWS = 3


class Table:
    """Collects bands whose cells stand under each other.

    Args:
        size: Size of the type.

    Attributes:
        lefts: Where its columns begin.
        rows: The rows of type in each cell, by the table's rows.
        end: Index of the band after the table.
    """

    def __init__(self, size: float) -> None:
        self.rows: list[list[list[Row]]] = []
        self.end = 0
        self.lefts: list[float] = []
        self._near = 0.8 * size
        self._page = 0

    def takes(self, band: Band) -> bool:
        """Add a band, if its cells fit under the ones before."""
        places = [self._place(cell[0].left) for cell in band.cells]
        page = band.cells[0][0].page
        if self.rows and len(band.cells) == 1:
            # A cell goes on, beside an empty one or at the top of the next page.
            place = places[0]
            if place is None or (place == 0 and page == self._page):
                return False
            self.rows[-1][place] += band.cells[0]
        elif self.rows and sum(place is not None for place in places) < 2:
            return False
        else:
            for cell, place in zip(band.cells, places, strict=True):
                if place is None:
                    self._add_column(cell[0].left)
            self.rows.append([[] for _ in self.lefts])
            for cell in band.cells:
                self.rows[-1][self._place(cell[0].left) or 0] += cell
        self._page = page
        return True

    def _place(self, left: float) -> int | None:
        return next((i for i, one in enumerate(self.lefts) if abs(one - left) <= self._near), None)

    def _add_column(self, left: float) -> None:
        place = sum(one < left for one in self.lefts)
        self.lefts.insert(place, left)
        for row in self.rows:
            row.insert(place, [])


def table_at(bands: list[Band], start: int, size: float) -> Table | None:
    """The table that begins at a band, if it has rows of three cells; rows of two are labels beside text.

    Args:
        bands: All bands of the file.
        start: Index of the first.
        size: Size of the type.
    """
    if len(bands[start].cells) < 2:
        return None
    table = Table(size)
    index = start
    while index < len(bands) and table.takes(bands[index]):
        index += 1
    table.end = index
    wide = sum(sum(bool(cell) for cell in row) > 2 for row in table.rows)
    return table if len(table.rows) >= _FEWEST_ROWS and wide > 1 else None
