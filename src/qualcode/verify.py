"""The check that refuses to write what does not equal the source's text.

``run`` (or ``tables`` and ``quotes``) is called on everything before a file is written; ``written`` reads the
tables back from the disk.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import OutputError, Place

if TYPE_CHECKING:
    from qualcode.coded import CodedSource
    from qualcode.quotes import Quote
    from qualcode.result import Run

REMEDY = "Nothing was written. Remove .qualcode/cache and run again; if it stays, it is a defect: report it."


def run(run: Run) -> None:
    """Everything in a run that refers to text, against the text.

    Raises:
        OutputError: as :func:`tables` and :func:`quotes` raise it.
    """
    tables(run)
    quotes(run.quotes, run.sources)


def tables(run: Run) -> None:
    """A run's sources and tables, against the text.

    Raises:
        OutputError: a segment, coding or table row does not equal ``text[start:end]``; a segment leaves its
            turn; a coding has a code that the codebook does not know.
    """
    texts = {source.name: source.text for source in run.sources}
    if len(texts) < len(run.sources):
        raise OutputError("two sources have the same name.", remedy=REMEDY)
    for source in run.sources:
        _segments(source)
        for coding in source.codings:
            if coding.code not in run.codebook:
                raise OutputError(
                    f"{source.name} has a coding of '{coding.code}', which the codebook does not have.",
                    remedy="Code the sources again with this codebook.",
                )
    for name in ("segments", "codings", "segment_code"):
        table = getattr(run.tables, name)
        rows = zip(table["source"], table["start"], table["end"], table["text"], strict=True)
        _exact(((source, start, end, text) for source, start, end, text in rows), texts, name)
    n_codings = sum(len(source.codings) for source in run.sources)
    if len(run.tables.codings) != n_codings:
        raise OutputError(f"{n_codings} codings became {len(run.tables.codings)} rows.", remedy=REMEDY)


def quotes(quotes: Sequence[Quote], sources: Iterable[CodedSource]) -> None:
    """Quotes against the text.

    Raises:
        OutputError: a quote or its context does not equal ``text[start:end]``; two quotes share an id.
    """
    texts = {source.name: source.text for source in sources}
    _exact((stretch for quote in quotes for stretch in stretches(quote)), texts, "quotes")
    if len({quote.id for quote in quotes}) < len(quotes):
        raise OutputError("two quotes have the same id.", remedy=REMEDY)


def stretches(quote: Quote) -> Iterator[tuple[str, int, int, str]]:
    """What a quote says of its source: name, start, end and words of the quote, its context and its
    question."""
    yield quote.source, quote.start, quote.end, quote.text
    yield quote.source, quote.start - len(quote.before), quote.start, quote.before
    yield quote.source, quote.end, quote.end + len(quote.after), quote.after
    if quote.question_start is not None:
        end = quote.question_start + len(quote.question)
        yield quote.source, quote.question_start, end, quote.question


def written(path: Path, texts: dict[str, str]) -> int:
    """A csv with ``source``, ``start``, ``end`` and ``text``, as it stands on the disk, against the text.

    Args:
        path: The file.
        texts: Text by source name.

    Returns:
        How many rows were compared.

    Raises:
        OutputError: a row does not equal ``text[start:end]``.
    """
    from qualcode.writers.cells import unguarded

    count = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        header = next(rows)
        source, start, end, text = (header.index(name) for name in ("source", "start", "end", "text"))

        def found() -> Iterator[tuple[str, int, int, str]]:
            nonlocal count
            for row in rows:
                count += 1
                yield unguarded(row[source]), int(row[start]), int(row[end]), unguarded(row[text])

        _exact(found(), texts, path)
    return count


def _segments(source: CodedSource) -> None:
    for number, segment in enumerate(source.segments, 1):
        turn = source.turns[segment.turn]
        if not turn.start <= segment.start < segment.end <= turn.end:
            raise OutputError(f"{source.name}: segment {number} leaves its turn.", remedy=REMEDY)
    for coding in source.codings:
        if not 0 <= coding.segment < len(source.segments):
            raise OutputError(f"{source.name}: a coding stands on no segment.", remedy=REMEDY)


def _exact(stretches: Iterable[tuple[str, int, int, str]], texts: dict[str, str], where: Path | str) -> None:
    for source, start, end, text in stretches:
        if start < 0 or source not in texts or texts[source][start:end] != text:
            raise OutputError(
                f"the words at {start}–{end} of {source} are not those in its text.",
                where=Place(where),
                remedy=REMEDY,
            )
