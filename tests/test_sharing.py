"""Two processes that decide the same sources come to what one alone comes to."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import time
from pathlib import Path

import pytest

from qualcode import run
from qualcode.errors import SourceError
from qualcode.job import Job
from qualcode.run import Finished
from qualcode.sharing import Named, Sharing
from qualcode.study import Study
from qualcode.writers import apart

RULES = "rules: [{words: [jobb, anställning]}]"


@pytest.fixture
def large(monkeypatch):
    """Every study counts as large enough for a second process, and the machine has a processor for it."""
    monkeypatch.setattr(apart, "ENOUGH", 1)
    monkeypatch.setattr(apart, "processors", lambda: 2)


def code(folder: Path, **options: bool) -> Finished:
    return run.run(Study.open(folder), direct=True, **options)


def edit(folder: Path) -> None:
    book = folder / "codebook" / "forstudie.yaml"
    text = book.read_text("utf-8")
    assert RULES in text
    book.write_text(text.replace(RULES, "rules: [{words: [tomat, kväll]}]"), "utf-8")


def hashes(finished: Finished) -> dict[str, str]:
    files = (path for path in finished.folder.iterdir() if path.name != "manifest.json")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def alone(folder: Path) -> dict[str, str]:
    """The files of a run that no other came before and no second process helped with."""
    shutil.rmtree(folder / ".qualcode")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "processors", lambda: 1)
        return hashes(code(folder))


def encoded(folder: Path) -> Job:
    job = Job(Study.open(folder))
    for stage in (Job.read, Job.annotate, Job.encode):
        for name in job.sources:
            stage(job, name)
    return job


def named(job: Job) -> list[Named]:
    return [Named.of(source) for source in job._sources.values()]


def test_what_another_process_has_decided_is_not_decided_again(small_study: Path) -> None:
    code(small_study)
    edit(small_study)
    job = encoded(small_study)
    sharing = Sharing(pickle.loads(pickle.dumps(job.equipment)))
    sharing.match(named(job))
    assert all(source.has("match") for source in job._sources.values())
    sharing.decide(job.equipment.coder, named(job))
    sharing._equipment.beside.shutdown()
    for name, source in job._sources.items():
        job.decide(name)
        assert "decide" not in source.made
        assert sharing.coded(name) == source.coded()
    assert hashes(run.write(job)) == alone(small_study)


def test_it_leaves_what_it_cannot_do_to_the_first_process(small_study: Path) -> None:
    code(small_study)
    job = encoded(small_study)
    first, *others = named(job)
    shutil.rmtree(small_study / ".qualcode" / "cache")
    first.path.unlink()
    sharing = Sharing(pickle.loads(pickle.dumps(job.equipment)))
    sharing.match([first, *others])
    sharing.decide(job.equipment.coder, [first, *others])
    assert [sharing.coded(other.name).name for other in others] == [other.name for other in others]
    with pytest.raises(SourceError):
        sharing.coded(first.name)


def test_a_run_shared_with_a_process_gives_the_same_files(
    small_study: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    code(small_study)
    edit(small_study)
    share, shared = Job._share, []

    def patiently(job: Job, stage: str, helper: apart.Apart) -> None:
        """So that the process, which is still starting, decides them all."""
        share(job, stage, helper)
        shared.extend(job.shared)
        deadline = time.monotonic() + 60
        sources = [job._sources[name] for name in job.shared]
        while not all(source.has("codings") and source.has("decide") for source in sources):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        for source in sources:
            monkeypatch.setattr(source, "_decide", lambda: pytest.fail("decided twice"))

    monkeypatch.setattr(Job, "_share", patiently)
    finished = code(small_study)
    assert len(shared) == 3
    assert finished.cached == {"read": 3, "annotate": 3, "encode": 3, "decide": 0}
    assert hashes(finished) == alone(small_study)


def test_if_the_process_dies_all_is_decided_all_the_same(
    small_study: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    code(small_study)
    edit(small_study)
    share = Job._share

    def fatally(job: Job, stage: str, helper: apart.Apart) -> None:
        share(job, stage, helper)
        helper._process.kill()

    monkeypatch.setattr(Job, "_share", fatally)
    finished = code(small_study)
    assert finished.cached["decide"] == 0
    assert hashes(finished) == alone(small_study)
