"""What coders that take long answered before, in a SQLite file of the study; and what was asked, in logs.

An answer is found by a hash of the coder, its question and the text, so that nothing is asked twice. Answers
and logs may quote interviews: they lie in ``.qualcode/`` by source, and go when the source leaves ``corpus/``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import OutputError, Place

if TYPE_CHECKING:
    from qualcode.study import Study

FILE = "answers.sqlite"
_VARIABLES = 500
_PATIENCE = 60.0


def folder_of(study: Study) -> Path:
    """Where a study's answers lie; those about de-identified text apart from those about the text itself."""
    return study.private / ("asked-deidentified" if study.settings.deidentify.enabled else "asked")


class Answers:
    """Answers by key.

    Args:
        folder: Where they lie; made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def get(self, keys: Iterable[str]) -> dict[str, Any]:
        """The answers there are, by key."""
        wanted = sorted(set(keys))
        if not wanted or not (self.folder / FILE).is_file():
            return {}
        found: dict[str, Any] = {}
        with self._connection() as connection:
            for start in range(0, len(wanted), _VARIABLES):
                part = wanted[start : start + _VARIABLES]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT key, answer FROM answers WHERE key IN ({marks})", part)
                found.update((key, json.loads(answer)) for key, answer in rows)
        return found

    def put(self, source: str, answers: Mapping[str, Any]) -> None:
        """Keeps answers about a source; on the disk when it returns."""
        rows = [(key, source, json.dumps(answer, ensure_ascii=False)) for key, answer in answers.items()]
        with self._connection() as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)

    def log(self, kind: str, source: str, entry: Mapping[str, Any]) -> None:
        """Adds a line to the log of what was asked about a source."""
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        try:
            with self._lock:
                self.folder.mkdir(parents=True, exist_ok=True)
                with self.log_of(kind, source).open("a", encoding="utf-8", newline="") as file:
                    file.write(line)
        except OSError as error:
            raise _unusable(self.folder, error) from error

    def log_of(self, kind: str, source: str) -> Path:
        """The file that :meth:`log` adds to."""
        return self.folder / f"{kind}-{_short(source)}.jsonl"

    def prune(self, sources: Collection[str]) -> None:
        """Removes what was asked and answered about sources that are gone.

        Args:
            sources: Names of all sources there are.
        """
        if not self.folder.is_dir():
            return
        here = {_short(name) for name in sources}
        for path in self.folder.glob("*.jsonl"):
            if path.stem.rpartition("-")[2] not in here:
                with suppress(OSError):
                    path.unlink()
        if (self.folder / FILE).is_file():
            with self._connection() as connection, connection:
                known = [name for (name,) in connection.execute("SELECT DISTINCT source FROM answers")]
                gone = [(name,) for name in known if name not in sources]
                connection.executemany("DELETE FROM answers WHERE source = ?", gone)
            if gone:
                with self._connection() as connection:
                    connection.execute("VACUUM")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        path = self.folder / FILE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers"
                    " (key TEXT PRIMARY KEY, source TEXT NOT NULL, answer TEXT NOT NULL)"
                )
                yield connection
        except (sqlite3.DatabaseError, OSError) as error:
            raise _unusable(path, error) from error


def answer_key(*parts: str) -> str:
    """What an answer is kept under, 64 hex digits."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Parts of at most ``size``, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _short(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _unusable(path: Path, error: Exception) -> OutputError:
    return OutputError(
        f"what coders answered cannot be kept ({error}).",
        where=Place(path),
        remedy="Make room on the disk or the folder writable; the file itself may be removed.",
    )
