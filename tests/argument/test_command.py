"""``qualcode dossier`` as the author of a pre-study meets it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from qualcode.argument import choices
from qualcode.cli import main


@pytest.fixture
def qualcode(capfd, study, monkeypatch):
    """Runs a command in the study; returns exit status, output, and what is said of errors."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(study)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        said = capfd.readouterr()
        return left.value.code or 0, said.out, said.err

    return run


def first_quote(side: str = "supports") -> str:
    """Id of the first quote under a claim in the page that was written."""
    page = Path("outputs/dossier/dossier.md").read_text("utf-8")
    part = page.split('<a id="ger-jobb"></a>')[1]
    heading = {"supports": "**Stöder**", "challenges": "**Talar emot**"}[side]
    return re.search(r"`(p\w{11})`", part.split(heading)[1])[1]


def test_it_writes_the_dossier_and_says_how_each_claim_stands(qualcode):
    status, out, err = qualcode("dossier")
    assert (status, err) == (0, "")
    assert re.search(r"Det ger jobb +2 +2 +1 +0\.00 +1\n", out)
    assert "0 confirmed by people" in out
    assert out.splitlines()[-1].split() == ["Dossier", "outputs/dossier"]
    assert Path("outputs/dossier/dossier.md").is_file()


def test_what_is_chosen_by_id_stands_in_the_next_dossier(qualcode):
    qualcode("dossier")
    id_ = first_quote()
    status, out, _ = qualcode("dossier", "pin", "ger-jobb", id_, "--person", "Eva Lund", "--memo", "Starkt")
    assert status == 0
    assert out.startswith(f"{id_} pinned (supports) under ger-jobb: “")
    assert "Written to argument/choices.csv." in out
    status, out, _ = qualcode(
        "dossier", "confirm", "ger-jobb", first_quote("challenges"), "--person", "Eva Lund"
    )
    assert (status, "confirmed (challenges)" in out) == (0, True)
    status, out, _ = qualcode("dossier")
    assert "2 confirmed by people" in out
    page = Path("outputs/dossier/dossier.md").read_text("utf-8")
    assert "▲ ● — " in page
    assert "Eva Lund har placerat det här. Anteckning: Starkt" in page
    qualcode("dossier", "ban", "ger-jobb", id_, "--person", "Eva Lund")
    qualcode("dossier")
    assert first_quote() != id_
    qualcode("dossier", "withdraw", "ger-jobb", id_, "--person", "Eva Lund")
    assert len(choices.read(Path())[0]) == 4


def test_choices_lists_them_and_asks_for_an_eye_where_words_are_gone(qualcode):
    assert "Nobody has chosen anything yet." in qualcode("dossier", "choices")[1]
    qualcode("dossier")
    qualcode("dossier", "pin", "ger-jobb", first_quote(), "--person", "Eva Lund")
    status, out, _ = qualcode("dossier", "choices")
    assert (status, "pinned (supports)" in out, "exact" in out) == (0, True, True)
    path = Path("codebook/argumentation.yaml")
    path.write_text(path.read_text("utf-8").replace("ger-jobb", "skapar-jobb"), "utf-8")
    status, out, _ = qualcode("dossier", "choices")
    assert status == 12
    assert re.search(r"no such\b.*\n.*\bclaim", out)


