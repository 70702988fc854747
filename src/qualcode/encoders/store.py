"""Model folders in the user's cache, each with a record of where it is from and what its files hash to.

A folder is written beside its place and renamed, so it is there whole or not at all, also when two processes
write it at the same time: the first one's stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from qualcode.errors import ModelError, Place

RECORD = "qualcode.json"
_UNFINISHED = ".unfinished-"
_ABANDONED_AFTER = 24 * 3600


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is recorded of a file; size in bytes, ``changed`` its modification time in ns."""

    sha256: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A model folder and its record.

    Attributes:
        folder: Where it is.
        name: The model's name.
        revision: A commit, or what the files were made from and how.
        kind: ``encoder`` or ``pipeline``.
        origin: Where the files are from, in words.
        files: By path below the folder, with ``/``.
    """

    folder: Path
    name: str
    revision: str
    kind: str
    origin: str
    files: dict[str, StoredFile]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files.values())

    def changed(self, *, thorough: bool = False) -> list[str]:
        """Files that are missing or not what was recorded.

        Args:
            thorough: Hash every file; otherwise only those whose size or time is another than recorded.
        """
        return [name for name, file in self.files.items() if not _matches(self.folder / name, file, thorough)]

    def require_unchanged(self, *, thorough: bool = False, called: str | None = None) -> None:
        """Refuses a model whose files :meth:`changed`.

        Args:
            thorough: Hash every file.
            called: What the user calls the model, if not by its name.

        Raises:
            ModelError: a file is missing or not what was recorded.
        """
        if changed := self.changed(thorough=thorough):
            name = called or self.name
            raise ModelError(
                f"{', '.join(changed)} of {name} missing or not as fetched.",
                where=Place(self.folder),
                remedy=f"Fetch it again with `qualcode models fetch {name} --revision {self.revision}`.",
            )


def cache_folder() -> Path:
    """Where unpacked and fetched models are kept: ``QUALCODE_CACHE``, or the user's cache."""
    import platformdirs

    return Path(os.environ.get("QUALCODE_CACHE") or platformdirs.user_cache_dir("qualcode", appauthor=False))


def folder_for(name: str, revision: str) -> Path:
    """Where a model of this name and revision belongs."""
    return cache_folder() / "models" / name.replace("/", "--") / revision


def read(folder: Path) -> Stored | None:
    """The model in a folder; None if there is none, or its record cannot be read."""
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
        files = {name: StoredFile(**file) for name, file in record.pop("files").items()}
        return Stored(folder=folder, files=files, **record)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def stored(name: str | None = None) -> list[Stored]:
    """The models in the cache, by name and revision; only those of one name, if it is given."""
    pattern = f"{name.replace('/', '--') if name else '*'}/*/{RECORD}"
    records = sorted((cache_folder() / "models").glob(pattern))
    found = [read(record.parent) for record in records if not record.parent.name.startswith(_UNFINISHED)]
    return [model for model in found if model is not None]


def save(fill: Callable[[Path], None], *, name: str, revision: str, kind: str, origin: str) -> Stored:
    """Have ``fill`` write a model's files into an empty folder, record them, and put the folder in place.

    A folder that another process has put there meanwhile is kept; one whose files are not what was recorded
    is replaced.

    Raises:
        ModelError: the cache cannot be written.
    """
    target = folder_for(name, revision)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(target.parent)
        beside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=target.parent))
    except OSError as error:
        raise ModelError(
            f"the cache for models cannot be written ({error.strerror}).",
            where=Place(target.parent),
            remedy="Name a folder that can be with the environment variable QUALCODE_CACHE.",
        ) from error
    try:
        fill(beside)
        about = {"name": name, "revision": revision, "kind": kind, "origin": origin}
        files = {path.relative_to(beside).as_posix(): asdict(_describe(path)) for path in _files(beside)}
        (beside / RECORD).write_text(json.dumps({**about, "files": files}, indent=1), "utf-8")
        _put(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    model = read(target)
    assert model is not None, target
    return model


def sha256(path: Path) -> str:
    """Of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(beside: Path, target: Path) -> None:
    for _ in range(2):
        try:
            beside.rename(target)
            return
        except OSError:
            present = read(target)
            if present is not None and not present.changed(thorough=True):
                return
            broken = target.with_name(f"{_UNFINISHED}{os.getpid()}-{target.name}")
            target.rename(broken)
            shutil.rmtree(broken, ignore_errors=True)
    beside.rename(target)


def _matches(path: Path, recorded: StoredFile, thorough: bool) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    if status.st_size != recorded.size:
        return False
    if status.st_mtime_ns == recorded.changed and not thorough:
        return True
    return sha256(path) == recorded.sha256


def _describe(path: Path) -> StoredFile:
    status = path.stat()
    return StoredFile(sha256(path), status.st_size, status.st_mtime_ns)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _clear_abandoned(folder: Path) -> None:
    """Remove what killed processes left behind."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
            shutil.rmtree(left, ignore_errors=True)
