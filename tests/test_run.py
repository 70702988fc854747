"""Whole runs of a small study without Prefect: what is done, what is spared, what a killed one leaves."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from qualcode import run, runfolder
from qualcode.errors import CodebookError, NothingToCodeError
from qualcode.job import Job
from qualcode.run import Finished
from qualcode.study import Study


def code(folder: Path, **options: bool) -> Finished:
    return run.run(Study.open(folder), direct=True, **options)


def rows(folder: Path, name: str = "codings.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def contents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_run_codes_every_source_and_latest_leads_to_it(small_study: Path) -> None:
    finished = code(small_study)
    assert finished.exit_status == 0
    assert finished.counts["sources"] == 3
    assert {(row["source"], row["code_id"]) for row in rows(finished.folder)} >= {
        ("anna.txt", "jobb"),
        ("bilal.txt", "trygghet"),
    }
    assert (small_study / "outputs" / "latest").resolve() == finished.folder.resolve()
    assert (small_study / "outputs" / "latest" / "report.html").is_file()
    assert contents(small_study / "outputs") == sorted([finished.folder.name, "latest"])


def test_the_manifest_has_the_hash_of_every_file_and_the_model(small_study: Path) -> None:
    folder = code(small_study).folder
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    stated = {output["file"]: output["sha256"] for output in manifest["outputs"]}
    found = hashes(folder)
    del found["manifest.json"]
    assert stated == found
    assert manifest["encoder"]["name"] == "multilingual-e5-small"
    assert manifest["encoder"]["revision"]
    assert set(manifest["timings"]) >= {"read", "annotate", "encode", "decide", "learn"}


def test_the_summary_counts_segments_and_sources_by_code(small_study: Path) -> None:
    codes = {each["code"]: each for each in code(small_study).codes}
    assert codes["jobb"]["segments"] == codes["jobb"]["sources"] == 1
    assert codes["jobb"]["color"].startswith("#")


def test_nothing_is_written_again_when_nothing_has_changed(small_study: Path) -> None:
    first = code(small_study)
    second = code(small_study)
    assert (second.unchanged, second.folder) == (True, first.folder)
    assert second.codes == first.codes
    assert second.counts == first.counts
    assert second.warnings == first.warnings


def test_a_forced_run_of_the_same_gives_the_same_files_byte_by_byte(small_study: Path) -> None:
    first, second = code(small_study), code(small_study, force=True)
    assert not second.unchanged
    assert second.cached == dict.fromkeys(("read", "annotate", "encode", "decide"), 3)
    one, other = hashes(first.folder), hashes(second.folder)
    assert one.pop("manifest.json") != other.pop("manifest.json")
    assert one == other


def test_what_was_damaged_in_the_cache_is_made_anew_and_the_same(small_study: Path) -> None:
    kept = hashes(code(small_study).folder)
    for path in (small_study / ".qualcode" / "cache").rglob("decide-*"):
        path.write_bytes(path.read_bytes()[:-1])
    finished = code(small_study, force=True)
    assert finished.cached["decide"] == 0
    made = hashes(finished.folder)
    del kept["manifest.json"], made["manifest.json"]
    assert made == kept


def test_an_edited_output_is_left_alone_and_a_new_run_written(small_study: Path) -> None:
    first = code(small_study)
    (first.folder / "quotes.csv").write_text("mina anteckningar", "utf-8")
    second = code(small_study)
    assert second.folder != first.folder
    assert (first.folder / "quotes.csv").read_text("utf-8") == "mina anteckningar"


def test_only_the_source_that_changed_is_worked_on(small_study: Path) -> None:
    code(small_study)
    with (small_study / "corpus" / "anna.txt").open("a", encoding="utf-8") as file:
        file.write("Intervjuare: Och på kvällen?\nAnna: Då är jag rädd att gå ut.\n")
    finished = code(small_study)
    assert not finished.unchanged
    assert finished.cached == {"read": 2, "annotate": 2, "encode": 2, "decide": 2}
    assert any("rädd att gå ut" in row["text"] for row in rows(finished.folder))


def test_an_edited_codebook_is_followed_and_nothing_is_read_or_encoded(small_study: Path) -> None:
    code(small_study)
    book = small_study / "codebook" / "forstudie.yaml"
    book.write_text(book.read_text("utf-8").replace("id: jobb", "id: arbete"), "utf-8")
    finished = code(small_study)
    assert finished.cached == {"read": 3, "annotate": 3, "encode": 3, "decide": 0}
    assert {row["code_id"] for row in rows(finished.folder)} == {"arbete", "trygghet"}


def test_step_by_step_gives_the_same_files_as_all_at_once(small_study: Path) -> None:
    """Whatever is kept of rules, examples and sources: it must never be met by what has changed."""
    book, anna = small_study / "codebook" / "forstudie.yaml", small_study / "corpus" / "anna.txt"
    code(small_study)
    for before, after in (
        ("rules: [{words: [jobb, anställning]}]", "rules: [{words: [tomat, kväll]}]\n    veto: [balkong]"),
        ("Jag söker jobb varje dag.", "Jag söker jobb varje dag i Alby."),
        ("[balkong]", "[tunnelbanan]"),
        ("id: trygghet", "id: otrygghet"),
    ):
        text = book.read_text("utf-8")
        assert before in text
        book.write_text(text.replace(before, after), "utf-8")
        code(small_study)
    anna.write_text(anna.read_text("utf-8") + "Intervjuare: Jaså?\nAnna: Tomater på kvällen.\n", "utf-8")
    steps = code(small_study)
    shutil.rmtree(small_study / ".qualcode")
    at_once = code(small_study)
    one, other = hashes(steps.folder), hashes(at_once.folder)
    del one["manifest.json"], other["manifest.json"]
    assert one == other
    assert {row["code_id"] for row in rows(steps.folder)} == {"jobb", "otrygghet"}


def test_a_threshold_is_followed_without_encoding(small_study: Path) -> None:
    code(small_study)
    with (small_study / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("thresholds: {jobb: 0.0}\n")
    finished = code(small_study)
    assert finished.cached["encode"] == 3
    assert sum(row["code_id"] == "jobb" for row in rows(finished.folder)) == 3


def test_metadata_reach_the_tables_of_their_source(small_study: Path) -> None:
    code(small_study)
    (small_study / "corpus" / "metadata.csv").write_text(
        "fil;grupp\nanna.txt;unga\nbilal.txt;äldre\n", "utf-8"
    )
    finished = code(small_study)
    assert {row["source"]: row["grupp"] for row in rows(finished.folder, "segments.csv")} == {
        "anna.txt": "unga",
        "bilal.txt": "äldre",
        "cecilia.txt": "",
    }
    assert any("cecilia.txt" in warning for warning in finished.warnings)


def test_a_source_that_leaves_the_corpus_leaves_the_cache(small_study: Path) -> None:
    code(small_study)
    cache = small_study / ".qualcode" / "cache"
    assert len(list(cache.iterdir())) == 3
    (small_study / "corpus" / "anna.txt").unlink()
    code(small_study)
    assert len(list(cache.iterdir())) == 2


def test_what_the_cache_holds_never_enters_version_control(small_study: Path) -> None:
    code(small_study)
    subprocess.run(["git", "init", "-q", str(small_study)], check=True)
    listed = ["git", "-C", str(small_study), "status", "--porcelain", "--untracked-files=all"]
    seen = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    assert "corpus/anna.txt" in seen
    assert ".qualcode" not in seen


def test_a_source_that_fails_is_named_and_the_others_go_on(small_study: Path) -> None:
    (small_study / "corpus" / "tom.txt").write_bytes(b"")
    finished = code(small_study)
    assert finished.exit_status == 3
    assert [problem.startswith("tom.txt") for problem in finished.problems] == [True]
    manifest = json.loads((finished.folder / "manifest.json").read_text("utf-8"))
    assert [(failed["source"], failed["reason"]) for failed in manifest["failed"]] == [("tom.txt", "empty")]
    assert finished.counts["sources"] == 3
    assert code(small_study).exit_status == 3, "said once is not said for good"


def test_without_a_readable_source_nothing_is_written_and_the_reasons_are_said(small_study: Path) -> None:
    first = code(small_study)
    for path in (small_study / "corpus").iterdir():
        path.write_bytes(b"")
    with pytest.raises(NothingToCodeError, match=r"anna\.txt.*empty") as caught:
        code(small_study)
    assert caught.value.exit_status == 7
    assert contents(small_study / "outputs") == sorted([first.folder.name, "latest"])


def test_an_empty_corpus_says_what_to_put_there(small_study: Path) -> None:
    for path in (small_study / "corpus").iterdir():
        path.unlink()
    with pytest.raises(NothingToCodeError, match=r"\.docx"):
        code(small_study)


def test_a_codebook_that_is_not_valid_is_refused_before_anything_is_written(small_study: Path) -> None:
    (small_study / "codebook" / "forstudie.yaml").write_text("title: Tom\ncodes: [{id: jobb}]\n", "utf-8")
    with pytest.raises(CodebookError, match=r"forstudie\.yaml:2"):
        code(small_study)
    assert not (small_study / "outputs" / "latest").exists()


def test_a_file_held_for_a_moment_is_tried_again(small_study: Path) -> None:
    path = small_study / "corpus" / "anna.txt"
    text = path.read_bytes()
    job = Job(Study.open(small_study))
    path.unlink()
    path.mkdir()  # cannot be opened, as a file that another program holds

    def let_go() -> None:
        path.rmdir()
        path.write_bytes(text)

    threading.Timer(0.8, let_go).start()
    run._read_patiently(job, "anna.txt")
    assert job.problems == []


def test_old_runs_go_when_only_so_many_are_kept(small_study: Path) -> None:
    with (small_study / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("outputs: {keep: 2}\n")
    (small_study / "outputs" / "anteckningar").mkdir(parents=True)
    names = [code(small_study, force=True).folder.name for _ in range(3)]
    assert contents(small_study / "outputs") == sorted([*names[1:], "latest", "anteckningar"])


def test_a_killed_run_leaves_the_last_one_as_it_was_and_the_next_clears_up(small_study: Path) -> None:
    first = code(small_study)
    before = hashes(first.folder)
    stuck = (
        "import time; import qualcode.writers.report as report\n"
        "report.write = lambda run, folder: time.sleep(600)\n"
        "from qualcode.cli import main; main(['run', '--direct', '--force'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", stuck], cwd=small_study, stdout=subprocess.DEVNULL
    ) as process:
        writing = small_study / ".qualcode" / "writing"
        deadline = time.monotonic() + 120
        while not list(writing.glob("*/codings.csv")):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.05)
        other = code(small_study, force=True)  # a run beside it does not touch what it writes
        assert list(writing.glob("*/codings.csv"))
        os.kill(process.pid, signal.SIGKILL)
    assert hashes(first.folder) == before
    assert (small_study / "outputs" / "latest").resolve() == other.folder.resolve()
    assert contents(small_study / "outputs") == sorted([first.folder.name, other.folder.name, "latest"])
    code(small_study, force=True)
    assert list(writing.iterdir()) == []


def test_without_links_latest_is_named_in_a_text_file(
    small_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise OSError("a required privilege is not held by the client")

    monkeypatch.setattr(os, "symlink", refused)
    first, second = code(small_study), code(small_study, force=True)
    study = Study.open(small_study)
    assert (small_study / "outputs" / "latest.txt").read_text("utf-8").strip() == second.folder.name
    assert runfolder.latest(study) == second.folder != first.folder
    monkeypatch.undo()
    assert code(small_study, force=True).folder == runfolder.latest(study)
    assert not (small_study / "outputs" / "latest.txt").exists()


def test_an_edit_of_another_setting_does_not_make_a_run_stale(small_study: Path) -> None:
    first = code(small_study)
    with (small_study / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("runner: {mode: direct, workers: 1}\noutputs: {keep: 9}\n")
    assert code(small_study).folder == first.folder
