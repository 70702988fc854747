"""The command line's frame: what it imports, and what becomes of errors nobody has foreseen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode import cli, run

HEAVY = {"numpy", "pandas", "prefect", "pydantic", "sklearn", "spacy", "torch", "transformers", "yaml"}


def test_help_imports_nothing_that_a_run_needs() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "qualcode", "--help"]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stderr
    imported = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    assert "typer" in imported
    assert not imported & HEAVY
    assert not any(name.startswith("qualcode.commands.") for name in imported)


def test_an_unforeseen_error_is_kept_without_its_words(
    small_study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        try:
            raise KeyError("Karin i Fittja")
        except KeyError as error:
            raise ValueError("Karin sa att hon är rädd") from error

    monkeypatch.setattr(run, "run", fail)
    with pytest.raises(SystemExit) as left:
        cli.main(["run", str(small_study)])
    assert left.value.code == 1
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "Traceback" not in told and "Karin" not in told
    kept = Path(re.search(r"is in (\S+\.txt)", told).group(1))
    text = kept.read_text("utf-8")
    kept.unlink()
    assert "ValueError" in text and "KeyError" in text and "in fail" in text
    assert "Karin sa" not in text.replace('raise ValueError("Karin sa att hon är rädd")', "")


def test_debug_shows_an_unforeseen_error_whole(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ValueError("hela felet")

    monkeypatch.setattr(run, "run", fail)
    with pytest.raises(ValueError, match="hela felet"):
        cli.main(["--debug", "run", str(small_study)])


def test_what_a_user_wrote_is_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "[bold]studie"
    folder.mkdir()
    with pytest.raises(SystemExit) as left:
        cli.main(["run", str(folder)])
    assert left.value.code == 2
    assert "[bold]studie" in capsys.readouterr().err


def test_stopping_a_run_leaves_with_130(small_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run", stop)
    with pytest.raises(SystemExit) as left:
        cli.main(["run", str(small_study)])
    assert left.value.code == 130
