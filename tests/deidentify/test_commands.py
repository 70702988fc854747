"""``qualcode deidentify`` and ``qualcode reidentify`` as a user meets them."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest

from qualcode import cli, run
from qualcode.deidentify import passphrase
from qualcode.study import Study

SAID = """\
I: Söker du jobb?
Kajsa: Jag söker jobb varje dag, säger jag till Mehmets bror. Jag heter Kajsa Lindgren.
"""


def qualcode(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    return left.value.code or 0


@pytest.fixture
def folder(make_study) -> Path:
    return make_study({"Kajsa Lindgren.txt": SAID}, settings="runner: {mode: direct}\n")


def test_deidentify_writes_copies_and_a_review_list_and_says_what_is_left(folder: Path, capsys) -> None:
    assert qualcode("deidentify", folder) == 0
    told = capsys.readouterr().out
    assert "Replaced: Person 4" in told
    assert "family, events, places" in told.replace("\n", " ")
    assert (folder / "deidentified" / "corpus" / "[Person 1].txt").read_text("utf-8") == (
        "I: Söker du jobb?\n\n[Person 1]: Jag söker jobb varje dag, säger jag till [Person 2]s bror."
        " Jag heter [Person 1].\n"
    )
    assert {path.name for path in (folder / "keys").iterdir()} == {
        ".gitignore", "deidentification.key", "review.csv", "review.xlsx",
    }  # fmt: skip
    assert "Kajsa" not in told


def test_deidentify_works_on_a_study_that_does_not_ask_for_it(folder: Path) -> None:
    (folder / "study.yaml").write_text("", "utf-8")
    assert qualcode("deidentify", folder, "--to", folder / "delas", "--review") == 0
    assert not (folder / "delas").exists() and (folder / "keys" / "review.csv").exists()


def test_a_source_that_cannot_be_read_is_told_by_its_pseudonym(folder: Path, capsys) -> None:
    (folder / "corpus" / "Yusuf Kaya.txt").write_bytes(b"")
    assert qualcode("deidentify", folder) == 3
    told = capsys.readouterr()
    assert "[Person 2].txt: " in told.err and "Yusuf" not in told.err + told.out


def first_quote(folder: Path) -> str:
    with (run.runfolder.latest(Study.open(folder)) / "quotes.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        return next(csv.DictReader(file, delimiter=";"))["id"]


def test_a_quote_is_turned_back_to_the_letter(folder: Path, capsys) -> None:
    assert qualcode("run", folder) == 0
    identity = first_quote(folder)
    capsys.readouterr()
    assert qualcode("reidentify", identity, "--study", folder) == 0
    told = capsys.readouterr()
    assert told.out == (
        "Kajsa Lindgren: Jag söker jobb varje dag, säger jag till Mehmets bror. Jag heter Kajsa Lindgren.\n"
        "(Kajsa Lindgren.txt, tur 2, rad 2)\n"
    )
    assert told.err == ""
    # A run of an earlier version of the source can still be turned back.
    (folder / "corpus" / "Kajsa Lindgren.txt").write_text("I: Fatima, söker du?\n" + SAID, "utf-8")
    old = run.runfolder.latest(Study.open(folder))
    assert qualcode("run", folder) == 0
    capsys.readouterr()
    assert qualcode("reidentify", identity, "--study", folder, "--run", old) == 0
    assert "säger jag till Mehmets bror" in capsys.readouterr().out


def test_any_text_is_turned_back_by_whole_names(folder: Path, capsys, monkeypatch, tmp_path: Path) -> None:
    assert qualcode("deidentify", folder) == 0
    capsys.readouterr()
    text = "Så sa [Person 1] om [Person 2]s bror, men inte [Person 77] och [ohörbart 3]."
    back = "Så sa Kajsa Lindgren om Mehmets bror, men inte [Person 77] och [ohörbart 3]."
    assert qualcode("reidentify", text, "--study", folder) == 0
    assert capsys.readouterr().out == back + "\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))
    assert qualcode("reidentify", "-", "--study", folder) == 0
    assert capsys.readouterr().out == back
    (tmp_path / "text.txt").write_text(text, "utf-8")
    assert qualcode("reidentify", tmp_path / "text.txt", "--study", folder) == 0
    assert capsys.readouterr().out == back + "\n"


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        (
            lambda folder, patch: patch.setenv(passphrase.VARIABLE, "fel fras helt"),
            10,
            "not the key's passphrase",
        ),
        (lambda folder, patch: patch.delenv(passphrase.VARIABLE), 10, "QUALCODE_PASSPHRASE"),
        (lambda folder, patch: (folder / "keys" / "deidentification.key").write_text("{"), 11, "is damaged"),
        (lambda folder, patch: (folder / "keys" / "deidentification.key").unlink(), 11, "has no key"),
    ],
)
def test_what_keeps_the_key_closed_is_told(
    folder: Path, capsys, monkeypatch, change, status: int, said: str
) -> None:
    qualcode("deidentify", folder)
    passphrase._asked.clear()
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    change(folder, monkeypatch)
    capsys.readouterr()
    assert qualcode("reidentify", "[Person 1]", "--study", folder) == status
    told = capsys.readouterr()
    assert said in told.err and "Kajsa" not in told.err + told.out and "Traceback" not in told.err


def test_a_quote_that_is_not_there_is_told(folder: Path, capsys) -> None:
    qualcode("deidentify", folder)
    assert qualcode("reidentify", "q0123456789ab", "--study", folder) == 2
    assert "there is no run yet." in " ".join(capsys.readouterr().err.split())
    assert qualcode("run", folder) == 0
    assert qualcode("reidentify", "q0123456789ab", "--study", folder) == 9
    assert "there is no quote q0123456789ab" in capsys.readouterr().err
    assert qualcode("reidentify", "q0123456789ab", "--study", folder, "--run", "1999") == 2
    assert "there is no run '1999'" in " ".join(capsys.readouterr().err.split())


def test_a_run_without_the_passphrase_ends_before_anything_is_written(
    folder: Path, capsys, monkeypatch
) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert qualcode("run", folder) == 10
    assert not (folder / "outputs").exists() and not (folder / "keys").exists()


def test_the_list_corrects_what_is_replaced(folder: Path, capsys) -> None:
    (folder / "deidentify.yaml").write_text("never: [Mehmet]\nalways: [bror]\n", "utf-8")
    assert qualcode("deidentify", folder) == 0
    (copy,) = (folder / "deidentified" / "corpus").glob("*.txt")
    text = copy.read_text("utf-8")
    assert "Mehmets [Person" in text


def test_kinds_that_are_kept_stay_and_stand_in_the_review_list(folder: Path) -> None:
    (folder / "corpus" / "b.txt").write_text("I: Nummer?\nKajsa: 070-174 06 31.\n", "utf-8")
    (folder / "study.yaml").write_text("deidentify: {keep: [phone]}\n", "utf-8")
    assert qualcode("deidentify", folder) == 0
    assert "[Person 1]: 070-174 06 31." in (folder / "deidentified" / "corpus" / "b.txt").read_text("utf-8")
    listed = (folder / "keys" / "review.csv").read_text("utf-8-sig")
    assert "kvar enligt inställning;Telefon;070-174 06 31;;telefonnummer" in listed


def test_who_is_in_no_source_any_more_can_be_dropped_from_the_key(folder: Path) -> None:
    from qualcode.deidentify.key import open_key

    (folder / "corpus" / "Yusuf Kaya.txt").write_text(
        "I: Hej.\nYusuf Kaya: Hej, ring 070-174 06 31.\n", "utf-8"
    )
    assert qualcode("deidentify", folder) == 0
    (folder / "corpus" / "Yusuf Kaya.txt").unlink()
    assert qualcode("deidentify", folder) == 0
    assert "Yusuf Kaya" in open_key(Study.open(folder)).names()
    assert qualcode("deidentify", folder, "--forget") == 0
    key = open_key(Study.open(folder))
    assert key.names() == ["Kajsa Lindgren", "Mehmet"] and key.called("phone", 1) is None
    (folder / "corpus" / "Nadia.txt").write_text("I: Hej.\nNadia: Hej.\n", "utf-8")
    assert qualcode("deidentify", folder) == 0
    assert open_key(Study.open(folder)).called("person", 4) == "Nadia"


def test_names_that_the_codebook_shows_are_warned_of(folder: Path, capsys) -> None:
    codebook = folder / "codebook" / "forstudie.yaml"
    codebook.write_text(
        codebook.read_text("utf-8").replace("Det finns inga jobb", "Kajsa Lindgren har inga jobb"), "utf-8"
    )
    assert qualcode("run", folder) == 0
    assert "1 names, numbers or addresses" in capsys.readouterr().err.replace("\n", " ")
