"""The sheet of ``matrices.xlsx`` that says where each code stands by the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.agreement.figures import STATISTICS
from qualcode.gate import rows, wording
from qualcode.gate.standing import BELOW, VALIDATED
from qualcode.messages import message, section
from qualcode.writers.columns import Column

if TYPE_CHECKING:
    from qualcode.result import Run
    from qualcode.writers.grid import Grid
    from qualcode.writers.workbook import Workbook

INKS = {VALIDATED: "#1b6e3c", BELOW: "#b3261e"}
"""Of the status, which is in words too."""


def draw(book: Workbook, run: Run, sheet: Grid, names: dict[str, str]) -> None:
    """The sheet.

    Args:
        book: The workbook.
        run: A run that was measured.
        sheet: An empty sheet.
        names: What each code is called here, by its path.
    """
    assert run.validation is not None
    said, titles = section("gate.columns", run.language), section("tables.columns", run.language)
    found = rows.of(run.validation, run.codebook, run.tables.codes["code_id"], run.language)
    standings = [run.validation.by_code[row["code_id"]] for row in found]
    statuses = [status_of(standing, run.language) for standing in standings]

    def column(title: str, key: str, kind: Any, width: int) -> Column:
        return Column(title, [row[key] for row in found], kind, width)

    columns = [
        Column(
            titles["code"],
            [names[row["code"]] for row in found],
            width=44,
            styles={place: book.chip(row["code"]) for place, row in enumerate(found)},
        ),
        Column(said["status"], statuses, width=24, styles=status_styles(book, standings)),
        column(said["words"], "words", "words", 64),
        column(said["n"], "n", "whole", 11),
        column(said["needed"], "needed", "whole", 9),
        column(titles["sources"], "sources", "whole", 9),
        column(said["people"], "people", "whole", 11),
        column(said["raw"], "raw_segments", "whole", 13),
        column(said["estimated"], "estimated", "whole", 13),
        column(said["estimated_low"], "estimated_low", "whole", 11),
        column(said["estimated_high"], "estimated_high", "whole", 11),
        column(said["estimated_share"], "estimated_share", "share", 13),
        column(said["having_people"], "share_people", "share", 14),
        column(said["having_machine"], "share_machine", "share", 14),
    ]
    for name in STATISTICS:
        title = message(f"agreement.statistics.{name}", run.language)
        columns.append(column(title, name, "score", 13))
        if name in rows.INTERVALS:
            columns.append(column(said["low"].format(name=title), f"{name}_low", "score", 13))
            columns.append(column(said["high"].format(name=title), f"{name}_high", "score", 13))
    columns.append(column(said["drawn"], "drawn", "whole", 11))
    columns.append(column(said["unsure"], "unsure", "whole", 11))
    shown = book.rows(sheet, columns, frozen=2)
    sheet.print_area(0, 0, shown[1], 11)


def status_of(standing: Any, language: str) -> str:
    """Mark and status."""
    return f"{wording.mark(standing, language)} {wording.status(standing, language)}"


def status_styles(book: Workbook, standings: list[Any]) -> dict[int, Any]:
    """Formats of the cells that say a status, by row."""
    look = {"bottom": 1, "bottom_color": "#d5dbe1", "align": "left", "indent": 1, "text_wrap": True}
    return {
        place: book.format(**look, font_color=INKS[standing.status], bold=True)
        for place, standing in enumerate(standings)
        if standing.status in INKS
    }
