"""Whole runs of a study with planted identifiers: nothing that is written or said gives one away."""

from __future__ import annotations

import csv
import json
import re
import zlib
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from qualcode import run
from qualcode.deidentify import passphrase
from qualcode.errors import PassphraseError
from qualcode.study import Settings, Study

PLANTED = (
    "Kajsa", "Lindgren", "Karin", "Ekdal", "Mehmet", "Zizzo", "Torbjörn", "Rosenkvist", "Tomtbergavägen",
    "noll sju", "174 06", "070-174", "kajsa@", "880231", "2391", "Mesopotamien", "Krögaren", "Yllka",
    "Wallgren", "Shamiram",
)  # fmt: skip
"""Parts of identifiers, none of which may be met in anything that a run makes."""
KAJSA = """\
# Samtal med Kajsa Lindgren
Karin: Hej Kajsa, hur är det att söka jobb här?
Kajsa: Jag heter Kajsa Lindgren och bor på Tomtbergavägen 12 B, 3 tr. Jag söker jobb varje dag.
Karin: Vad säger Mehmet på Föreningen Mesopotamien om jobb i Kvarteret Krögaren?
Kajsa: Mehmets bror Yllka fick anställning. Ring på noll sju noll ett sju fyra noll sex två tre om jobb.
Karin: Och du har 070-174 06 31 och kajsa@example.se fortfarande? Personnumret är 880231-2391 va?
Kajsa: Ja. Yllkas jobb är hos Rosenkvist, Torbjörn Rosenkvist. Zizzo kallas han.
"""
OTHER = "KE: Berätta om jobb.\nMW: Kajsa Lindgren söker jobb. Och Shamiram söker jobb varje dag.\n"
METADATA = (
    "fil;intervjuare;respondent;plats;anteckning\n"
    "Intervju Kajsa Lindgren.txt;Karin Ekdal;Kajsa Lindgren;Alby;Ring Kajsa, 070-174 06 31\n"
    "andra.txt;Karin Ekdal;Margareta Wallgren;Alby;\n"
    "Samtal Torbjörn Rosenkvist.txt;;;;\n"
)
LIST = "organizations: [Föreningen Mesopotamien]\nplaces: [Kvarteret Krögaren]\n"
SETTINGS = """\
title: Studien med Kajsa Lindgren
sources:
  Intervju Kajsa Lindgren.txt: {roles: {Kajsa: respondent}, rename: {Karin: Karin Ekdal}}
"""
FILES = {
    "Intervju Kajsa Lindgren.txt": KAJSA,
    "andra.txt": OTHER,
    "Brev till Kajsa Lindgren.xyz": "Hej",
    "Utkast Mehmet.txt": " ",
}


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory):
    """A finished run, made once; with what was there before it."""
    from qualcode.deidentify import passphrase

    folder = tmp_path_factory.mktemp("avid") / "studie"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(passphrase.VARIABLE, "en hemlig fras")
        for name in ("corpus", "codebook"):
            (folder / name).mkdir(parents=True)
        from_tests = Path(__file__).with_name("conftest.py").read_text("utf-8")
        codebook = re.search(r'CODEBOOK = """\\\n(.*?)"""', from_tests, re.DOTALL).group(1)
        (folder / "codebook" / "forstudie.yaml").write_text(codebook, "utf-8")
        for name, text in FILES.items():
            (folder / "corpus" / name).write_text(text, "utf-8")
        (folder / "corpus" / "metadata.csv").write_text(METADATA, "utf-8")
        (folder / "deidentify.yaml").write_text(LIST, "utf-8")
        (folder / "study.yaml").write_text("deidentify: false\n", "utf-8")
        identified = run.run(Study.open(folder), direct=True)
        had_names = "Kajsa" in (identified.folder / "segments.csv").read_text("utf-8")
        had_cache = (folder / ".qualcode" / "cache").is_dir()
        for path in sorted(identified.folder.rglob("*"), reverse=True):
            path.unlink()
        identified.folder.rmdir()
        (folder / "study.yaml").write_text(f"deidentify: true\n{SETTINGS}", "utf-8")
        finished = run.run(Study.open(folder), direct=True)
        assert had_names and had_cache
        yield folder, finished


def contents(folder: Path) -> dict[str, str]:
    """Everything in a folder as text: what stands in archives unpacked, file names too."""
    found: dict[str, str] = {}
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        if is_zipfile(path):
            with ZipFile(path) as archive:
                for inside in archive.namelist():
                    found[f"{name}/{inside}"] = inside + archive.read(inside).decode("utf-8", "replace")
        for packed in (
            data,
            data[16:],
        ):  # a DocBin, by itself and behind the digest of what is kept of stages
            with suppress(zlib.error):
                data = zlib.decompress(packed)
        name = re.sub(r"(?<=[-/])[0-9a-f]{32}$", "(hash)", name)
        found.setdefault(name, "")
        found[name] += name + data.decode("utf-8", "replace")
    return found


