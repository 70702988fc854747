"""Takes files in: finds out what each is, and adds what is new to the study's ``codings/``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.decisions import ledger
from qualcode.decisions.decision import Decision
from qualcode.decisions.incoming import lists, quotes, settled, sheets, workbooks
from qualcode.decisions.incoming.taken import Material, Taken, without_repeats
from qualcode.errors import CodingsError, Place
from qualcode.sampling import design, unsure

if TYPE_CHECKING:
    from qualcode.study import Study


@dataclass
class Arrived:
    """What came of one file.

    Attributes:
        taken: What it says.
        new: Decisions that were added.
        known: How many were known before.
        changed: How many of the new ones say something else than the same person did before.
        missing: Rows that were handed out and are not in the sheet any more.
    """

    taken: Taken
    new: list[Decision] = field(default_factory=list)
    known: int = 0
    changed: int = 0
    missing: int = 0


def read(path: Path, material: Material) -> Taken:
    """What one file says.

    Raises:
        CodingsError: it cannot be taken at all.
    """
    if not path.is_file():
        raise CodingsError("there is no such file.", where=Place(path), remedy="See how it is spelled.")
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return lists.read_csv(path, material)
    book = workbooks.load(path)
    kind = workbooks.about(book).get("kind")
    if kind == "sample":
        return sheets.read(path, book, material)
    if kind == "settle":
        return settled.read(path, book, material)
    for rows in book.values():
        if quotes.key_column(rows) is not None:
            return quotes.read(path, rows, material)
    return lists.read_sheet(path, next(iter(book.values()), []), material)


def take_in(
    study: Study, files: Sequence[Path], material: Material
) -> tuple[list[Arrived], list[CodingsError]]:
    """Reads files and adds what is new; a file that cannot be taken stops no other.

    Args:
        study: The study.
        files: Sheets, lists, workbooks.
        material: What they are compared with.

    Returns:
        What came of each file, and why others could not be taken at all.

    Raises:
        CodingsError: the decisions cannot be written.
    """
    said, _ = ledger.read(study.codings)
    arrived, failed = [], []
    for path in files:
        try:
            taken = read(path, material)
        except CodingsError as error:
            failed.append(error)
            continue
        one = _compared(taken, said)
        ledger.append(study.codings, one.new)
        _with_sample(study, one)
        said += one.new
        arrived.append(one)
    return arrived, failed


def _with_sample(study: Study, one: Arrived) -> None:
    """Notes what a sample's sheet leaves unsure, and counts the rows that it has lost."""
    taken = one.taken
    folder = design.folder(study, taken.sample) if taken.sample else None
    if folder is None or not (folder / design.FILE).is_file():
        return
    try:
        unsure.keep(folder, taken.coder, taken.left_unsure)
    except OSError as error:
        raise CodingsError(
            f"what is unsure cannot be noted ({error.strerror or error}).",
            where=Place(folder / unsure.FILE),
            remedy="Close the program that holds the file, or make room on the disk.",
        ) from error
    sample = design.read(folder)
    whose = taken.coder if taken.coder in sample.sheets else next(iter(sample.sheets), "")
    if taken.coder in sample.sheets or len(sample.sheets) == 1:
        one.missing = max(0, sum(whose in unit["coders"] for unit in sample.units) - taken.rows)


def _compared(taken: Taken, said: Iterable[Decision]) -> Arrived:
    """What of a file is new. Whoever decided otherwise elsewhere since it first came is not overruled by the
    same file coming again."""
    before: dict[tuple[object, ...], Decision] = {}
    last: dict[tuple[object, ...], Decision] = {}
    for decision in said:
        before[(*decision.about, decision.origin)] = decision
        if decision.about not in last or decision.made >= last[decision.about].made:
            last[decision.about] = decision
    one = Arrived(taken)
    for decision in without_repeats(taken.decisions):
        held = last.get(decision.about)
        # A blind judgement is worth having beside one that is not.
        known = (before.get((*decision.about, decision.origin)), None if decision.blind else held)
        if any(each and _same(each, decision) for each in known):
            one.known += 1
            continue
        one.changed += bool(held and held.judgement != decision.judgement)
        one.new.append(decision)
        before[(*decision.about, decision.origin)] = decision
        last[decision.about] = decision
    return one


def _same(one: Decision, other: Decision) -> bool:
    return (one.judgement, one.memo) == (other.judgement, other.memo)


def by_code(decisions: Iterable[Decision]) -> dict[str, Counter[str]]:
    """Counts of yes and no, by code."""
    found: dict[str, Counter[str]] = {}
    for decision in decisions:
        found.setdefault(decision.code, Counter())[decision.judgement] += 1
    return found
