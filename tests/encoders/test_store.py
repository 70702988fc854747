"""Model folders: whole or not there, and what was recorded or refused."""

from __future__ import annotations

import os
import time

import pytest

from qualcode.encoders import store
from qualcode.errors import ModelError


def save(text: str = "vikter", revision: str = "abc"):
    def fill(folder):
        (folder / "sub").mkdir()
        (folder / "sub" / "weights.bin").write_text(text)

    return store.save(fill, name="owner/modell", revision=revision, kind="encoder", origin="here")


def test_a_saved_model_is_found_with_its_record(cache):
    saved = save()
    assert store.stored("owner/modell") == store.stored() == [saved]
    assert saved.folder == cache / "models" / "owner--modell" / "abc"
    assert list(saved.files) == ["sub/weights.bin"]
    assert saved.size == 6
    assert saved.changed(thorough=True) == []


def test_a_file_that_changed_is_named(cache):
    saved = save()
    (saved.folder / "sub" / "weights.bin").write_text("andra!")
    assert saved.changed() == ["sub/weights.bin"]
    (saved.folder / "sub" / "weights.bin").unlink()
    assert saved.changed() == ["sub/weights.bin"]


def test_a_new_date_alone_is_no_change(cache):
    saved = save()
    os.utime(saved.folder / "sub" / "weights.bin", (1, 1))
    assert saved.changed() == []


def test_a_change_behind_an_unchanged_date_is_found_by_hashing(cache):
    saved = save()
    path = saved.folder / "sub" / "weights.bin"
    recorded = path.stat()
    path.write_text("andra!")
    os.utime(path, ns=(recorded.st_atime_ns, recorded.st_mtime_ns))
    assert saved.changed() == []
    assert saved.changed(thorough=True) == ["sub/weights.bin"]


def test_the_first_of_two_processes_wins(cache):
    first = save("vikter")
    second = save("andras")
    assert second == first
    assert (second.folder / "sub" / "weights.bin").read_text() == "vikter"


def test_a_broken_folder_is_replaced(cache):
    saved = save("vikter")
    (saved.folder / "sub" / "weights.bin").write_text("skadat")
    again = save("vikter")
    assert again.changed(thorough=True) == []
    assert [path.name for path in again.folder.parent.iterdir()] == ["abc"]


def test_a_folder_without_its_record_is_replaced(cache):
    saved = save()
    (saved.folder / store.RECORD).write_text("{")
    assert store.stored() == []
    assert save().changed(thorough=True) == []


def test_a_failure_leaves_nothing(cache):
    def fill(folder):
        (folder / "half.bin").write_text("halv")
        raise ModelError("the line broke.")

    with pytest.raises(ModelError):
        store.save(fill, name="m", revision="1", kind="encoder", origin="here")
    assert list((cache / "models" / "m").iterdir()) == []


def test_what_a_killed_process_left_is_cleared_after_a_day(cache):
    folder = save().folder.parent
    old, new = folder / ".unfinished-old", folder / ".unfinished-new"
    for left in (old, new):
        left.mkdir()
        (left / store.RECORD).write_text("{}")
    os.utime(old, (time.time() - 2 * 86400,) * 2)
    save(revision="def")
    assert not old.exists()
    assert new.exists()
    assert [model.revision for model in store.stored()] == ["abc", "def"]


def test_a_cache_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="QUALCODE_CACHE"):
        save()
