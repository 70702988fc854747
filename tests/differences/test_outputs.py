"""The command, its sheet and its page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qualcode import cli, runfolder

MORKER = ", {id: morker, words: [mörker]}"


@pytest.fixture
def call(edited: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Calls ``qualcode diff`` in the study; exit status, what it said, what it complained of."""
    monkeypatch.chdir(edited.folder)
    monkeypatch.setenv("COLUMNS", "200")

    def called(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(["diff", *arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return called


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_it_says_what_came_and_went_and_why(edited: Any, call: Any) -> None:
    edited.after(MORKER, ", {id: tungt, words: [tung, vänta]}")
    status, said, _ = call()
    assert status == 0
    assert "Codings: 1 came, 1 went, 0 moved in score." in said
    assert re.search(r"Trygghet +2 +2 +\+1 +−1", said)
    assert "Rule tungt (Trygghet) was added. It now matches “tungt”, “vänta”." in said
    assert "Rule morker (Trygghet) was removed. It no longer matches “mörker”." in said
    assert "Bakom skolan" in said
    assert "diff.html" in said and "diff.xlsx" in said


def test_interview_text_stays_out_of_the_terminal_if_it_should(edited: Any, call: Any) -> None:
    edited.after(MORKER, "")
    _, said, _ = call("--quotes", "0", "--no-files")
    assert "Bakom skolan" not in said
    assert not (edited.folder / "outputs" / "diff").exists()


def test_runs_stay_as_they_are_and_the_files_are_the_same_each_time(edited: Any, call: Any) -> None:
    edited.after(MORKER, "")
    before = {run.name: contents(run) for run in runfolder.runs(edited.study)}
    call()
    first = contents(edited.folder / "outputs" / "diff")
    assert sorted(Path(name).name for name in first) == ["diff.html", "diff.xlsx"]
    call()
    assert contents(edited.folder / "outputs" / "diff") == first
    assert {run.name: contents(run) for run in runfolder.runs(edited.study)} == before


def test_runs_are_named_by_date_path_and_latest(edited: Any, call: Any) -> None:
    edited.after(MORKER, "")
    one, other = (run.name for run in runfolder.runs(edited.study))
    for names in ((one, "latest"), (one,), (f"outputs/{one}", other), ("latest", one)):
        status, said, err = call(*names, "--no-files")
        assert (status, err) == (0, ""), names
    assert f"From {other} to {one}" in said


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("1999",), "there is no run '1999'."),
        (("20",), "there are several runs '20…'."),
        (("latest", "latest"), "both are run"),
    ],
)
def test_a_run_that_cannot_be_meant_is_told(
    edited: Any, call: Any, names: tuple[str, ...], told: str
) -> None:
    edited.run()
    status, _, err = call(*names)
    assert status == 2 and told in err and "Traceback" not in err


def test_one_run_has_nothing_to_be_compared_with(call: Any) -> None:
    status, _, err = call()
    assert status == 2 and "there is no run before this one." in err


def test_nothing_is_written_into_a_run(edited: Any, call: Any) -> None:
    edited.after(MORKER, "")
    status, _, err = call("--html", "outputs/latest/report.html")
    assert status == 9 and "a run stays as it was written." in err


def test_a_run_without_tables_says_which_setting_brings_them(edited: Any, call: Any) -> None:
    edited.settings(edited.as_it_was + "outputs: {formats: [quotes.csv]}\n")
    edited.run()
    status, _, err = call()
    assert status == 9 and "segments.csv" in err and "outputs: formats:" in err


def test_runs_with_names_are_not_compared_once_the_study_is_deidentified(edited: Any, call: Any) -> None:
    edited.run()
    edited.settings(edited.as_it_was + "deidentify: true\n")
    status, said, err = call()
    assert status == 2 and "made before the study was de-identified" in err
    assert "tunnelbanan" not in said


def test_the_sheet_has_a_row_a_change_and_runs_no_formula(edited: Any, call: Any, tmp_path: Path) -> None:
    edited.edit(edited.source("cecilia"), "Vi odlar tomater", "=1+1 Vi söker jobb och odlar tomater")
    edited.after(MORKER, "")
    path = tmp_path / "ut" / "andrat.xlsx"
    status, said, _ = call("--xlsx", str(path))
    assert status == 0 and "diff.html" not in said
    book = load_workbook(path)
    assert book.sheetnames == ["Koder", "Kodningarna", "Läs mig"]
    header, *rows = book["Kodningarna"].iter_rows(values_only=True)
    assert header[:4] == ("Vad som hände", "Kod", "Text", "Varför")
    by_code = {row[1]: row for row in rows}
    assert by_code["Jobb"][0] == "Kom till" and by_code["Jobb"][2].startswith("=1+1")
    assert "Regeln morker (Trygghet) togs bort." in by_code["Trygghet"][3]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    counts = {row[0]: row[1:] for row in book["Koder"].iter_rows(min_row=2, values_only=True)}
    assert counts["Jobb"] == (1, 2, 1, 0, 0)


def test_decisions_since_have_a_sheet(edited: Any, call: Any, tmp_path: Path) -> None:
    from qualcode.decisions import Decision, append

    about = ("anna.txt", "0" * 16, 0, 3, "Hej", "jobb", "yes", "=Berit")
    append(edited.study.codings, [Decision(*about, "2026-03-01T09:00:00Z", "review")])
    edited.run()
    path = tmp_path / "beslut.xlsx"
    _, said, _ = call("--xlsx", str(path))
    assert "=Berit: yes to Jobb, anna.txt (the run has it so: the place is not there)" in said
    sheet = load_workbook(path)["Vad människor har sagt sedan de"]
    assert [cell.value for cell in sheet[2]][:3] == ["=Berit", "ja", "Jobb"]


def test_of_many_decisions_the_first_are_listed_and_the_others_counted(
    edited: Any, call: Any, tmp_path: Path
) -> None:
    from qualcode.decisions import Decision, append
    from qualcode.differences.screen import FEW

    about = ("anna.txt", "0" * 16, 0, 3, "Hej", "jobb", "yes")
    said = [Decision(*about, f"Kodare {n}", "2026-03-01T09:00:00Z", "review") for n in range(FEW + 5)]
    append(edited.study.codings, said)
    edited.run()
    _, told, _ = call("--html", str(tmp_path / "sida.html"))
    assert told.count("yes to Jobb, anna.txt") == FEW
    assert "… and 5 more decisions; the sheet has them all." in told
    assert "… och 5 beslut till; arket har alla." in (tmp_path / "sida.html").read_text("utf-8")
