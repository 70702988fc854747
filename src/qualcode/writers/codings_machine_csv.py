"""``codings_machine.csv``: what the machine gave by itself, where people's decisions have outranked some of
it or a strict run has left some out; where nothing has, that is ``codings.csv``.

Agreement between people and machine is measured on these.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "codings_machine.csv"
COLUMNS = ("source", "segment", "start", "end", "code_id", "score", "threshold", "coder")


def write(run: Run, folder: Path) -> list[Path]:
    """The file; none where ``codings.csv`` has the same."""
    if all(source.machine is None for source in run.sources):
        return []
    rows = []
    for source in run.sources:
        for coding in source.codings if source.machine is None else source.machine:
            segment = source.segments[coding.segment]
            place = (source.name, coding.segment + 1, segment.start, segment.end)
            rows.append((*place, coding.code, coding.score, coding.threshold, coding.coder))
    columns = [cells(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
    return [write_rows(list(COLUMNS), zip(*columns, strict=True), folder / NAME)]
