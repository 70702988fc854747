"""Measured figures as rows of one table, in CSV and in Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

DIGITS = 4
HEADINGS = ("measured on", "coder", "of", "figure", "n", "groups", "have it", "value", "95 % interval")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        on: What it was measured on.
        coder: Who was measured.
        of: A code, a class, or ``macro`` for their mean.
        figure: ``kappa``, ``precision``, ``recall``, ``f1``, ``accuracy`` …
        n: Units.
        groups: Documents or transcripts that they belong to, which are resampled whole.
        positive: Units that have the code; nothing where that is no question.
        value: The figure; NaN where it is not defined.
        low: Lower limit of the interval.
        high: Upper limit.
    """

    on: str
    coder: str
    of: str
    figure: str
    n: int
    groups: int
    positive: int | None
    value: float
    low: float
    high: float


def to_csv(rows: Iterable[Row]) -> str:
    """All rows as CSV with commas and decimal points."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Row))
    writer.writerows(map(_cells, rows))
    return text.getvalue()


def to_markdown(rows: Iterable[Row]) -> str:
    """All rows as a table."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS)]
    for row in rows:
        counts = str(row.n), str(row.groups), "" if row.positive is None else str(row.positive)
        lines.append((row.on, row.coder, row.of, row.figure, *counts, short(row.value), interval(row)))
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def short(value: float) -> str:
    """Two decimals without the zero before them: ``.66``; ``–`` for what is not defined."""
    if value != value:
        return "–"
    said = f"{value:.2f}"
    return said.replace("0.", ".", 1) if abs(value) < 1 and not said.endswith("1.00") else said


def interval(row: Row) -> str:
    """The limits: ``.60–.71``; nothing where there are none."""
    if row.low != row.low:
        return ""
    return f"{short(row.low)}–{short(row.high)}"


def kappa_table(rows: Sequence[Row], bold: str) -> list[str]:
    """Cohen's kappa with its interval, in Markdown: a line for each text and coder, a column for each code.

    Args:
        rows: Measured figures; others than kappa are left out.
        bold: The coder whose figures stand out.
    """
    kappas = [row for row in rows if row.figure == "kappa"]
    codes = list(dict.fromkeys(row.of for row in kappas))
    lines = [f"| Cohen's kappa (95 % interval) | {' | '.join(codes)} |", "| --- |" + " --- |" * len(codes)]
    for on, coder in dict.fromkeys((row.on, row.coder) for row in kappas):
        cells = []
        for code in codes:
            row = one(kappas, on=on, coder=coder, of=code)
            said = f"**{short(row.value)}**" if coder == bold else short(row.value)
            cells.append(f"{said} ({interval(row)})")
        lines.append(f"| {on}, {coder} | {' | '.join(cells)} |")
    return lines


def one(rows: Sequence[Row], **wanted: str) -> Row:
    """The one row with these properties."""
    (found,) = (row for row in rows if all(getattr(row, name) == value for name, value in wanted.items()))
    return found


def _cells(row: Row) -> list[str | int]:
    def cell(value: object) -> str | int:
        if isinstance(value, float):
            return "" if value != value else f"{value:.{DIGITS}f}"
        return "" if value is None else value  # type: ignore[return-value]

    return [cell(value) for value in astuple(row)]
