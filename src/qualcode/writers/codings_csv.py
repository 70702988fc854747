"""``codings.csv``: one row a coding; ``segments.csv``: one row a segment, coded or not.

Columns are those of :class:`qualcode.tables.Tables`; the format is that of :mod:`qualcode.writers.tabular`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.writers.tabular import write_frame

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "codings.csv"


def write(run: Run, folder: Path) -> list[Path]:
    """Both files."""
    return [
        write_frame(run.tables.codings, folder / NAME),
        write_frame(run.tables.segments, folder / "segments.csv"),
    ]
