"""A run as a person names it: one way for every command, with one error and exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode import cli
from qualcode.errors import SettingsError
from qualcode.namedrun import named_run
from qualcode.runfolder import MANIFEST
from qualcode.study import Study

OLD, NEW = "2026-01-02_03-04-05", "2026-03-02_03-04-05"


def make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text("{}", "utf-8")
    return folder.resolve()


@pytest.fixture
def study(tmp_path: Path) -> Study:
    root = tmp_path / "studie"
    root.mkdir()
    (root / "study.yaml").write_text("title: Namn\n", "utf-8")
    for name in (OLD, NEW):
        make(root / "outputs" / name)
    (root / "outputs" / "latest").symlink_to(NEW)
    return Study.open(root)


def test_a_run_is_named_in_many_ways(study: Study) -> None:
    old, new = (study.outputs.resolve() / name for name in (OLD, NEW))
    for name in ("", "latest"):
        assert named_run(study, name).resolve() == new
    for name in (OLD, "2026-01", str(study.outputs / OLD), str(study.outputs / OLD / MANIFEST)):
        assert named_run(study, name).resolve() == old


@pytest.mark.parametrize("name", ["2025-01-01_00-00-00", "../outside", "finns-inte"])
def test_what_is_no_run_of_the_study_is_told_with_those_there_are(study: Study, name: str) -> None:
    make(study.root / "outside")
    with pytest.raises(SettingsError, match=f"there is no run '{name}'") as refused:
        named_run(study, name)
    assert f"There are: {OLD}, {NEW}." in str(refused.value)


def test_several_that_begin_so_are_named(study: Study) -> None:
    with pytest.raises(SettingsError, match=r"several runs '2026…'.*There are: 2026-01"):
        named_run(study, "2026")


def test_a_run_elsewhere_is_taken_only_where_that_is_meant(study: Study) -> None:
    elsewhere = make(study.root / "flyttad" / OLD)
    assert named_run(study, str(elsewhere), anywhere=True) == elsewhere
    with pytest.raises(SettingsError):
        named_run(study, str(elsewhere))


@pytest.mark.parametrize(
    "command",
    [("review", "--no-open"), ("charts",), ("diff",), ("agreement",), ("dossier",), ("search", "ord")],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("known", [True, False])
def test_every_command_says_the_same_of_a_run_that_there_is_not(
    study: Study, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...], known: bool,
) -> None:  # fmt: skip
    if not known:
        for name in (OLD, NEW):
            (study.outputs / name / MANIFEST).unlink()
    monkeypatch.chdir(study.root)
    wanted = ["1999", "1998"] if command == ("diff",) else ["--run", "1999"]
    if command == ("agreement",):
        from qualcode.decisions import Decision, append

        row = Decision("a.txt", "0", 0, 1, "x", "jobb", "yes", "Anna", "2026-01-02T03:04:05Z", "random:r")
        append(study.codings, [row])
    if command == ("dossier",):
        (study.root / "codebook").mkdir()
        (study.root / "codebook" / "argumentation.yaml").write_text("title: A\nclaims: []\n", "utf-8")
    with pytest.raises(SystemExit) as left:
        cli.main([*command, *wanted])
    told = " ".join(capsys.readouterr().err.split())
    assert (left.value.code, "there is no run '199" in told) == (2, True)
    assert (NEW if known else "qualcode run") in told


@pytest.mark.parametrize(
    "command",
    [("review", "--no-open"), ("charts",), ("dossier",), ("search", "ord"), ("report",)],
    ids=lambda command: command[0],
)
def test_every_command_says_the_same_where_nothing_was_run_yet(
    study: Study,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
) -> None:
    for name in (OLD, NEW):
        (study.outputs / name / MANIFEST).unlink()
    monkeypatch.chdir(study.root)
    (study.root / "codebook").mkdir()
    (study.root / "codebook" / "argumentation.yaml").write_text("title: A\nclaims: []\n", "utf-8")
    with pytest.raises(SystemExit) as left:
        cli.main([*command])
    assert left.value.code == 2
    assert "there is no run yet. Make one with `qualcode run`." in " ".join(capsys.readouterr().err.split())
