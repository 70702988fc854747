"""How often a part that was kept apart has been scored: each look at it makes the next less honest."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from qualcode.training.segments import StudySegments

FILE = "tested.csv"


def times_before(models: Path, segments: StudySegments, part: np.ndarray, name: str) -> int:
    """How often the same segments were scored before; this time is noted.

    Args:
        models: The study's ``models/``.
        segments: The study's.
        part: Places of the segments that are scored.
        name: The coder's name.
    """
    from qualcode.stagecache import key_of

    key = key_of(sorted((segments.sources[row], *segments.places[row]) for row in part.tolist()))
    path = models / FILE
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8")))) if path.is_file() else []
    models.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as file:
        when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        csv.writer(file, lineterminator="\n").writerow([key, when, name, len(part)])
    return sum(row[:1] == [key] for row in rows)
