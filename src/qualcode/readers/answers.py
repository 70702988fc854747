"""Tables of answers and notes: one row a response, its texts apart from what describes it.

Columns of long free text are what was answered; their headers are the questions, as sections. All other
columns describe the response and become its attributes, as they are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from qualcode.errors import Place, SourceError
from qualcode.readers import columns, words
from qualcode.readers.clocks import Clock, in_milliseconds
from qualcode.readers.lines import Line, Reading, Warned
from qualcode.readers.text import tidy
from qualcode.study import SourceSettings
from qualcode.transcript import Piece, normalize


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its place in the file, from 1, and its cells as they are written."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file or of a sheet; empty ones are left out.

    Attributes:
        rows: In the order of the file, the header among them.
        sheet: The sheet's name, where there are several.
        filled: Cells (index of the column, line) that repeat the cell above, with which they are merged.
    """

    rows: list[Row]
    sheet: str = ""
    filled: frozenset[tuple[int, int]] = field(default=frozenset())


def read(tables: Iterable[Table], name: str, settings: SourceSettings, warnings: list[Warned]) -> Reading:
    """The texts of the tables, row by row.

    Raises:
        SourceError: ``no_column``, a column that the study names is in none of the tables.
    """
    pieces: list[Piece] = []
    told: list[tuple[list[str], list[str]]] = []
    without, missing = 0, set(columns.stated(settings))
    unread: list[Warned] = []
    for table in tables:
        opening, header, rows = columns.split(table.rows)
        above = (table.sheet,) if table.sheet else ()
        pieces += [
            Piece(tidy(cell), kind="head", section=above, line=row.line)
            for row in opening
            for cell in row.cells
            if cell.strip()
        ]
        if not header:
            continue
        chosen = columns.choose(header, rows, settings)
        missing -= {words.key(column) for column in header}
        if rows:
            told.append(([header[i] for i in chosen.text], [header[i] for i in chosen.attributes]))
        clock = Clock(1000 if _counts_milliseconds(rows, chosen) else 1)
        for row in rows:
            found = list(_of_row(row, header, chosen, table, above, clock))
            without += not found
            pieces += found
        unread += clock.warnings()
    if missing:
        raise SourceError("no_column", where=Place(name), columns=", ".join(columns.named(settings, missing)))
    if pieces and all(piece.kind == "speech" and not piece.case for piece in pieces):
        return _conversation(pieces, warnings + _warned(told, settings, without) + unread)
    return Reading([], warnings + _warned(told, settings, without) + unread, pieces=pieces)


def _of_row(
    row: Row, header: list[str], chosen: columns.Columns, table: Table, above: tuple[str, ...], clock: Clock
) -> Iterable[Piece]:
    def cell(index: int | None) -> str:
        return row.cells[index] if index is not None and index < len(row.cells) else ""

    attributes = {header[index]: normalize(tidy(cell(index))).strip() for index in chosen.attributes}
    speaker = tidy(cell(chosen.speaker)).strip()
    case = f"{table.sheet}:{row.line}" if table.sheet else str(row.line)
    for index in chosen.text:
        text = tidy(cell(index))
        if text.strip() and (index, row.line) not in table.filled:
            yield Piece(
                text,
                kind="speech" if chosen.speaker is not None or chosen.is_transcript else "note",
                speaker=speaker or None,
                section=above if chosen.is_transcript else (*above, normalize(tidy(header[index])).strip()),
                begins=clock.seconds(cell(chosen.begins).strip()),
                ends=clock.seconds(cell(chosen.ends).strip()),
                line=row.line,
                case=case if attributes else "",
                attributes=attributes,
            )


def _conversation(pieces: list[Piece], warnings: list[Warned]) -> Reading:
    """A table that is a transcript, with nothing else in it: its rows are joined to turns."""
    timed = any(piece.begins is not None for piece in pieces)
    named = any(piece.speaker for piece in pieces)
    lines = [
        Line(
            piece.text,
            glue=" " if timed else "\n",
            speaker=(piece.speaker or "") if named else None,
            begins=piece.begins,
            ends=piece.ends,
            line=piece.line,
        )
        for piece in pieces
    ]
    return Reading(lines, warnings, cues=timed)


def _counts_milliseconds(rows: list[Row], chosen: columns.Columns) -> bool:
    """Whisper's tables count milliseconds."""
    if chosen.begins is None or chosen.ends is None:
        return False
    last = max(chosen.begins, chosen.ends, *chosen.text)
    whole = [row.cells for row in rows if len(row.cells) > last]
    return in_milliseconds(
        [(row[chosen.begins], row[chosen.ends], sum(len(row[at]) for at in chosen.text)) for row in whole]
    )


def _warned(told: list[tuple[list[str], list[str]]], settings: SourceSettings, without: int) -> list[Warned]:
    found: list[Warned] = []
    if told and not settings.text_columns:
        text = list(dict.fromkeys(column for columns_, _ in told for column in columns_))
        others = list(dict.fromkeys(column for _, columns_ in told for column in columns_))
        values = {"text": _listed(text), "attributes": _listed(others)}
        found.append(("columns_guessed", values))
    if without:
        found.append(("rows_without_text", {"count": str(without)}))
    return found


def _listed(headers: list[str]) -> str:
    return ", ".join(f"\u201d{' '.join(header.split())[:60]}\u201d" for header in headers) or "–"
