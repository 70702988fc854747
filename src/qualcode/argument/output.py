"""``outputs/dossier/``: the dossier in every format, all of it new or all as it was."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.argument import writers
from qualcode.errors import OutputError, Place

if TYPE_CHECKING:
    from qualcode.argument.dossier import Dossier

FOLDER = "dossier"
MANIFEST = "dossier.json"
"""What the dossier was made from, and its files with their hashes."""


def write(dossier: Dossier, outputs: Path) -> list[Path]:
    """Writes all formats. Files in the folder that are not the dossier's own stay as they are.

    Args:
        dossier: The dossier.
        outputs: The study's ``outputs/``.

    Returns:
        The files, by name.

    Raises:
        OutputError: a file cannot be written or replaced (Word or Excel may hold it); all are as they were.
    """
    folder, beside = outputs / FOLDER, outputs / f".{FOLDER}-{os.getpid()}"
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for writer in writers.all().values():
            writer.write(dossier, beside)
        _manifest(dossier, beside)
        folder.mkdir(exist_ok=True)
        return _put(beside, folder)
    except OSError as error:
        raise OutputError(
            f"could not be written ({error.strerror or error}).",
            where=Place(_named(error, folder, beside)),
            remedy="Close the file if it is open in another program, and see that the disk has room.",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _named(error: OSError, folder: Path, beside: Path) -> Path:
    """The file that an error is about, where a person looks for it."""
    path = Path(error.filename or folder)
    return folder / path.name if path.parent in (beside, beside / "before") else path


def _manifest(dossier: Dossier, folder: Path) -> None:
    files = [
        {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    ]
    about = {
        "title": dossier.title,
        "language": dossier.language,
        **asdict(dossier.provenance),
        "files": files,
    }
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", "utf-8", newline="\n")


def _put(beside: Path, folder: Path) -> list[Path]:
    """Moves new files to their place and old ones of the dossier away; if one cannot be moved, none is."""
    new = sorted(path.name for path in beside.iterdir())
    away = beside / "before"
    away.mkdir()
    moved: list[str] = []
    put: list[str] = []
    try:
        for name in dict.fromkeys([*new, *_listed(folder)]):
            if (folder / name).is_file():
                os.replace(folder / name, away / name)
                moved.append(name)
        for name in new:
            os.replace(beside / name, folder / name)
            put.append(name)
    except OSError:
        _back(put, folder, beside)
        _back(moved, away, folder)
        raise
    return [folder / name for name in new]


def _back(names: Iterable[str], there: Path, here: Path) -> None:
    for name in names:
        with suppress(OSError):
            os.replace(there / name, here / name)


def _listed(folder: Path) -> list[str]:
    """The files of the dossier that is there."""
    try:
        about = json.loads((folder / MANIFEST).read_text("utf-8"))
        return [Path(str(each["file"])).name for each in about["files"]]
    except (OSError, ValueError, LookupError, TypeError):
        return []
