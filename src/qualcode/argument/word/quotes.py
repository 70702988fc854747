"""Quotes in a document: side by side, each with its reference and a link to its place."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from qualcode.argument import phrasing
from qualcode.argument.dossier import ClaimPart
from qualcode.argument.dossier_quotes import Quote, Side, View
from qualcode.argument.reference import before_place, marks
from qualcode.argument.word import pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line

if TYPE_CHECKING:
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

WIDTH = 8.3
"""Of each of the two columns, in cm."""
QUESTION_LENGTH = 140
"""A longer question is shortened; the whole stands in the report page, where the quote's link leads."""


def sides(writing: Writing, part: ClaimPart) -> None:
    """A claim's quotes in one table of two columns: local voices, below them the outside view, each with what
    cuts both ways; nothing of a view in which nobody says anything."""
    views = [view for view in part.views if not view.empty]
    if not views:
        return
    names = phrasing.sides(part, writing.language)
    writing.caption("table", writing.say("dossier.reading.claim_caption", label=line(part.label)))
    table = pieces.table(writing.document, 1, (WIDTH, WIDTH))
    for column, side in enumerate(("supports", "challenges")):
        pieces.put(table.cell(0, column), names[side], bold=True, tied=True)
    for view in views:
        _view(writing, table, view, names)
    writing.paragraph()


def _view(writing: Writing, table: Table, view: View, names: dict[str, str]) -> None:
    title = _across(table)
    pieces.shade(title, styles.SHADE)
    pieces.put(title, writing.say(f"dossier.views.{view.name}"), bold=True, style=styles.CELL, tied=True)
    two = (view.supports, view.challenges)
    said = [side for side in two if side.standing.quotes]
    if len(said) == 1:
        # Half of the page would stay empty beside quotes of one side alone.
        words = " ".join(f"{names[side.name]}: {_standing(writing, side)}" for side in two)
        pieces.put(_across(table), words, style=styles.FIGURES, tied=bool(said[0].quotes))
        for one in said[0].quotes:
            quote(writing, _across(table), one)
    elif said:
        row = pieces.row(table)
        for cell, side in zip(row.cells, two, strict=True):
            pieces.put(cell, _standing(writing, side), style=styles.FIGURES, tied=any(s.quotes for s in two))
        for pair in zip_longest(*(side.quotes for side in two)):
            row = pieces.row(table)
            for cell, one in zip(row.cells, pair, strict=True):
                if one is not None:
                    quote(writing, cell, one)
    if view.both.standing.quotes:
        words = f"{names['both']}: {_standing(writing, view.both)}"
        pieces.put(_across(table), words, style=styles.FIGURES, tied=bool(view.both.quotes))
        for one in view.both.quotes:
            quote(writing, _across(table), one)


def _across(table: Table) -> _Cell:
    pieces.row(table)
    return pieces.across(table, len(table.rows) - 1)


def _standing(writing: Writing, side: Side) -> str:
    if not side.standing.quotes:
        return writing.say("dossier.page.nothing")
    words = f"{line(phrasing.standing(side.standing, writing.language))}."
    if side.hidden:
        words += " " + writing.say("dossier.page.more", n=side.hidden)
    return words


def quote(writing: Writing, cell: _Cell | None, one: Quote, *, side: str = "") -> None:
    """A quote, in a cell or in the text: what it answers, its words, where it stands and why.

    Args:
        writing: The document.
        cell: An empty cell; without one, the quote comes last in the text.
        one: The quote.
        side: The name of its side, where nothing around the quote tells it.
    """
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
        pieces.text(asked, phrasing.shortened(one.question, QUESTION_LENGTH), lang=lang)
    pieces.text(paragraph("Quote"), one.text, lang=lang)
    where = paragraph(styles.REFERENCE)
    pieces.text(where, f"{marks(one, writing.language)} ".lstrip())
    if side:
        pieces.text(where, f"{side}: ")
    pieces.text(where, before_place(one, writing.language))
    place = line(f"{one.source}, {one.place}")
    if one.href:
        pieces.link(where, place, address=one.href)
    else:
        pieces.text(where, place)
    whose = "".join(f", {line(name)}" for name in (one.group, one.district) if name)
    pieces.text(where, f"{whose} · {one.id}. {line(one.reason)}")
