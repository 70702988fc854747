"""Where codes stand by the gate, as the page shows it: a mark at each code, and a table in the overview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.gate import wording
from qualcode.messages import message
from qualcode.report.numerals import count, percent

if TYPE_CHECKING:
    from qualcode.report.overview import CodeColumn
    from qualcode.result import Run


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a code: a sign, the status in words, and both with figures in a sentence."""

    sign: str
    status: str
    short: str
    key: str
    words: str
    prevalence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A code's row in the overview's table."""

    code: CodeColumn
    figure: str
    n: str
    raw: str
    estimated: str
    share: str


def marks(run: Run) -> dict[str, Mark]:
    """The mark of each code, by its id; empty for a run that was not measured."""
    if run.validation is None:
        return {}
    return {
        code: Mark(
            wording.mark(standing, run.language),
            wording.status(standing, run.language),
            message(f"gate.short.{standing.status}", run.language),
            standing.status,
            wording.sentence(standing, run.language),
            wording.prevalence(standing, run.language),
        )
        for code, standing in run.validation.by_code.items()
    }


def measured(run: Run) -> bool:
    """Whether people have judged anything that counts: else a table of figures has none."""
    return run.validation is not None and any(standing.n for standing in run.validation.by_code.values())


def rows(run: Run, columns: list[CodeColumn]) -> list[Row]:
    """A row a code."""
    found = []
    for code in columns:
        standing = run.standing(code.id)
        if standing is None:
            continue
        estimated = standing.prevalence
        numbers, share = "", ""
        if estimated is not None:
            low, high = count(round(estimated.low), run.language), count(round(estimated.high), run.language)
            numbers = f"{count(round(estimated.segments), run.language)} ({low}–{high})"
            share = percent(estimated.share, run.language)
        raw = count(estimated.raw, run.language) if estimated else ""
        figure = wording.figure(standing.figure, run.language)
        found.append(Row(code, figure, count(standing.n, run.language), raw, numbers, share))
    return found


def lines(run: Run) -> list[str]:
    """What is to be known of the table: how many codes are validated, what is demanded, what marks mean."""
    if run.validation is None:
        return []
    return [
        wording.tally(run.validation, run.language),
        wording.demand(run.study.settings.gate, run.language),
        message("gate.legend", run.language),
        *wording.notes(run.validation, run.language),
    ]
