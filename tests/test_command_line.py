"""The ``qualcode`` command as a user meets it: real processes, their words and exit statuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qualcode import __version__
from qualcode.cli import COMMANDS, load


def _qualcode(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "qualcode", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def _study(folder: Path, text: str = "Anna: Hon är arbetslös och söker jobb.\n") -> Path:
    (folder / "corpus").mkdir(parents=True)
    (folder / "study.yaml").write_text("codebook: kodbok.yaml\n", "utf-8")
    (folder / "kodbok.yaml").write_text(
        "title: Prov\ncodes:\n- id: jobb\n  name: Jobb\n  definition: Arbete och försörjning.\n"
        "  examples:\n    positive: [Hon söker arbete., Han fick en anställning.]\n"
        "    negative: [Solen skiner.]\n  rules:\n  - words: [arbetslös]\n",
        "utf-8",
    )
    (folder / "corpus" / "intervju.txt").write_text(text, "utf-8")
    return folder


def test_help_lists_every_command_with_its_line(tmp_path) -> None:
    shown = _qualcode("--help", cwd=tmp_path)
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_that_begins_as_the_list_says(name) -> None:
    assert (load(name).help or "").splitlines()[0].strip() == COMMANDS[name]


def test_the_version_is_said(tmp_path) -> None:
    assert _qualcode("--version", cwd=tmp_path).stdout.strip() == f"qualcode {__version__}"


def test_an_unknown_command_is_a_usage_error(tmp_path) -> None:
    assert _qualcode("rum", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("setup", "arguments", "status", "said"),
    [
        (lambda study: (study / "study.yaml").unlink(), ["run"], 2, "qualcode init"),
        (lambda study: (study / "study.yaml").write_text("colour: red\n"), ["run"], 2, "study.yaml:1:1"),
        (
            lambda study: (study / "kodbok.yaml").write_text("title: P\ncodes:\n- id: jobb\n  name: J\n"),
            ["codebook", "check"],
            4,
            "kodbok.yaml:3",
        ),
        (lambda study: (study / "corpus" / "intervju.txt").unlink(), ["run", "--direct"], 7, "no sources"),
        (lambda study: None, ["report"], 2, "qualcode run"),
    ],
)
def test_an_error_says_what_where_and_what_to_do_without_a_traceback(
    tmp_path, setup, arguments, status, said
) -> None:
    study = _study(tmp_path / "studie")
    setup(study)
    ended = _qualcode(*arguments, cwd=study)
    assert ended.returncode == status, ended.stderr
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("command", [["run", "--direct"], ["train"], ["sample", "--random", "1"]])
def test_a_code_that_only_the_settings_know_is_told_with_its_place(tmp_path, command) -> None:
    study = _study(tmp_path / "studie")
    settings = study / "study.yaml"
    said = settings.read_text("utf-8").rstrip("\n")
    lines = said.count("\n") + 1
    named = "thresholds: {jobbb: 0.9}\ngate: {codes: {jobb: {least: 0.7}, annat: {least: 0.8}}}\n"
    settings.write_text(f"{said}\n{named}training: {{wishes: {{Jobb: 'recall>=0.9'}}}}\n", "utf-8")
    ended = _qualcode(*command, cwd=study)
    told = " ".join((ended.stdout + ended.stderr).split())
    assert ended.returncode == 2 and "Traceback" not in told
    assert f"study.yaml:{lines + 1}:14: the codebook has no code 'jobbb'. Did you mean 'jobb'?" in told
    assert f"study.yaml:{lines + 2}:36: the codebook has no code 'annat'." in told
    assert f"study.yaml:{lines + 3}:21: the codebook has no code 'Jobb'. Did you mean 'jobb'?" in told
    assert not (study / "outputs" / "latest").exists()


def test_a_run_shows_the_codes_and_leaves_a_report(tmp_path) -> None:
    study = _study(tmp_path / "studie")
    (study / "corpus" / "tom.txt").write_text("", "utf-8")
    ended = _qualcode("run", "--direct", cwd=study)
    assert ended.returncode == 3, ended.stderr
    assert "tom.txt" in ended.stdout + ended.stderr
    assert "Jobb" in ended.stdout
    assert (study / "outputs" / "latest" / "report.html").is_file()
    codings = (study / "outputs" / "latest" / "codings.csv").read_text("utf-8-sig")
    assert "arbetslös" in codings
