"""Vectors are computed once."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sqlite3
import time
from contextlib import closing

import numpy as np
import pytest

from qualcode.encoders.cache import FILE, CachedEncoder
from qualcode.errors import OutputError


class HashEncoder:
    """Vectors that follow from the text, and a count of how many were computed."""

    width = 8

    def __init__(self, name: str = "hash", revision: str = "1", seconds: float = 0.0) -> None:
        self.name, self.revision, self.seconds, self.computed = name, revision, seconds, 0

    def encode(self, texts, *, progress=None):
        time.sleep(self.seconds)
        self.computed += len(texts)
        rows = [hashlib.sha256((self.revision + text).encode()).digest() for text in texts]
        vectors = np.array([np.frombuffer(row, "<u4") for row in rows]).astype(np.float32).reshape(-1, 8)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)


def numbered(count: int) -> list[str]:
    return [f"segment {number}" for number in range(count)]


def encode_slowly(folder) -> None:
    CachedEncoder(HashEncoder(seconds=0.2), folder).encode(numbered(100_000))


def encode_range(folder, start, stop) -> None:
    CachedEncoder(HashEncoder(), folder).encode(numbered(stop)[start:])


def test_the_second_time_nothing_is_computed_and_every_bit_is_the_same(tmp_path):
    texts = numbered(1200)
    first = CachedEncoder(HashEncoder(), tmp_path).encode(texts)
    again = CachedEncoder(HashEncoder(), tmp_path)
    assert np.array_equal(again.encode(texts[::-1]), first[::-1])
    assert (again.hits, again.misses) == (1200, 0)
    assert again._encoder.computed == 0


def test_only_new_texts_are_computed_and_each_once(tmp_path):
    CachedEncoder(HashEncoder(), tmp_path).encode(["ett", "två"])
    encoder = HashEncoder()
    cached = CachedEncoder(encoder, tmp_path)
    vectors = cached.encode(["två", "tre", "tre", "ett", "fyra"])
    assert encoder.computed == 2
    assert (cached.hits, cached.misses) == (2, 3)
    assert np.array_equal(vectors, HashEncoder().encode(["två", "tre", "tre", "ett", "fyra"]))


@pytest.mark.parametrize("other", [HashEncoder(revision="2"), HashEncoder(name="hash2")])
def test_another_model_or_revision_does_not_share_vectors(tmp_path, other):
    CachedEncoder(HashEncoder(), tmp_path).encode(["ett"])
    cached = CachedEncoder(other, tmp_path)
    assert np.array_equal(cached.encode(["ett"]), other.encode(["ett"]))
    assert cached.misses == 1


def test_no_texts_give_no_vectors(tmp_path):
    assert CachedEncoder(HashEncoder(), tmp_path).encode([]).shape == (0, 8)


def test_the_texts_are_not_in_the_file(tmp_path):
    CachedEncoder(HashEncoder(), tmp_path).encode(["Bengtssons hemlighet"])
    assert b"Bengtsson" not in (tmp_path / FILE).read_bytes()


def test_progress_begins_with_what_was_found_and_ends_with_all(tmp_path):
    CachedEncoder(HashEncoder(), tmp_path).encode(numbered(30))
    seen = []
    CachedEncoder(HashEncoder(), tmp_path).encode(
        numbered(50), progress=lambda done, texts: seen.append((done, texts))
    )
    assert seen[0] == (30, 50)
    assert seen[-1] == (50, 50)


@pytest.mark.parametrize("damage", [lambda data: b"not a database" * 99, lambda data: data[: len(data) // 2]])
def test_a_damaged_file_is_computed_anew(tmp_path, damage):
    CachedEncoder(HashEncoder(), tmp_path).encode(numbered(3000))
    (tmp_path / FILE).write_bytes(damage((tmp_path / FILE).read_bytes()))
    cached = CachedEncoder(HashEncoder(), tmp_path)
    assert np.array_equal(cached.encode(numbered(3000)), HashEncoder().encode(numbered(3000)))
    again = CachedEncoder(HashEncoder(), tmp_path)
    again.encode(numbered(3000))
    assert again.misses == 0


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="vectors"):
        CachedEncoder(HashEncoder(), tmp_path / "file").encode(["ett"])


def test_a_killed_run_keeps_what_it_had_computed(tmp_path):
    process = multiprocessing.get_context("spawn").Process(target=encode_slowly, args=(tmp_path,))
    process.start()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not _holds_vectors(tmp_path / FILE):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    cached = CachedEncoder(HashEncoder(), tmp_path)
    vectors = cached.encode(numbered(1000))
    assert cached.hits == 1000
    assert np.array_equal(vectors, HashEncoder().encode(numbered(1000)))


def test_two_processes_share_the_file(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=encode_range, args=(tmp_path, start, start + 5000)) for start in (0, 2500)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    cached = CachedEncoder(HashEncoder(), tmp_path)
    cached.encode(numbered(7500))
    assert cached.hits == 7500


def test_many_vectors_are_looked_up_bit_by_bit(tmp_path):
    first = CachedEncoder(HashEncoder(), tmp_path).encode(numbered(10_000))
    again = CachedEncoder(HashEncoder(), tmp_path)
    assert np.array_equal(again.encode(numbered(10_000)), first)
    assert (again.hits, again.misses) == (10_000, 0)


def _holds_vectors(path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT count(*) FROM vectors").fetchone()[0] > 0
    except sqlite3.OperationalError:
        return False
