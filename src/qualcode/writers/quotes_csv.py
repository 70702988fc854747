"""``quotes.csv``: one row a quote with its context, in the format of :mod:`qualcode.writers.tabular`.

``before + text + after`` is a stretch of the source's text, and so is ``question``, from ``question_start``
on. Attributes come last, under their own names, or with a ``_`` after it where a column is already called
so.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.writers.tabular import cells, write_rows

if TYPE_CHECKING:
    from qualcode.quotes import Quote
    from qualcode.result import Run

NAME = "quotes.csv"
COLUMNS: dict[str, Callable[[Quote], Any]] = {
    "id": attrgetter("id"),
    "theme": attrgetter("theme"),
    "code": attrgetter("path"),
    "code_id": attrgetter("code"),
    "source": attrgetter("source"),
    "turn": attrgetter("turn"),
    "first_segment": lambda quote: quote.segments[0],
    "last_segment": lambda quote: quote.segments[-1],
    "start": attrgetter("start"),
    "end": attrgetter("end"),
    "speaker": attrgetter("speaker"),
    "role": attrgetter("role"),
    "kind": attrgetter("kind"),
    "section": attrgetter("section"),
    "place": attrgetter("place"),
    "begins": attrgetter("begins"),
    "score": attrgetter("score"),
    "coder": attrgetter("coder"),
    "rule": lambda quote: _joined(quote, "rule"),
    "matched": lambda quote: _joined(quote, "matched"),
    "model": lambda quote: quote.why["model"],
    "model_score": lambda quote: quote.why["model_score"],
    "nearest": lambda quote: quote.why["nearest"],
    "similarity": lambda quote: quote.why["similarity"],
    "implied_by": lambda quote: quote.why["implied_by"],
    "why": attrgetter("reason"),
    "specific": attrgetter("specific"),
    "question_speaker": attrgetter("question_speaker"),
    "question_role": attrgetter("question_role"),
    "question_start": attrgetter("question_start"),
    "question": attrgetter("question"),
    "before": attrgetter("before"),
    "text": attrgetter("text"),
    "after": attrgetter("after"),
}
"""What stands in each column; the code's status and the attributes follow."""
STATUS = "validation"
"""Where the quote's code stands by the gate: ``validated``, ``below`` or ``untested``."""


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    names = tuple(dict.fromkeys(name for quote in run.quotes for name in quote.attributes))
    taken = {*COLUMNS, STATUS}
    header = [*COLUMNS, STATUS, *(f"{name}_" if name in taken else name for name in names)]
    columns = [
        *(cells(map(value, run.quotes)) for value in COLUMNS.values()),
        cells(standing.status if (standing := run.standing(quote.code)) else None for quote in run.quotes),
        *(cells(quote.attributes.get(name) for quote in run.quotes) for name in names),
    ]
    return [write_rows(header, zip(*columns, strict=True), folder / NAME)]


def _joined(quote: Quote, key: str) -> str:
    return "; ".join(dict.fromkeys(rule[key] for rule in quote.why["rules"]))
