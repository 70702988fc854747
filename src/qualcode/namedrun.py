"""A run as a person names it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import runfolder
from qualcode.errors import Place, SettingsError

if TYPE_CHECKING:
    from qualcode.study import Study

MOST_NAMED = 8
"""So many runs are named where there is none of that name, the newest ones."""


def named_run(study: Study, named: str = "", *, anywhere: bool = False) -> Path:
    """A run's folder.

    Args:
        study: The study.
        named: Its name, its path or that of its manifest, ``latest``, or how exactly one run's name begins;
            the latest one without it.
        anywhere: Whether a path may lead to a run outside the study's ``outputs/``.

    Raises:
        SettingsError: there is no such run, or several, or none at all.
    """
    known = runfolder.runs(study)
    if named in ("", runfolder.LATEST):
        latest = runfolder.latest(study)
        if latest is None:
            raise SettingsError(
                "there is no run yet.", where=Place(study.outputs), remedy="Make one with `qualcode run`."
            )
        return latest
    path, home = Path(named), study.outputs.resolve()
    for folder in (study.outputs / named, path.parent if path.name == runfolder.MANIFEST else path):
        if (folder / runfolder.MANIFEST).is_file() and (anywhere or folder.resolve().parent == home):
            return folder.resolve()
    fitting = [each for each in known if each.name.startswith(named)]
    if len(fitting) == 1:
        return fitting[0]
    there = ", ".join(each.name for each in (fitting or known)[-MOST_NAMED:])
    raise SettingsError(
        f"there are several runs '{named}…'." if fitting else f"there is no run '{named}'.",
        where=Place(study.outputs),
        remedy=f"There are: {there}." if there else "Make one with `qualcode run`.",
    )
