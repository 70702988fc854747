"""A table that is only ever added to: adding rows, and reading what stands in it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from qualcode.errors import CodingsError, Place
from qualcode.writers.cells import guarded

Read = TypeVar("Read")

_MARK = "\ufeff"


def add_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Adds whole rows to a CSV as :mod:`qualcode.decisions.ledger` describes it; on the disk when it returns.

    Args:
        path: The file, in a folder that is there; made with its first line where it is missing.
        columns: Names of the columns.
        rows: Their values; words that a spreadsheet would run are guarded.

    Raises:
        OSError: the file cannot be written; nothing was added to it.
    """
    from filelock import FileLock

    with FileLock(path.with_suffix(".lock")), path.open("ab", buffering=0) as file:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        if not file.tell():
            text.write(_MARK)
            writer.writerow(columns)
        elif not _ends_with_line(path):
            # A row that was cut off by a crash stays, and is told by whoever reads it.
            text.write("\r\n")
        writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        before = file.tell()
        try:
            # Unbuffered: what a full disk does not take must not be written when the file is closed.
            data = memoryview(text.getvalue().encode())
            while data:
                data = data[file.write(data) :]
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, before)
            raise


def rows_of(
    text: str, path: Path, read: Callable[[dict[str, str], Place], Read], required: Collection[str] = ()
) -> Iterator[Read | CodingsError]:
    """What the rows of such a table say, in order, and what is wrong with it.

    Args:
        text: The file's, without its mark.
        path: The file, to name in errors.
        read: Makes something of a row's cells by column; it is told where the row begins.
        required: Columns without which no row is read.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            starts, line = line, reader.line_num + 1
            if not any(cells):
                continue
            if columns is None:
                columns = [cell.strip() for cell in cells]
                if missing := [name for name in required if name not in columns]:
                    yield CodingsError(
                        f"there is no column {' or '.join(missing)}.",
                        where=Place(path, starts),
                        remedy="Restore the first line, or bring the file in with `qualcode codings import`.",
                    )
                    return
                continue
            yield read(dict(zip(columns, cells, strict=False)), Place(path, starts))
    except csv.Error as error:
        yield CodingsError(
            f"a row cannot be read ({error}).",
            where=Place(path, reader.line_num),
            remedy="Mend the quotation marks.",
        )


def unreadable(path: Path, error: Exception) -> CodingsError:
    """A file that cannot be read at all."""
    return CodingsError(
        f"the file cannot be read ({type(error).__name__}).",
        where=Place(path),
        remedy="Save it as CSV in UTF-8, or close the program that holds it.",
    )


def off(what: str, where: Place) -> CodingsError:
    """A row that says nothing, or not enough."""
    return CodingsError(f"{what}.", where=where, remedy="Mend the row, or remove it if it was cut off.")


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
