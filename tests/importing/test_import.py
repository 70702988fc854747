"""What ``qualcode import`` shows of a corpus, and what a person can put right by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from qualcode import cli
from qualcode.errors import SettingsError
from qualcode.importing.arrived import Arrived, take_in
from qualcode.importing.as_json import as_json
from qualcode.importing.overrides import overrides
from qualcode.importing.samples import first_words
from qualcode.importing.shown import in_full
from qualcode.study import Settings, Study

TALK = """\
Mira: Hej Sten! Hur började det?
Sten: Hyran: den gick inte att betala. Alltså så här.
Problemet: ingen visste.
Mira: Vad gjorde du då?
Sten: Jag ringde, mejlade, gick dit. En sten i skon var det.
Mira: Och svaret?
Sten: Kom inget.
Stenn: Eller jo, i maj.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "study.yaml").write_text("title: Prov\n", "utf-8")
    (tmp_path / "corpus" / "samtal.txt").write_text(TALK, "utf-8")
    return tmp_path


@pytest.fixture
def one(folder: Path) -> Arrived:
    return take_in(Study.open(folder), "samtal.txt").sources[0]


def _qualcode(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        cli.main(["import", *arguments])
    shown = capsys.readouterr()
    return int(left.value.code or 0), shown.out, shown.err


def test_speakers_come_with_role_turns_and_words(one: Arrived) -> None:
    assert [(voice.label, voice.role, voice.turns) for voice in one.voices] == [
        ("Mira", "interviewer", 3),
        ("Sten", "respondent", 3),
        ("Stenn", "respondent", 1),
    ]
    assert one.voices[2].words == 4
    assert (one.format, one.encoding) == (".txt", "utf-8")


def test_what_looks_like_a_label_and_is_none_is_told_with_its_line(one: Arrived) -> None:
    passed = {doubt.label: doubt for doubt in one.doubts if not doubt.taken}
    assert passed["Problemet"].line == 3
    assert "Mira" not in passed and "Sten" not in passed


def test_a_speaker_that_may_be_none_is_told(one: Arrived) -> None:
    assert [(doubt.label, doubt.why) for doubt in one.doubts if doubt.taken] == [
        ("Sten", "word"),
        ("Stenn", "once"),
    ]


def test_a_label_that_is_passed_over_though_its_speaker_is_known_comes_first(folder: Path) -> None:
    said = TALK + "[Mira] Det här kom med i fel turn.\n"
    (folder / "corpus" / "samtal.txt").write_text(said, "utf-8")
    first = take_in(Study.open(folder), "samtal").sources[0].doubts[0]
    assert (first.label, first.taken, first.line, first.why) == ("Mira", False, 9, "elsewhere")


def test_the_lines_for_the_settings_are_valid_and_put_it_right(folder: Path, one: Arrived) -> None:
    lines = yaml.safe_load(overrides(one))
    assert lines["sources"]["samtal.txt"]["rename"] == {"Stenn": "Sten"}
    (folder / "study.yaml").write_text(overrides(one), "utf-8")
    again = take_in(Study.open(folder), "samtal.txt").sources[0]
    assert [(voice.label, voice.role) for voice in again.voices] == [
        ("Mira", "interviewer"),
        ("Sten", "respondent"),
    ]
    assert not {key for key, _ in again.warnings} & {"interviewer_guessed", "label_spelled_like"}


def test_a_label_of_two_letters_that_yaml_could_take_for_something_else_stays_one(folder: Path) -> None:
    said = "NO: Hur är det?\nAB: Bra.\nNO: Varför?\nAB: Vet ej.\nNO: Jaså?\nAB: Ja.\n"
    (folder / "corpus" / "samtal.txt").write_text(said, "utf-8")
    source = take_in(Study.open(folder)).sources[0]
    assert set(yaml.safe_load(overrides(source))["sources"]["samtal.txt"]["roles"]) == {"NO", "AB"}


def test_the_columns_of_a_table_can_be_put_right(folder: Path) -> None:
    rows = "Id;Område;Vad saknar du?\n1;Alby;En cykelväg som går hela vägen.\n2;Fittja;Jobb, bara.\n"
    (folder / "corpus" / "svar.csv").write_text(rows, "utf-8")
    source = take_in(Study.open(folder), "svar.csv").sources[0]
    assert yaml.safe_load(overrides(source))["sources"]["svar.csv"] == {"text_columns": ["Vad saknar du?"]}


def test_a_remark_in_brackets_is_in_no_doubt(folder: Path) -> None:
    (folder / "corpus" / "samtal.txt").write_text("I: Jaha?\nR: Ja.\n[skratt]\nI: Nå?\nR: Nej.\n", "utf-8")
    assert take_in(Study.open(folder)).sources[0].doubts == ()


def test_nothing_is_to_be_put_right_where_nothing_is_in_doubt(folder: Path) -> None:
    (folder / "corpus" / "samtal.txt").write_text("I: Hur är det?\nR: Bra.\nI: Jo?\nR: Ja.\n", "utf-8")
    source = take_in(Study.open(folder)).sources[0]
    assert (source.doubts, overrides(source)) == ((), "")


def test_times_sections_encoding_and_what_was_left_out_are_told(folder: Path) -> None:
    cues = (
        "WEBVTT\n\nNOTE kolla\n\n00:01.000 --> 00:04.500\n<v Mira>Hej.\n\n00:05.000 --> 00:09.000\n<v Åsa>Ja."
    )
    (folder / "corpus" / "möte.vtt").write_text(cues, "utf-8-sig")
    (folder / "corpus" / "lappar.md").write_text(
        "# Bord 1\n\n- Mer ljus\n- Bänkar\n\n## Sedan\n\n- Jobb\n", "utf-8"
    )
    by_name = {source.name: source for source in take_in(Study.open(folder)).sources}
    meeting, notes = by_name["möte.vtt"], by_name["lappar.md"]
    assert meeting.times == (1.0, 9.0, 2)
    assert meeting.encoding == "utf-8 with its mark"
    assert [key for key, _ in meeting.left_out] == ["comments_left_out"]
    assert notes.sections == [(("Bord 1",), 2), (("Bord 1", "Sedan"), 1)]
    assert notes.kinds == {"note": 3, "heading": 2}


def test_a_source_is_found_by_as_much_of_its_name_as_is_its_own(folder: Path) -> None:
    (folder / "corpus" / "väst").mkdir()
    (folder / "corpus" / "väst" / "intervju Öst.txt").write_text("A: Hej?\nB: Ja.\nA: Jo?\n", "utf-8")
    study = Study.open(folder)
    for called in (
        "väst/intervju Öst.txt",
        "corpus/väst/intervju Öst.txt",
        "INTERVJU öst",
        "intervju O\u0308st.txt",
    ):
        assert [source.name for source in take_in(study, called).sources] == ["väst/intervju Öst.txt"]
    with pytest.raises(SettingsError, match=r"samtal\.txt"):
        take_in(study, "samtla")
    with pytest.raises(SettingsError, match="may be any of 2"):
        take_in(study, "t")


def test_the_command_shows_each_source_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    status, out, _ = _qualcode("--check", "--study", str(folder), capsys=capsys)
    assert status == 0
    for told in (
        "samtal.txt",
        "Mira",
        "interviewer",
        "Problemet (line 3",
        "study.yaml:",
        "rename: {Stenn: Sten}",
    ):
        assert told in out
    assert "Hej Sten! Hur började det?" in out
    assert sorted(folder.rglob("*")) == before


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "corpus" / "[tom].txt").write_text("", "utf-8")
    status, out, err = _qualcode("--study", str(folder), capsys=capsys)
    assert status == 3
    assert "samtal.txt" in out
    assert "[tom].txt: The file is empty" in err


