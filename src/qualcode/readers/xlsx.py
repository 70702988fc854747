"""Excel workbooks: survey answers and workshop notes, one row a response."""

from __future__ import annotations

import datetime
import io
import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from qualcode.errors import Place, SourceError
from qualcode.readers import answers
from qualcode.readers.lines import Reading, Warned
from qualcode.readers.package import Package
from qualcode.study import SourceSettings

SUFFIXES = (".xlsx", ".xlsm")

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
# Cells with the empty ones between them; a survey of 10,000 answers has fewer than a million.
_MOST_CELLS = 20_000_000
_MOST_MERGED = 1_000_000


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The workbook's answers, sheet by sheet; hidden sheets are left out and named.

    Raises:
        SourceError: the package is damaged, encrypted or a bomb, or a column the study names is missing.
    """
    package = Package(data, name)
    parts = _sheet_parts(package)
    for part in package.names():
        if part.endswith((".xml", ".rels")):
            _refuse_entities(package.read(part), f"{name}/{part}")
    with_formulas = any(_FORMULA.search(package.read(part)) for _, part, visible in parts if visible)
    books = [_workbook(data, name, values=True)]
    if with_formulas:
        books.append(_workbook(data, name, values=False))
    tables, hidden = [], []
    shown = [sheet for sheet in parts if sheet[2]]
    for title, part, visible in parts:
        try:
            rows = list(_rows([book[title] for book in books], name)) if title in books[0].sheetnames else []
        except SourceError:
            raise
        except Exception:  # openpyxl has no error of its own for content it cannot make sense of
            raise SourceError("damaged", where=Place(f"{name}/{part}")) from None
        if rows and not visible:
            hidden.append(title)
        elif rows:
            rows, filled = _with_merged(rows, package.read(part))
            tables.append(answers.Table(rows, title if len(shown) > 1 else "", filled))
    warnings: list[Warned] = [("hidden_sheets", {"sheets": ", ".join(hidden)})] if hidden else []
    return answers.read(tables, name, settings, warnings)


def _sheet_parts(package: Package) -> list[tuple[str, str, bool]]:
    """Name, part and visibility of each sheet, in order.

    Raises:
        SourceError: the package is no workbook.
    """
    if "xl/workbook.xml" not in package.names():
        raise SourceError("wrong_format", where=Place(package.name), expected="Excel (.xlsx)", found="ZIP")
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in package.xml("xl/_rels/workbook.xml.rels")
    }
    found = []
    for element in package.xml("xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            part = targets.get(element.get(_RELATION), "")
            if part in package.names() and "worksheet" in part:
                visible = element.get("state", "visible") == "visible"
                found.append((element.get("name", ""), part, visible))
    return found


def _refuse_entities(data: bytes, part: str) -> None:
    plain = data.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise SourceError("unsafe_xml", where=Place(part))


def _workbook(data: bytes, name: str, *, values: bool) -> Any:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            # What openpyxl does not keep when it saves (styles, data validation) is nothing to a reader.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=values, keep_links=False
            )
    except Exception:  # as above
        raise SourceError("damaged", where=Place(name)) from None


def _rows(sheets: list[Any], name: str) -> Iterator[answers.Row]:
    """The rows of a sheet with something in them.

    Args:
        sheets: The sheet with its values, and where it has formulas also with these.
        name: The source's name, for errors.
    """
    for sheet in sheets:
        # What the file says of its size may be wrong, or a bomb.
        sheet.reset_dimensions()
    cells = 0
    for line, rows in enumerate(zip(*(sheet.iter_rows() for sheet in sheets), strict=True), 1):
        cells += max(len(rows[0]), 1)
        if cells > _MOST_CELLS:
            raise SourceError("too_large", where=Place(name))
        found = [_written(*together) for together in zip(*rows, strict=True)]
        while found and not found[-1].strip():
            found.pop()
        if found:
            yield answers.Row(line, found)


def _written(cell: Any, formula: Any = None) -> str:
    """A cell as it is written; a formula by its kept result, or as itself where none was kept."""
    value = cell.value
    if value is None and formula is not None and formula.value is not None:
        value = getattr(formula.value, "text", formula.value)
        return str(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else f"{value.date().isoformat()} {_clock(value.time())}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return _clock(value)
    return str(value)


def _number(value: float, number_format: str) -> str:
    """A number with the 15 digits that Excel keeps; ``25%`` where it is shown so."""
    percent = "%" in number_format
    written = format(value * 100 if percent else value, ".15g")
    return f"{written}%" if percent else written


def _clock(time: datetime.time) -> str:
    return time.isoformat("seconds" if time.second or time.microsecond else "minutes")


def _with_merged(
    rows: list[answers.Row], sheet: bytes
) -> tuple[list[answers.Row], frozenset[tuple[int, int]]]:
    """The rows with what merged cells say in each of them, and which cells that was.

    One value over several rows describes all of them; a header over several columns heads each.
    """
    by_line = {row.line: row for row in rows}
    filled: set[tuple[int, int]] = set()
    for found in _MERGED.finditer(sheet):
        left, right = _index(found.group(1)), _index(found.group(3))
        top, bottom = int(found.group(2)), int(found.group(4))
        above = by_line.get(top)
        if above is None or left >= len(above.cells) or not above.cells[left].strip():
            continue
        if (right - left + 1) * (bottom - top + 1) + len(filled) > _MOST_MERGED:
            continue
        places = chain.from_iterable(
            ((line, at) for at in range(left, right + 1)) for line in range(top, bottom + 1)
        )
        for line, at in places:
            if (line, at) != (top, left) and line in by_line:
                cells = by_line[line].cells
                cells.extend([""] * (at + 1 - len(cells)))
                if not cells[at].strip():
                    cells[at] = above.cells[left]
                    filled.add((at, line))
    return rows, frozenset(filled)


def _index(letters: str | bytes) -> int:
    index = 0
    for letter in letters.decode("ascii") if isinstance(letters, bytes) else letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
