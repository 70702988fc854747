"""The matrices as ``matrix_*.csv``: segment × code, source × code, attribute × code, code × code, and
``matrix_codes.csv`` with how widely each code is shared.

Columns are those of :mod:`qualcode.matrices`; the format is that of :mod:`qualcode.writers.tabular`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.writers.tabular import write_frame

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "matrices.csv"
MATRICES = ("segment_code", "source_code", "attribute_code", "code_code", "codes")


def write(run: Run, folder: Path) -> list[Path]:
    """One file a matrix."""
    return [write_frame(getattr(run.tables, matrix), folder / f"matrix_{matrix}.csv") for matrix in MATRICES]
