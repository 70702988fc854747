"""``quotes.csv``: one row a quote with its context, in the format of :mod:`qualcode.writers.tabular`.

``before + text + after`` is a stretch of the source's text, as is ``question``, which starts at ``question_start``.
Attributes come last, under their own names, or with a ``_`` after it where a column is already called so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import wording
from qualcode.writers.tabular import cell, write_rows

if TYPE_CHECKING:
    from qualcode.quotes import Quote
    from qualcode.result import Run

NAME = "quotes.csv"
COLUMNS = (
    "id", "theme", "code", "code_id", "source", "turn", "first_segment", "last_segment", "start", "end", "speaker",
    "role", "kind", "section", "place", "begins", "score", "coder", "rule", "matched", "model", "model_score",
    "nearest", "similarity", "implied_by", "why", "specific", "question_speaker", "question_role", "question_start",
    "question", "before", "text", "after",
)  # fmt: skip


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    names = tuple(dict.fromkeys(name for quote in run.quotes for name in quote.attributes))
    header = [*COLUMNS, *(f"{name}_" if name in COLUMNS else name for name in names)]
    rows = ([cell(value) for value in (*_row(quote, run), *_attributes(quote, names))] for quote in run.quotes)
    return [write_rows(header, rows, folder / NAME)]


def _row(quote: Quote, run: Run) -> tuple[Any, ...]:
    why = quote.why
    rules = why["rules"]
    return (
        quote.id, quote.theme, quote.path, quote.code, quote.source, quote.turn, quote.segments[0],
        quote.segments[-1], quote.start, quote.end, quote.speaker, quote.role, quote.kind, quote.section,
        quote.place, quote.begins, quote.score, quote.coder, _joined(rule["rule"] for rule in rules),
        _joined(rule["matched"] for rule in rules), why["model"], _rounded(why["model_score"]), why["nearest"],
        _rounded(why["similarity"]), why["implied_by"], wording.why(why, run.codebook, run.language),
        quote.specific, quote.question_speaker, quote.question_role, quote.question_start, quote.question,
        quote.before, quote.text, quote.after,
    )  # fmt: skip


def _attributes(quote: Quote, names: tuple[str, ...]) -> list[str]:
    return [quote.attributes.get(name, "") for name in names]
