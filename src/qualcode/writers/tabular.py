"""How all .csv files are written: UTF-8 with BOM, semicolons, decimal points.

Excel on a Swedish machine opens such a file by double-click with its columns and its å, ä and ö right: it
expects semicolons because the comma is its decimal sign, and it takes UTF-8 without BOM for cp1252. Decimal
points are for programs: ``pandas.read_csv(path, sep=";")``, Python's ``csv`` and R's ``read.csv(sep =
";")`` then read numbers as numbers with nothing else to set. In Swedish Excel a decimal point makes them
words, so whoever calculates in Excel takes ``matrices.xlsx`` and ``quotes.xlsx``, where numbers are numbers
in any language. Column names are the tables' own, the same in every language.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.writers.cells import guarded

if TYPE_CHECKING:
    import pandas as pd


def write_frame(frame: pd.DataFrame, path: Path) -> Path:
    """A table as .csv, without its index."""
    return write_rows(list(frame.columns), zip(*_columns(frame), strict=True), path)


def write_rows(header: list[str], rows: Iterable[Iterable[Any]], path: Path) -> Path:
    """Rows of words that are already fit for a cell (:func:`cells`) as .csv."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(map(guarded, header))
        writer.writerows(rows)
    return path


def cells(values: Iterable[Any]) -> list[Any]:
    """A column's values as a .csv holds them: words guarded, whole numbers without ``.0``, nothing for
    None."""
    values = list(values)
    kinds = set(map(type, values))
    if kinds <= {int}:
        return values
    if kinds <= {int, type(None)}:
        return ["" if value is None else value for value in values]
    if kinds <= {float, type(None)}:
        return ["" if value is None else _short(value) for value in values]
    if kinds <= {str}:
        # Words of one column are often the same few.
        guards = {value: guarded(value) for value in set(values) if not value[:1].isalnum()}
        return [guards.get(value, value) for value in values] if guards else values
    return [guarded(value) if type(value) is str else _number(value) for value in values]


def _number(value: Any) -> Any:
    if type(value) is int:
        return value
    if isinstance(value, str):
        return guarded(value)
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return int(value)
    return _short(float(value))


def _short(value: float) -> float | str:
    if value.is_integer():
        return int(value)
    return "" if value != value else value


def _columns(frame: pd.DataFrame) -> Iterator[list[Any]]:
    for _, column in frame.items():
        if column.dtype == "float64":
            # Most of a matrix is zeros.
            yield [0 if value == 0 else _short(value) for value in column.tolist()]
        else:
            yield cells(column.to_numpy(dtype=object, na_value=None).tolist())
