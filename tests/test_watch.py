"""Watching a study: real files in a real folder, written as people and programs write them."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.errors import NothingToCodeError, QualcodeError, SettingsError
from qualcode.study import Study
from qualcode.watch import watch

SETTLE = 0.4
PATIENCE = 10.0
TEXT = "Anna: Hur är det i Fittja?\nKarin: Det är lugnt om kvällarna.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    for name in ("corpus", "codebook", "outputs"):
        (tmp_path / name).mkdir()
    (tmp_path / "study.yaml").write_text("codebook: codebook/koder.yaml\n", "utf-8")
    (tmp_path / "codebook" / "koder.yaml").write_text("title: Koder\n", "utf-8")
    return Study.open(tmp_path)


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


class Watched:
    """The names of what changed, each time, and what stood in the files then."""

    def __init__(self, study: Study) -> None:
        self.study, self.stop = study, threading.Event()
        self.contents: list[dict[str, str]] = []
        self.complaints: list[QualcodeError] = []
        self.meanwhile: Callable[[], object] | None = None
        self._changes: queue.Queue[set[str]] = queue.Queue()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        watch(
            self.study,
            react=self._react,
            complain=self.complaints.append,
            stop=self.stop,
            at_start=True,
            settle_seconds=SETTLE,
        )

    def _react(self, study: Study, changed: list[Path]) -> None:
        self.contents.append({path.name: path.read_text("utf-8") for path in study.corpus.rglob("*.txt")})
        meanwhile, self.meanwhile = self.meanwhile, None
        self._changes.put({path.name for path in changed})
        if meanwhile:
            meanwhile()

    def next(self) -> set[str]:
        return self._changes.get(timeout=PATIENCE)

    def nothing(self) -> bool:
        """Whether nothing happens for long enough that something would have."""
        try:
            self._changes.get(timeout=SETTLE + 1.0)
        except queue.Empty:
            return True
        return False

    def end(self) -> None:
        self.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(study: Study) -> Iterator[Watched]:
    watched = Watched(study)
    try:
        assert watched.next() == {"study.yaml", "koder.yaml"}, (
            "what there is at the start is the first change"
        )
        yield watched
    finally:
        watched.end()


def test_a_dropped_file_is_a_change(study: Study, watched: Watched) -> None:
    (study.corpus / "intervju.txt").write_text(TEXT, "utf-8")
    assert watched.next() == {"intervju.txt"}
    assert watched.nothing()


def test_a_file_that_is_written_slowly_is_seen_whole(study: Study, watched: Watched) -> None:
    with (study.corpus / "intervju.txt").open("w", encoding="utf-8") as file:
        for line in range(8):
            file.write(f"Karin: Mening {line}.\n")
            file.flush()
            time.sleep(SETTLE / 2)
    assert watched.next() == {"intervju.txt"}
    assert watched.contents[1:] == [{"intervju.txt": "".join(f"Karin: Mening {n}.\n" for n in range(8))}]
    assert watched.nothing()


def test_files_dropped_one_after_the_other_are_one_change(study: Study, watched: Watched) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (study.corpus / name).write_text(name + TEXT, "utf-8")
        time.sleep(SETTLE / 3)
    assert watched.next() == {"a.txt", "b.txt", "c.txt"}
    assert watched.nothing()


def test_a_file_that_comes_during_a_run_is_the_next_change(study: Study, watched: Watched) -> None:
    def drop_another() -> None:
        (study.corpus / "b.txt").write_text(TEXT, "utf-8")
        time.sleep(2 * SETTLE)

    watched.meanwhile = drop_another
    (study.corpus / "a.txt").write_text("a" + TEXT, "utf-8")
    assert [watched.next(), watched.next()] == [{"a.txt"}, {"b.txt"}]


def test_a_run_that_fails_is_told_and_the_next_change_is_seen(study: Study, watched: Watched) -> None:
    def fail() -> None:
        raise NothingToCodeError("none of the sources could be read.")

    watched.meanwhile = fail
    (study.corpus / "a.txt").write_text("a" + TEXT, "utf-8")
    assert watched.next() == {"a.txt"}
    (study.corpus / "b.txt").write_text(TEXT, "utf-8")
    assert watched.next() == {"b.txt"}
    assert [str(error) for error in watched.complaints] == ["none of the sources could be read."]


def test_a_removed_source_is_a_change(study: Study, watched: Watched) -> None:
    source = study.corpus / "intervju.txt"
    source.write_text(TEXT, "utf-8")
    watched.next()
    source.unlink()
    assert watched.next() == {"intervju.txt"}


def test_metadata_and_files_in_subfolders_count(study: Study, watched: Watched) -> None:
    (study.corpus / "Norsborg").mkdir()
    (study.corpus / "Norsborg" / "intervju.txt").write_text(TEXT, "utf-8")
    (study.corpus / "metadata.csv").write_text("source;type\n", "utf-8")
    assert watched.next() == {"intervju.txt", "metadata.csv"}


@pytest.mark.parametrize(
    "name",
    ["~$ntervju.docx", ".~lock.intervju.odt#", "intervju.tmp", ".DS_Store", "intervju.txt.part", "a.txt~"],
)
def test_lock_files_and_temporary_files_are_no_change(study: Study, watched: Watched, name: str) -> None:
    (study.corpus / name).write_text("x", "utf-8")
    assert watched.nothing()


def test_an_edited_codebook_is_a_change_however_the_editor_saves(study: Study, watched: Watched) -> None:
    study.codebook.write_text("title: Andra koder\n", "utf-8")
    assert watched.next() == {"koder.yaml"}
    beside = study.codebook.with_name("koder.yaml.tmp")
    beside.write_text("title: Tredje koder\n", "utf-8")
    os.replace(beside, study.codebook)
    assert watched.next() == {"koder.yaml"}


def test_labelled_texts_beside_the_codebook_are_a_change(study: Study, watched: Watched) -> None:
    (study.codebook.parent / "texter.jsonl").write_text('{"text": "Jobb.", "codes": []}\n', "utf-8")
    assert watched.next() == {"texter.jsonl"}


def test_what_people_decide_is_a_change_and_a_sample_for_them_is_none(study: Study, watched: Watched) -> None:
    (study.codings / "samples" / "pilot").mkdir(parents=True)
    (study.codings / "samples" / "pilot" / "design.json").write_text("{}", "utf-8")
    assert watched.nothing()
    (study.codings / "anna-ek.csv").write_text("source;text_hash\n", "utf-8")
    assert watched.next() == {"anna-ek.csv"}


def test_what_a_run_writes_is_no_change(study: Study, watched: Watched) -> None:
    (study.outputs / "latest").mkdir()
    (study.outputs / "latest" / "codings.csv").write_text("a", "utf-8")
    (study.root / ".qualcode").mkdir()
    assert watched.nothing()


def test_settings_may_be_wrong_and_then_name_another_codebook(study: Study, watched: Watched) -> None:
    (study.root / "andra.yaml").write_text("title: Andra\n", "utf-8")
    settings = study.root / "study.yaml"
    settings.write_text("codebook: [", "utf-8")
    wait_for(lambda: watched.complaints)
    assert "study.yaml:" in str(watched.complaints[0])
    settings.write_text("codebook: andra.yaml\n", "utf-8")
    assert watched.next() == {"study.yaml"}
    assert watched.nothing()
    (study.root / "andra.yaml").write_text("title: Tredje\n", "utf-8")
    assert watched.next() == {"andra.yaml"}


def test_without_a_corpus_folder_there_is_nothing_to_watch(study: Study) -> None:
    study.corpus.rmdir()
    with pytest.raises(SettingsError, match="no such folder to watch"):
        watch(study, react=lambda study, changed: None)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_the_command_outlives_a_failing_run_and_leaves_with_130_when_stopped(study: Study) -> None:
    said = study.root / "said.txt"
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "qualcode", "watch", "--direct", str(study.root)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            # Whoever runs the tests in the background may have them ignore Ctrl-C, and a child inherits that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:
        wait_for(lambda: "there are no sources" in said.read_text("utf-8"), 60)
        time.sleep(SETTLE)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    finally:
        process.kill()
        process.wait()
    assert said.read_text("utf-8").endswith("Stopped.\n")
