"""How a PDF page is laid out: columns of text, and rows of a table or of labels beside what is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from qualcode.readers import times
from qualcode.readers.pdf_rows import Row

# Fewest rows of a column of text, and the least share of one column's width that another has.
# A page of more rows is no page of text, and is taken as it comes.
_MOST_ROWS = 2000
_FEWEST, _ALIKE = 5, 0.5
_NARROWEST = 8.0
# So many rows back a cell's neighbour on its left is looked for.
_MOST_LABEL_ROWS = 12
# Labels that are set before all that is said are at least so many.
_FEWEST_PAIRS = 3
_LONGEST = 40


@dataclass(slots=True)
class Band:
    """Rows that stand beside each other, each cell with its own rows; one cell where the text just runs.

    Attributes:
        cells: From left to right.
    """

    cells: list[list[Row]] = field(default_factory=list)


def bands(rows: list[Row]) -> list[Band]:
    """A file's rows in reading order, cells put beside each other; says of each row which column it is in.

    Args:
        rows: Rows in the order of the file, without headers and footers.
    """
    found: list[Band] = []
    by_page: dict[int, list[Row]] = {}
    for row in rows:
        by_page.setdefault(row.page, []).append(row)
    column = 0
    gutter: float | None = None
    for page in sorted(by_page):
        gutter = _gutter(by_page[page]) or _still(gutter, by_page[page])
        for part in _columns(by_page[page], gutter):
            for row in part:
                row.column = column
            found += _bands(_as_seen(part))
            column += 1
    return found


def _still(gutter: float | None, rows: list[Row]) -> float | None:
    """The gutter of the page before, if this one, which has less text, may have it too."""
    if gutter is None:
        return None
    across = sum(row.left < gutter < row.right for row in rows)
    right = sum(row.left >= gutter for row in rows)
    fits = right and across <= 0.2 * len(rows) and not _goes_to_and_fro(rows, gutter)
    return gutter if fits else None


def _columns(rows: list[Row], gutter: float | None) -> list[list[Row]]:
    """A page's rows by column of text, in reading order; rows across all columns stand between them."""
    if gutter is None:
        return [rows]
    parts: list[list[Row]] = []
    above = float("inf")
    across = sorted((row for row in rows if row.left < gutter < row.right), key=lambda row: -row.y)
    for edge in [*(row.y for row in across), float("-inf")]:
        here = [row for row in rows if edge < row.y < above and not row.left < gutter < row.right]
        left = [row for row in here if row.right <= gutter]
        right = [row for row in here if row.left >= gutter]
        above = edge
        parts += [part for part in (left, right) if part]
        parts += [[row for row in across if row.y == edge]] if edge > float("-inf") else []
    return parts


def _gutter(rows: list[Row]) -> float | None:
    """The middle of the empty strip between two columns of text."""
    if not 2 * _FEWEST <= len(rows) <= _MOST_ROWS:
        return None
    outer_left, outer_right = min(row.left for row in rows), max(row.right for row in rows)
    width = outer_right - outer_left
    size = median(row.size for row in rows)
    center = outer_left + width / 2
    for middle in sorted({row.left - 0.3 * size for row in rows}, key=lambda x: abs(x - center)):
        if abs(middle - center) > 0.2 * width:
            break
        left = [row for row in rows if row.right <= middle]
        right = [row for row in rows if row.left >= middle]
        across = len(rows) - len(left) - len(right)
        if min(len(left), len(right)) < _FEWEST or across > 0.2 * len(rows) or _say_who_and_when(left):
            continue
        widths = [max(row.right for row in part) - min(row.left for row in part) for part in (left, right)]
        gap = min(row.left for row in right) - max(row.right for row in left)
        filled = [_usual_width(part) / width for part in (left, right)]
        prose = min(filled) > 0.3 and min(widths) >= _ALIKE * max(widths)
        if prose and gap > min(_NARROWEST, 0.6 * size) and not _goes_to_and_fro(rows, middle):
            return middle
    return None


