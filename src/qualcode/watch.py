"""Waiting for a study's sources, codebook and settings to change, until what changed is complete.

The operating system says that something happened; what happened is found by comparing sizes and times of the
files before and after. So nothing is missed while a run is going on, and network drives and synchronized
folders, which often say nothing, are looked at every few seconds all the same.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from qualcode.corpusfiles import is_left_behind
from qualcode.errors import Place, QualcodeError, SettingsError
from qualcode.filestamp import stamp
from qualcode.study import SETTINGS_FILE, Study

SETTLE_SECONDS = 1.0
"""A file is complete when its size and time have stayed as they are for so long and it can be opened."""
LOOK_SECONDS = 2.0
"""How often to look though the operating system has said nothing."""
WAIT_SECONDS = 5.0
"""After how long the user is told which files are waited for."""
LOCKED_SECONDS = 30.0
"""How long to wait for a file that cannot be opened; then the run says why it could not be read."""

Snapshot = dict[Path, tuple[int, int, int]]
"""File → size in bytes, modification time in ns, and number on its disk."""


React = Callable[[Study, list[Path]], object]


def watch(
    study: Study,
    *,
    react: React,
    complain: Callable[[QualcodeError], object] = lambda error: None,
    waiting: Callable[[list[Path]], object] = lambda paths: None,
    stop: Event | None = None,
    at_start: bool = False,
    settle_seconds: float = SETTLE_SECONDS,
) -> None:
    """Calls ``react`` on each of the :func:`changes`.

    Args:
        study: The study.
        react: Called with the study, its settings read again, and with the files that changed, came or went.
            A :class:`QualcodeError` it raises goes to ``complain``.
        complain: Called with what went wrong; the watch goes on.
        waiting, stop, at_start, settle_seconds: As for :func:`changes`.

    Raises:
        SettingsError: there is no corpus folder.
        KeyboardInterrupt: the user stopped it.
    """
    for changed in changes(
        study, waiting=waiting, stop=stop, at_start=at_start, settle_seconds=settle_seconds
    ):
        try:
            react(Study.open(study.root), changed)
        except QualcodeError as error:
            complain(error)


def changes(
    study: Study,
    *,
    waiting: Callable[[list[Path]], object] = lambda paths: None,
    stop: Event | None = None,
    at_start: bool = True,
    settle_seconds: float = SETTLE_SECONDS,
) -> Iterator[list[Path]]:
    """Yields files of the study whenever some have changed, come or gone: sources, codebook, settings, and
    people's decisions.

    Files that change together are one change, and a file that is still being written is waited for. What
    changes while the caller is busy with one change is the next.

    Args:
        study: The study.
        waiting: Called with the files that are not complete, once a change, if that takes a while.
        stop: Ends it when it is set.
        at_start: Begin with all files there are.
        settle_seconds: How long a file must stay as it is to count as complete.

    Raises:
        SettingsError: there is no corpus folder.
        KeyboardInterrupt: the user stopped it.
    """
    if not study.corpus.is_dir():
        raise SettingsError(
            "there is no such folder to watch.",
            where=Place(study.corpus),
            remedy="Make it, or name another under `folders: corpus` in study.yaml.",
        )
    stop, seen = stop or Event(), {} if at_start else snapshot(study)
    while not stop.is_set():
        for _ in _wakened(study, stop):
            if snapshot(study) != seen:
                break
        now = _settled(study, seen, stop, settle_seconds, waiting)
        changed = sorted(path for path in now.keys() | seen.keys() if now.get(path) != seen.get(path))
        seen = now
        if stop.is_set() or not changed:
            continue
        if study.root / SETTINGS_FILE in changed:
            # Of settings that are not valid the caller complains; the places to watch stay as they were.
            with suppress(SettingsError):
                study = Study.open(study.root)
            # What stands in places that were not watched before is part of this change.
            seen = {path: now.get(path, state) for path, state in snapshot(study).items()}
        yield changed


def snapshot(study: Study) -> Snapshot:
    """The study's sources, metadata, codebook with labelled texts beside it, settings, list of names and
    people's decisions as they are now; temporary files are left out."""
    paths = [study.root / SETTINGS_FILE, study.codebook, study.root / study.settings.deidentify.list]
    with suppress(OSError):
        paths += [path for path in study.codebook.parent.glob("*.jsonl") if not is_left_behind(path.name)]
        paths += [path for path in study.codings.glob("*.csv") if not is_left_behind(path.name)]
    for folder, folders, files in os.walk(study.corpus):
        folders[:] = [name for name in folders if not is_left_behind(name)]
        paths += [Path(folder, name) for name in files if not is_left_behind(name)]
    found: Snapshot = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        # A pipe would be waited for until somebody writes into it.
        if stat.S_ISREG(status.st_mode):
            found[path] = stamp(status)
    return found


def _wakened(study: Study, stop: Event) -> Iterator[None]:
    """Once now, whenever the operating system reports a change, and every few seconds."""
    import watchfiles

    yield
    folder = study.codebook.parent
    inside = study.corpus.resolve().is_relative_to(folder.resolve())
    # A codebook that lies beside corpus/ and outputs/ is watched alone: writing outputs is no change.
    codebook = study.codebook if inside else folder
    places = [study.corpus, codebook, study.root / SETTINGS_FILE, study.codings]
    for _ in watchfiles.watch(
        *(place for place in places if place.exists()),
        watch_filter=lambda change, path: not is_left_behind(os.path.basename(path)),
        debounce=200,
        stop_event=stop,
        rust_timeout=int(LOOK_SECONDS * 1000),
        yield_on_timeout=True,
    ):
        yield


def _settled(
    study: Study,
    seen: Snapshot,
    stop: Event,
    seconds: float,
    waiting: Callable[[list[Path]], object],
) -> Snapshot:
    """The snapshot that has not changed for so long and whose new files can all be opened."""
    began = quiet_since = time.monotonic()
    last, unsteady, told = snapshot(study), set(), False
    while not stop.wait(min(seconds / 4, 0.25)):
        now, clock = snapshot(study), time.monotonic()
        moved = {path for path in now.keys() | last.keys() if now.get(path) != last.get(path)}
        if moved:
            last, quiet_since, unsteady = now, clock, moved
        closed = [path for path in now if now[path] != seen.get(path) and not _opens(path)]
        if clock - quiet_since >= seconds and (not closed or clock - quiet_since >= LOCKED_SECONDS):
            break
        if not told and clock - began >= WAIT_SECONDS:
            waiting(sorted(closed or unsteady))
            told = True
    return last


def _opens(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True
