"""The first chapter, for whoever reads no further: figures, map, what is missing, who stands where."""

from __future__ import annotations

import io

from qualcode.argument import phrasing
from qualcode.argument.chart import drawing, png
from qualcode.argument.chart.wording import Sayings
from qualcode.argument.dossier import KINDS
from qualcode.argument.missing import by_about, by_kind
from qualcode.argument.word import crossing, package, pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line

WORDS = 6000
"""Most characters of a picture's description; Word cuts longer ones."""
WIDE, HIGH = 16.6, 21.4
"""Most room for the map, in cm."""


def brief(writing: Writing) -> None:
    """All of it."""
    heading = writing.heading(writing.say("dossier.reading.brief"), 1)
    heading.paragraph_format.page_break_before = True
    _figures(writing)
    _chart(writing)
    _gaps(writing)
    crossing.tables(writing)


def _figures(writing: Writing) -> None:
    """Every claim that was tried, with its figures, by kind."""
    say = writing.say
    writing.heading(say("dossier.page.overview"), 2)
    writing.paragraph(say("dossier.page.overview_help"))
    writing.caption("table", say("dossier.reading.overview_caption"))
    kinds = [
        (kind, parts)
        for kind in KINDS
        if (parts := [part for part in writing.dossier.of_kind(kind) if part.evidenced])
    ]
    names = ("claim", "supports", "challenges", "both", "strength", "balance", "views", "gaps")
    rows = 1 + sum(1 + len(parts) for _, parts in kinds)
    table = pieces.table(writing.document, rows, (6.6, 0.9, 0.9, 0.9, 1.6, 1.7, 2.4, 1.6))
    for column, name in enumerate(names):
        title = say(f"dossier.page.column_{name}")
        pieces.put(table.cell(0, column), title, bold=True, right=column not in (0, 6), style=styles.CELL)
    row = 0
    for kind, parts in kinds:
        row += 1
        whole = pieces.across(table, row)
        pieces.put(whole, say(f"dossier.chapters.{kind}"), bold=True, style=styles.CELL, tied=True)
        for part in parts:
            row += 1
            cells = table.rows[row].cells
            writing.claim(pieces.put(cells[0], "", style=styles.CELL), part.id, line(part.label))
            figures = [*map(str, phrasing.on_sides(part).values()), f"{round(100 * part.strength)} %"]
            figures.append(phrasing.balance(part.total, writing.language))
            for cell, words in zip(cells[1:6], figures, strict=True):
                pieces.put(cell, words, right=True, style=styles.CELL)
            pieces.put(cells[6], say(f"dossier.contrasts_short.{part.contrast}"), style=styles.CELL)
            lacks = len(phrasing.own_gaps(part))
            pieces.put(cells[7], str(lacks) if lacks else "", right=True, style=styles.CELL)
    writing.paragraph()


def _chart(writing: Writing) -> None:
    """The map, as large as a page lets it be."""
    from docx.shared import Cm

    say = writing.say
    heading = writing.heading(say("dossier.page.map"), 2)
    heading.paragraph_format.page_break_before = True
    svg = drawing.svg(writing.dossier)
    width, height = drawing.size(svg)
    scale = min(WIDE / width, HIGH / height)
    writing.caption("figure", say("dossier.map.caption"))
    shape = writing.document.add_picture(io.BytesIO(png.of(svg)), Cm(width * scale), Cm(height * scale))
    package.add_svg(writing.document, shape, svg)
    sayings = Sayings(writing.dossier)
    properties = shape._inline.docPr
    properties.set("name", sayings.title)
    properties.set("title", sayings.title)
    properties.set("descr", sayings.all()[:WORDS])


def _gaps(writing: Writing) -> None:
    """What is missing, what weighs most first."""
    say = writing.say
    writing.heading(say("dossier.page.gaps"), 2)
    if not writing.dossier.gaps:
        writing.paragraph(say("dossier.page.gaps_none"))
    tried = sum(part.evidenced for part in writing.dossier.parts)
    for kind, found in by_kind(writing.dossier):
        writing.heading(say(f"dossier.gap_headings.{kind}"), 3)
        if not found:
            writing.paragraph(say("dossier.page.gaps_all"))
        elif kind in ("unvalidated", "unconfirmed"):
            many = len({gap.claim for gap in found})
            writing.paragraph(say("dossier.page.gaps_many", n=many, total=tried))
        elif kind in ("group_silent", "group_missing", "place_silent", "place_missing"):
            for about, claims in by_about(found):
                paragraph = writing.item()
                pieces.text(paragraph, f"{line(about)}: ", bold=True)
                writing.claims(paragraph, [writing.dossier.part(claim) for claim in claims])
        else:
            for gap in found:
                writing.item(line(gap.text))
