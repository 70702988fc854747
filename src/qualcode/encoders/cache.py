"""Vectors that were computed before, in a SQLite file of the study.

A vector is found by a hash of the encoder's name, its revision and the text; the text itself is not kept.
What has been computed is written now and then, so that a run that is stopped does not lose it, and SQLite's
locks let two runs share the file.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qualcode.encoders import Encoder, Progress, open_encoder
from qualcode.errors import OutputError, Place

if TYPE_CHECKING:
    from qualcode.study import Study

FILE, FOLDER = "vectors.sqlite", "vectors"
_VARIABLES = 500
_SLICE = 2000
_PATIENCE = 60.0


class CachedEncoder:
    """An encoder that computes only what ``folder`` does not have yet.

    Args:
        encoder: Computes what is missing.
        folder: Where the file of vectors is, or will be.

    Attributes:
        hits: Texts found so far.
        misses: Texts that had to be computed so far.
        learnt: The learnt coder that the encoder computes for, if it does.
        own: How many figures of a row are the vector itself.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self.name, self.revision, self.width = encoder.name, encoder.revision, encoder.width
        self.learnt = getattr(encoder, "learnt", None)
        self.own = getattr(encoder, "own", encoder.width)
        self.hits = self.misses = 0
        self._encoder, self._path = encoder, folder / FILE

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """Vectors, (n_texts, width) float32, the encoder's own, bit by bit."""
        keys = [vector_key(self.name, self.revision, text) for text in texts]
        known = self._look_up(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        found = sum(key in known for key in keys)
        self.hits += found
        self.misses += len(texts) - found
        if progress:
            progress(found, len(texts))
        for start in range(0, len(missing), _SLICE):
            part = list(missing)[start : start + _SLICE]
            before = found + start
            vectors = self._encoder.encode(
                [missing[key] for key in part],
                progress=progress and (lambda done, _, before=before: progress(before + done, len(texts))),
            )
            self._keep(part, vectors)
            known.update(zip(part, vectors, strict=True))
        if progress and missing:
            progress(len(texts), len(texts))
        return np.array([known[key] for key in keys], np.float32).reshape(len(texts), self.width)

    def _look_up(self, keys: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        known: dict[bytes, np.ndarray] = {}
        wanted = sorted(set(keys))
        try:
            with self._connection() as connection:
                for start in range(0, len(wanted), _VARIABLES):
                    part = wanted[start : start + _VARIABLES]
                    marks = ",".join("?" * len(part))
                    rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                    known.update((key, np.frombuffer(stored, "<f4")) for key, stored in rows)
        except sqlite3.DatabaseError:
            # Not a database, or a damaged one: what it held can be computed again.
            self._path.unlink(missing_ok=True)
            return {}
        return known

    def _keep(self, keys: Sequence[bytes], vectors: np.ndarray) -> None:
        rows = ((key, vector.astype("<f4").tobytes()) for key, vector in zip(keys, vectors, strict=True))
        with self._connection() as connection, connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    @property
    def plain(self) -> CachedEncoder:
        """Itself: nothing is fine-tuned here (see :class:`qualcode.training.tuned.TunedEncoder`)."""
        return self

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB, vector BLOB NOT NULL)")
                connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS by_key ON vectors (key)")
                yield connection
        except (sqlite3.OperationalError, OSError) as error:
            raise OutputError(
                f"the cache of vectors cannot be used ({error}).",
                where=Place(self._path),
                remedy="Make room on the disk or the folder writable; the file itself may be removed.",
            ) from error


def encoder_of(study: Study, *, progress: Progress | None = None) -> CachedEncoder:
    """The encoder that a study names, with the study's own vectors.

    Args:
        study: The study.
        progress: Called with steps done and all steps, if the embedded model has to be unpacked first.

    Raises:
        ModelError: it is not installed, or its files are not what was recorded.
    """
    return CachedEncoder(open_encoder(study.settings.encoder, progress=progress), study.private / FOLDER)


def vector_key(name: str, revision: str, text: str) -> bytes:
    """What a vector is kept under, 32 bytes."""
    return hashlib.sha256("\0".join((name, revision, text)).encode("utf-8", "surrogatepass")).digest()
