"""The matrices as ``matrix_*.csv``: segment × code, source × code, attribute × code, code × code, and
``matrix_codes.csv`` with how widely each code is shared, and where it stands by the gate (all of that is in
``validation.csv``).

Columns are those of :mod:`qualcode.matrices`; the format is that of :mod:`qualcode.writers.tabular`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.gate import rows
from qualcode.writers.tabular import write_frame

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "matrices.csv"
MATRICES = ("segment_code", "source_code", "attribute_code", "code_code", "codes")
ADDED = ("status", "estimated", "estimated_low", "estimated_high")
"""Of :mod:`qualcode.gate.rows`, what ``matrix_codes.csv`` has too."""


def write(run: Run, folder: Path) -> list[Path]:
    """One file a matrix."""
    frames = {matrix: getattr(run.tables, matrix) for matrix in MATRICES}
    if run.validation is not None:
        found = rows.of(run.validation, run.codebook, run.tables.codes["code_id"], run.language)
        frames["codes"] = frames["codes"].assign(**{name: [row[name] for row in found] for name in ADDED})
    return [write_frame(frame, folder / f"matrix_{matrix}.csv") for matrix, frame in frames.items()]
