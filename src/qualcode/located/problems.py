"""Problems of a file: collected, ordered, raised together; and guesses at what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from qualcode.errors import CodebookError, QualcodeError


def stop_on(problems: Sequence[QualcodeError], error: type[QualcodeError]) -> None:
    """Raises ``error`` with all the problems in the order of the file, if there is any.

    Problems of a second file (the examples of a codebook) come after those of the first.
    """
    if not problems:
        return
    files: dict[str, int] = {}
    for problem in problems:
        files.setdefault(str(problem.where.path) if problem.where else "", len(files))

    def standing(problem: QualcodeError) -> tuple[int, int, int]:
        place = problem.where
        return (files[str(place.path)], place.line or 0, place.column or 0) if place else (files[""], 0, 0)

    ordered = sorted(problems, key=standing)
    if issubclass(error, CodebookError):
        raise error(ordered)
    if len(ordered) == 1:
        raise error(ordered[0].what, where=ordered[0].where, remedy=ordered[0].remedy)
    raise error("\n".join(str(problem) for problem in ordered))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was most likely meant to be, if any is near.

    >>> nearest("defnition", ["name", "definition"])
    'definition'
    """
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def shown(path: Path) -> Path:
    """The path as people should read it: relative to where they stand if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve())
    except (ValueError, OSError):
        return path
