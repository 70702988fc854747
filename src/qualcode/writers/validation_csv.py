"""``validation.csv``: where each code stands by the gate, with all figures of people against the machine and
the estimated prevalence; columns are those of :mod:`qualcode.gate.rows`.

It stands beside the matrices, whose columns are codes and numbers alone, so that programs read them as ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.gate import rows
from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "validation.csv"


def write(run: Run, folder: Path) -> list[Path]:
    """The file; nothing of a run that was not measured."""
    if run.validation is None:
        return []
    found = rows.of(run.validation, run.codebook, run.tables.codes["code_id"], run.language)
    header = list(found[0]) if found else ["code"]
    columns = [cells(row[name] for row in found) for name in header]
    return [write_rows(header, zip(*columns, strict=True), folder / NAME)]