def _say_who_and_when(rows: list[Row]) -> bool:
    """Rows that are nearly all times and names that come back: a table's first columns, and no text."""
    often = Counter(row.text.strip() for row in rows)
    told = 0
    for text in (row.text.strip() for row in rows):
        stamp = times.leading(text) if times.may_hold_time(text) else None
        told += (stamp is not None and len(stamp.text) <= _LONGEST) or (
            often[text] > 1 and len(text) <= _LONGEST
        )
    return told >= 0.7 * len(rows)


def _usual_width(rows: list[Row]) -> float:
    """Wider than three rows of four."""
    return sorted(row.right - row.left for row in rows)[len(rows) * 3 // 4]


def _goes_to_and_fro(rows: list[Row], middle: float) -> bool:
    """Whether the file goes from cells on the left to others on one base line with them, as in tables; but
    not with every row as where columns are written line by line."""
    beside = sum(
        one.right <= middle <= other.left and abs(one.y - other.y) < 0.2 * one.size
        for one, other in pairwise(rows)
    )
    right = sum(row.left >= middle for row in rows)
    return 2 < beside < 0.75 * min(right, len(rows) - right)


def _as_seen(rows: list[Row]) -> list[Row]:
    """Rows from top to bottom where the file has all labels first and then all that stands beside them."""
    if len(rows) > _MOST_ROWS:
        return rows
    pairs: list[tuple[int, int]] = []
    by_height: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        height = round(row.y)
        for other in (one for near in (height - 1, height, height + 1) for one in by_height.get(near, ())):
            if rows[other].right <= row.left and abs(rows[other].y - row.y) < 0.2 * row.size:
                pairs.append((other, index))
                break
        by_height.setdefault(height, []).append(index)
    if len(pairs) < _FEWEST_PAIRS or max(one for one, _ in pairs) > min(other for _, other in pairs):
        return rows
    edge = rows[pairs[0][0]].left
    labels = [row for row in rows if abs(row.left - edge) < 0.5 * row.size]
    others = [rows[index] for _, index in pairs]
    if _usual_width(labels) > 0.5 * _usual_width(others) or any(len(row.text) > _LONGEST for row in labels):
        return rows
    found: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: -row.y):
        if found and found[-1][0].y - row.y < 0.2 * row.size:
            found[-1].append(row)
        else:
            found.append([row])
    return [row for line in found for row in sorted(line, key=lambda row: row.left)]


def _bands(rows: list[Row]) -> list[Band]:
    found: list[Band] = []
    run: list[Row] = []
    cell: list[Row] | None = None
    for row in rows:
        last = (cell or run or [None])[-1]
        beside = _partner(found[-1] if cell is not None else None, run, row, last)
        if cell is not None and beside == "cell":
            cell = [row]
            found[-1].cells.append(cell)
        elif isinstance(beside, int):
            found += [Band([[one]]) for one in run[:beside]]
            cell = [row]
            found.append(Band([run[beside:], cell]))
            run = []
        elif cell is not None and row.y < cell[-1].y and abs(row.left - cell[-1].left) <= 0.6 * row.size:
            cell.append(row)
        else:
            cell = None
            run.append(row)
            found += [Band([[one]]) for one in run[:-_MOST_LABEL_ROWS]]
            run = run[-_MOST_LABEL_ROWS:]
    return found + [Band([[one]]) for one in run]


def _partner(band: Band | None, run: list[Row], row: Row, last: Row | None) -> int | str | None:
    """What the row stands beside: a cell of the band (``"cell"``), or the run's row of an index."""
    if last is None:
        return None
    if band is not None:
        top = band.cells[0][0].y
        edge = max(one.right for one in band.cells[-1])
        return "cell" if abs(top - row.y) < 0.3 * row.size and row.left > edge - 0.1 * row.size else None
    for index in range(len(run) - 1, -1, -1):
        one = run[index]
        right = max(other.right for other in run[index:])
        if abs(one.y - row.y) < 0.3 * row.size and row.left > right:
            return index
    return None
