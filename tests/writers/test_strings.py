"""Words in a workbook's common part are written as xlsxwriter itself writes them."""

from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from qualcode.writers.strings import Book

WORDS = [
    "Vi fick jobb i Fittja.",
    "å & ä",
    "<b>fet</b>",
    "<r>rik</r>",
    " i början",
    "i slutet\n",
    "två\nrader",
    "_x0041_",
    "under_streck",
    "\x07",
    "\ufffe",
    "😀 glad",
    "\u2028",
    "\u00a0",
    "=SUMMA(A1)",
    '"',
    "tab\tb",
]


def _written(book: type[xlsxwriter.Workbook], path: Path, words: list[str]) -> bytes:
    with book(path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet()
        for row, each in enumerate(words):
            sheet.write_string(row, 0, each)
    return ZipFile(path).read("xl/sharedStrings.xml")


@pytest.mark.parametrize("words", [WORDS, WORDS[::-1], WORDS[:1]])
def test_words_are_written_as_the_library_writes_them(tmp_path: Path, words: list[str]) -> None:
    assert _written(Book, tmp_path / "a.xlsx", words) == _written(
        xlsxwriter.Workbook, tmp_path / "b.xlsx", words
    )


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=20))
def test_any_words_are(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    folder = tmp_path_factory.mktemp("strings")
    assert _written(Book, folder / "a.xlsx", words) == _written(xlsxwriter.Workbook, folder / "b.xlsx", words)
