"""``agreement.xlsx``: how to read it, a sheet a comparison, and what to discuss."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from qualcode.agreement import wording
from qualcode.agreement.figures import Figure
from qualcode.agreement.markdown import statistics_of
from qualcode.messages import message, section
from qualcode.writers.columns import Column, height
from qualcode.writers.workbook import Workbook

if TYPE_CHECKING:
    from qualcode.agreement.comparisons import Comparison
    from qualcode.agreement.disagreements import Disagreement
    from qualcode.agreement.figures import Agreement
    from qualcode.agreement.of_study import Result
    from qualcode.result import Run

WIDE = 110
NAME = 31
"""Most characters of a sheet's name."""


def write(result: Result, disagreements: list[Disagreement], path: Path) -> Path:
    """The file."""
    # A workbook asks of a run what a result has too: title, language and codebook.
    with Workbook(path, cast("Run", result)) as book:
        names = [_sheet_name(number, each, result) for number, each in enumerate(result.comparisons, 1)]
        _reading(book, result, names)
        if disagreements:
            _disagreements(book, result, disagreements)
        for name, comparison in zip(names, result.comparisons, strict=True):
            _comparison(book, result, name, comparison)
    return path


def _reading(book: Workbook, result: Result, names: list[str]) -> None:
    language = result.language
    sheet = book.sheet(message("sheets.reading", language))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, WIDE)
    sheet.set_row(0, 30)
    heading = message("agreement.appendix.title", language, title=result.title)
    book.words(sheet, 0, 0, heading, book.format(bold=True, font_size=18))
    lines: list[tuple[str, str]] = [("", wording.made(result))]
    kinds = dict.fromkeys(comparison.kind for comparison in result.comparisons)
    for kind in kinds:
        lines.append((message(f"agreement.kinds.{kind}", language), wording.about(result, kind, language)))
    lines += [("", message("agreement.appendix.comparisons", language))]
    lines += [("", line) for line in wording.reading(result)]
    if not names:
        lines.append(("", message("agreement.appendix.none", language)))
    row = 2
    for label, words in lines:
        sheet.set_row(row, max(height(label, 34), height(words, WIDE)))
        book.words(sheet, row, 0, label, book.format(text_wrap=True, bold=True))
        book.words(sheet, row, 1, words, book.format(text_wrap=True))
        row += 1
    link = book.format(font_color="#1a5fb4", underline=1)
    for name, comparison in zip(names, result.comparisons, strict=True):
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        kind = message(f"agreement.kinds.{comparison.kind}", language)
        words = f"{wording.title(comparison, language)}. {kind}."
        book.words(sheet, row, 1, words, book.format(text_wrap=True))


def _comparison(book: Workbook, result: Result, name: str, comparison: Comparison) -> None:
    language, rows = result.language, comparison.rows
    titles = section("agreement.appendix", language)
    paths = [result.codebook.path(row.code) if row.code else "" for row in rows]
    columns = [
        Column(
            message("tables.columns.code", language),
            [wording.code_name(result, row.code) for row in rows],
            width=46,
            styles={place: book.chip(path) for place, path in enumerate(paths) if path},
        ),
        Column(titles["n"], [row.n for row in rows], "whole", 9),
        Column(titles["sources"], [row.sources for row in rows], "whole", 9),
    ]
    for place, person in enumerate(comparison.coders):
        title = titles["having"].format(coder=wording.name_of(person, language))
        columns.append(Column(title, [row.having[place] for row in rows], "share", 15))
    for statistic in statistics_of(comparison):
        figures = [row.figures.get(statistic, Figure()) for row in rows]
        title = wording.statistic(statistic, language)
        columns.append(Column(title, [each.value for each in figures], "score", 10))
        if statistic != "rho":
            lower = message("gate.columns.low", language, name=title)
            upper = message("gate.columns.high", language, name=title)
            columns.append(Column(lower, [each.low for each in figures], "score", 10))
            columns.append(Column(upper, [each.high for each in figures], "score", 10))
    remarks = [_remarks(row, statistics_of(comparison), language) for row in rows]
    columns.append(Column(titles["remarks"], remarks, width=70, quiet=True))
    book.rows(book.sheet(name), columns, frozen=1)


def _remarks(row: Agreement, statistics: tuple[str, ...], language: str) -> str:
    """Why figures or intervals are missing, or how they were made, each reason once."""
    told: dict[str, list[str]] = {}
    for name in statistics:
        if words := wording.reason(row.figures.get(name, Figure()), language):
            told.setdefault(words, []).append(wording.statistic(name, language))
    return "; ".join(f"{', '.join(names)}: {words}" for words, names in told.items())


def _disagreements(book: Workbook, result: Result, found: list[Disagreement]) -> None:
    language = result.language
    titles, columns_ = section("agreement.appendix", language), section("tables.columns", language)
    people = sorted({person for each in found for person in each.said})
    paths = [result.codebook.path(each.code) for each in found]

    def word(yes: bool | None) -> str:
        return "" if yes is None else titles["said.has" if yes else "said.has_not"]

    columns: list[Any] = [
        Column(
            columns_["code"],
            [wording.code_name(result, each.code) for each in found],
            width=32,
            styles={place: book.chip(path) for place, path in enumerate(paths)},
        ),
        Column(columns_["quote"], [each.quote for each in found], width=64),
        Column(
            titles["comparison"],
            [titles[f"between_{each.between}"] for each in found],
            width=24,
        ),
    ]
    columns += [
        Column(person, [word(each.said.get(person)) for each in found], width=14) for person in people
    ]
    columns += [
        Column(titles["machine"].capitalize(), [word(each.machine) for each in found], width=11),
        Column(columns_["score"], [each.score for each in found], "score", 9),
        Column(
            titles["memo"],
            ["\n".join(f"{who}: {memo}" for who, memo in each.memos.items()) for each in found],
            width=40,
        ),
        Column(columns_["speaker"], [each.speaker for each in found], width=13),
        Column(columns_["source"], [each.source for each in found], width=24),
        Column(columns_["place"], [each.place for each in found], width=20),
        Column(
            columns_["definition"],
            [result.codebook[each.code].definition for each in found],
            width=50,
            quiet=True,
        ),
    ]
    book.rows(book.sheet(titles["disagreements"]), columns, frozen=2)


def _sheet_name(number: int, comparison: Comparison, result: Result) -> str:
    words = wording.title(comparison, result.language)
    if len(comparison.coders) > 2:
        words = message("agreement.appendix.all_people", result.language, n=len(comparison.coders))
    name = re.sub(r"[\[\]:*?/\\]", "·", f"{number} {words}").strip("'")
    return name if len(name) <= NAME else name[: NAME - 1] + "…"
