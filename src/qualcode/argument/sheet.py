"""``dossier.xlsx`` taken back: what a person chose in its sheet of quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from qualcode.argument import choices
from qualcode.argument.choices import Choice
from qualcode.argument.choosing import find, made_of
from qualcode.argument.of_study import Prepared
from qualcode.argument.writers.dossier_xlsx import CHOICES
from qualcode.decisions.incoming import workbooks
from qualcode.errors import CodingsError, Place, SettingsError
from qualcode.messages import LANGUAGES, section

NEEDED = {"decision", "claim_id", "id", "text"}


@dataclass
class Arrived:
    """What came in.

    Attributes:
        new: Choices that were not there before.
        known: How many were.
        problems: Rows that cannot be taken, each by its cell.
    """

    new: list[Choice] = field(default_factory=list)
    known: int = 0
    problems: list[CodingsError] = field(default_factory=list)


def take_in(path: Path, prepared: Prepared, person: str) -> Arrived:
    """Takes the choices of a workbook into the study; what was taken before is not added again.

    Args:
        path: A ``dossier.xlsx`` in whose sheet of quotes something was chosen.
        prepared: The study's argumentation and run.
        person: Who chose.

    Raises:
        CodingsError: it is no such workbook, or the choices cannot be written.
    """
    arrived = Arrived()
    held = {
        (each.choice.claim, spot.source, spot.start, spot.end, each.choice.action, each.choice.side)
        for each in prepared.chosen
        if (spot := each.placed.spot)
    }
    for said, claim, id_, text, where in _rows(path):
        try:
            action, side = _meant(said)
            ((found),) = find(prepared, claim, [id_])
            if found.text != text:
                what, remedy = "the quote was changed in the sheet.", "Choose in a sheet as it was written."
                raise SettingsError(what, remedy=remedy)
            made = made_of(prepared, found, claim, action, side, person)
        except SettingsError as error:
            arrived.problems.append(CodingsError(error.what, where=where, remedy=error.remedy))
            continue
        about = (claim, found.source, found.start, found.end, made[0].action, made[0].side)
        if about in held:
            arrived.known += 1
        else:
            held.add(about)
            arrived.new += made
    if arrived.new:
        choices.add(prepared.study.root, arrived.new)
    return arrived


def _rows(path: Path) -> Iterator[tuple[str, str, str, str, Place]]:
    """Every row in which something was chosen: what, claim, id of the quote, its words, its cell."""
    for name, rows in workbooks.load(path).items():
        keys = {str(key): column for column, key in enumerate(rows[0]) if key} if rows else {}
        if not keys.keys() >= NEEDED:
            continue
        for number, row in enumerate(rows[2:], 2):
            said = workbooks.words(row, keys["decision"]).strip()
            if not said:
                continue
            cell = Place(f"{path.name}:{name}:{workbooks.cell(number, keys['decision'])}")
            yield said, *(workbooks.words(row, keys[key]) for key in ("claim_id", "id", "text")), cell
        return
    raise CodingsError(
        "there is no sheet of quotes in it, or its hidden first row is gone.",
        where=Place(path.name),
        remedy="Choose in dossier.xlsx as `qualcode dossier` wrote it.",
    )


@cache
def _words() -> dict[str, str]:
    """What each choice is called, in every language."""
    return {
        word.casefold(): choice
        for language in LANGUAGES
        for choice, word in section("dossier.sheet.choices", language).items()
    }


def _meant(said: str) -> tuple[choices.Action, choices.Side]:
    """What a cell says.

    Raises:
        SettingsError: it is no choice.
    """
    words = _words()
    choice = words.get(said.casefold())
    if choice is None:
        raise SettingsError(f"“{said}” is no choice.", remedy=f"Take one of: {', '.join(words)}.")
    assert choice in CHOICES
    if choice in ("pin", "ban", "withdrawn"):
        return choice, ""  # type: ignore[return-value]
    return "stance", choice  # type: ignore[return-value]
