"""Chapters of the document beside the claims': overview, objections, gaps, tables, map, grounds."""

from __future__ import annotations

import io

from qualcode.argument import phrasing
from qualcode.argument.chart import drawing, png
from qualcode.argument.chart.wording import Sayings
from qualcode.argument.dossier_tables import Table
from qualcode.argument.missing import by_kind
from qualcode.argument.word import package, pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line

COLUMNS = 9
"""Most groups or places in a table beside each other on a page that lies."""
WORDS = 6000
"""Most characters of a picture's description; Word cuts longer ones."""


def overview(writing: Writing) -> None:
    """Every claim with its figures."""
    say = writing.say
    writing.heading(say("dossier.page.overview"), 1)
    writing.paragraph(say("dossier.page.overview_help"))
    writing.caption("table", say("dossier.reading.overview_caption"))
    parts = [part for part in writing.dossier.parts if part.evidenced]
    names = ("claim", "supports", "challenges", "both", "strength", "balance", "views")
    table = pieces.table(writing.document, 1 + len(parts), (5.2, 0.9, 0.9, 0.9, 1.7, 1.8, 5.2))
    for column, name in enumerate(names):
        pieces.put(
            table.cell(0, column),
            say(f"dossier.page.column_{name}"),
            bold=True,
            right=0 < column < 6,
            style=styles.CELL,
        )
    for row, part in enumerate(parts, 1):
        cells = table.rows[row].cells
        first = pieces.put(cells[0], "", style=styles.CELL)
        writing.claim(first, part.id, line(part.label))
        pieces.text(first, f" ({say(f'dossier.kinds.{part.kind}').lower()})")
        figures = [*map(str, phrasing.on_sides(part).values())]
        figures += [f"{round(100 * part.strength)} %", phrasing.balance(part.total, writing.language)]
        for cell, words in zip(cells[1:6], figures, strict=True):
            pieces.put(cell, words, right=True, style=styles.CELL)
        pieces.put(cells[6], say(f"dossier.contrasts.{part.contrast}"), style=styles.CELL)
    writing.paragraph()


def objections(writing: Writing) -> None:
    """Who raises each, against what, and what answers it."""
    say = writing.say
    found = writing.dossier.objections
    writing.caption("table", say("dossier.reading.objections"))
    table = pieces.table(writing.document, 1 + len(found), (4.2, 3.8, 4.3, 4.3))
    heads = (say("dossier.kinds.objection"), say("dossier.relations.against").capitalize())
    for column, words in enumerate((*heads, say("dossier.page.raised_by"), say("dossier.page.answered_by"))):
        pieces.put(table.cell(0, column), words, bold=True, style=styles.CELL)
    for row, each in enumerate(found, 1):
        cells = table.rows[row].cells
        writing.claim(pieces.put(cells[0], "", style=styles.CELL), each.id, line(each.label))
        pieces.put(cells[1], "; ".join(line(ref.label) for ref in each.against), style=styles.CELL)
        raised, answered = (
            phrasing.standing(standing, writing.language) if standing.quotes else say("dossier.page.nobody")
            for standing in (each.raised_by, each.answered_by)
        )
        pieces.put(cells[2], line(raised), style=styles.CELL)
        if each.unanswered:
            pieces.put(cells[3], say("dossier.page.unanswered"), style=styles.CELL, bold=True)
        else:
            pieces.put(cells[3], line(answered), style=styles.CELL)
    writing.paragraph()


def gaps(writing: Writing) -> None:
    """What is missing, by kind."""
    say = writing.say
    writing.heading(say("dossier.page.gaps"), 1)
    if not writing.dossier.gaps:
        writing.paragraph(say("dossier.page.gaps_none"))
    for kind, found in by_kind(writing.dossier):
        writing.heading(say(f"dossier.gap_headings.{kind}"), 2)
        if not found:
            writing.paragraph(say("dossier.page.gaps_all"))
        for gap in found:
            writing.item(line(gap.text))


def tables(writing: Writing) -> None:
    """Claims by groups and places."""
    say = writing.say
    writing.heading(say("dossier.page.tables"), 1)
    writing.paragraph(say("dossier.tables.help"))
    for table in writing.dossier.tables:
        writing.heading(table.title, 2)
        spans = [
            range(at, min(at + COLUMNS, len(table.columns))) for at in range(0, len(table.columns), COLUMNS)
        ]
        for number, span in enumerate(spans, 1):
            title = table.title
            if len(spans) > 1:
                title = say("dossier.reading.table_part", title=title, part=number, parts=len(spans))
            writing.caption("table", title)
            _table(writing, table, span)


def _table(writing: Writing, table: Table, span: range) -> None:
    say = writing.say
    wide = min(2.6, 18.4 / len(span))
    made = pieces.table(writing.document, 2 + len(table.rows), (6.6, *[wide] * len(span)), header=1)
    pieces.put(made.cell(0, 0), say("dossier.tables.claim"), bold=True, style=styles.CELL)
    pieces.put(made.cell(1, 0), say("dossier.tables.sources"), style=styles.CELL)
    for column, at in enumerate(span, 1):
        name = line(table.columns[at]) or say("dossier.tables.unknown")
        pieces.put(made.cell(0, column), name, bold=True, style=styles.CELL)
        pieces.put(made.cell(1, column), str(table.sources[at]), style=styles.CELL)
    for number, row in enumerate(table.rows, 2):
        cells = made.rows[number].cells
        writing.claim(pieces.put(cells[0], "", style=styles.CELL), row.claim)
        for column, at in enumerate(span, 1):
            pieces.put(cells[column], phrasing.cell(row.cells[at]), style=styles.CELL)
    writing.paragraph()


def chart(writing: Writing) -> None:
    """The map, as large as a page lets it be."""
    from docx.shared import Cm

    say = writing.say
    writing.heading(say("dossier.page.map"), 1)
    writing.caption("figure", say("dossier.map.caption"))
    svg = drawing.svg(writing.dossier)
    width, height = drawing.size(svg)
    scale = min(16.6 / width, 21.2 / height)
    shape = writing.document.add_picture(io.BytesIO(png.of(svg)), Cm(width * scale), Cm(height * scale))
    package.add_svg(writing.document, shape, svg)
    sayings = Sayings(writing.dossier)
    properties = shape._inline.docPr
    properties.set("name", sayings.title)
    properties.set("title", sayings.title)
    properties.set("descr", sayings.all()[:WORDS])


def ground(writing: Writing) -> None:
    """Codes, the rule of selection, what the dossier was made from, choices that do not hold."""
    say, dossier = writing.say, writing.dossier
    writing.heading(say("dossier.page.codes"), 1)
    for code in dossier.codes:
        paragraph = writing.item()
        pieces.text(paragraph, line(code.name), bold=True)
        pieces.text(paragraph, f" ({line(code.path)}): {line(code.text)}")
    writing.heading(say("dossier.page.rule"), 1)
    for words in dossier.rule.lines:
        writing.paragraph(line(words), "List Number")
    writing.heading(say("dossier.page.provenance"), 1)
    for words in phrasing.made_from(dossier):
        writing.item(line(words))
    if dossier.lost:
        writing.heading(say("dossier.page.lost"), 1)
    for each in dossier.lost:
        action, why = say(f"dossier.actions.{each.action}"), say(f"dossier.lost.{each.reason}")
        whose = ", ".join(map(line, (each.claim, each.source, each.person)))
        writing.item(f"{action} ({whose}): ”{line(each.text)}” {why}")