def test_a_corpus_of_which_nothing_comes_in_is_said_to_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "corpus" / "samtal.txt").write_text("", "utf-8")
    status, _, err = _qualcode("--study", str(folder), capsys=capsys)
    assert status == 7
    assert "samtal.txt: The file is empty" in err


def test_programs_get_the_same_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "corpus" / "tom.txt").write_text("", "utf-8")
    status, out, _ = _qualcode("--json", "--study", str(folder), capsys=capsys)
    told = json.loads(out)
    assert status == 3
    assert told["failed"][0]["source"] == "tom.txt" and told["failed"][0]["reason"] == "empty"
    source = told["sources"][0]
    assert source["pieces"] == {"speech": 7}
    assert source["speakers"][0] == {"label": "Mira", "role": "interviewer", "turns": 3, "words": 11}
    assert source["samples"][0]["words"] == "Hej Sten! Hur började det?"


def test_only_first_words_are_shown() -> None:
    assert first_words("ett två tre " * 20).endswith(" …")
    assert len(first_words("x" * 500)) <= 73


def test_of_a_deidentified_study_no_name_and_no_word_is_shown(folder: Path) -> None:
    class Deidentified(Settings):
        deidentify: bool = True

    (folder / "corpus" / "metadata.csv").write_text("fil;intervjuare\nsamtal.txt;Mira\n", "utf-8")
    (folder / "corpus" / "samtal.txt").write_text(f"# Hemma hos Sten\n\n{TALK}", "utf-8")
    intake = take_in(Study(folder, Deidentified()))
    console = Console(record=True, width=200)
    in_full(intake.sources[0], console)
    shown = console.export_text() + as_json(intake)
    assert "Speaker 2" in shown and "Heading 1" in shown and "respondent" in shown
    assert overrides(intake.sources[0]) == ""
    for said in ("Mira", "Sten", "Hyran", "Problemet", "Hemma"):
        assert said not in shown
