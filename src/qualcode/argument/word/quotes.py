"""Quotes in a document: side by side, each with its reference and a link to its place."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from qualcode.argument import phrasing
from qualcode.argument.dossier import ClaimPart
from qualcode.argument.dossier_quotes import Quote, Side, View
from qualcode.argument.reference import reference, weak_codes
from qualcode.argument.word import pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

WIDTH = 8.3
"""Of each of the two columns, in cm."""


def view(writing: Writing, part: ClaimPart, one: View) -> None:
    """Supporting and challenging quotes in two columns, and below what cuts both ways."""
    say, names = writing.say, phrasing.sides(part, writing.language)
    name = say(f"dossier.views.{one.name}")
    writing.heading(name, 3)
    sides = (one.supports, one.challenges)
    writing.caption("table", say("dossier.reading.sides_caption", label=line(part.label), view=name.lower()))
    pairs = list(zip_longest(*(side.quotes for side in sides)))
    table = pieces.table(writing.document, 2 + len(pairs), (WIDTH, WIDTH))
    for column, side in enumerate(sides):
        pieces.put(table.cell(0, column), names[side.name], bold=True, tied=True)
        pieces.put(table.cell(1, column), _standing(writing, side), style=styles.FIGURES, tied=bool(pairs))
    for row, pair in enumerate(pairs, 2):
        for column, each in enumerate(pair):
            if each is not None:
                quote(writing, table.cell(row, column), each)
    writing.paragraph()
    if one.both.standing.quotes:
        writing.heading(names["both"], 4)
        writing.paragraph(_standing(writing, one.both), styles.FIGURES)
        for each in one.both.quotes:
            quote(writing, None, each)


def _standing(writing: Writing, side: Side) -> str:
    if not side.standing.quotes:
        return writing.say("dossier.page.nothing")
    words = f"{line(phrasing.standing(side.standing, writing.language))}."
    if side.hidden:
        words += " " + writing.say("dossier.page.hidden", n=side.hidden)
    return words


def quote(writing: Writing, cell: _Cell | None, one: Quote) -> None:
    """A quote, in a cell or in the text: what it answers, its words, where it stands and why."""
    first = cell.paragraphs[0] if cell is not None else None

    def paragraph(style: str) -> Paragraph:
        nonlocal first
        if first is not None:
            made, first = first, None
            made.style = style
        elif cell is not None:
            made = cell.add_paragraph(style=style)
        else:
            made = writing.document.add_paragraph(style=style)
            # In a table this would tie rows to each other until none could part from the next.
            made.paragraph_format.keep_with_next = style != styles.REFERENCE
        return made

    lang = "" if one.language == writing.language else styles.LANGUAGES.get(one.language, "")
    if one.question:
        asked = paragraph(styles.QUESTION)
        pieces.text(asked, f"{writing.say('dossier.page.question')}: ")
        pieces.text(asked, " ".join(one.question.split()), lang=lang)
    words = paragraph("Quote")
    pieces.text(words, one.text, lang=lang)
    where = paragraph(styles.REFERENCE)
    pieces.text(where, reference(one, writing.language))
    if one.href:
        pieces.text(where, " · ")
        pieces.link(where, writing.say("dossier.page.link"), address=one.href)
    if weak := weak_codes(one):
        pieces.text(where, f" · {writing.say('dossier.reading.unvalidated', names=weak)}")
    pieces.text(paragraph(styles.REFERENCE), line(one.reason))
