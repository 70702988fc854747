"""``outputs/charts/``: all charts of a run, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from pathlib import Path

from qualcode import cases
from qualcode.charts import drawing
from qualcode.charts.counted import Counted
from qualcode.errors import OutputError, Place
from qualcode.messages import message

FOLDER = "charts"


def write(run: Path, outputs: Path, *, language: str, subcodes: bool = False) -> list[Path]:
    """Draws a run's charts into ``outputs/charts/``; those that were there before are replaced.

    Args:
        run: The run's folder.
        outputs: The study's ``outputs/``.
        language: Of titles and notes.
        subcodes: Whether subcodes are shown beside the themes.

    Returns:
        The files.

    Raises:
        OutputError: the run has no tables, or the files cannot be written.
        PackageError: matplotlib is missing.
    """
    folder = outputs / FOLDER
    new, old = outputs / f".{FOLDER}-{os.getpid()}", outputs / f".{FOLDER}-{os.getpid()}-old"
    try:
        new.mkdir(parents=True)
        with drawing.settings():
            names = [path.name for path in _draw(Counted(run, subcodes=subcodes), new, run.name, language)]
        if folder.exists():
            os.rename(folder, old)
        try:
            os.rename(new, folder)
        except OSError:
            if old.exists():
                os.rename(old, folder)
            raise
    except OSError as error:
        raise OutputError(
            f"the charts could not be written ({error.strerror or error}).",
            where=Place(folder),
            remedy="Close files of it that are open in another program, and see that the disk has room.",
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return [folder / name for name in names]


def _draw(counted: Counted, folder: Path, run: str, language: str) -> list[Path]:
    made: list[Path] = []

    def words(key: str, *more: str, **values: object) -> dict[str, str]:
        numbers = {"sources": counted.n_sources, "segments": counted.n_segments, **values}
        note = [message(f"charts.{key}.note", language, **numbers), *more]
        note += [message(f"charts.{'marks' if counted.measured else 'unmeasured'}", language, run=run)]
        return {
            "title": message(f"charts.{key}.title", language, **numbers),
            "note": " ".join(note),
            "axis": message(f"charts.{key}.axis", language, **numbers),
        }

    hatched = [message("charts.codes.hatched", language)] if counted.measured else []
    said = words("codes", *hatched)
    numbers = [counted.sources[code.path] for code in counted.codes]
    chart = drawing.bars(counted.codes, numbers, counted.n_sources, said)
    made += drawing.save(chart, folder / "codes", said["title"])
    said = words("sources")
    made += drawing.save(
        drawing.heat(counted.codes, counted.by_source(), said), folder / "codes-sources", said["title"]
    )
    said = words("together")
    made += drawing.save(
        drawing.heat(counted.codes, counted.together(), said), folder / "together", said["title"]
    )
    for number, (name, grid, n) in enumerate(counted.groups(), 1):
        small = [message("charts.groups.few", language, few=cases.FEW)] if any(grid.few) else []
        said = words("groups", *small, name=name, smallest=min(n))
        stem = folder / f"group-{number:02}-{_slug(name)}"
        made += drawing.save(drawing.heat(counted.codes, grid, said), stem, said["title"])
    for number, strip in enumerate(counted.strips(), 1):
        said = words("strip", source=strip.source, n=strip.read)
        stem = folder / f"strip-{number:03}-{_slug(strip.source)}"
        made += drawing.save(drawing.strip(counted.codes, strip, said), stem, said["title"])
    return made


def _slug(name: str) -> str:
    """A name that every file system takes; the number before it tells equal ones apart."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "x"
