"""Tables of claims by groups and places in a document: names stand upright, so that none breaks in a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qualcode.argument.chart import lettering
from qualcode.argument.dossier_tables import Cell, Table
from qualcode.argument.phrasing import figures
from qualcode.argument.word import pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line

COLUMNS = 10
"""Most groups or places in a table beside each other on a page that stands."""
CLAIM, WIDEST, WHOLE = 5.4, 1.5, 16.6
"""Width of the column of claims, of another at most, and of the whole, in cm."""
POINT = 2.54 / 72
"""Of a point, in cm."""
LOWEST, MARGIN = 1.2, 0.9
"""Height of a row of upright names at least, and of it what no name fills, in cm."""


def tables(writing: Writing) -> None:
    """Claims by groups, by places and by the groups that the argumentation names, where there are any."""
    say = writing.say
    for place, table in enumerate(_packed(writing.dossier.tables)):
        writing.heading(table.title, 2)
        if not place:
            about = writing.paragraph(say("dossier.tables.help_shaded"))
            about.paragraph_format.keep_with_next = True
        spans = [
            range(at, min(at + COLUMNS, len(table.columns))) for at in range(0, len(table.columns), COLUMNS)
        ]
        for number, span in enumerate(spans, 1):
            title = table.title
            if len(spans) > 1:
                title = say("dossier.reading.table_part", title=title, part=number, parts=len(spans))
            writing.caption("table", title)
            _table(writing, table, span)


def _packed(tables: Iterable[Table]) -> list[Table]:
    """Tables of the same claims beside each other as one where they have room, without empty ones."""
    found: list[Table] = []
    for table in tables:
        if not table.columns:
            continue
        last = found[-1] if found else None
        claims = [row.claim for row in table.rows]
        fits = last and len(last.columns) + len(table.columns) <= COLUMNS
        if last and fits and claims == [row.claim for row in last.rows]:
            rows = (
                replace(one, cells=one.cells + other.cells)
                for one, other in zip(last.rows, table.rows, strict=True)
            )
            found[-1] = replace(
                last,
                title=f"{last.title}; {table.title[:1].lower()}{table.title[1:]}",
                columns=last.columns + table.columns,
                sources=last.sources + table.sources,
                rows=tuple(rows),
            )
        else:
            found.append(table)
    return found


def upright_height(names: Iterable[str]) -> float:
    """How high a row must be in which each name stands upright in two lines and no word breaks, in cm."""
    widest = max((_two_lines(name) for name in names), default=0.0)
    return max(LOWEST, widest * POINT + MARGIN)


def _two_lines(name: str) -> float:
    """Points that the wider of two lines takes, parted where that is least."""
    words = name.split()
    size = styles.SIZES[styles.CELL]
    parted = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words))]
    return min((max(lettering.width(part, size) for part in lines) for lines in parted), default=0.0)


def _table(writing: Writing, table: Table, span: range) -> None:
    say = writing.say
    wide = min(WIDEST, (WHOLE - CLAIM) / len(span))
    names = [line(table.columns[at]) or say("dossier.tables.unknown") for at in span]
    made = pieces.table(writing.document, 2 + len(table.rows), (CLAIM, *[wide] * len(span)))
    pieces.narrow(made)
    pieces.put(made.cell(0, 0), say("dossier.tables.claim"), bold=True, style=styles.CELL)
    pieces.low(made.cell(0, 0))
    pieces.high(made.rows[0], upright_height(names))
    pieces.put(made.cell(1, 0), say("dossier.tables.sources"), style=styles.CELL)
    for column, (at, name) in enumerate(zip(span, names, strict=True), 1):
        pieces.put(made.cell(0, column), name, bold=True, style=styles.CELL)
        pieces.upright(made.cell(0, column))
        pieces.put(made.cell(1, column), str(table.sources[at]), style=styles.CELL, middle=True)
    for number, row in enumerate(table.rows, 2):
        cells = made.rows[number].cells
        writing.claim(pieces.put(cells[0], "", style=styles.CELL), row.claim)
        for column, at in enumerate(span, 1):
            _cell(cells[column], row.cells[at])
    writing.paragraph()


def _cell(cell, found: Cell) -> None:
    """Its figures; shaded where the claim concerns the group, with a star where that says nothing."""
    words = "★" if found.concerned and found.empty else figures(found)
    pieces.put(cell, words, style=styles.CELL, middle=True)
    if found.concerned:
        pieces.shade(cell, styles.SHADE)
