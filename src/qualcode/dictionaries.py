"""simplemma's dictionaries, laid out to be looked up in on the disk.

Unpacked into memory, the Swedish one takes most of a second and 250 MB each time a process starts, though a
run meets some ten thousand of its million forms. So it is unpacked once into a file of the user's cache.
Where no file can be written, it is unpacked into memory.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory


class StoredDictionary(Mapping[str, str]):
    """Lemmas by form, read from a file as they are asked for.

    Args:
        path: The file; made by :func:`store`.

    Raises:
        sqlite3.DatabaseError: it is not such a file.
    """

    def __init__(self, path: Path) -> None:
        # Nobody writes to it any more, so several threads may read, and nothing has to be locked.
        self._file = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._file.execute("SELECT form FROM forms LIMIT 1")

    def get(self, form: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """The form's lemma."""
        row = self._file.execute("SELECT lemma FROM forms WHERE form = ?", (form,)).fetchone()
        return default if row is None else row[0]

    def __getitem__(self, form: str) -> str:
        lemma = self.get(form)
        if lemma is None:
            raise KeyError(form)
        return lemma

    def __contains__(self, form: object) -> bool:
        return isinstance(form, str) and self.get(form) is not None

    def __iter__(self) -> Iterator[str]:
        return (form for (form,) in self._file.execute("SELECT form FROM forms ORDER BY form"))

    def __len__(self) -> int:
        [(size,)] = self._file.execute("SELECT count(*) FROM forms")
        return int(size)


class StoredDictionaries:
    """A ``DictionaryFactory`` of simplemma's that keeps its dictionaries in a folder.

    Args:
        folder: Where; made when something is put in.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, Mapping[str, str]] = {}

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """A language's dictionary.

        Raises:
            ValueError: simplemma has no such language.
        """
        if lang not in self._open:
            self._open[lang] = self._get(lang)
        return self._open[lang]

    def _get(self, lang: str) -> Mapping[str, str]:
        path = self._folder / f"{lang}-{version('simplemma')}.sqlite"
        for _ in range(2):
            if path.is_file():
                try:
                    return StoredDictionary(path)
                except sqlite3.DatabaseError:
                    with suppress(OSError):
                        path.unlink()
            dictionary = _factory().get_dictionary(lang)
            try:
                store(dictionary, path)
            except (OSError, sqlite3.Error):
                break
        return dictionary


def store(dictionary: Mapping[str, str], path: Path) -> None:
    """Writes a dictionary into a file, which is there whole or not at all.

    Raises:
        OSError, sqlite3.Error: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(beside)) as file, file:
            file.execute("PRAGMA journal_mode = OFF")
            file.execute("PRAGMA synchronous = OFF")
            file.execute("CREATE TABLE forms (form TEXT PRIMARY KEY, lemma TEXT NOT NULL) WITHOUT ROWID")
            file.executemany("INSERT INTO forms VALUES (?, ?)", sorted(dictionary.items()))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _factory() -> DefaultDictionaryFactory:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    return DefaultDictionaryFactory()
