"""``codings_machine.csv``: what the machine gave by itself, where people's decisions have outranked some of
it or a strict run has left some out; where nothing has, that is ``codings.csv``.

Agreement between people and machine is measured on these.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.writers.cells import unguarded
from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord
    from qualcode.result import Run

NAME = "codings_machine.csv"
COLUMNS = ("source", "segment", "start", "end", "code_id", "score", "threshold", "coder")


def read(path: Path) -> dict[str, list[CodingRecord]]:
    """The codings of this file, or of ``codings.csv``, by source and in its order; why each was given does
    not stand there."""
    from qualcode.carrier import CodingRecord

    found: dict[str, list[CodingRecord]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            record = CodingRecord(
                segment=int(row["segment"]) - 1,
                code=unguarded(row["code_id"]),
                coder=unguarded(row["coder"]),
                score=float(row["score"]) if row["score"] else None,
                threshold=float(row["threshold"]) if row["threshold"] else None,
            )
            found.setdefault(unguarded(row["source"]), []).append(record)
    return found


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
