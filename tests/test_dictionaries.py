"""A dictionary on disk says what simplemma's own says."""

import sqlite3

import pytest
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from qualcode.dictionaries import StoredDictionaries, StoredDictionary, store

FORMS = {"jobben": "jobb", "torgen": "torg", "åldern": "ålder", "10:e": "10:e"}


@pytest.fixture
def path(tmp_path):
    store(FORMS, tmp_path / "sv.sqlite")
    return tmp_path / "sv.sqlite"


def test_it_is_a_mapping_like_the_one_it_was_made_from(path):
    stored = StoredDictionary(path)
    assert dict(stored) == FORMS
    assert len(stored) == 4
    assert "jobben" in stored and "jobb" not in stored and 3 not in stored
    assert stored.get("jobb") is None and stored.get("jobb", "?") == "?"
    with pytest.raises(KeyError):
        stored["jobb"]


def test_nothing_but_the_file_is_left(path):
    assert [each.name for each in path.parent.iterdir()] == ["sv.sqlite"]


def test_swedish_is_laid_out_once_and_whole(tmp_path):
    own = DefaultDictionaryFactory().get_dictionary("sv")
    stored = StoredDictionaries(tmp_path).get_dictionary("sv")
    assert isinstance(stored, StoredDictionary)
    assert len(stored) == len(own)
    some = list(own)[:: len(own) // 500]
    assert {form: stored[form] for form in some} == {form: own[form] for form in some}
    [made] = tmp_path.iterdir()
    before = made.stat().st_mtime_ns
    StoredDictionaries(tmp_path).get_dictionary("sv")
    assert made.stat().st_mtime_ns == before


def test_a_damaged_file_is_made_anew(tmp_path):
    StoredDictionaries(tmp_path).get_dictionary("fi")
    [made] = tmp_path.iterdir()
    made.write_bytes(b"not a database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        StoredDictionary(made)
    assert isinstance(StoredDictionaries(tmp_path).get_dictionary("fi"), StoredDictionary)


def test_where_nothing_can_be_written_it_stays_in_memory(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = StoredDictionaries(blocked / "below").get_dictionary("sv")
    assert not isinstance(found, StoredDictionary)
    assert found["jobben"] == "jobb"


def test_an_unknown_language_is_said_to_be_one(tmp_path):
    with pytest.raises(ValueError, match="xx"):
        StoredDictionaries(tmp_path).get_dictionary("xx")
    assert not list(tmp_path.iterdir())
