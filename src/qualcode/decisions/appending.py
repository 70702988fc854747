"""Adding rows to a table that is only ever added to."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from qualcode.writers.cells import guarded

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

    with FileLock(path.with_suffix(".lock")), path.open("ab") as file:
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
            file.write(text.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, before)
            raise


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
