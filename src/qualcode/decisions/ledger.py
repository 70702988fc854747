"""The files in ``codings/``: how decisions are read and added.

Each is a CSV with semicolons in UTF-8 with its mark, as Excel in Sweden writes and opens it, with the columns
of :class:`~qualcode.decisions.decision.Decision`; words that a spreadsheet would run are guarded as in all
tables (:mod:`qualcode.writers.cells`). A file is only ever added to, whole rows at a time, so that
two people can work at once and a killed program loses nothing that was confirmed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, fields
from pathlib import Path
from typing import cast, get_args

from qualcode.decisions.appending import add_rows, off, rows_of, unreadable
from qualcode.decisions.decision import Decision, Judgement
from qualcode.errors import CodingsError, Place
from qualcode.transcript import normalize
from qualcode.writers.cells import unguarded

COLUMNS = tuple(field.name for field in fields(Decision))
_JUDGEMENTS = get_args(Judgement)


def file_of(folder: Path, coder: str) -> Path:
    """The file that a person's decisions are added to: their name, as far as it can be a file's name."""
    name = re.sub(r"[^\w-]+", "-", normalize(coder).casefold()).strip("-_") or "coder"
    return folder / f"{name}.csv"


def append(folder: Path, decisions: Sequence[Decision]) -> list[Path]:
    """Adds decisions, each to its coder's file; on the disk when it returns.

    Args:
        folder: The study's ``codings/``; made where it is missing.
        decisions: In the order in which they were made.

    Returns:
        The files that were added to.

    Raises:
        CodingsError: a file cannot be written; nothing was added to it.
    """
    by_file: dict[Path, list[Decision]] = {}
    for decision in decisions:
        by_file.setdefault(file_of(folder, decision.coder), []).append(decision)
    for path, rows in by_file.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            add_rows(path, COLUMNS, map(astuple, rows))
        except OSError as error:
            raise CodingsError(
                f"decisions cannot be written ({error.strerror or 'no reason given'}).",
                where=Place(path),
                remedy="Close the program that holds the file (Excel?), or make room on the disk.",
            ) from error
    return list(by_file)


def read(folder: Path) -> tuple[list[Decision], list[CodingsError]]:
    """All decisions in a folder's ``*.csv``, file by file in the order of their names.

    A row that cannot be read is told and left where it is; the others hold.

    Returns:
        The decisions, and what is wrong with rows that are none.
    """
    found: list[Decision] = []
    problems: list[CodingsError] = []
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        for row in _rows(path):
            (problems if isinstance(row, CodingsError) else found).append(row)  # type: ignore[arg-type]
    return found, problems


def rows(data: bytes, path: Path) -> list[Decision | CodingsError]:
    """The decisions in a file's bytes, and in their places what is wrong with rows that are none.

    Args:
        data: The bytes, or the first line with some of the others.
        path: The file, for what is told.
    """
    return list(_rows_of(data, path))


def states(folder: Path) -> list[dict[str, str | int]]:
    """How far each file in a folder has come: ``file``, ``bytes`` and ``sha256``, by name.

    As files are only added to, this says for all time what had been said by now (:func:`read_as_of`).
    """
    found: list[dict[str, str | int]] = []
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        with suppress(OSError):
            data = path.read_bytes()
            found.append({"file": path.name, "bytes": len(data), "sha256": _hash(data)})
    return found


def read_as_of(folder: Path, known: Sequence[Mapping[str, str | int]]) -> list[Decision] | None:
    """The decisions that there were when :func:`states` said ``known``, without rows that cannot be read.

    Nothing, if a file is gone or was changed otherwise than by adding to it.
    """
    found: list[Decision] = []
    for state in known:
        try:
            data = (folder / str(state["file"])).read_bytes()[: int(state["bytes"])]
        except OSError:
            return None
        if _hash(data) != state["sha256"]:
            return None
        rows = _rows_of(data, folder / str(state["file"]))
        found += [row for row in rows if isinstance(row, Decision)]
    return found


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows(path: Path) -> Iterator[Decision | CodingsError]:
    try:
        data = path.read_bytes()
    except OSError as error:
        yield unreadable(path, error)
        return
    yield from _rows_of(data, path)


def _rows_of(data: bytes, path: Path) -> Iterator[Decision | CodingsError]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield unreadable(path, error)
        return
    required = [name for name in COLUMNS if name != "memo"]
    yield from rows_of(text, path, _decision, required)


def _decision(cells: dict[str, str], where: Place) -> Decision | CodingsError:
    try:
        start, end = int(cells["start"]), int(cells["end"])
        words = {name: unguarded(cell) for name, cell in cells.items()}
        made, coder, code = words["made"], words["coder"].strip(), words["code"].strip()
        source, quote, origin = words["source"], words["quote"], words["origin"]
        judgement = cells["judgement"].strip().casefold()
    except (KeyError, ValueError):
        return off("the row is not whole, or start or end is no number", where)
    if judgement not in _JUDGEMENTS:
        return off(f"“{judgement}” is none of {', '.join(_JUDGEMENTS)}", where)
    quote = quote.replace("\r\n", "\n")
    if not source or not code or not coder or not 0 <= start < end or end - start != len(quote):
        return off("source, code or coder is missing, or the quote is not as long as its place", where)
    said = cast("Judgement", judgement)
    memo = words.get("memo", "")
    return Decision(source, words["text_hash"], start, end, quote, code, said, coder, made, origin, memo)
