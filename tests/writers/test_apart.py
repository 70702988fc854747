"""A second process writes what one alone would have written."""

import hashlib
import shutil

import pytest

from qualcode import writers
from qualcode.errors import DefectError
from qualcode.writers import apart
from qualcode.writers.apart import SHARE, Apart


@pytest.fixture
def helper(monkeypatch):
    monkeypatch.setattr(apart, "processors", lambda: 2)
    started = Apart.start(apart.ENOUGH)
    assert started is not None
    yield started
    started.stop()


@pytest.fixture
def told(helper):
    def tell(run):
        helper.tell(
            run.study, run.codebook, run.sources, id=run.id, warnings=run.warnings, problems=run.problems
        )
        return helper

    return tell


def hashes(folder):
    files = (path for path in folder.iterdir() if path.name != "manifest.json")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_small_runs_and_single_processors_go_without(monkeypatch):
    assert Apart.start(apart.ENOUGH - 1) is None
    monkeypatch.setattr(apart, "processors", lambda: 1)
    assert Apart.start(apart.ENOUGH) is None


def test_the_files_are_the_same_byte_by_byte(run, told, helper, tmp_path):
    alone = writers.write(run, tmp_path / "alone")
    shared = writers.write(run, tmp_path / "shared", apart=told(run))
    assert [path.name for path in shared] == [path.name for path in alone]
    assert hashes(tmp_path / "shared") == hashes(tmp_path / "alone")
    assert set(run.manifest["timings"]["writers"]) >= set(SHARE)


def test_only_what_the_study_asks_for_is_written(make_run, told, helper, tmp_path):
    run = make_run(settings="outputs:\n  formats: [quotes.csv]\n")
    writers.write(run, tmp_path / "out", apart=told(run))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"quotes.csv", "manifest.json"}


def test_if_it_dies_the_files_are_written_all_the_same(run, told, helper, tmp_path):
    told(run)
    helper._process.kill()
    writers.write(run, tmp_path / "out", apart=helper)
    writers.write(run, tmp_path / "alone")
    assert hashes(tmp_path / "out") == hashes(tmp_path / "alone")


def test_what_goes_wrong_there_is_raised_here(run, told, helper, tmp_path):
    missing = tmp_path / "out"
    missing.mkdir()
    shutil.rmtree(missing)
    told(run).write(missing, ["quotes.csv"])
    with pytest.raises(FileNotFoundError) as raised:
        helper.written(lambda _: None)
    assert raised.value.filename == str(missing / "quotes.csv")


def test_an_unforeseen_error_tells_its_kind_and_none_of_the_text(run, told, helper, tmp_path):
    told(run)._send("write", tmp_path, ["no such writer"])
    helper.tables(run.tables)
    with pytest.raises(DefectError, match="KeyError"):
        helper.written(lambda _: None)
