"""In a de-identified study, people see and judge the de-identified text."""

from __future__ import annotations

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from qualcode import run
from qualcode.cli import main
from qualcode.decisions import read
from qualcode.deidentify import passphrase
from qualcode.study import Study


def test_no_name_reaches_a_sheet_and_decisions_hold(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, "en hemlig fras")
    (small_study / "study.yaml").write_text("deidentify: true\n", "utf-8")
    said = "Intervjuare: Vem är du?\nKajsa: Jag heter Kajsa Lindgren och söker jobb varje dag.\n"
    for path in (small_study / "corpus").iterdir():
        path.unlink()
    (small_study / "corpus" / "Kajsa Lindgren.txt").write_text(said, "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["sample", "--random", "5", "--coders", "Bo Alm", "--name", "ett", "--study", str(small_study)])
    assert left.value.code == 0
    path = small_study / "codings" / "samples" / "ett" / "ett-bo-alm.xlsx"
    with ZipFile(path) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "[Person 1]" in inside and "Kajsa" not in inside and "Lindgren" not in inside
    book = load_workbook(path)
    columns = {cell.value: cell.column for cell in book.worksheets[1][1]}
    book.worksheets[1].cell(3, columns["code:jobb"]).value = "nej"
    book.save(path)
    monkeypatch.delenv(passphrase.VARIABLE)  # what is unchanged needs no passphrase
    with pytest.raises(SystemExit) as left:
        main(["codings", "import", str(path), "--study", str(small_study)])
    assert left.value.code == 0
    (decision,), _ = read(small_study / "codings")
    assert decision.quote == "Jag heter [Person 1] och söker jobb varje dag."
    finished = run.run(Study.open(small_study), direct=True)
    with (finished.folder / "codings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["code_id"] for row in csv.DictReader(file, delimiter=";")] == []
    ours = [path for path in (small_study / "codings").rglob("*") if path.suffix in (".csv", ".json")]
    assert len(ours) == 2 and not any("Kajsa" in path.read_text("utf-8") for path in ours)
