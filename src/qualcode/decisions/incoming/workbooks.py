"""Workbooks as rows of cells, whatever program has saved them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from qualcode.errors import CodingsError, Place

if TYPE_CHECKING:
    from openpyxl import Workbook

ABOUT = "qualcode"
"""Name of the hidden sheet that says what a workbook of qualcode's is."""

Rows = list[tuple[Any, ...]]


def load(path: Path) -> dict[str, Rows]:
    """The cells of every sheet, by its name; a row is as long as the sheet is wide.

    Raises:
        CodingsError: it is no workbook, is encrypted or damaged, or cannot be opened.
    """
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # Of extensions that are of no concern here.
            warnings.simplefilter("ignore")
            book: Workbook = load_workbook(path, data_only=True)
            return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise CodingsError(
            f"the workbook cannot be read ({type(error).__name__}).",
            where=Place(path),
            remedy="Close it in other programs, or save it again as .xlsx without a password.",
        ) from error


def about(sheets: dict[str, Rows]) -> dict[str, str]:
    """What the hidden sheet says; empty without one."""
    return {str(row[0]): str(row[1] or "") for row in sheets.get(ABOUT, []) if len(row) > 1 and row[0]}


def cell(row: int, column: int) -> str:
    """A cell's name, both counted from 0: ``C12``."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row + 1}"


def words(row: tuple[Any, ...], column: int | None) -> str:
    """A cell's words; empty where there is none. What a spreadsheet would run was written as words."""
    if column is None or column >= len(row) or row[column] is None:
        return ""
    value = row[column]
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")
