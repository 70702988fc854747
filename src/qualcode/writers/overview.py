"""The first sheet of ``matrices.xlsx``: what was coded, what could not be, and how to read the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.gate import wording as gate_wording
from qualcode.messages import message, section
from qualcode.writers.columns import height
from qualcode.writers.workbook import Workbook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from qualcode.result import Run

LABEL, TEXT = 38, 110
"""Widths in characters."""


def draw_overview(book: Workbook, run: Run, sheets: Sequence[str]) -> None:
    """The overview; ``sheets`` are the message keys of the sheets that follow."""
    said = section("sheets", run.language)
    sheet = book.sheet(said["overview"])
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, 1, TEXT)
    sheet.set_row(0, 30)
    book.words(sheet, 0, 0, run.title, book.format(bold=True, font_size=18))
    codebook = said["facts.version"].format(title=run.codebook.title, version=run.codebook.version)
    row = _pairs(book, sheet, 2, [(said["facts.codebook"], codebook)])
    counts = {
        "sources": len(run.sources),
        "segments": len(run.tables.segment_code),
        "codings": len(run.tables.codings),
        "quotes": run.n_quotes,
    }
    for name, count in counts.items():
        book.words(sheet, row, 0, said[f"facts.{name}"], book.format())
        sheet.write_number(row, 1, count, book.format(num_format="#,##0", align="left"))
        row += 1
    unread = [(name, reason) for name, _, reason in run.unread]
    row = _block(book, sheet, row, said["facts.unread"], unread)
    warnings = [("", warning) for warning in run.warnings]
    for source in run.sources:
        warnings += [
            (source.name, message(f"source_warnings.{key}", run.language, **values))
            for key, values in source.warnings
        ]
    row = _block(book, sheet, row, said["facts.warnings"], warnings)
    row = _block(book, sheet, row, message("gate.sheet", run.language), _validation(run))
    row = _heading(book, sheet, row, said["about.sheets"])
    link = book.format(font_color="#1a5fb4", underline=1)
    for name in sheets:
        sheet.set_row(row, height(said[f"about.{name}"], TEXT))
        sheet.write_url(row, 0, f"internal:'{said[name]}'!A1", link, said[name])
        book.words(sheet, row, 1, said[f"about.{name}"], book.format(text_wrap=True))
        row += 1
    terms = ("segment", "branch", "score", "exact")
    explained = [(said[f"terms.{term}"], said[f"about.{term}"]) for term in terms]
    _block(book, sheet, row, said["about.terms"], explained)


def _validation(run: Run) -> list[tuple[str, str]]:
    """What the gate demands, how many codes have reached it, and what the marks mean."""
    if run.validation is None:
        return []
    language = run.language
    return [
        ("", line)
        for line in (
            gate_wording.tally(run.validation, language),
            gate_wording.demand(run.study.settings.gate, language),
            message("gate.legend", language),
            message("gate.prevalence.about", language),
            *gate_wording.notes(run.validation, language),
        )
    ]


def _block(book: Workbook, sheet: Worksheet, row: int, title: str, pairs: list[tuple[str, str]]) -> int:
    return _pairs(book, sheet, _heading(book, sheet, row, title), pairs) if pairs else row


def _heading(book: Workbook, sheet: Worksheet, row: int, title: str) -> int:
    book.words(sheet, row + 1, 0, title, book.format(bold=True, font_size=13))
    return row + 2


def _pairs(book: Workbook, sheet: Worksheet, row: int, pairs: list[tuple[str, str]]) -> int:
    for label, words in pairs:
        sheet.set_row(row, max(height(label, LABEL), height(words, TEXT)))
        book.words(sheet, row, 0, label, book.format(text_wrap=True))
        book.words(sheet, row, 1, words, book.format(text_wrap=True))
        row += 1
    return row
