"""Run folders: a run appears in ``outputs/`` whole or not at all; ``outputs/latest`` is the last one.

A run is written into ``.qualcode/writing/``, beside ``outputs/``, and renamed when it is complete. A killed
run leaves nothing but a folder there, which the next run clears away.

``latest`` is a symbolic link. Where Windows grants none, it is a directory junction; where there are no
junctions either (network drives), ``latest.txt`` names the run. :func:`latest` reads all three.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from qualcode.errors import OutputError, Place
from qualcode.study import Study

LATEST = "latest"
LATEST_TEXT = "latest.txt"
MANIFEST = "manifest.json"

_RUN = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d+)?")


def new_id(study: Study, now: datetime) -> str:
    """A name for a run that no other has: the local time, and a number if two start in the same second."""
    name = now.strftime("%Y-%m-%d_%H-%M-%S")
    places = (study.outputs, _workshop(study))
    number, free = 1, name
    while any((place / free).exists() for place in places):
        number += 1
        free = f"{name}-{number}"
    return free


@contextmanager
def writing(study: Study, name: str) -> Iterator[Path]:
    """An empty folder to write a run in, on the same file system as ``outputs/``; gone at the end unless it
    was :func:`publish`-ed."""
    workshop = _workshop(study)
    workshop.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(workshop)
    folder, lock = workshop / name, FileLock(workshop / f"{name}.lock")
    try:
        with lock:
            folder.mkdir()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)


def publish(study: Study, folder: Path) -> Path:
    """Moves a complete run into ``outputs/`` and points ``latest`` to it; runs beyond ``outputs.keep`` go.

    Returns:
        Its folder in ``outputs/``.

    Raises:
        OutputError: it cannot be moved there; what was there before is as it was.
    """
    study.outputs.mkdir(parents=True, exist_ok=True)
    target = study.outputs / folder.name
    try:
        _patiently(lambda: os.rename(folder, target))
    except OSError as error:
        raise OutputError(
            f"the finished run could not be moved to its place ({error.strerror or error}).",
            where=Place(target),
            remedy="See that the folder is writable and that no program holds it open, and run again.",
        ) from error
    _point_latest(study.outputs, target.name)
    _keep(study, study.settings.outputs.keep)
    return target


def runs(study: Study) -> list[Path]:
    """Complete runs, oldest first."""
    if not study.outputs.is_dir():
        return []
    found = [path for path in study.outputs.iterdir() if _RUN.fullmatch(path.name) and not path.is_symlink()]
    return sorted((path for path in found if (path / MANIFEST).is_file()), key=_order)


def remove(study: Study, names: Iterable[str]) -> None:
    """Removes runs for good; ``latest`` is the last one that stays.

    Args:
        study: The study.
        names: The runs' folders in ``outputs/``.

    Raises:
        OutputError: one cannot be removed; what was removed before it is gone.
    """
    for name in names:
        try:
            shutil.rmtree(study.outputs / name)
        except OSError as error:
            raise OutputError(
                f"this run could not be removed ({error.strerror or error}).",
                where=Place(study.outputs / name),
                remedy="Close files of it that are open, and try again.",
            ) from error
    if left := runs(study):
        _point_latest(study.outputs, left[-1].name)
        return
    link = study.outputs / LATEST
    with suppress(OSError):
        os.unlink(link) if link.is_symlink() else os.rmdir(link)
    (study.outputs / LATEST_TEXT).unlink(missing_ok=True)


def latest(study: Study) -> Path | None:
    """The last complete run's folder, by its own name."""
    link, text = study.outputs / LATEST, study.outputs / LATEST_TEXT
    with suppress(OSError):
        name = link.resolve(strict=True).name if link.exists() else text.read_text("utf-8").strip()
        if (study.outputs / name / MANIFEST).is_file():
            return study.outputs / name
    found = runs(study)
    return found[-1] if found else None


def _order(path: Path) -> tuple[str, int]:
    time_, _, number = path.name[:19], path.name[19:20], path.name[20:]
    return time_, int(number or 1)


def _workshop(study: Study) -> Path:
    """Where runs are written: in the study, or hidden in ``outputs/`` where that is another file system."""
    study.outputs.mkdir(parents=True, exist_ok=True)
    study.private.mkdir(exist_ok=True)
    same = study.private.stat().st_dev == study.outputs.stat().st_dev
    return study.private / "writing" if same else study.outputs / ".writing"


def _clear_leftovers(workshop: Path) -> None:
    for folder in workshop.iterdir():
        if not folder.is_dir():
            continue
        lock = FileLock(workshop / f"{folder.name}.lock", timeout=0)
        with suppress(Timeout), lock:
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                Path(lock.lock_file).unlink(missing_ok=True)


def _point_latest(outputs: Path, name: str) -> None:
    link, beside = outputs / LATEST, outputs / f".{LATEST}-{os.getpid()}"
    with suppress(OSError):
        beside.unlink(missing_ok=True)
    try:
        os.symlink(name, beside, target_is_directory=True)
        if link.is_dir() and not link.is_symlink():
            # A junction, or a copy somebody made: only an empty folder or a link can be replaced.
            os.rmdir(link)
        os.replace(beside, link)
        (outputs / LATEST_TEXT).unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        if not _junction(outputs, name):
            _write_text(outputs, name)


def _junction(outputs: Path, name: str) -> bool:
    if sys.platform != "win32":
        return False
    import _winapi

    link = outputs / LATEST
    try:
        if link.exists():
            os.rmdir(link)
        _winapi.CreateJunction(str((outputs / name).resolve()), str(link))
        (outputs / LATEST_TEXT).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _write_text(outputs: Path, name: str) -> None:
    beside = outputs / f".{LATEST_TEXT}-{os.getpid()}"
    beside.write_text(name + "\n", encoding="utf-8")
    os.replace(beside, outputs / LATEST_TEXT)
    if (outputs / LATEST).is_symlink():
        (outputs / LATEST).unlink()


def _keep(study: Study, number: int) -> None:
    if number:
        for old in runs(study)[:-number]:
            shutil.rmtree(old, ignore_errors=True)


def _patiently(move: Callable[[], None], tries: int = 5) -> None:
    """Virus scanners and sync clients hold a new folder for a moment on Windows."""
    for remaining in range(tries - 1, -1, -1):
        try:
            move()
            return
        except PermissionError:
            if not remaining:
                raise
            time.sleep(0.2)
