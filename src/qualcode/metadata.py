"""``corpus/metadata.csv``: free columns about each source, as Excel and LibreOffice save them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import Place, SettingsError, SourceError
from qualcode.transcript import normalize

if TYPE_CHECKING:
    from qualcode.readers.lines import Warned

FILE = "metadata.csv"
SOURCE_COLUMNS = ("source", "fil", "källa", "file")
_SEPARATORS = ";\t,"


@dataclass(frozen=True, slots=True)
class Row:
    """What the file says of one source.

    Attributes:
        source: The source's name as written, with forward slashes.
        line: Line in the file, from 1.
        attributes: Value by column, in the order of the columns.
    """

    source: str
    line: int
    attributes: dict[str, str]


def load(path: Path) -> dict[str, dict[str, str]]:
    """Attributes by source name; empty where there is no such file.

    Raises:
        SettingsError: as ``rows`` does.
    """
    return {row.source: row.attributes for row in rows(path)}


def rows(path: Path) -> list[Row]:
    """The file's rows, in order; empty where there is no such file.

    Semicolons, tabs or commas part the columns (whichever the first line has most of); UTF-8 with or without
    its mark, or Windows-1252.

    Raises:
        SettingsError: the file cannot be read, has no column for the source, or names one twice.
    """
    if not path.is_file():
        return []
    lines = _text(path).split("\n")
    if lines and lines[0].casefold().startswith("sep="):
        # Excel's own line that states the separator.
        lines[0] = ""
    text = "\n".join(lines)
    header = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    columns: list[str] | None = None
    found: list[Row] = []
    seen: dict[str, int] = {}
    line = 1
    try:
        for cells in reader:
            starts, line = line, reader.line_num + 1
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if columns is None:
                columns = _columns(cells, path, starts)
                continue
            row = _row(cells, columns, path, starts)
            first = seen.setdefault(_key(row.source), starts)
            if first != starts:
                raise SettingsError(
                    f"{row.source} is described twice (first at line {first}).",
                    where=Place(path, starts),
                    remedy="Remove one of the rows.",
                )
            found.append(row)
    except csv.Error as error:
        raise SettingsError(
            f"the table cannot be read ({error}).",
            where=Place(path, reader.line_num),
            remedy="Save it again as CSV from your spreadsheet.",
        ) from None
    return found


def match(described: list[Row], names: Iterable[str]) -> tuple[dict[str, dict[str, str]], list[Warned]]:
    """Attributes by the names that sources really have, and what does not fit.

    Names are compared in NFC without regard to case; a row may leave out the suffix where only one file fits.

    Returns:
        Attributes for every name (empty columns where nothing is said), and a warning for each row without a
        file and each source without a row. Without any row there is nothing to warn of.
    """
    names = list(names)
    exact = {_key(name): name for name in names}
    by_stem: dict[str, list[str]] = {}
    for name in names:
        by_stem.setdefault(_key(name).rpartition(".")[0], []).append(name)
    columns = {column: "" for row in described for column in row.attributes}
    found: dict[str, dict[str, str]] = {}
    warnings: list[Warned] = []
    for row in described:
        alike = by_stem.get(_key(row.source), [])
        name = exact.get(_key(row.source)) or (alike[0] if len(alike) == 1 else None)
        if name is None or name in found:
            warnings.append(("metadata_without_file", {"source": row.source, "line": str(row.line)}))
        else:
            found[name] = row.attributes
    for name in names:
        if name not in found and described:
            warnings.append(("source_without_metadata", {"source": name}))
    return {name: found.get(name, dict(columns)) for name in names}, warnings


def _columns(cells: list[str], path: Path, line: int) -> list[str]:
    columns = [normalize(cell) for cell in cells]
    if not any(column.casefold() in SOURCE_COLUMNS for column in columns):
        raise SettingsError(
            "no column names the source.",
            where=Place(path, line),
            remedy=f"Call the column with the file's name one of {', '.join(SOURCE_COLUMNS)}.",
        )
    for column in columns:
        if column and columns.count(column) > 1:
            raise SettingsError(
                f"the column {column} stands there twice.",
                where=Place(path, line),
                remedy="Rename or remove one of them.",
            )
    return columns


def _row(cells: list[str], columns: list[str], path: Path, line: int) -> Row:
    extra = cells[len(columns) :]
    nameless = [cell for cell, column in zip(cells, columns, strict=False) if cell and not column]
    if any(extra) or nameless:
        raise SettingsError(
            f"“{next(filter(None, [*extra, *nameless]))}” stands under no column.",
            where=Place(path, line),
            remedy="Give it a column, or put the value in quotation marks if it holds a separator.",
        )
    cells = cells + [""] * (len(columns) - len(cells))
    by_column = {column: normalize(cell) for column, cell in zip(columns, cells, strict=False) if column}
    source = next(column for column in by_column if column.casefold() in SOURCE_COLUMNS)
    name = by_column.pop(source).replace("\\", "/").removeprefix("./")
    if not name:
        raise SettingsError(
            "the row names no source.", where=Place(path, line), remedy=f"Fill in the column {source}."
        )
    return Row(name, line, by_column)


def _key(name: str) -> str:
    return normalize(name).casefold()


def _text(path: Path) -> str:
    from qualcode.readers.text import decode

    try:
        text, _ = decode(path.read_bytes(), str(path))
    except OSError:
        raise SettingsError(
            "the file cannot be read.",
            where=Place(path),
            remedy="Close the program that holds it, or give yourself the right to read it.",
        ) from None
    except SourceError as error:
        raise SettingsError(error.what, where=error.where) from None
    return text
