"""Decisions stay as they were said, row by row, whatever else happens to their files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.decisions import Decision, append, in_force, read
from qualcode.decisions.decision import text_hash
from qualcode.decisions.ledger import read_as_of, states
from qualcode.errors import CodingsError

TEXT = "Påhittad text.\nDet behövs jobb här, säger alla."
SAID = Decision(
    source="intervju-01.txt",
    text_hash=text_hash(TEXT),
    start=15,
    end=35,
    quote=TEXT[15:35],
    code="jobb",
    judgement="yes",
    coder="Kodare Ett",
    made="2026-03-01T10:00:00Z",
    origin="random:pilot",
)


def test_what_was_said_is_read_again(tmp_path: Path) -> None:
    """Each coder has a file, which only grows."""
    other = replace(SAID, coder="Kodare Två", judgement="no", memo="rad\nett; och två")
    append(tmp_path, [SAID, other])
    first = (tmp_path / "kodare-ett.csv").read_bytes()
    append(tmp_path, [replace(SAID, code="trygghet")])
    assert (tmp_path / "kodare-ett.csv").read_bytes().startswith(first)
    said, problems = read(tmp_path)
    assert not problems
    assert said == [SAID, replace(SAID, code="trygghet"), other]


@given(
    quote=st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1),
    memo=st.text(st.characters(codec="utf-8", exclude_characters="\r")),
)
def test_any_words_stay_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, quote: str, memo: str
) -> None:
    """Separators, quotation marks, line breaks and what a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("codings")
    decision = replace(SAID, quote=quote, start=3, end=3 + len(quote), memo=memo)
    append(folder, [decision])
    assert read(folder) == ([decision], [])


def test_formulas_are_not_run_by_a_spreadsheet(tmp_path: Path) -> None:
    """A quote that starts as a formula has an apostrophe before it in the file."""
    decision = replace(SAID, quote="=1+1", start=0, end=4)
    [path] = append(tmp_path, [decision])
    assert ";'=1+1;" in path.read_text("utf-8-sig")


def test_a_row_cut_off_by_a_crash_costs_no_other(tmp_path: Path) -> None:
    """It is named with its line; what is added later stands whole."""
    [path] = append(tmp_path, [SAID, SAID])
    path.write_bytes(path.read_bytes()[:-40])
    append(tmp_path, [replace(SAID, code="demokrati")])
    said, problems = read(tmp_path)
    assert [each.code for each in said] == ["jobb", "demokrati"]
    [problem] = problems
    assert f"{path}:3" in str(problem)


@pytest.mark.parametrize(
    ("before", "after"),
    [(";yes;", ";kanske;"), (";15;", ";tio;"), (";35;", ";36;"), ("intervju-01.txt", "")],
)
def test_a_row_that_is_off_is_named(tmp_path: Path, before: str, after: str) -> None:
    """The other rows hold."""
    [path] = append(tmp_path, [SAID, replace(SAID, code="trygghet")])
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
    said, problems = read(tmp_path)
    assert [each.code for each in said] == ["trygghet"]
    assert f"{path}:2" in str(problems[0])


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    """Columns are missing."""
    (tmp_path / "annat.csv").write_text("a;b\n1;2\n", "utf-8")
    assert "annat.csv:1: there is no column" in str(read(tmp_path)[1][0])


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """With its name."""
    (tmp_path / "kodare-ett.csv").mkdir()
    with pytest.raises(CodingsError, match=r"kodare-ett\.csv"):
        append(tmp_path, [SAID])


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit there")
def test_a_full_disk_adds_nothing(tmp_path: Path) -> None:
    """Neither the rows that there was room for nor the rest of them, later."""
    import resource

    append(tmp_path, [SAID])
    path = tmp_path / "kodare-ett.csv"
    before = path.read_bytes()
    said = [replace(SAID, code=code) for code in ("trygghet", "demokrati", "transparens")]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 30, hard))
    try:
        with pytest.raises(CodingsError, match="decisions cannot be written"):
            append(tmp_path, said)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    append(tmp_path, said)
    assert read(tmp_path) == ([SAID, *said], [])


def test_the_last_word_holds() -> None:
    """By time, whatever the order of files; what is withdrawn is gone."""
    later = replace(SAID, judgement="no", made="2026-03-02T10:00:00Z")
    assert in_force([later, SAID]) == [later]
    assert in_force([SAID, replace(later, judgement="withdrawn")]) == []
    other = replace(SAID, coder="Kodare Två")
    assert in_force([SAID, other, later]) == [later, other]


def test_what_had_been_said_by_then_is_found_again(tmp_path: Path) -> None:
    append(tmp_path, [replace(SAID, code="jobb")])
    then = states(tmp_path)
    append(tmp_path, [replace(SAID, code="trygghet")])
    assert [decision.code for decision in read_as_of(tmp_path, then)] == ["jobb"]
    assert [decision.code for decision in read_as_of(tmp_path, states(tmp_path))] == ["jobb", "trygghet"]
    assert states(tmp_path / "finns-inte") == [] and read_as_of(tmp_path, []) == []
    (path,) = tmp_path.glob("*.csv")
    path.write_bytes(path.read_bytes().replace(b"jobb", b"bygg"))
    assert read_as_of(tmp_path, then) is None
    path.unlink()
    assert read_as_of(tmp_path, then) is None
