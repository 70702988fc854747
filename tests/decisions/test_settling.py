"""What an edited text has moved or left open is settled by a person, and stays settled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qualcode.cli import main
from qualcode.decisions import Decision, in_force, read
from qualcode.job import Job
from qualcode.study import Study

Judge = Callable[..., Decision]
ANNA = "Jag har sökt jobb i två år. Det är tungt att vänta."


def command(folder: Path, *words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["codings", *words, "--study", str(folder)])
    return int(left.value.code or 0)


def how(folder: Path) -> list[str]:
    job = Job(Study.open(folder))
    return [each.how for each in job.people.place({name: job.text(name) for name in job.sources})]


@pytest.fixture
def edited(small_study: Path, judge: Judge) -> Path:
    """Three decisions, of which one moves, one is open and one stays."""
    judge(small_study, "anna.txt", ANNA, "jobb", "no", origin="random:pilot", memo="minns")
    judge(small_study, "anna.txt", ANNA, "trygghet", "no", coder="Bo Alm")
    judge(small_study, "bilal.txt", "Ingen annan går där.", "trygghet")
    judge(small_study, "cecilia.txt", "Barnen vattnar.", "jobb")
    for name, before, after in (
        ("anna", "Det är tungt", "Det är ju tungt"),
        ("bilal", "Ingen annan går där.", "Ingen annan går där. Nej. Ingen annan går där."),
    ):
        path = small_study / "corpus" / f"{name}.txt"
        path.write_text("Rubrik\n\n" + path.read_text("utf-8").replace(before, after), "utf-8")
    assert how(small_study) == ["moved", "open", "exact", "moved"]
    return small_study


def test_check_lists_what_moved_and_what_is_open(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(edited, "check") == 12
    told = " ".join(capsys.readouterr().out.split())
    assert "4 decisions: 1 where they were made, 2 moved, 1 open." in told
    assert "The words stand at several places." in told
    assert re.search(r"[0-9a-f]{8} moved anna.txt 24–75 jobb, trygghet \(Anna Ek, Bo Alm\)", told)
    assert "1: Jag har sökt jobb i två år. Det är ju tungt att vänta. [anna.txt 51–105, 97%]" in told


def test_cases_are_settled_one_by_one(edited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command(edited, "check")
    ids = re.findall(r"^([0-9a-f]{8})  (moved|open)", capsys.readouterr().out, re.MULTILINE)
    open_, moved = ids[0][0], ids[1][0]
    assert [how for _, how in ids] == ["open", "moved"]
    assert command(edited, "settle", open_, "--place", "9") == 2
    assert command(edited, "settle", open_, "--place", "2") == 0
    assert command(edited, "settle", "--moved") == 0
    assert set(how(edited)) == {"exact"}
    assert command(edited, "settle", moved) == 2  # it is no case any more
    assert command(edited, "check") == 0
    said, _ = read(edited / "codings")
    assert len(said) == 4 + 2 * 3  # rows are added, none is changed
    (jobb,) = [each for each in in_force(said) if each.code == "jobb" and each.source == "anna.txt"]
    assert jobb.quote == "Jag har sökt jobb i två år. Det är ju tungt att vänta."
    assert (jobb.judgement, jobb.origin, jobb.memo) == ("no", "random:pilot", "minns")
    assert jobb.made == "2026-03-01T10:00:00Z"
    (withdrawn, *_) = [each for each in said if each.judgement == "withdrawn" and each.code == "jobb"]
    assert withdrawn.memo.startswith("Flyttad till anna.txt ") and withdrawn.quote == ANNA


def test_a_list_is_filled_in_and_comes_back(edited: Path) -> None:
    path = edited / "avgor.xlsx"
    assert command(edited, "settle", "--list", str(path)) == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[3]}
    assert sheet.row_dimensions[3].hidden and sheet.protection.sheet
    quotes = [sheet.cell(row, columns["quote"]).value for row in (5, 6)]
    assert quotes == ["Ingen annan går där.", ANNA]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == [
        '"1,2,finns inte"',
        '"1,finns inte"',
    ]
    sheet.cell(5, columns["decision"]).value = 2
    sheet.cell(6, columns["decision"]).value = "finns inte"
    book.save(path)
    assert command(edited, "import", str(path)) == 0
    said, _ = read(edited / "codings")
    assert {each.source for each in in_force(said)} == {"bilal.txt", "cecilia.txt"}
    assert set(how(edited)) == {"exact"}
    assert command(edited, "import", str(path)) == 0
    assert len(read(edited / "codings")[0]) == len(said)


def test_a_list_whose_text_was_edited_again_is_refused(
    edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited / "avgor.xlsx"
    command(edited, "settle", "--list", str(path))
    book = load_workbook(path)
    for row in (5, 6):
        book.worksheets[0].cell(row, 7).value = "1"
    book.save(path)
    bilal = edited / "corpus" / "bilal.txt"
    bilal.write_text("Mer.\n\n" + bilal.read_text("utf-8"), "utf-8")
    assert command(edited, "import", str(path)) == 12
    assert "avgor.xlsx:5:G5" in capsys.readouterr().err
    assert how(edited).count("open") == 1  # the other one was settled


def test_the_list_of_codings_says_who_judged_what(
    small_study: Path, judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(small_study) == 0
    assert "Nobody has coded anything yet" in capsys.readouterr().out
    judge(small_study, "anna.txt", ANNA, "jobb", "no", origin="random:pilot")
    judge(small_study, "anna.txt", "sökt jobb", "jobb")
    assert command(small_study) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["jobb", "1", "1", "2", "1", "2026-03-01"] in rows
