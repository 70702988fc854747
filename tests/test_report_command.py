"""``qualcode report`` and ``qualcode server``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from qualcode import runfolder
from qualcode.commands import report, server
from qualcode.errors import QualcodeError
from qualcode.study import Study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    (tmp_path / "study.yaml").touch()
    monkeypatch.chdir(tmp_path)
    return Study.open(tmp_path)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the browser of this test notes the addresses it is to open."""
    noted = tmp_path / "opened.txt"
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{noted}"\n', "utf-8")
    browser.chmod(0o755)
    monkeypatch.setattr("webbrowser._tryorder", None)
    monkeypatch.setattr("webbrowser._browsers", {})
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    return noted


def make_run(study: Study, name: str, *files: str) -> Path:
    with runfolder.writing(study, name) as folder:
        for file in (runfolder.MANIFEST, *files):
            (folder / file).write_text("{}", "utf-8")
        return runfolder.publish(study, folder)


def test_it_says_where_the_latest_report_is_and_opens_nothing(study: Study, opened: Path) -> None:
    make_run(study, "2026-03-01_10-00-00", "report.html")
    newer = make_run(study, "2026-03-02_10-00-00", "report.html")
    done = CliRunner().invoke(report.app, [])
    assert Path(done.output.rstrip("\n")).samefile(newer / "report.html")
    assert not opened.exists()


def test_it_finds_the_report_where_there_can_be_no_link(study: Study) -> None:
    run = make_run(study, "2026-03-01_10-00-00", "report.html")
    (study.outputs / "latest").unlink()
    done = CliRunner().invoke(report.app, [str(study.root)])
    assert Path(done.output.rstrip("\n")).samefile(run / "report.html")


def test_it_opens_the_report_when_asked(study: Study, opened: Path) -> None:
    run = make_run(study, "2026-03-01_10-00-00", "report.html")
    assert CliRunner().invoke(report.app, ["--open"]).exit_code == 0
    assert opened.read_text("utf-8") == (run / "report.html").resolve().as_uri()


def test_without_a_run_it_says_what_to_do(study: Study) -> None:
    error = CliRunner().invoke(report.app, []).exception
    assert isinstance(error, QualcodeError)
    assert "qualcode run" in str(error)


def test_a_run_without_a_report_is_told_apart(study: Study) -> None:
    make_run(study, "2026-03-01_10-00-00")
    error = CliRunner().invoke(report.app, []).exception
    assert isinstance(error, QualcodeError)
    assert "the last run has no report" in str(error)


def test_the_server_is_shown_and_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualcode import prefect_server

    monkeypatch.setenv("QUALCODE_STATE", str(tmp_path))
    assert "Not running" in CliRunner().invoke(server.app, []).output
    assert CliRunner().invoke(server.app, ["stop"]).output == "It was not running.\n"

    running = prefect_server.start().wait()
    try:
        shown = CliRunner().invoke(server.app, []).output
        assert running.url in shown
        assert running.secret not in shown
    finally:
        stopped = CliRunner().invoke(server.app, ["stop"]).output
    assert stopped == "Stopped.\n"
    assert "Not running" in CliRunner().invoke(server.app, []).output