def leaks(folder: Path) -> list[tuple[str, str]]:
    return [
        (name, word)
        for name, text in contents(folder).items()
        for word in PLANTED
        if word.casefold() in text.casefold() or json.dumps(word)[1:-1].casefold() in text.casefold()
    ]


def test_no_output_gives_an_identifier_away(studied) -> None:
    _, finished = studied
    assert len(contents(finished.folder)) > 20
    assert leaks(finished.folder) == []


def test_nothing_that_is_kept_between_runs_does_either(studied) -> None:
    folder, _ = studied
    assert leaks(folder / ".qualcode") == []
    assert not (folder / ".qualcode" / "cache").exists()
    key = (folder / "keys" / "deidentification.key").read_bytes()
    assert b"Kajsa" not in key


def test_what_the_terminal_says_does_not_either(studied) -> None:
    _, finished = studied
    told = "\n".join([*finished.warnings, *finished.problems])
    assert "metadata.csv" in told and ".xyz" in told and finished.exit_status == 3
    assert not [word for word in PLANTED if word.casefold() in told.casefold()]


def test_the_originals_are_as_they_were(studied) -> None:
    folder, _ = studied
    assert {
        path.name: path.read_text("utf-8")
        for path in (folder / "corpus").glob("*.*")
        if path.suffix != ".csv"
    } == FILES


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_one_person_has_one_pseudonym_everywhere_with_the_genitive_kept(studied) -> None:
    _, finished = studied
    segments = rows(finished.folder / "segments.csv")
    kajsa = {row["source"] for row in segments if row["speaker"] == "[Person 1]"}
    assert kajsa == {"Intervju [Person 1].txt"}
    words = "\n".join(row["text"] for row in segments)
    assert "Jag heter [Person 1] och bor på [Adress 1]." in words
    assert re.search(r"\[Person \d+\]s bror \[Person \d+\] fick anställning", words)
    assert "[Person 1] söker jobb." in words  # in the other source
    assert "[Organisation 1]" in words and "[Plats 1]" in words and "[Personnummer 1]" in words
    assert "[E-post 1]" in words and "[Telefon 1]" in words and "[Telefon 2]" in words
    interviewers = {row["speaker"] for row in segments if row["role"] == "interviewer"}
    assert len(interviewers) == 1 and interviewers.pop().startswith("[Person ")
    assert {row["plats"] for row in segments} == {"Alby"}


def test_quotes_are_exact_on_the_deidentified_text(studied) -> None:
    from spacy.tokens import DocBin

    from qualcode.nlp import build_pipeline

    _, finished = studied
    nlp = build_pipeline(Settings(), language="sv")
    docs = DocBin().from_disk(finished.folder / "codings.spacy").get_docs(nlp.vocab)
    texts = {doc.spans["turns"].attrs["source"]: doc.text for doc in docs}
    quotes = rows(finished.folder / "quotes.csv")
    assert len(quotes) >= 3
    for quote in quotes:
        assert texts[quote["source"]][int(quote["start"]) : int(quote["end"])] == quote["text"]


def test_the_page_the_sheets_and_the_manifest_say_what_is_left(studied) -> None:
    _, finished = studied
    page = (finished.folder / "report.html").read_text("utf-8")
    assert "Avidentifierat, inte anonymt" in page and "Kvar står allt annat som sägs" in page
    assert (
        "Det är inte anonymt"
        in json.loads((finished.folder / "manifest.json").read_text("utf-8"))["warnings"][0]
    )
    assert "Kvar står allt annat" in (finished.folder / "quotes.md").read_text("utf-8")
    everything = " ".join(contents(finished.folder).values()).casefold()
    assert "anonymiserad" not in everything and "anonymized" not in everything


def test_the_review_list_shows_what_was_replaced_where_and_by_which_rule(studied) -> None:
    folder, _ = studied
    listed = rows(folder / "keys" / "review.csv")
    told = {(row["står i källan"], row["utbytt mot"], row["plats"], row["funnet genom"]) for row in listed}
    assert ("Kajsa Lindgren", "[Person 1]", "filnamn", "filnamn") in told
    assert ("Kajsa Lindgren", "[Person 1]", "text", "presenteras med namn") in told
    assert ("Kajsa", "[Person 1]", "talare", "talaretikett") in told
    assert any(place == "anteckning" and what == "070-174 06 31" for what, _, place, _ in told)
    assert is_zipfile(folder / "keys" / "review.xlsx")


