"""What ``quotes.xlsx`` has for whoever reviews: choices for a decision, and what tells where a quote stands.

:mod:`qualcode.decisions.incoming.quotes` reads it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.coded import tree_order
from qualcode.messages import message, section

if TYPE_CHECKING:
    from qualcode.quotes import Quote
    from qualcode.result import Run
    from qualcode.writers.grid import Grid
    from qualcode.writers.workbook import Workbook

KEY = "qualcode"
"""Header of the hidden column with :func:`keys`."""


def keys(run: Run, quotes: Sequence[Quote]) -> list[str]:
    """For each quote its guard, its code and its place, joined by ``|``."""
    from qualcode.decisions.decision import text_hash
    from qualcode.sampling.rows import guard

    hashes = {source.name: text_hash(source.text) for source in run.sources}
    found = []
    for quote in quotes:
        place = f"{quote.code}|{hashes[quote.source]}:{quote.start}:{quote.end}:{quote.source}"
        found.append(f"{guard(place, quote.text)}|{place}")
    return found


def add_choices(sheet: Grid, run: Run, rows: tuple[int, int], first: int) -> None:
    """Drop-down lists in the columns for a decision and for another code.

    Args:
        sheet: The sheet with the quotes.
        run: The run.
        rows: First and last row with a quote, from 0.
        first: The decision's column; the other code stands beside it.
    """
    said = section("review", run.language)
    choices = [said["keep"], said["remove"], said["other"]]
    rule = {"validate": "list", "source": choices, "error_message": said["wrong"]}
    sheet.data_validation(rows[0], first, rows[1], first, rule)
    name, last = said["codes"], len(run.codebook.codes)
    rule = {"validate": "list", "source": f"='{name}'!$A$1:$A${last}", "error_message": said["wrong_code"]}
    sheet.data_validation(rows[0], first + 1, rows[1], first + 1, rule)


def codes(book: Workbook, run: Run) -> None:
    """A hidden sheet with all codes, which the list of other codes is made of."""
    sheet = book.sheet(message("review.codes", run.language))
    for row, code in enumerate(tree_order(run.codebook)):
        line = run.codebook.lineage(code)
        book.words(sheet, row, 0, " › ".join(run.codebook[each].name for each in line))
    sheet.hide()
