"""What people decide holds in every run, whatever the machine says and whatever is edited."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode import run
from qualcode.decisions import Decision
from qualcode.job import Job
from qualcode.run import Finished
from qualcode.study import Study

Judge = Callable[..., Decision]
STAGES = ("read", "annotate", "encode", "decide")


def code(folder: Path) -> Finished:
    return run.run(Study.open(folder), direct=True)


def rows(finished: Finished, name: str = "codings.csv") -> list[dict[str, str]]:
    with (finished.folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def given(finished: Finished) -> dict[tuple[str, str], str]:
    """Coder by source and code."""
    return {(row["source"], row["code_id"]): row["coder"] for row in rows(finished)}


def manifest(finished: Finished) -> dict[str, object]:
    return json.loads((finished.folder / "manifest.json").read_text("utf-8"))  # type: ignore[no-any-return]


def tables(finished: Finished) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in finished.folder.iterdir()
        if path.name != "manifest.json"
    }


@pytest.fixture
def subcodes(small_study: Path) -> Path:
    """The study with a subcode of *jobb* that no machine gives."""
    book = small_study / "codebook" / "forstudie.yaml"
    more = "  - {id: vantan, name: Väntan, definition: Att vänta på jobb., parent: jobb}\n"
    book.write_text(book.read_text("utf-8") + more, "utf-8")
    return small_study


def test_a_no_takes_the_machines_coding_away_and_a_yes_adds_one(small_study: Path, judge: Judge) -> None:
    before = code(small_study)
    assert ("anna.txt", "jobb") in given(before) and ("cecilia.txt", "trygghet") not in given(before)
    judge(small_study, "anna.txt", "Jag har sökt jobb i två år. Det är tungt att vänta.", "jobb", "no")
    judge(
        small_study,
        "cecilia.txt",
        "Vi odlar tomater på gården. Barnen vattnar.",
        "trygghet",
        memo="mellan raderna",
    )
    after = code(small_study)
    assert not after.unchanged
    assert after.cached == dict.fromkeys(STAGES, 3)
    assert ("anna.txt", "jobb") not in given(after)
    assert given(after)["cecilia.txt", "trygghet"] == "Anna Ek"
    (row,) = [row for row in rows(after) if row["source"] == "cecilia.txt"]
    assert (row["score"], row["threshold"]) == ("", "")
    assert "Kodat av Anna Ek (2026-03-01)." in row["why"] and "mellan raderna" in row["why"]
    effect = {row["source"]: (row["machine"], row["given"]) for row in rows(after, "decisions.csv")}
    assert effect == {"anna.txt": ("1", "0"), "cecilia.txt": ("0", "1")}
    (unit,) = [row for row in rows(after, "matrix_segment_code.csv") if row["source"] == "cecilia.txt"]
    assert unit["trygghet"] == "1"
    told = manifest(after)["people"]
    assert isinstance(told, dict)
    assert {name: told[name] for name in ("decisions", "exact", "moved", "open", "gave", "removed")} == {
        "decisions": 2, "exact": 2, "moved": 0, "open": 0, "gave": 1, "removed": 1,
    }  # fmt: skip
    assert code(small_study).unchanged


def test_without_decisions_nothing_is_otherwise(small_study: Path, judge: Judge) -> None:
    before = code(small_study)
    (small_study / "codings").mkdir()
    assert code(small_study).unchanged
    assert "people" not in manifest(before) and "decisions.csv" not in tables(before)
    judge(small_study, "anna.txt", "Jag har sökt jobb i två år. Det är tungt att vänta.", "jobb", "no")
    assert tables(code(small_study)) != tables(before)
    judge(
        small_study,
        "anna.txt",
        "Jag har sökt jobb i två år. Det är tungt att vänta.",
        "jobb",
        "withdrawn",
        at=1,
    )
    assert tables(code(small_study)) == tables(before)


def test_a_confirmed_coding_is_theirs_with_the_machines_reasons(small_study: Path, judge: Judge) -> None:
    judge(small_study, "anna.txt", "Jag har sökt jobb i två år. Det är tungt att vänta.", "jobb")
    (row,) = [row for row in rows(code(small_study)) if row["source"] == "anna.txt"]
    assert row["coder"] == "Anna Ek" and row["matched"] == "jobb" and row["model_score"]
    assert row["why"].startswith("Kodat av Anna Ek")


def test_a_decision_survives_an_edited_transcript_and_codebook(small_study: Path, judge: Judge) -> None:
    judge(small_study, "anna.txt", "Jag har sökt jobb i två år. Det är tungt att vänta.", "jobb", "no")
    anna = small_study / "corpus" / "anna.txt"
    anna.write_text("Intervjuare: Vi börjar. Vad heter du?\nAnna: Anna.\n" + anna.read_text("utf-8"), "utf-8")
    book = small_study / "codebook" / "forstudie.yaml"
    book.write_text(book.read_text("utf-8").replace("anställning]", "anställning, söka]"), "utf-8")
    after = code(small_study)
    assert ("anna.txt", "jobb") not in given(after)
    (told,) = rows(after, "decisions.csv")
    assert (told["how"], told["reason"], told["sure"], told["judged_start"]) == (
        "moved",
        "shifted",
        "1",
        "24",
    )
    assert (told["machine"], told["given"], told["text"]) == ("1", "0", told["judged_text"])
    people = manifest(after)["people"]
    assert isinstance(people, dict) and (people["moved"], people["open"]) == (1, 0)
    assert any("have followed an edited text" in line for line in after.warnings)
    assert code(small_study).warnings == after.warnings  # also of a run that stands
    anna.write_text(anna.read_text("utf-8").replace("sökt jobb i två år", "jobb"), "utf-8")
    after = code(small_study)
    assert given(after)["anna.txt", "jobb"].startswith("rules")
    assert any("not found in the texts for sure" in line for line in after.warnings)


def test_a_quote_has_the_borders_that_a_person_gave_it(small_study: Path, judge: Judge) -> None:
    words = "sökt jobb i två år. Det är tungt"
    judge(small_study, "anna.txt", words, "jobb")
    after = code(small_study)
    (quote,) = [row for row in rows(after, "quotes.csv") if row["source"] == "anna.txt"]
    assert (quote["text"], quote["coder"], quote["score"]) == (words, "Anna Ek", "")
    assert (quote["before"], quote["after"]) == ("Jag har ", " att vänta.")
    assert f"> {words}" in (after.folder / "quotes.md").read_text("utf-8")
    report = (after.folder / "report.html").read_text("utf-8")
    assert "Ingen människa har ännu granskat" not in report


def test_words_of_several_turns_are_a_quote_of_each_speaker(small_study: Path, judge: Judge) -> None:
    anna = small_study / "corpus" / "anna.txt"
    anna.write_text(anna.read_text("utf-8") + "Berit: Min son väntar också. Han är arg.\n", "utf-8")
    judge(small_study, "anna.txt", "tungt att vänta.\n\nMin son väntar också. Han", "trygghet")
    after = code(small_study)
    quotes = [row for row in rows(after, "quotes.csv") if row["source"] == "anna.txt"]
    told = [(row["speaker"], row["text"], row["coder"]) for row in quotes if row["code"] == "trygghet"]
    assert told == [
        ("Anna", "tungt att vänta.", "Anna Ek"),
        ("Berit", "Min son väntar också. Han", "Anna Ek"),
    ]
    assert manifest(after)["counts"]["quotes"] == len(rows(after, "quotes.csv"))  # type: ignore[index]


def test_a_drawn_segment_has_no_borders_of_its_own(small_study: Path, judge: Judge) -> None:
    """Segments are cut by the program: what adjoins and shares a code is one quote."""
    (small_study / "study.yaml").write_text("segmentation: {sentences: 1, characters: 40}\n", "utf-8")
    judge(small_study, "anna.txt", "Det är tungt att vänta.", "jobb", origin="random:pilot")
    after = code(small_study)
    (quote,) = [row for row in rows(after, "quotes.csv") if row["code"] == "jobb"]
    assert quote["text"] == "Jag har sökt jobb i två år. Det är tungt att vänta."
    assert quote["coder"].endswith("Anna Ek") and quote["score"]


def test_a_subcode_brings_the_code_above_it_and_goes_with_it(subcodes: Path, judge: Judge) -> None:
    words = "Vi odlar tomater på gården. Barnen vattnar."
    judge(subcodes, "cecilia.txt", words, "vantan")
    after = code(subcodes)
    assert given(after)["cecilia.txt", "jobb"] == given(after)["cecilia.txt", "vantan"] == "Anna Ek"
    (above,) = [r for r in rows(after) if (r["source"], r["code_id"]) == ("cecilia.txt", "jobb")]
    assert above["implied_by"] == "vantan"
    judge(subcodes, "cecilia.txt", words, "jobb", "no", at=1)
    assert not [source for source, _ in given(code(subcodes)) if source == "cecilia.txt"]


@pytest.mark.parametrize(
    ("disagreement", "judgements", "holds"),
    [
        ("majority", ["yes", "no", "no"], False),
        ("majority", ["no", "yes", "yes"], True),
        ("majority", ["no", "yes"], None),
        ("latest", ["yes", "yes", "no"], False),
        ("any", ["yes", "no", "no"], True),
    ],
)
def test_where_people_disagree_the_study_says_what_holds(
    small_study: Path, judge: Judge, disagreement: str, judgements: list[str], holds: bool | None
) -> None:
    (small_study / "study.yaml").write_text(f"people: {{disagreement: {disagreement}}}\n", "utf-8")
    words = "Jag har sökt jobb i två år. Det är tungt att vänta."
    for number, judgement in enumerate(judgements):
        judge(small_study, "anna.txt", words, "jobb", judgement, coder=f"Kodare {number}", at=number)
    after = code(small_study)
    coder = given(after).get(("anna.txt", "jobb"))
    if holds is None:
        assert coder and coder.startswith("rules")  # as many say yes as no: what the machine says
    else:
        assert (coder is not None and coder.startswith("Kodare")) == holds
    if coder:
        why = next(row["why"] for row in rows(after) if row["source"] == "anna.txt")
        assert "Kodat av Kodare" in why and "Stämmer inte enligt Kodare" in why
    assert any("People disagree on 1 segments" in line for line in after.warnings)


def test_a_code_that_is_gone_is_told_and_its_decisions_kept(small_study: Path, judge: Judge) -> None:
    before = tables(code(small_study))
    judge(small_study, "anna.txt", "Det är tungt att vänta.", "borta")
    after = code(small_study)
    assert tables(after)["codings.csv"] == before["codings.csv"]
    assert any("borta (1)" in line for line in after.warnings)


def test_what_the_machine_said_is_still_to_be_had(small_study: Path, judge: Judge) -> None:
    """Agreement between people and machine is measured on what the machine said by itself."""
    judge(small_study, "anna.txt", "Jag har sökt jobb i två år. Det är tungt att vänta.", "jobb", "no")
    code(small_study)
    job = Job(Study.open(small_study))
    machine, coded = (
        {source.name: [each.code for each in source.codings] for source in sources}
        for sources in (job.machine(), job.coded())
    )
    assert machine["anna.txt"] == ["jobb"] and coded["anna.txt"] == []
    assert machine["bilal.txt"] == coded["bilal.txt"]


def test_the_docs_of_a_run_have_peoples_codings(small_study: Path, judge: Judge) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    from qualcode import carrier

    judge(small_study, "cecilia.txt", "Vi odlar tomater på gården. Barnen vattnar.", "trygghet")
    after = code(small_study)
    docs = DocBin().from_disk(after.folder / "codings.spacy").get_docs(Vocab())
    coders = {carrier.source(doc).name: [each.coder for each in carrier.codings(doc)] for doc in docs}
    assert coders["cecilia.txt"] == ["Anna Ek"]
    assert all("Anna Ek" not in coder for coder in coders["bilal.txt"])


def test_a_damaged_row_is_told_and_stops_nothing(small_study: Path, judge: Judge) -> None:
    judge(small_study, "anna.txt", "Jag har sökt jobb i två år. Det är tungt att vänta.", "jobb", "no")
    with (small_study / "codings" / "anna-ek.csv").open("a", encoding="utf-8") as file:
        file.write("anna.txt;avbruten\r\n")
    after = code(small_study)
    assert ("anna.txt", "jobb") not in given(after)
    assert any("1 rows in codings/ cannot be read" in line for line in after.warnings)


def test_two_processes_write_what_one_writes(
    small_study: Path, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the second one has made quotes of what the machine said before people had their say."""
    from qualcode.writers import apart

    judge(small_study, "anna.txt", "sökt jobb i två år. Det är tungt", "jobb")
    judge(
        small_study,
        "bilal.txt",
        "På kvällen är jag rädd vid tunnelbanan. Ingen annan går där.",
        "trygghet",
        "no",
    )
    with monkeypatch.context() as patched:
        patched.setattr(apart, "ENOUGH", 1)
        patched.setattr(apart, "processors", lambda: 2)
        shared = tables(code(small_study))
    assert tables(run.run(Study.open(small_study), direct=True, force=True)) == shared


def test_quotes_that_were_made_before_people_had_their_say_are_made_anew(
    small_study: Path, judge: Judge
) -> None:
    from qualcode import quotes
    from qualcode.sharing import Named, Sharing

    judge(small_study, "anna.txt", "sökt jobb i två år. Det är tungt", "jobb")
    job = Job(Study.open(small_study))
    run.work(job)
    sharing = Sharing(job.equipment)
    sharing.decide(job.equipment.coder, [Named.of(job.source(name)) for name in job.sources])
    book = job.equipment.codebook
    before, coded = sharing.quotes(job.machine(), book), job.coded()
    assert sharing.quotes(coded, book) == quotes.collect(coded, book) != before
