"""Sheets for blind coding: what a coder sees, and what comes back however it was saved."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from qualcode import present, run
from qualcode.cli import main
from qualcode.decisions import read
from qualcode.errors import NothingToCodeError
from qualcode.job import Job
from qualcode.sampling import design, unsure
from qualcode.sampling.take import Taken, Wish, take
from qualcode.study import Study

Answers = dict[tuple[int, str], str]
"""By number of the segment and key of the column."""


@pytest.fixture
def study(small_study: Path) -> Path:
    """The small study with a subcode, and one sentence a segment: five of them."""
    (small_study / "study.yaml").write_text("segmentation: {sentences: 1, characters: 40}\n", "utf-8")
    book = small_study / "codebook" / "forstudie.yaml"
    more = "  - {id: vantan, name: Väntan, definition: Att vänta på jobb., parent: jobb}\n"
    book.write_text(book.read_text("utf-8") + more, "utf-8")
    return small_study


def drawn(folder: Path, **wish: Any) -> Taken:
    wish = {"n": 6, "coders": ("Anna Ek",), "name": "pilot", **wish}
    return take(Job(Study.open(folder)), Wish(**wish))


def sheet_of(taken: Taken, coder: str = "Anna Ek") -> Path:
    return taken.sheets[coder][0]


def fill(path: Path, answers: Answers, to: Path | None = None) -> Path:
    book = load_workbook(path)
    sheet = book.worksheets[1]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for (number, key), answer in answers.items():
        sheet.cell(number + 2, columns[key]).value = answer
    book.save(to or path)
    return to or path


def bring(folder: Path, *files: Path, coder: str = "") -> int:
    more = ["--coder", coder] if coder else []
    with pytest.raises(SystemExit) as left:
        main(["codings", "import", *map(str, files), *more, "--study", str(folder)])
    return int(left.value.code or 0)


def said(folder: Path) -> set[tuple[str, str, str, str]]:
    decisions, problems = read(folder / "codings")
    assert not problems
    return {(each.quote, each.code, each.judgement, each.coder) for each in decisions}


def test_a_sheet_has_the_words_locked_and_a_choice_in_every_other_cell(study: Path) -> None:
    book = load_workbook(sheet_of(drawn(study)))
    assert book.sheetnames == ["Läs mig", "Kodning", "Kodbok", "qualcode"]
    assert book["qualcode"].sheet_state == "hidden"
    sheet = book["Kodning"]
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet.freeze_panes == "E3"
    assert sheet.row_dimensions[1].hidden
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    assert [key for key in columns if key.startswith("code:")] == [
        "code:jobb",
        "code:vantan",
        "code:trygghet",
    ]
    for key in ("code:jobb", "rest", "memo"):
        assert not sheet[f"{columns[key]}3"].protection.locked
    assert sheet[f"{columns['text']}3"].protection.locked and sheet[f"{columns['text']}3"].alignment.wrap_text
    choices = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert choices == {"F3:H7": '"ja,nej,osäker"', "I3:I7": '"ja"'}
    assert sheet.column_dimensions[columns["key"]].hidden
    words = [cell.value for cell in sheet[columns["text"]][2:]]
    assert words[:2] == ["Jag har sökt jobb i två år.", "Det är tungt att vänta."]
    assert sheet[f"{columns['before']}3"].value == "Intervjuare: Hur är det att bo här?"
    assert "Jag har sökt jobb i två år." in sheet[f"{columns['before']}4"].value
    book_sheet = [[cell.value for cell in row] for row in book["Kodbok"].iter_rows()]
    assert book_sheet[1][:2] == ["Jobb", "Arbete som försörjning."]
    assert "• Jag söker jobb varje dag." in book_sheet[1][4]


def test_nothing_of_what_the_machine_says_is_in_a_sheet(study: Path) -> None:
    """An uncertain sample of all segments gives, but for its name, the very sheet of a random one."""
    run.run(Study.open(study), direct=True)
    job = Job(Study.open(study))
    run.work(job)
    wishes = {"n": 6, "coders": ("Anna Ek",)}
    uncertain = take(job, Wish(uncertain=True, name="ett", **wishes))
    random = take(job, Wish(name="tva", **wishes))
    assert uncertain.sample.origin == "uncertain:ett" and random.sample.origin == "random:tva"
    one, other = (
        [
            [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in load_workbook(path).worksheets[1:3]
        ]
        for path in (sheet_of(uncertain), sheet_of(random))
    )
    assert one == other
    with ZipFile(sheet_of(uncertain)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert "e5-small" not in inside and "rules" not in inside
    with pytest.raises(NothingToCodeError):
        take(job, Wish(uncertain=True, n=2, name="tre"))  # all were drawn before


def test_the_design_says_how_to_weight(study: Path) -> None:
    drawn(study, n=4, by=("source",), coders=("Anna Ek", "Bo Alm"), seed=3)
    (sample,) = design.all_of(Study.open(study))
    assert (sample.kind, sample.population, sample.drawn, sample.seed) == ("stratified", 5, 4, 3)
    assert sum(unit["weight"] for unit in sample.units) == pytest.approx(5)
    assert all(unit["coders"] == ["Anna Ek", "Bo Alm"] for unit in sample.units)
    assert sample.weight(["anna.txt"]) == pytest.approx(2 / sample.strata[0]["drawn"])
    told = json.loads((study / "codings/samples/pilot/design.json").read_text("utf-8"))
    assert set(told["sources"]) == {"anna.txt", "bilal.txt", "cecilia.txt"}
    assert told["codebook"]["fingerprint"] and not list((study / "codings/samples").glob(".*"))


def test_a_sheet_in_part_filled_in_comes_back(study: Path) -> None:
    path = fill(
        sheet_of(drawn(study)),
        {
            (1, "code:jobb"): "ja", (1, "memo"): "tydligt", (1, "rest"): "ja",
            (2, "code:vantan"): "Ja", (2, "rest"): "ja",
            (3, "code:trygghet"): "osäker", (3, "rest"): "ja",
            (4, "code:jobb"): "nej",
        },
    )  # fmt: skip
    assert bring(study, path) == 0
    jobb, vanta, kvall, ingen = (
        "Jag har sökt jobb i två år.", "Det är tungt att vänta.", "På kvällen är jag rädd vid tunnelbanan.",
        "Ingen annan går där.",
    )  # fmt: skip
    assert said(study) == {
        (jobb, "jobb", "yes", "Anna Ek"), (jobb, "vantan", "no", "Anna Ek"),
        (jobb, "trygghet", "no", "Anna Ek"),
        # Yes to the subcode says nothing of no for the code above it.
        (vanta, "vantan", "yes", "Anna Ek"), (vanta, "trygghet", "no", "Anna Ek"),
        (kvall, "jobb", "no", "Anna Ek"), (kvall, "vantan", "no", "Anna Ek"),
        (ingen, "jobb", "no", "Anna Ek"),
    }  # fmt: skip
    decisions, _ = read(study / "codings")
    assert {each.origin for each in decisions} == {"random:pilot"} and decisions[0].memo == "tydligt"
    before = (study / "codings" / "anna-ek.csv").read_bytes()
    assert bring(study, path) == 0
    assert (study / "codings" / "anna-ek.csv").read_bytes() == before


def test_what_cannot_be_taken_is_told_by_cell_and_the_rest_comes_in(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fill(
        sheet_of(drawn(study)),
        {
            (1, "text"): "Jag har sökt jobb i tre år.", (1, "code:jobb"): "ja",
            (2, "code:jobb"): "kanske", (2, "code:trygghet"): "nej",
            (3, "code:jobb"): "nej", (3, "code:vantan"): "ja", (3, "code:trygghet"): "ja",
            (4, "text"): "Ändrat men inte bedömt.",
        },
    )  # fmt: skip
    assert bring(study, path) == 12
    assert said(study) == {
        ("Det är tungt att vänta.", "trygghet", "no", "Anna Ek"),
        ("På kvällen är jag rädd vid tunnelbanan.", "trygghet", "yes", "Anna Ek"),
    }
    told = capsys.readouterr().err
    assert "pilot-anna-ek.xlsx:3:D3: the words were changed" in told
    assert "pilot-anna-ek.xlsx:4:F4: “kanske” is none of" in told
    assert "pilot-anna-ek.xlsx:5:G5: yes to 'vantan' and no to 'jobb'" in told


def test_rows_that_were_sorted_apart_from_their_words_are_refused(study: Path) -> None:
    path = sheet_of(drawn(study))
    book = load_workbook(path)
    sheet = book.worksheets[1]
    sheet["D3"].value, sheet["D4"].value = sheet["D4"].value, sheet["D3"].value
    book.save(path)
    assert bring(study, fill(path, {(1, "code:jobb"): "ja", (2, "code:jobb"): "nej"})) == 12
    assert said(study) == set()


def test_a_code_that_the_codebook_lost_is_told_with_the_nearest(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fill(sheet_of(drawn(study)), {(1, "code:trygghet"): "nej", (1, "code:jobb"): "ja"})
    book = study / "codebook" / "forstudie.yaml"
    book.write_text(book.read_text("utf-8").replace("id: trygghet", "id: trygghet-i-dag"), "utf-8")
    assert bring(study, path) == 12
    assert (
        "no code 'trygghet'" in (told := capsys.readouterr().err) and "Did you mean 'trygghet-i-dag'?" in told
    )
    assert {code for _, code, _, _ in said(study)} == {"jobb"}


def test_a_sheet_without_a_name_needs_one(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = fill(sheet_of(drawn(study, coders=()), ""), {(1, "code:jobb"): "ja"})
    assert bring(study, path) == 12
    assert "pilot.xlsx:3:B3: it does not say who" in capsys.readouterr().err
    assert bring(study, path, coder="Cilla Berg") == 0
    assert {coder for *_, coder in said(study)} == {"Cilla Berg"}


def test_an_edited_transcript_takes_the_sheet_all_the_same(study: Path) -> None:
    """The sheet has the words that were judged; where they stand now is found as for any decision."""
    path = fill(sheet_of(drawn(study)), {(1, "code:jobb"): "nej"})
    anna = study / "corpus" / "anna.txt"
    anna.write_text("Intervjuare: Vad heter du?\nAnna: Anna.\n" + anna.read_text("utf-8"), "utf-8")
    assert bring(study, path) == 0
    job = Job(Study.open(study))
    (placed,) = job.people.place(present.texts(job))
    assert placed.how == "moved" and placed.spot and placed.spot.text == "Jag har sökt jobb i två år."


def test_the_same_sample_is_not_drawn_over(study: Path) -> None:
    drawn(study)
    with pytest.raises(SystemExit) as left:
        main(["sample", "--random", "2", "--name", "pilot", "--study", str(study)])
    assert left.value.code == 2
    with pytest.raises(SystemExit) as left:
        main(["sample", "--random", "2", "--new", "--study", str(study)])
    assert left.value.code == 7  # all five segments were drawn
    with pytest.raises(SystemExit) as left:
        main(["sample", "--random", "2", "--stratify", "grupp", "--study", str(study)])
    assert left.value.code == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sheet_that_libreoffice_saved_again_comes_back(study: Path, tmp_path: Path) -> None:
    home = tmp_path / "hem"
    home.mkdir()
    path = fill(
        sheet_of(drawn(study)),
        {
            (1, "code:jobb"): "ja",
            (1, "rest"): "ja",
            (2, "code:trygghet"): "osäker",
            (3, "code:trygghet"): "ja",
        },
        home / "anna.xlsx",
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert bring(study, tmp_path / "anna.xlsx") == 0
    known = said(study)
    assert len(known) == 4
    assert bring(study, path) == 0  # the same judgements as Excel has them
    assert said(study) == known


def test_what_was_left_unsure_is_kept_and_rows_that_are_gone_are_told(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is no judgement, but whoever reads the figures must know how much of it there is."""
    answers = {
        (1, "code:jobb"): "ja", (1, "rest"): "ja",
        (2, "code:jobb"): "osäker", (3, "code:jobb"): "?", (3, "code:trygghet"): "nej",
    }  # fmt: skip
    path = fill(sheet_of(drawn(study)), answers)
    book = load_workbook(path)
    book.worksheets[1].delete_rows(6, 2)
    book.save(path)
    assert bring(study, path) == 0
    told = capsys.readouterr().out
    assert "2 rows that were handed out are not in the sheet" in told and "2 cells unsure" in told
    folder = study / "codings" / "samples" / "pilot"
    cells = unsure.read(folder)["Anna Ek"]
    assert {(source, code) for source, _, _, code in cells} == {("anna.txt", "jobb"), ("bilal.txt", "jobb")}
    assert {code for _, code, _, _ in said(study)} == {"jobb", "vantan", "trygghet"}
    assert bring(study, fill(path, {(2, "code:jobb"): "nej"})) == 0
    assert [source for source, *_ in unsure.read(folder)["Anna Ek"]] == ["bilal.txt"]


def test_a_judgement_that_comes_back_changed_is_told_not_to_count_as_blind(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fill(sheet_of(drawn(study)), {(1, "code:jobb"): "ja", (2, "code:jobb"): "ja"})
    bring(study, path)
    capsys.readouterr()
    assert bring(study, fill(path, {(2, "code:jobb"): "nej"})) == 0
    assert "1 of them changed (for agreement and the gate, what was said first counts)" in " ".join(
        capsys.readouterr().out.split()
    )


def test_whoever_is_unsure_of_a_code_below_leaves_the_one_above_open(study: Path) -> None:
    """With *the rest no* it is neither judged nor forgotten."""
    path = fill(sheet_of(drawn(study)), {(1, "code:vantan"): "osäker", (1, "rest"): "ja"})
    assert bring(study, path) == 0
    cells = unsure.read(study / "codings" / "samples" / "pilot")["Anna Ek"]
    assert {code for *_, code in cells} == {"jobb", "vantan"}
    assert {code for _, code, _, _ in said(study)} == {"trygghet"}
