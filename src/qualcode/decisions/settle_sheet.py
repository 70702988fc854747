"""The list of moved and open decisions as a workbook, for a person to say where each belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from qualcode.decisions.anchors import Spot
from qualcode.decisions.decision import text_hash
from qualcode.decisions.settling import Case
from qualcode.messages import section
from qualcode.writers.cells import fitted
from qualcode.writers.columns import height
from qualcode.writers.workbook import DATED, INK, LINE, PAPER

KEYS = ("id", "coders", "codes", "quote", "source", "why", "decision")
WIDTHS = (10, 16, 24, 52, 22, 30, 12)
PLACE_WIDTH = 46
TOP = 4
"""First row with a case, from 0; the hidden keys stand two rows above it."""


def write(path: Path, cases: Sequence[Case], texts: Mapping[str, str], language: str) -> None:
    """Writes the list.

    Args:
        path: The file.
        cases: What is to be settled.
        texts: Every source's text, by name.
        language: ``sv`` or ``en``.
    """
    said = section("settle", language)
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": said["title"], "created": DATED})

        def look(**properties: Any) -> Any:
            return book.add_format({"valign": "top", "font_color": INK, "text_wrap": True, **properties})

        sheet = book.add_worksheet(said["title"])
        sheet.hide_gridlines(2)
        sheet.protect("", dict.fromkeys(("format_columns", "format_rows", "autofilter"), True))
        n_places = max((len(case.spots) for case in cases), default=0)
        sheet.merge_range(0, 0, 0, len(KEYS) - 1, "", look())
        sheet.write_string(0, 0, said["how"], look())
        sheet.set_row(0, 48)
        titles = [said[f"columns.{key}"] for key in KEYS]
        titles += [said["columns.place"].format(number=number) for number in range(1, n_places + 1)]
        keys = [*KEYS, *(f"place:{number}" for number in range(1, n_places + 1))]
        widths = [*WIDTHS, *[PLACE_WIDTH] * n_places]
        sheet.set_row(TOP - 2, None, None, {"hidden": True})
        for column, (key, title, width) in enumerate(zip(keys, titles, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(TOP - 2, column, key)
            sheet.write_string(TOP - 1, column, title, look(bold=True, bg_color=PAPER))
        hidden = len(keys)
        sheet.set_column(hidden, hidden + n_places, 10, None, {"hidden": True})
        line, answer = look(bottom=1, bottom_color=LINE), look(bottom=1, bottom_color=LINE, locked=False)
        for number in range(n_places):
            sheet.write_string(TOP - 2, hidden + number, f"spot:{number + 1}")
        for row, case in enumerate(cases, TOP):
            decision = case.decision
            cells = [
                case.id, ", ".join(case.coders), ", ".join(case.codes), decision.quote, decision.source,
                said[f"reasons.{case.reason}"], "",
                *(f"{spot.source} ({spot.sure:.0%})\n{spot.text}" for spot in case.spots),
            ]  # fmt: skip
            for column, words in enumerate(cells):
                sheet.write_string(
                    row, column, fitted(words, " …"), answer if keys[column] == "decision" else line
                )
            for number, spot in enumerate(case.spots):
                sheet.write_string(row, hidden + number, _key(spot, texts))
            sheet.set_row(
                row, max(height(words, width) for words, width in zip(cells, widths, strict=False)) + 3
            )
            choices = [*map(str, range(1, len(case.spots) + 1)), said["gone"]]
            rule = {"validate": "list", "source": choices, "error_message": said["wrong"]}
            sheet.data_validation(row, KEYS.index("decision"), row, KEYS.index("decision"), rule)
        sheet.freeze_panes(TOP, 1)
        about = book.add_worksheet("qualcode")
        about.write_string(0, 0, "kind")
        about.write_string(0, 1, "settle")
        about.hide()


def _key(spot: Spot, texts: Mapping[str, str]) -> str:
    return f"{text_hash(texts[spot.source])}:{spot.start}:{spot.end}:{spot.source}"
