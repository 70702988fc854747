"""The dossier's tables as .csv: one a table, and all quotes shown and all gaps, a row each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qualcode.argument.dossier import Dossier
from qualcode.argument.dossier_tables import Table
from qualcode.writers.tabular import cells, write_rows

NAME = "claim_group.csv"
QUOTE_COLUMNS = (
    "id", "shown", "claim", "kind", "side", "stance", "confirmed_by", "pinned_by", "view", "source", "turn",
    "start", "end", "speaker", "role", "place", "begins", "language", "group", "district", "codes", "score",
    "rank", "reason", "text",
)  # fmt: skip


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """The files."""
    files = [_table(table, folder) for table in dossier.tables]
    files.append(_rows(folder / "quotes.csv", QUOTE_COLUMNS, quotes(dossier)))
    gaps = ((gap.kind, gap.claim, gap.about, gap.text) for gap in dossier.gaps)
    files.append(_rows(folder / "gaps.csv", ("kind", "claim", "about", "text"), gaps))
    return files


def quotes(dossier: Dossier) -> Iterable[tuple[Any, ...]]:
    """A row for each quote under each claim, with :data:`QUOTE_COLUMNS`; ``shown`` is 1 for those that the
    rule chose or people pinned, 0 for the others."""
    for part in dossier.parts:
        for view in part.views:
            for side in view.sides:
                for one in (*side.quotes, *side.rest):
                    yield (
                        one.id, int(one in side.quotes), part.id, part.kind, side.name, one.stance,
                        one.confirmed_by, one.pinned_by, view.name, one.source, one.turn, one.start, one.end,
                        one.speaker or "", one.role or "", one.place, one.begins, one.language, one.group,
                        one.district, "; ".join(code.id for code in one.codes), one.score, one.rank,
                        one.reason, one.text,
                    )  # fmt: skip


def _table(table: Table, folder: Path) -> Path:
    """One row a claim and column: sources that support it, challenge it, do both; whether it concerns
    them."""
    rows = (
        (row.claim.id, row.claim.kind, row.claim.label, name, n_sources,
         cell.supports, cell.challenges, cell.both, int(cell.concerned))
        for row in table.rows
        for name, n_sources, cell in zip(table.columns, table.sources, row.cells, strict=True)
    )  # fmt: skip
    what = table.key.removeprefix("claim_")
    header = ("claim", "kind", "name", what, "sources", "supports", "challenges", "both", "concerned")
    return _rows(folder / f"{table.key}.csv", header, rows)


def _rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    return write_rows(list(header), (cells(row) for row in rows), path)
