"""``codings_machine.csv``: what the machine gave by itself, where people's decisions have outranked some of
it or a strict run has left some out; where nothing has, that is ``codings.csv``.

Agreement between people and machine is measured on these. Why the machine gave a code stands in ``why``, as
JSON, where the run's own codings do not say so any more: people took it away, or made it theirs.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.writers.cells import unguarded
from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord
    from qualcode.result import Run

NAME = "codings_machine.csv"
COLUMNS = ("source", "segment", "start", "end", "code_id", "score", "threshold", "coder", "why")


def read(path: Path) -> dict[str, list[CodingRecord]]:
    """The codings of this file, or of ``codings.csv``, by source and in its order; with why each was given
    where the run's own codings do not tell that."""
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
                why=_read(row.get("why") or ""),
            )
            found.setdefault(unguarded(row["source"]), []).append(record)
    return found


def write(run: Run, folder: Path) -> list[Path]:
    """The file; none where ``codings.csv`` has the same."""
    if all(source.machine is None for source in run.sources):
        return []
    rows = []
    for source in run.sources:
        held = {(each.segment, each.code): each.why for each in source.codings}
        for coding in source.codings if source.machine is None else source.machine:
            segment = source.segments[coding.segment]
            place = (source.name, coding.segment + 1, segment.start, segment.end)
            told = held.get((coding.segment, coding.code)) == coding.why
            why = "" if told else json.dumps(coding.why, ensure_ascii=False, sort_keys=True)
            rows.append((*place, coding.code, coding.score, coding.threshold, coding.coder, why))
    columns = [cells(column) for column in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
    return [write_rows(list(COLUMNS), zip(*columns, strict=True), folder / NAME)]


def _read(why: str) -> dict[str, Any]:
    """A reason; in ``codings.csv`` it stands in words for people, and other columns have it."""
    return dict(json.loads(unguarded(why))) if why.startswith("{") else {}
