"""What each stage made of each source, kept in the study by what it was made from.

A key is a hash of everything that the stage depends on beside the source's bytes, so that nothing stale can
be found. What was made of a source lies in a folder of its own and goes when the source leaves ``corpus/``: a
person who withdraws an interview must not leave its text behind here.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

KEEP_SECONDS = 30 * 24 * 3600
"""How long what no run has used stays, so that a setting can be tried and taken back."""

_DIGEST = 16


def key_of(*parts: Any) -> str:
    """A hash of plain values (anything JSON holds, and tuples), 32 hex digits."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class StageCache:
    """Bytes by source, stage and key.

    Args:
        folder: Where it lies; made when something is put in.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, source: str, stage: str, key: str) -> bytes | None:
        """What was put in, or nothing; a damaged file counts as nothing.

        Args:
            source: Hash of the source's bytes.
            stage: The stage's name.
            key: Of all that the stage depends on.
        """
        path = self._path(source, stage, key)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, data = content[:_DIGEST], content[_DIGEST:]
        return data if _digest(data) == digest else None

    def has(self, source: str, stage: str, key: str) -> bool:
        """Whether something was put in."""
        return self._path(source, stage, key).is_file()

    def put(self, source: str, stage: str, key: str, data: bytes) -> None:
        """Keeps the bytes; whole or not at all, also when two runs put the same at once."""
        path = self._path(source, stage, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_bytes(_digest(data) + data)
            os.replace(beside, path)
        except OSError:
            # A full disk, or a sync client that holds the file, must not stop a run: it is only a cache.
            beside.unlink(missing_ok=True)

    def prune(self, sources: Collection[str]) -> int:
        """Removes all that was made of other sources than these, and what has long not been used.

        Args:
            sources: Hashes of the bytes of all sources there are.

        Returns:
            How many other sources there were.
        """
        if not self._folder.is_dir():
            return 0
        others = 0
        oldest = time.time() - KEEP_SECONDS
        here = {_short(source) for source in sources}
        for folder in self._folder.iterdir():
            if folder.name not in here:
                shutil.rmtree(folder, ignore_errors=True)
                others += 1
                continue
            for path in folder.iterdir():
                with suppress(OSError):
                    if path.stat().st_mtime < oldest:
                        path.unlink()
        return others

    def _path(self, source: str, stage: str, key: str) -> Path:
        return self._folder / _short(source) / f"{stage}-{key}"


def _short(source: str) -> str:
    return source[:32]


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
