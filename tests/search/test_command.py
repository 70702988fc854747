"""``qualcode search``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qualcode import run
from qualcode.commands import search
from qualcode.errors import SettingsError
from qualcode.study import Study


@pytest.fixture
def study(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(small_study)
    return small_study


def test_without_a_run_it_says_how_to_make_one(study: Path) -> None:
    result = CliRunner().invoke(search.app, ["jobb"])
    assert isinstance(result.exception, SettingsError) and "qualcode run" in str(result.exception)


def test_hits_are_shown_in_context_and_counted(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.run(Study.open(study), direct=True)
    monkeypatch.setenv("COLUMNS", "100")
    shown = CliRunner().invoke(search.app, ["jobb", "OR", "odla"]).output.splitlines()
    assert shown[0].split() == ["Source", "Turn", "Speaker"]
    assert shown[1].split()[:3] == ["anna.txt", "2", "Anna"]
    assert "Jag har sökt  jobb   i två år." in shown[1]
    assert shown[-1] == "2 hits in 2 sources"
    few = CliRunner().invoke(search.app, ["jobb OR odla", "--limit", "1"]).output
    assert "odlar" not in few and "2 hits in 2 sources; 1 shown" in few
    assert CliRunner().invoke(search.app, ["jobb", "-tungt"]).output.strip() == "Nothing found."
    with pytest.raises(SettingsError, match="no option --spekar"):
        CliRunner().invoke(search.app, ["jobb", "--spekar"], catch_exceptions=False)
    with pytest.raises(SettingsError, match="no code 'finnsej'"):
        CliRunner().invoke(search.app, ["jobb", "--code", "finnsej"], catch_exceptions=False)


def test_all_hits_go_into_a_table(study: Path, tmp_path: Path) -> None:
    run.run(Study.open(study), direct=True)
    table = tmp_path / "träffar.csv"
    asked = ["två år", "--code", "jobb", "--limit", "0", "--csv", str(table)]
    assert CliRunner().invoke(search.app, asked).exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file, delimiter=";")
    assert (row["source"], row["turn"], row["speaker"], row["match"], row["codes"]) == (
        "anna.txt", "2", "Anna", "två år", "jobb"
    )  # fmt: skip
    text = (study / "corpus" / "anna.txt").read_text("utf-8")
    assert row["left"].endswith("sökt jobb i ") and text.count("två år") == 1


def test_a_run_can_be_named(study: Path) -> None:
    first = run.run(Study.open(study), direct=True)
    asked = ["jobb", "--run", first.folder.name, "--source", "anna.txt"]
    assert "1 hit in 1 source" in CliRunner().invoke(search.app, asked).output
    with pytest.raises(SettingsError):
        CliRunner().invoke(search.app, ["jobb", "--run", "nope"], catch_exceptions=False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--attribute", "grup=unga"], "no attribute 'grup'. Did you mean 'grupp'?"),
        (["--attribute", "grupp=ungar"], "no value of grupp: 'ungar'. Did you mean 'unga'?"),
        (["--source", "ana.txt"], "no source 'ana.txt'. Did you mean 'anna.txt'?"),
        (["--speaker", "Zorro"], "no speaker 'Zorro'. There are: "),
        (["--role", "chef"], "no role 'chef'."),
    ],
)
def test_what_the_run_does_not_have_is_no_finding(study: Path, asked: list[str], said: str) -> None:
    (study / "corpus" / "metadata.csv").write_text("fil;grupp\nanna.txt;unga\n", "utf-8")
    run.run(Study.open(study), direct=True)
    with pytest.raises(SettingsError) as refused:
        CliRunner().invoke(search.app, ["jobb", *asked], catch_exceptions=False)
    assert said in str(refused.value)


def test_capitals_of_what_is_asked_for_do_not_matter(study: Path) -> None:
    (study / "corpus" / "metadata.csv").write_text("fil;grupp\nanna.txt;unga\n", "utf-8")
    run.run(Study.open(study), direct=True)
    asked = ["--attribute", "GRUPP=Unga", "--source", "ANNA.txt", "--speaker", "anna"]
    plain = ["--attribute", "grupp=unga", "--source", "anna.txt", "--speaker", "Anna"]
    shown = [CliRunner().invoke(search.app, ["jobb", *each]).output for each in (asked, plain)]
    assert shown[0] == shown[1]