def test_a_sheet_comes_back_with_what_was_chosen_in_it(qualcode, tmp_path):
    qualcode("dossier")
    book = load_workbook("outputs/dossier/dossier.xlsx")
    sheet = book["Citat"]
    keys = [cell.value for cell in sheet[1]]
    decision, claim = keys.index("decision") + 1, keys.index("claim_id") + 1
    own = [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, claim).value == "ger-jobb"]
    for row, said in zip(own, ["Fäst", "hör inte hit", "supports"], strict=False):
        sheet.cell(row, decision, said)
    book.save(tmp_path / "ifylld.xlsx")
    status, out, err = qualcode("dossier", "import", str(tmp_path / "ifylld.xlsx"), "--person", "Eva Lund")
    assert (status, out, err) == (0, "ifylld.xlsx: 3 new choices, 0 known before.\n", "")
    assert [(each.action, each.side) for each in choices.read(Path())[0]] == [
        ("pin", "supports"), ("stance", "neither"), ("stance", "supports"),
    ]  # fmt: skip
    status, out, _ = qualcode("dossier", "import", str(tmp_path / "ifylld.xlsx"), "--person", "Eva Lund")
    assert out == "ifylld.xlsx: 0 new choices, 3 known before.\n"
    sheet.cell(own[0], keys.index("text") + 1, "Något annat")
    sheet.cell(own[0], decision, "bannlys")
    book.save(tmp_path / "ifylld.xlsx")
    status, out, err = qualcode("dossier", "import", str(tmp_path / "ifylld.xlsx"), "--person", "Eva Lund")
    assert status == 12
    assert err.startswith(f"ifylld.xlsx:Citat:A{own[0]}: the quote was changed in the sheet.")
    sheet.cell(own[0], decision, "kanske")
    book.save(tmp_path / "ifylld.xlsx")
    status, _, err = qualcode("dossier", "import", str(tmp_path / "ifylld.xlsx"), "--person", "Eva Lund")
    assert (status, "“kanske” is no choice" in err) == (12, True)


def test_another_language_may_be_asked_for(qualcode):
    assert qualcode("dossier", "--lang", "en")[0] == 0
    assert Path("outputs/dossier/dossier.md").read_text("utf-8").startswith("# Grounds for the argument")
    status, _, err = qualcode("dossier", "--lang", "fi")
    assert (status, err) == (2, "there is no language 'fi'. There are: sv, en.\n")


def test_check_tells_problems_with_13_and_warnings_with_0(qualcode):
    status, out, err = qualcode("dossier", "check")
    assert (status, out.partition(";")[0]) == (
        0, "codebook/argumentation.yaml: OK. 1 hypothesis, 2 claims, 1 objection, 1 measure, 6 rules",
    )  # fmt: skip
    assert err == (
        "Warning: codebook/argumentation.yaml:25:41: no source has 'politiker'."
        " There are: ungdom, boende, forskare, förening.\n"
    )
    path = Path("codebook/argumentation.yaml")
    path.write_text(path.read_text("utf-8").replace("codes: [jobb]", "codes: [jobbb]"), "utf-8")
    status, out, err = qualcode("dossier", "check")
    assert (status, out) == (13, "")
    assert err.splitlines() == [
        "codebook/argumentation.yaml:27:17: there is no code 'jobbb'. Did you mean 'jobb'?",
        "codebook/argumentation.yaml:31:17: there is no code 'jobbb'. Did you mean 'jobb'?",
        "2 problems.",
    ]
    assert qualcode("dossier")[0] == 13


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("dossier", "--run", "2020-01-01_00-00-00"), 2, "there is no run '2020-01-01_00-00-00'."),
        (("dossier", "pin", "ger-job", "p1", "--person", "E"), 2, "Did you mean 'ger-jobb'?"),
        (("dossier", "pin", "ger-jobb", "p1", "--person", "E"), 2, "there is no quote 'p1'."),
        (("dossier", "pin", "ger-jobb", "p1", "--person", " "), 2, "choices need a name."),
        (("dossier", "import", "saknas.xlsx", "--person", "E"), 12, "the workbook cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(qualcode, arguments, status, said):
    found, _, err = qualcode(*arguments)
    assert found == status
    assert said in err
    assert "Traceback" not in err


def test_a_study_without_argumentation_or_run_is_told_so(qualcode):
    shutil.rmtree("outputs")
    status, _, err = qualcode("dossier")
    assert (status, "there is no run yet. Make one with `qualcode run`." in err) == (2, True)
    Path("codebook/argumentation.yaml").unlink()
    status, _, err = qualcode("dossier")
    assert (status, "codebook/argumentation.yaml: the study has no argumentation." in err) == (2, True)


def test_a_codebook_that_changed_since_the_run_is_told(qualcode):
    path = Path("codebook/forstudie.yaml")
    path.write_text(
        path.read_text("utf-8").replace("definition: Arbete.", "definition: Allt arbete."), "utf-8"
    )
    assert qualcode("dossier")[0] == 0
    assert "Kodboken har ändrats sedan körningen" in Path("outputs/dossier/dossier.md").read_text("utf-8")
