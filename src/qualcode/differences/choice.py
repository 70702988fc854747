"""Which runs are compared, and where the comparison is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import runfolder
from qualcode.differences.changed import Differences, Shown
from qualcode.differences.record import RunRecord
from qualcode.errors import OutputError, Place, SettingsError
from qualcode.namedrun import named_run

if TYPE_CHECKING:
    from qualcode.study import Study

FOLDER = "diff"
"""In ``outputs/``, beside the runs."""


def chosen(study: Study, before: str | None = None, after: str | None = None) -> tuple[RunRecord, RunRecord]:
    """Two runs.

    Args:
        study: The study.
        before: Name, path, ``latest``, or how exactly one run's name begins; the run before the later one if
            it is not given.
        after: Likewise; the latest if it is not given.

    Raises:
        SettingsError: there is no such run, several have such names, or there are not two runs; or the study
            is de-identified and one of them was made before that.
    """
    known = runfolder.runs(study)
    later = named_run(study, after or "", anywhere=True)
    earlier = named_run(study, before, anywhere=True) if before else _before(study, later, known)
    if earlier.resolve() == later.resolve():
        raise SettingsError(
            f"both are run {later.name}.", remedy="Name two runs: `qualcode diff BEFORE AFTER`."
        )
    runs = RunRecord.of(earlier), RunRecord.of(later)
    for run in runs:
        if study.settings.deidentify.enabled and not (run.settings.get("deidentify") or {}).get("enabled"):
            raise SettingsError(
                f"run {run.name} was made before the study was de-identified and holds names.",
                where=Place(run.folder),
                remedy="Compare runs that were made since.",
            )
    return runs


def _before(study: Study, later: Path, known: list[Path]) -> Path:
    places = [path.resolve() for path in known]
    here = places.index(later.resolve()) if later.resolve() in places else len(known)
    if not here:
        raise SettingsError(
            "there is no run before this one.",
            where=Place(later),
            remedy="Edit the codebook or a source and `qualcode run` again, or name the run to compare with.",
        )
    return known[here - 1]


def shown(study: Study, found: Differences) -> Shown:
    """Title and language for outputs of a comparison."""
    deidentified = any(
        (run.settings.get("deidentify") or {}).get("enabled") for run in (found.before, found.after)
    )
    # A de-identified run's title names nobody.
    title = str(found.after.manifest.get("title") or study.settings.title)
    return Shown(title, study.settings.outputs.language, found.codebook, deidentified)


def written(
    study: Study, found: Differences, *, html: Path | None, xlsx: Path | None, default: bool
) -> Iterator[tuple[str, Path]]:
    """Writes page and sheet, and tells where they are.

    Args:
        study: The study.
        found: The comparison.
        html: Where the page goes.
        xlsx: Where the sheet goes.
        default: Whether both go to ``outputs/diff/<run>--<run>/`` if neither was said.

    Raises:
        OutputError: a file cannot be written, or it would stand in a run.
    """
    from qualcode.differences import page, sheet

    folder = study.outputs / FOLDER / f"{found.before.name}--{found.after.name}"
    if html is None and xlsx is None and default:
        html, xlsx = folder / "diff.html", folder / "diff.xlsx"
    for label, path, write in (("Page", html, page.write), ("Sheet", xlsx, sheet.write)):
        if path is None:
            continue
        _refuse_runs(path)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(found, shown(study, found), beside)
            os.replace(beside, path)
        except OSError as error:
            raise OutputError(
                f"could not be written: {error.strerror or error}.",
                where=Place(path),
                remedy="Close the file if it is open in another program; see that the folder is writable.",
            ) from error
        finally:
            beside.unlink(missing_ok=True)
        yield label, path


def _refuse_runs(path: Path) -> None:
    folder = path.resolve().parent
    if any((each / runfolder.MANIFEST).is_file() for each in (folder, *folder.parents)):
        raise OutputError(
            "a run stays as it was written.", where=Place(path), remedy="Name a file in another folder."
        )
