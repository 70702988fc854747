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
