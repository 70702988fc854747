"""``quotes.xlsx``: one row a quote with what is needed to read it alone, to filter and to work in.

A theme's quote that its subcodes' quotes cover stands under those alone; ``quotes.csv`` has it under both.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import wording
from qualcode.gate import wording as gate_wording
from qualcode.messages import message, section
from qualcode.writers import review, validation_sheet
from qualcode.writers.columns import Column, attribute_column, height
from qualcode.writers.review import KEY
from qualcode.writers.workbook import Workbook

if TYPE_CHECKING:
    from qualcode.quotes import Quote
    from qualcode.result import Run

NAME = "quotes.xlsx"
SCALE = "#a9d0ca"
PRINTED = 13
"""Columns that go to paper: the quote, room for decisions, whose and where it is, score and question;
the status besides, where there is one."""
TO_FILL_IN = "#f3e3b3"
FILLED_IN = 3
"""First of the columns that a reviewer fills in."""


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    shown = [quote for quote in run.quotes if quote.specific]
    with Workbook(path, run) as book:
        _quotes(book, run, shown)
        review.codes(book, run)
        _reading(book, run, shown)
    return [path]


def _quotes(book: Workbook, run: Run, quotes: list[Quote]) -> None:
    titles = section("tables.columns", run.language)
    language = run.language
    themes = [book.codes[quote.theme].name for quote in quotes]
    subcodes = [" › ".join(run.codebook[code].name for code in quote.path.split("/")[1:]) for quote in quotes]
    coders = [wording.coder(quote.coder, language) for quote in quotes]
    names = dict.fromkeys(name for quote in quotes for name in quote.attributes)
    chips = [book.chip(quote.theme, pale=True) for quote in quotes]
    subchips = {row: book.chip(quote.path) for row, quote in enumerate(quotes) if quote.code != quote.theme}
    columns = [
        Column(titles["theme"], themes, width=22, styles=dict(enumerate(chips))),
        Column(titles["subcode"], subcodes, width=24, styles=subchips),
        Column(titles["quote"], [quote.text for quote in quotes], width=64),
        *(
            Column(titles[name], [None] * len(quotes), width=width, color=TO_FILL_IN)
            for name, width in (("decision", 12), ("other_code", 22), ("memo", 26), ("reviewer", 12))
        ),
        Column(titles["speaker"], [quote.speaker for quote in quotes], width=13),
        Column(titles["role"], [wording.role(quote.role, language) for quote in quotes], width=13),
        Column(titles["source"], [quote.source for quote in quotes], width=24),
        Column(titles["place"], [quote.place for quote in quotes], width=22),
        Column(titles["score"], [quote.score for quote in quotes], "score", 9),
        *_validation(book, run, quotes),
        Column(titles["question"], [_asked(quote) for quote in quotes], width=44, quiet=True),
        Column(titles["before"], [quote.before.strip() for quote in quotes], width=48, quiet=True),
        Column(titles["after"], [quote.after.strip() for quote in quotes], width=48, quiet=True),
        Column(titles["section"], [quote.section for quote in quotes], width=22),
        *(attribute_column(name, [quote.attributes.get(name) for quote in quotes]) for name in names),
        Column(titles["why"], [quote.reason for quote in quotes], width=70, quiet=True),
        Column(titles["coder"], coders, width=20, quiet=True),
        Column(titles["id"], [quote.id for quote in quotes], width=15, quiet=True),
        Column(KEY, review.keys(run, quotes), width=10, quiet=True),
    ]
    sheet = book.sheet(message("sheets.quotes", language))
    rows = book.rows(sheet, columns, frozen=3)
    book.shade(sheet, rows, 11, 11, SCALE)
    sheet.set_column(len(columns) - 1, len(columns) - 1, 10, None, {"hidden": True})
    review.add_choices(sheet, run, rows, FILLED_IN)
    sheet.print_area(0, 0, rows[1], PRINTED - (run.validation is None))


def _validation(book: Workbook, run: Run, quotes: list[Quote]) -> list[Column]:
    """Where each quote's code stands by the gate."""
    standings = [standing for quote in quotes if (standing := run.standing(quote.code))]
    if run.validation is None:
        return []
    return [
        Column(
            message("gate.columns.status", run.language),
            [validation_sheet.status_of(standing, run.language) for standing in standings],
            width=22,
            styles=validation_sheet.status_styles(book, standings),
        )
    ]


def _asked(quote: Quote) -> str:
    return f"{quote.question_speaker}: {quote.question}" if quote.question_speaker else quote.question


def _reading(book: Workbook, run: Run, shown: list[Quote]) -> None:
    said = section("sheets", run.language)
    sheet = book.sheet(said["reading"])
    sheet.set_column(0, 0, 110)
    sheet.set_row(0, 30)
    book.words(sheet, 0, 0, run.title, book.format(bold=True, font_size=18))
    lines = [
        said["about_quotes.count"].format(shown=len(shown), all=len(run.quotes)),
        said["about_quotes.rows"],
        said["about_quotes.specific"],
        said["about_quotes.filter"],
        said["about_quotes.review"],
        said["about_quotes.places"],
        said["about.score"],
        said["about.exact"],
        said["about_quotes.markdown"],
    ]
    if run.validation is not None:
        lines += [
            gate_wording.tally(run.validation, run.language),
            gate_wording.demand(run.study.settings.gate, run.language),
            message("gate.legend", run.language),
            *gate_wording.notes(run.validation, run.language),
        ]
    if run.study.settings.deidentify.enabled:
        left = section("deidentify.left", run.language)
        lines += [left["what"], left["indirect"], left["key"]]
    for row, line in enumerate(lines, 2):
        sheet.set_row(row, height(line, 110))
        book.words(sheet, row, 0, line, book.format(text_wrap=True))
