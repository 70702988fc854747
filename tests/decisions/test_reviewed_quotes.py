"""Decisions in ``quotes.xlsx`` hold from the next run on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from qualcode import run
from qualcode.cli import main
from qualcode.decisions import read
from qualcode.study import Study

ANNA = "Jag har sökt jobb i två år. Det är tungt att vänta."
BILAL = "På kvällen är jag rädd vid tunnelbanan. Ingen annan går där."


@pytest.fixture
def quotes(small_study: Path) -> Path:
    """A copy of a run's quotes, with the reviewer's name in the first row alone."""
    book = small_study / "codebook" / "forstudie.yaml"
    more = "  - {id: vantan, name: Väntan, definition: Köer hos myndigheter., parent: jobb}\n"
    book.write_text(book.read_text("utf-8") + more, "utf-8")
    finished = run.run(Study.open(small_study), direct=True)
    path = small_study / "granskade.xlsx"
    path.write_bytes((finished.folder / "quotes.xlsx").read_bytes())
    return path


def decide(path: Path, quote: str, **cells: str) -> None:
    book = load_workbook(path)
    sheet: Worksheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["Citat"]).value == quote)
    for title, value in cells.items():
        sheet.cell(row, columns[title.replace("_", " ")]).value = value
    book.save(path)


def bring(path: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["codings", "import", str(path), "--study", str(path.parent), *more])
    return int(left.value.code or 0)


def given(folder: Path) -> dict[tuple[str, str], str]:
    finished = run.run(Study.open(folder), direct=True)
    with (finished.folder / "codings.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["source"], row["code_id"]): row["coder"] for row in csv.DictReader(file, delimiter=";")}


def test_a_reviewer_keeps_removes_and_recodes(quotes: Path) -> None:
    sheet = load_workbook(quotes).worksheets[0]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    choices = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert choices[f"{columns['Beslut']}2:{columns['Beslut']}3"] == '"behåll,ta bort,annan kod"'
    assert choices[f"{columns['Annan kod']}2:{columns['Annan kod']}3"] == "'Koder'!$A$1:$A$3"
    assert sheet.column_dimensions[columns["qualcode"]].hidden
    decide(
        quotes, ANNA, Beslut="annan kod", Annan_kod="Jobb › Väntan", Granskare="Gun Ros", Anteckning="väntan"
    )
    decide(quotes, BILAL, Beslut="Ta bort", Granskare="Gun Ros")
    assert bring(quotes) == bring(quotes) == 0
    decisions, _ = read(quotes.parent / "codings")
    assert [(each.code, each.judgement, each.memo) for each in decisions] == [
        ("vantan", "yes", "väntan"),  # the code above it stays, for it follows
        ("trygghet", "no", ""),
    ]
    assert {each.origin for each in decisions} == {"review:granskade.xlsx"}
    after = given(quotes.parent)
    assert after["anna.txt", "vantan"] == after["anna.txt", "jobb"] == "Gun Ros"
    assert ("bilal.txt", "trygghet") not in after


def test_another_code_takes_the_place_of_the_first_unless_that_is_kept(quotes: Path) -> None:
    decide(quotes, ANNA, Beslut="annan kod", Annan_kod="Trygghet")
    decide(quotes, BILAL, Beslut="behåll", Annan_kod="Jobb")
    assert bring(quotes, "--coder", "Gun Ros") == 0
    after = given(quotes.parent)
    assert {key for key in after if key[0] != "cecilia.txt"} == {
        ("anna.txt", "trygghet"), ("bilal.txt", "trygghet"), ("bilal.txt", "jobb"),
    }  # fmt: skip


def test_what_is_not_clear_is_told_by_cell(quotes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(quotes, ANNA, Beslut="behåll")
    assert bring(quotes) == 12
    assert "granskade.xlsx:2:G2: it does not say who decided" in capsys.readouterr().err
    decide(quotes, ANNA, Beslut="kanske", Granskare="Gun Ros")
    decide(quotes, BILAL, Beslut="annan kod", Annan_kod="trygget", Granskare="Gun Ros")
    assert bring(quotes) == 12
    told = capsys.readouterr().err
    assert "granskade.xlsx:2:D2: “kanske” is no decision" in told
    assert "granskade.xlsx:3:E3: the codebook has no code 'trygget'. Did you mean 'trygghet'?" in told
    decide(quotes, ANNA, Beslut="behåll", Citat="Jag har aldrig sökt jobb.")
    assert bring(quotes) == 12
    assert "granskade.xlsx:2:C2: the quote was changed" in capsys.readouterr().err
    assert read(quotes.parent / "codings")[0] == []
