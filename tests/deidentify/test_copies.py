"""Copies for sharing: a study of its own that comes in again with the same turns, speakers and times."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode import corpus, readers
from qualcode.deidentify import copies
from qualcode.deidentify.study_view import Deidentified
from qualcode.errors import OutputError
from qualcode.study import Study
from qualcode.transcript import Piece, Transcript, assemble

TIMED = """\
WEBVTT

00:00:01.250 --> 00:00:04.000
<v Karin>Hej Kajsa, vad heter du mer?</v>

00:00:05.000 --> 00:00:09.500
<v Kajsa>Alltså så här: jag heter Lindgren.</v>

00:01:10.000 --> 00:01:12.000
<v Karin>Tack.</v>
"""
SAID = """\
I: Hur är det?
Kajsa: VIKTIGT: det är bra.
Men dyrt.
I: Jaha?
Kajsa: * och # och 1. och [ohörbart 12:30] så.
"""
NOTES = """\
# Möte med Kajsa Lindgren

## Trygghet

- Bättre ljus
- Kajsa: ring 070-174 06 31

## Jobb

- Lokala jobb
"""


def told(transcript: Transcript) -> list[tuple]:
    return [
        (turn.kind, turn.speaker, turn.role, turn.begins, turn.ends, transcript.words(turn))
        for turn in transcript.turns
    ]


def copied(folder: Path) -> tuple[Deidentified, Path, list[str]]:
    study = Study.open(folder)
    view = Deidentified(study, corpus.survey(study))
    target = folder / "deidentified"
    return view, target, copies.write(view.study, view.work().transcripts.values(), target)


def test_copies_come_in_again_as_they_were(make_study) -> None:
    folder = make_study(
        {"Kajsa.vtt": TIMED, "Kajsa.txt": SAID, "möte.md": NOTES},
        metadata="fil;intervjuare;plats\nKajsa.vtt;Karin Ekdal;Alby\n",
    )
    view, target, changed = copied(folder)
    assert changed == []
    again = Study.open(target)
    survey = corpus.survey(again)
    assert sorted(survey.sources) == ["[Person 1].txt", "[Person 1].vtt.txt", "möte.txt"]
    by_copy = dict(
        zip(
            ["[Person 1].txt", "[Person 1].vtt.txt", "möte.txt"],
            ["[Person 1].txt", "[Person 1].vtt", "möte.md"],
            strict=True,
        )
    )
    for copy, path in survey.sources.items():
        read = readers.read(path, copy, again.source_settings(copy), survey.attributes[copy])
        assert told(read) == told(view.transcript(by_copy[copy])), copy
    timed = view.transcript("[Person 1].vtt")
    assert [(turn.speaker, turn.role, turn.begins, turn.ends) for turn in timed.turns][:2] == [
        ("[Person 2]", "interviewer", 1.25, 4.0),
        ("[Person 1]", "respondent", 5.0, 9.5),
    ]
    assert survey.attributes["[Person 1].vtt.txt"] == {"intervjuare": "[Person 2]", "plats": "Alby"}
    everything = "".join(path.read_text("utf-8") + path.name for path in target.rglob("*") if path.is_file())
    assert "Kajsa" not in everything and "070" not in everything and "Karin" not in everything
    assert "inte anonymt" in everything


def test_earlier_copies_are_replaced_and_anything_else_is_not(make_study) -> None:
    folder = make_study({"a.txt": "I: Hur?\nKajsa: Bra.\n", "b.txt": "I: Hur?\nR: Bra.\n"})
    copied(folder)
    (folder / "corpus" / "b.txt").unlink()
    copied(folder)
    assert [path.name for path in (folder / "deidentified" / "corpus").iterdir()] == ["a.txt"]
    (folder / "deidentified" / "study.yaml").write_text("title: Min egen\n", "utf-8")
    with pytest.raises(OutputError, match="something else"):
        copied(folder)
    assert (folder / "deidentified" / "study.yaml").read_text("utf-8") == "title: Min egen\n"


def test_a_copy_that_does_not_come_back_the_same_is_told(make_study) -> None:
    study = Study.open(make_study({}))
    odd = assemble(
        "udda.txt", [Piece("# ingen rubrik", kind="paragraph"), Piece("- ingen lista", kind="paragraph")]
    )
    assert copies.write(study, [odd], study.root / "ut") == ["udda.txt"]
    assert "# ingen rubrik" in (study.root / "ut" / "corpus" / "udda.txt").read_text("utf-8")


def test_the_same_study_gives_the_same_copies(make_study) -> None:
    folder = make_study({"Kajsa.txt": SAID, "Björn.txt": SAID.replace("Kajsa", "Björn")})
    _, target, _ = copied(folder)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    copied(folder)
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before


SURVEY = (
    "nr;namn;telefon;Vad tycker du om området?;Beskriv vad som saknas\r\n"
    "1;Kajsa Lindgren;070-174 06 31;Bra, säger Mehmet.;\r\n"
    "2;Omar Haddad;;Mörkt på kvällen.;Fler lampor\r\n"
    '3;;070-174 06 32;"Två rader.\nOmar Haddad vet mer.";Bänkar\r\n'
)


def all_told(transcript: Transcript) -> list[tuple]:
    return [
        (turn.kind, turn.speaker, turn.section, turn.attributes, transcript.words(turn))
        for turn in transcript.turns
    ]


def test_a_copy_of_a_survey_is_a_table_with_the_same_columns(make_study) -> None:
    texts = "text_columns: [Vad tycker du om området?, Beskriv vad som saknas]"
    folder = make_study({"enkät.csv": SURVEY}, settings=f"sources: {{enkät.csv: {{{texts}}}}}\n")
    view, target, changed = copied(folder)
    copy = target / "corpus" / "enkät.csv"
    lines = copy.read_text("utf-8-sig").splitlines()
    assert changed == []
    assert sorted(lines[0].split(";")) == sorted(SURVEY.split("\r\n")[0].split(";"))
    assert lines[1] == "1;[Person 1];[Telefon 1];Bra, säger [Person 3].;"
    again = Study.open(target)
    read = readers.read(copy, "enkät.csv", again.source_settings("enkät.csv"), {})
    assert all_told(read) == all_told(view.transcript("enkät.csv"))
    assert read.turns[1].attributes == {"nr": "2", "namn": "[Person 2]", "telefon": ""}


@pytest.mark.parametrize("answer", ["=SUMMA(A1) säger Kajsa Lindgren", "-40 grader var det"])
def test_a_cell_that_would_be_run_as_a_formula_is_words_in_a_workbook(make_study, answer: str) -> None:
    from openpyxl import load_workbook

    folder = make_study({"enkät.csv": SURVEY.replace("Mörkt på kvällen.", answer)})
    _, target, changed = copied(folder)
    sheet = load_workbook(target / "corpus" / "enkät.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert changed == [] and all(cell.data_type == "s" for cell in cells)
    assert answer.replace("Kajsa Lindgren", "[Person 1]") in [cell.value for cell in cells]
    before = (target / "corpus" / "enkät.xlsx").read_bytes()
    copied(folder)
    assert (target / "corpus" / "enkät.xlsx").read_bytes() == before


def test_sheets_of_a_workbook_stay_apart(make_study) -> None:
    import xlsxwriter

    folder = make_study({})
    with xlsxwriter.Workbook(str(folder / "corpus" / "lappar.xlsx")) as book:
        for name, said in (("Alby", "Kajsa Lindgren vill ha ljus."), ("Fittja", "Bänkar vid vattnet.")):
            sheet = book.add_worksheet(name)
            for number, row in enumerate((("grupp", "lapp"), ("1", said), ("2", "Tryggare väg hem."))):
                sheet.write_row(number, 0, row)
    view, target, changed = copied(folder)
    assert changed == []
    again = Study.open(target)
    read = readers.read(
        target / "corpus" / "lappar.xlsx", "lappar.xlsx", again.source_settings("lappar.xlsx"), {}
    )
    assert all_told(read) == all_told(view.transcript("lappar.xlsx"))
    assert {turn.section for turn in read.turns} == {("Alby", "lapp"), ("Fittja", "lapp")}


def test_lines_in_small_letters_of_one_speaker_stay_apart_and_whole(make_study) -> None:
    said = "i: var bor du\nr: hos min bror yonas\nr: yonas är snäll\ni: och sen\nr: sen flyttade jag\n"
    folder = make_study({"små.txt": said})
    view, _, changed = copied(folder)
    assert changed == []
    made = view.transcript("små.txt")
    assert made.words(made.turns[1]) == "hos min bror [Person 1]\n[Person 1] är snäll"