def test_a_study_that_has_not_changed_needs_no_passphrase(studied, monkeypatch) -> None:
    folder, _ = studied
    monkeypatch.delenv(passphrase.VARIABLE)
    passphrase._asked.clear()
    again = run.run(Study.open(folder), direct=True, force=True)
    assert not again.unchanged and again.cached["read"] == 2
    with (folder / "corpus" / "andra.txt").open("a", encoding="utf-8") as file:
        file.write("KE: Och du?\n")
    try:
        with pytest.raises(PassphraseError):
            run.run(Study.open(folder), direct=True)
    finally:
        (folder / "corpus" / "andra.txt").write_text(OTHER, "utf-8")
        for path in sorted(again.folder.rglob("*"), reverse=True):
            path.unlink()
        again.folder.rmdir()


def test_pseudonyms_keep_their_numbers_when_a_source_comes_first_in_order(studied) -> None:
    folder, finished = studied
    (folder / "corpus" / "0 Nadia.txt").write_text(
        "I: Vem?\nNadia: Jag heter Nadia. Kajsa Lindgren söker jobb.\n", "utf-8"
    )
    try:
        later = run.run(Study.open(folder), direct=True)
    finally:
        (folder / "corpus" / "0 Nadia.txt").unlink()
    before = {row["text"] for row in rows(finished.folder / "segments.csv")}
    after = {row["text"] for row in rows(later.folder / "segments.csv")}
    assert before <= after
    assert any("[Person 1] söker jobb." in text for text in after - before)


def test_what_another_source_teaches_changes_a_source_that_has_not_changed(make_study) -> None:
    folder = make_study({"a.txt": "I: Söker du jobb?\nR: Det var det som Strand sa om jobb.\n"})
    first = run.run(Study.open(folder), direct=True)
    assert "som Strand sa om jobb" in (first.folder / "segments.csv").read_text("utf-8")
    (folder / "corpus" / "b.txt").write_text("I: Och du?\nR: Jag heter Zizzo Strand.\n", "utf-8")
    second = run.run(Study.open(folder), direct=True)
    assert "Strand" not in (second.folder / "segments.csv").read_text("utf-8")


def test_where_the_passphrase_lies_is_not_told_in_outputs(make_study, monkeypatch) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    folder = make_study({"a.txt": "I: Hej?\nR: Jag söker jobb.\n"})
    (folder / "kajsas fras.txt").write_text("en hemlig fras", "utf-8")
    (folder / "study.yaml").write_text("deidentify: {passphrase_file: kajsas fras.txt}\n", "utf-8")
    assert "kajsas" not in (run.run(Study.open(folder), direct=True).folder / "manifest.json").read_text(
        "utf-8"
    )


def test_what_a_survey_says_of_its_rows_is_de_identified_too(make_study) -> None:
    survey = (
        "Namn;Område;Vad skulle göra störst skillnad för dig här?\n"
        "Kajsa Lindgren;Alby;Att Torbjörn Rosenkvist gav min bror ett jobb. Han har sökt jobb i flera år.\n"
        "Mehmet Zizzo;Fittja;Jag söker jobb varje dag och det finns inga jobb här för en som är trettio år.\n"
    )
    folder = make_study({"enkät Yllka.csv": survey})
    finished = run.run(Study.open(folder), direct=True)
    assert leaks(finished.folder) == [] and leaks(folder / ".qualcode") == []
    with (finished.folder / "segments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["Område"] for row in rows] == ["Alby", "Fittja"]
    assert all(re.fullmatch(r"\[Person \d+\]", row["Namn"]) for row in rows)
    assert len({row["Namn"] for row in rows}) == 2
    told = (folder / "keys" / "review.csv").read_text("utf-8-sig")
    assert "Kajsa Lindgren" in told and "Mehmet Zizzo" in told


def test_a_second_process_is_told_nothing_that_identifies(make_study, monkeypatch) -> None:
    from qualcode.writers import apart

    monkeypatch.setattr(apart, "ENOUGH", 1)
    monkeypatch.setattr(apart, "processors", lambda: 2)
    folder = make_study({name: FILES[name] for name in ("Intervju Kajsa Lindgren.txt", "andra.txt")})
    (folder / "deidentify.yaml").write_text(LIST, "utf-8")
    run.run(Study.open(folder), direct=True)
    book = folder / "codebook" / "forstudie.yaml"
    book.write_text(book.read_text("utf-8").replace("[jobb, anställning]", "[jobb, praktik]"), "utf-8")
    finished = run.run(Study.open(folder), direct=True)
    assert not finished.unchanged and finished.cached["annotate"] == 2
    assert leaks(finished.folder) == [] and leaks(folder / ".qualcode") == []
    assert not (folder / ".qualcode" / "cache").exists()
