"""``outputs/agreement/``: the comparisons as a methodologist puts them into an appendix.

``agreement.md`` to read and paste, ``agreement.xlsx`` with a sheet a comparison and the list of
disagreements, ``agreement.csv`` and ``agreement.json`` for programs. What was there before is
replaced, file by file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.agreement import markdown, rows, workbook
from qualcode.errors import OutputError, Place
from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.agreement.disagreements import Disagreement
    from qualcode.agreement.of_study import Result

FOLDER = "agreement"


def write(result: Result, disagreements: list[Disagreement], outputs: Path) -> Path:
    """Writes all files.

    Args:
        result: The comparisons.
        disagreements: What is to be discussed.
        outputs: The study's ``outputs/``.

    Returns:
        Their folder.

    Raises:
        OutputError: a file cannot be written; Excel may hold it.
    """
    folder = outputs / FOLDER
    ways: dict[str, Callable[[Path], object]] = {
        "agreement.md": lambda path: path.write_text(markdown.page(result), "utf-8", newline="\n"),
        "agreement.xlsx": lambda path: workbook.write(result, disagreements, path),
        "agreement.csv": lambda path: csv(result, path),
        "agreement.json": lambda path: path.write_text(as_json(result) + "\n", "utf-8", newline="\n"),
    }
    for name, way in ways.items():
        path = folder / name
        beside = folder / f".{path.stem}-{os.getpid()}{path.suffix}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            way(beside)
            os.replace(beside, path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise OutputError(
                f"could not be written ({error.strerror or error}).",
                where=Place(path),
                remedy="Close the file if it is open in another program, and see that the disk has room.",
            ) from error
    return folder


def csv(result: Result, path: Path) -> Path:
    """The comparisons as a table; see :func:`qualcode.agreement.rows.of`."""
    found = rows.of(result)
    header = list(found[0]) if found else ["kind"]
    return write_rows(header, zip(*(cells(row[name] for row in found) for name in header), strict=True), path)


def as_json(result: Result) -> str:
    """The same as JSON, with what they were made of."""
    about = {
        "title": result.title,
        "codebook": result.codebook.title,
        "fingerprint": result.fingerprint,
        "machine": list(result.machine),
        "run": result.run,
        "resampled": result.how,
        "unplaced": result.unplaced,
        "changed": result.changed,
        "samples": {name: asdict(judged) for name, judged in result.lots.items()},
    }
    return json.dumps({**about, "comparisons": rows.of(result)}, ensure_ascii=False, indent=1)
