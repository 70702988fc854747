"""What the charts show, counted by a run and read from its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import cases, matrices
from qualcode.errors import OutputError, Place
from qualcode.gate.standing import UNTESTED, VALIDATED
from qualcode.messages import message

if TYPE_CHECKING:
    import pandas as pd

MOST_VALUES = 12
"""Attributes with more values than this (dates, names) are no groups."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a chart shows it.

    Attributes:
        path: Of its columns in the tables.
        label: Its name, with the mark of where it stands if any code of the run was measured.
        doubtful: It was measured with others and is not validated.
    """

    path: str
    label: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers by row and code.

    Attributes:
        rows: What stands before each row, with its n.
        counts: ``(n_rows, n_codes)``: what is written in each cell; ``None`` for none.
        shares: The same shape, 0–1: what shades it.
        few: By row: so few cases (:data:`qualcode.cases.FEW`) that shares say nothing; none by default.
    """

    rows: list[str]
    counts: list[list[int | None]]
    shares: list[list[float]]
    few: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Strip:
    """A transcript from its first to its last read segment.

    Attributes:
        source: Its name.
        read: How many segments of it the coders read.
        length: The number of the last one, among all segments of the source and from 1, as the report counts.
        places: For each code, the numbers of the segments that have it.
    """

    source: str
    read: int
    length: int
    places: list[list[int]]


class Counted:
    """A run's tables.

    Args:
        folder: The run's folder in ``outputs/``.
        subcodes: Whether subcodes are shown, or only themes.

    Attributes:
        measured: People have judged enough for at least one code to be validated or to miss what is demanded.

    Raises:
        OutputError: the run has no tables as CSV.
    """

    def __init__(self, folder: Path, *, subcodes: bool = False) -> None:
        self._folder = folder
        table = self._table("codes")
        kept = table if subcodes else table[table["level"] == 0]
        status = table["status"] if "status" in table else table["code"].map(lambda _: UNTESTED)
        self.measured = bool((status != UNTESTED).any())
        self.codes = [
            Code(
                path,
                f"{'– ' * int(level)}{_plain(name)}{self._mark(standing)}",
                self.measured and standing != VALIDATED,
            )
            for path, name, level, standing in zip(
                kept["code"], kept["name"], kept["level"], status[kept.index], strict=True
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
                _with_n(_plain(value) or "–", n) for value, n in zip(rows["value"], numbers, strict=True)
            ]
            few = [n < cases.FEW for n in numbers]
            yield _plain(name), Grid(labels, counts, shares, few), numbers

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
            numbers = rows["segment"]
            places = [[int(n) for n in numbers[rows[code.path] > 0]] for code in self.codes]
            yield Strip(_plain(source), len(rows), int(numbers.max()), places)

    def _mark(self, standing: str) -> str:
        # The signs are the same in every language.
        return f" {message(f'gate.mark.{standing}', 'sv')}" if self.measured else ""

    def _grid(self, table: pd.DataFrame, label: str, total: str) -> Grid:
        rows = table.to_dict("records")
        return Grid(
            [_with_n(_plain(row[label]), row[total]) for row in rows],
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


def _with_n(words: str, n: int) -> str:
    # Spaces that do not break: a number that stands alone on a line says nothing.
    return f"{words} (n\u00a0=\u00a0{n})"


def _related(one: str, other: str) -> bool:
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")


def _plain(words: object) -> str:
    """A cell's words without the apostrophe that keeps a spreadsheet from taking them as a formula."""
    text = str(words)
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
