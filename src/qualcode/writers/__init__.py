"""Writers: one module an output format.

A writer is a module here, or one that another package names under the entry-point group ``qualcode.writers``,
with ``NAME`` (the file it makes; ``study.yaml`` lists it under ``outputs: formats:``) and
``write(run: Run, folder: Path) -> list[Path]``. Modules without a ``NAME`` are what writers share.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from qualcode.errors import OutputError, Place, SettingsError

if TYPE_CHECKING:
    from qualcode.result import Run
    from qualcode.writers.apart import Apart, Written

MANIFEST = "manifest.json"
"""Always written, and last: it holds the hashes of all other files."""


@lru_cache
def all() -> dict[str, ModuleType]:
    """Every writer by its name, those of this package first, each group in alphabetical order."""
    own = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name)
    ]
    others = [
        entry.load() for entry in sorted(entry_points(group="qualcode.writers"), key=lambda entry: entry.name)
    ]
    return {module.NAME: module for module in (*own, *others) if hasattr(module, "NAME")}


def chosen(formats: tuple[str, ...] = ()) -> dict[str, ModuleType]:
    """The writers that a study asks for, all if it names none; the manifest's comes last in any case.

    Raises:
        SettingsError: there is no writer of that name.
    """
    known = all()
    for name in formats:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise SettingsError(
                f"no writer makes '{name}'.",
                where=Place("study.yaml"),
                remedy=(f"Did you mean '{near[0]}'? " if near else "") + f"There are: {', '.join(known)}.",
            )
    names = [name for name in known if name != MANIFEST and (not formats or name in formats)]
    return {name: known[name] for name in (*names, MANIFEST)}


def write(
    run: Run, folder: Path, *, apart: Apart | None = None, progress: Callable[[str], None] | None = None
) -> list[Path]:
    """Writes a run's outputs, after everything in it was checked against the text and before the tables are
    read back and checked again.

    Args:
        run: The run; the seconds each writer takes are added to its ``manifest["timings"]``.
        folder: Where to; it is made if need be. That a run appears whole or not at all is the caller's to
            see to.
        apart: A process that was told of the run and takes its share.
        progress: Called with each writer's name before it starts.

    Returns:
        All files, in the order of the writers.

    Raises:
        SettingsError: the study asks for a format that no writer makes.
        OutputError: a check failed, or a file could not be written.
    """
    from qualcode import verify

    names = list(chosen(run.study.settings.outputs.formats))
    timings = run.manifest.setdefault("timings", {}).setdefault("writers", {})
    written: dict[str, Written] = {}
    try:
        elsewhere = begin(run, folder, apart)
        verify.tables(run)
        if apart and elsewhere:
            apart.tables(run.tables)
        else:
            verify.quotes(run.quotes, run.sources)
        folder.mkdir(parents=True, exist_ok=True)
        here = [name for name in names if name not in elsewhere and name != MANIFEST]
        written |= write_some(run, folder, here, progress=progress)
        if apart and elsewhere:
            done = apart.written(lambda each: _read_back(run, each.files))
            written |= write_some(run, folder, elsewhere, progress=progress) if done is None else done
        timings |= {name: written[name].seconds for name in names if name != MANIFEST}
        written |= write_some(run, folder, [MANIFEST], progress=progress)
    except OSError as error:
        raise OutputError(
            f"could not be written: {error.strerror or error}.",
            where=Place(error.filename or folder),
            remedy="Close the file if it is open in another program, and see that the disk has room.",
        ) from error
    return [path for name in names for path in written[name].files]


def begin(run: Run, folder: Path, apart: Apart | None) -> tuple[str, ...]:
    """Has the other process begin to write, while the tables are made here; :func:`write` goes on.

    Returns:
        The writers that it takes.

    Raises:
        SettingsError: the study asks for a format that no writer makes.
        OSError: the folder cannot be made.
    """
    if apart is None:
        return ()
    names = chosen(run.study.settings.outputs.formats)
    folder.mkdir(parents=True, exist_ok=True)
    return apart.write(folder, names)


def write_some(
    run: Run,
    folder: Path,
    names: Iterable[str],
    *,
    progress: Callable[[str], None] | None = None,
    check: bool = True,
) -> dict[str, Written]:
    """Has some writers write, and reads back what is to be checked.

    Args:
        run: The run.
        folder: Where to.
        names: The writers' names.
        progress: Called with each of them before it starts.
        check: Whether to read back; otherwise somebody else does.

    Returns:
        What each wrote.

    Raises:
        OutputError: the check failed.
    """
    from qualcode.writers.apart import Written

    written = {}
    for name in names:
        if progress:
            progress(name)
        started = time.perf_counter()
        files = all()[name].write(run, folder)
        if check:
            _read_back(run, files)
        written[name] = Written(files, round(time.perf_counter() - started, 3))
    return written


def _read_back(run: Run, files: Iterable[Path]) -> None:
    from qualcode import verify

    for path in files:
        if path.name in VERIFIED:
            verify.written(path, {source.name: source.text for source in run.sources})


VERIFIED = ("codings.csv", "segments.csv", "quotes.csv")
"""Files that are read back and compared with the text."""
