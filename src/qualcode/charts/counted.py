"""What the charts show, counted by a run and read from its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import matrices
from qualcode.errors import OutputError, Place

if TYPE_CHECKING:
    import pandas as pd

MOST_VALUES = 12
"""Attributes with more values than this (dates, names) are no groups."""
VALIDATED, NOT_VALIDATED = "✓", "○"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a chart names it: its path in the tables, its name with its mark, whether it is validated."""

    path: str
    label: str
    validated: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers by row and code.

    Attributes:
        rows: What stands before each row, with its n.
        counts: ``(n_rows, n_codes)``: what is written in each cell; ``None`` for none.
        shares: The same shape, 0–1: what shades it.
    """

    rows: list[str]
    counts: list[list[int | None]]
    shares: list[list[float]]


@dataclass(frozen=True, slots=True)
class Strip:
    """A transcript from its first to its last read segment.

    Attributes:
        source: Its name.
        length: How many read segments it has.
        places: For each code, the numbers (from 0) of the read segments that have it.
    """

    source: str
    length: int
    places: list[list[int]]


class Counted:
    """A run's tables.

    Args:
        folder: The run's folder in ``outputs/``.
        subcodes: Whether subcodes are shown, or only themes.

    Raises:
        OutputError: the run has no tables as CSV.
    """

    def __init__(self, folder: Path, *, subcodes: bool = False) -> None:
        self._folder = folder
        table = self._table("codes")
        kept = table if subcodes else table[table["level"] == 0]
        status = kept["status"] if "status" in kept else [""] * len(kept)
        self.codes = [
            Code(
                path,
                f"{'– ' * int(level)}{_plain(name)} {_mark(standing)}",
                standing == "validated",
            )
            for path, name, level, standing in zip(
                kept["code"], kept["name"], kept["level"], status, strict=True
            )
        ]
        self.sources = {code: int(number) for code, number in zip(kept["code"], kept["sources"], strict=True)}
        self._by_source = self._table("source_code")
        self.n_sources = len(self._by_source)
        self.n_segments = int(self._by_source["segments"].sum())

    def by_source(self) -> Grid:
        """Segments with each code in each source, and their share of the source's."""
        return self._grid(self._by_source, "source", "segments")

    def groups(self) -> Iterator[tuple[str, Grid, list[int]]]:
        """By attribute: its name, sources (or responses) with each code per value, and each value's n."""
        table = self._table("attribute_code")
        for name in dict.fromkeys(table["attribute"]):
            rows = table[table["attribute"] == name]
            if name == matrices.ALL or not 1 < len(rows) <= MOST_VALUES or (rows["sources"] <= 1).all():
                continue
            numbers = [int(number) for number in rows["sources"]]
            shares = [
                [float(row[code.path + matrices.SHARE_OF_SOURCES]) for code in self.codes]
                for row in rows.to_dict("records")
            ]
            counts: list[list[int | None]] = [
                [round(share * n) for share in line] for line, n in zip(shares, numbers, strict=True)
            ]
            labels = [
                f"{_plain(value) or '–'} (n = {n})" for value, n in zip(rows["value"], numbers, strict=True)
            ]
            yield _plain(name), Grid(labels, counts, shares), numbers

    def together(self) -> Grid:
        """Segments that have both codes, and their Jaccard index; not of a code and those above it."""
        table = self._table("code_code").set_index("code")
        counts: list[list[int | None]] = []
        shares: list[list[float]] = []
        for one in self.codes:
            apart = [not _related(one.path, other.path) for other in self.codes]
            counts.append(
                [
                    int(table.loc[one.path, other.path]) if fits else None
                    for other, fits in zip(self.codes, apart, strict=True)
                ]
            )
            shares.append(
                [
                    float(table.loc[one.path, other.path + matrices.JACCARD]) if fits else 0.0
                    for other, fits in zip(self.codes, apart, strict=True)
                ]
            )
        return Grid([code.label for code in self.codes], counts, shares)

    def strips(self) -> Iterator[Strip]:
        """A strip a source."""
        table = self._table("segment_code")
        for source, rows in table.groupby("source", sort=False):
            places = [[at for at, score in enumerate(rows[code.path]) if score > 0] for code in self.codes]
            yield Strip(_plain(source), len(rows), places)

    def _grid(self, table: pd.DataFrame, label: str, total: str) -> Grid:
        rows = table.to_dict("records")
        return Grid(
            [f"{_plain(row[label])} (n = {row[total]})" for row in rows],
            [[int(row[code.path]) for code in self.codes] for row in rows],
            [[float(row[code.path + matrices.SHARE]) for code in self.codes] for row in rows],
        )

    def _table(self, name: str) -> pd.DataFrame:
        import pandas as pd

        path = self._folder / f"matrix_{name}.csv"
        words = {"source": str, "attribute": str, "value": str, "name": str, "code": str, "status": str}
        try:
            return pd.read_csv(path, sep=";", encoding="utf-8-sig", keep_default_na=False, dtype=words)
        except (OSError, ValueError) as error:
            raise OutputError(
                "the charts are drawn from this table, and it is not there or cannot be read.",
                where=Place(path),
                remedy="Let study.yaml ask for the matrices as CSV under outputs: formats:, and run again.",
            ) from error


def _mark(standing: str) -> str:
    return VALIDATED if standing == "validated" else NOT_VALIDATED


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")


def _plain(words: object) -> str:
    """A cell's words without the apostrophe that keeps a spreadsheet from taking them as a formula."""
    text = str(words)
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
