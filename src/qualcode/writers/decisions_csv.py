"""``decisions.csv``: one row a decision by a person, with where its words stand now and what came of it.

Only where people have decided anything. ``how`` is ``exact``, ``moved`` or ``open`` (and then it counts
nowhere), ``reason`` why (:data:`qualcode.decisions.anchors.REASONS`). ``machine`` says in how many of the
``segments`` that it speaks of the machine gave the code by itself, ``given`` in how many the code stands in
the end. The format is that of :mod:`qualcode.writers.tabular`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.decisions.on_segments import spoken_of
from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.decisions.anchors import Placed
    from qualcode.result import Run

NAME = "decisions.csv"
COLUMNS = [
    "source", "start", "end", "text", "segments", "code", "code_id", "coder", "judgement", "made", "origin",
    "memo", "how", "reason", "sure", "machine", "given", "judged_source", "judged_start", "judged_end",
    "judged_text",
]  # fmt: skip


def write(run: Run, folder: Path) -> list[Path]:
    """The file, if people have decided anything."""
    if run.people is None or not run.people.said:
        return []
    rows = zip(*map(cells, zip(*_rows(run), strict=True)), strict=True)
    return [write_rows(COLUMNS, rows, folder / NAME)]


def _rows(run: Run) -> Iterator[tuple[Any, ...]]:
    assert run.people is not None
    places = {
        source.name: [(segment.start, segment.end) for segment in source.segments] for source in run.sources
    }
    given = {source.name: {(each.segment, each.code) for each in source.codings} for source in run.sources}
    machine = {
        source.name: {
            (each.segment, each.code)
            for each in (source.codings if source.machine is None else source.machine)
        }
        for source in run.sources
    }
    for placed in run.people.placed:
        yield _row(run, placed, places, machine, given)


def _row(
    run: Run,
    placed: Placed,
    places: dict[str, list[tuple[int, int]]],
    machine: dict[str, set[tuple[int, str]]],
    given: dict[str, set[tuple[int, str]]],
) -> tuple[Any, ...]:
    said, spot = placed.decision, placed.spot
    segments = spoken_of(spot.start, spot.end, places[spot.source]) if spot else []
    having = [
        sum((segment, said.code) in codings[spot.source] for segment in segments) if spot else None
        for codings in (machine, given)
    ]
    where = (spot.source, spot.start, spot.end, spot.text) if spot else ("", None, None, "")
    return (
        *where, "; ".join(str(segment + 1) for segment in segments),
        run.codebook.path(said.code) if said.code in run.codebook else "", said.code,
        said.coder, said.judgement, said.made, said.origin, said.memo,
        placed.how, placed.reason, spot.sure if spot else None, *having,
        said.source, said.start, said.end, said.quote,
    )  # fmt: skip
