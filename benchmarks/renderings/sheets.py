"""Survey answers as Excel saves them: .csv in several encodings, .xlsx by openpyxl."""

from __future__ import annotations

import csv
import io

from openpyxl import Workbook

from renderings import Rendered, Rendering
from renderings.truth import Said, Truth, survey

FORMATS = ("csv", "xlsx")


def render(truths: list[Truth]) -> Rendered:
    """.csv and .xlsx files; only what is answered is compared, as one text in the order of the rows."""
    asked = survey()
    header = asked["facts"] + asked["questions"]
    rows = [[str(cell) for cell in row] for row in asked["rows"]]
    expected = tuple(
        Said(answer, "paragraph") for row in rows for answer in row[len(asked["facts"]) :] if answer
    )
    plain = [[cell.replace("😊", ":)") for cell in row] for row in rows]
    for layout, separator, encoding, table in (
        ("semicolons, BOM", ";", "utf-8-sig", rows),
        ("commas", ",", "utf-8", rows),
        ("semicolons, cp1252", ";", "cp1252", plain),
        ("tabs, utf-16", "\t", "utf-16", rows),
    ):
        said = (
            expected
            if table is rows
            else tuple(Said(one.text.replace("😊", ":)"), one.kind) for one in expected)
        )
        data = _csv(header, table, separator).encode(encoding)
        yield Rendering("csv", layout, "survey", ".csv", data, said, speakers=False)
    yield Rendering("xlsx", "openpyxl", "survey", ".xlsx", _xlsx(header, rows), expected, speakers=False)


def _csv(header: list[str], rows: list[list[str]], separator: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([header, *rows])
    return stream.getvalue()


def _xlsx(header: list[str], rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Svar"
    for number, row in enumerate([header, *rows], 1):
        for column, value in enumerate(row, 1):
            if value:
                cell = sheet.cell(number, column, value)
                # What begins with = is an answer here, no formula.
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
