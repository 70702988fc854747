"""``agreement.md``: the comparisons with what they mean, to read and to paste into an appendix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.agreement import wording
from qualcode.messages import message
from qualcode.writers.markdown import shown

if TYPE_CHECKING:
    from qualcode.agreement.comparisons import Comparison
    from qualcode.agreement.figures import Agreement
    from qualcode.agreement.of_study import Result

AMONG_PEOPLE = ("percent", "kappa", "alpha", "ac1", "rho")
OF_SEVERAL = ("percent", "alpha", "ac1")
AGAINST_MACHINE = ("percent", "kappa", "alpha", "ac1", "precision", "recall", "f1", "rho")
ACCEPTED = ("precision",)


def page(result: Result) -> str:
    """The whole page."""
    return "\n".join(_page(result))


def statistics_of(comparison: Comparison) -> tuple[str, ...]:
    """Which statistics say something of a comparison."""
    if comparison.between == "people":
        return AMONG_PEOPLE if len(comparison.coders) == 2 else OF_SEVERAL
    return ACCEPTED if comparison.kind == "review" else AGAINST_MACHINE


def _page(result: Result) -> Iterator[str]:
    say = partial(message, language=result.language)
    yield f"# {shown(say('agreement.appendix.title', title=result.title))}"
    yield ""
    yield shown(wording.made(result))
    if not result.comparisons:
        yield ""
        yield say("agreement.appendix.none")
    for kind, comparisons in groupby(result.comparisons, key=lambda each: each.kind):
        yield ""
        yield f"## {say(f'agreement.kinds.{kind}')}"
        yield ""
        yield wording.about(result, kind, result.language)
        for between, own in groupby(comparisons, key=lambda each: each.between):
            yield ""
            yield f"### {say(f'agreement.appendix.between_{between}')}"
            for comparison in own:
                yield from _comparison(result, comparison)
    yield ""
    yield f"## {say('agreement.appendix.reading')}"
    for paragraph in wording.reading(result):
        yield ""
        yield paragraph
    yield ""


def _comparison(result: Result, comparison: Comparison) -> Iterator[str]:
    language = result.language
    title = shown(wording.title(comparison, language))
    if result.by_character:
        title += f" ({message('agreement.appendix.by_character', language).casefold()})"
    yield ""
    yield f"**{title}**"
    yield ""
    names = statistics_of(comparison)
    header = [message("tables.columns.code", language), message("agreement.appendix.n", language)]
    header += [
        message("agreement.appendix.having", language, coder=shown(wording.name_of(person, language)))
        for person in comparison.coders
    ]
    header += [wording.statistic(name, language) for name in names]
    yield _line(header)
    yield _line(["---", *["---:"] * (len(header) - 1)])
    for row in comparison.rows:
        yield _line(_cells(result, row, names))


def _cells(result: Result, row: Agreement, names: tuple[str, ...]) -> list[str]:
    language = result.language
    name = shown(wording.code_name(result, row.code))
    return [
        name if row.code else f"**{name}**",
        str(row.n),
        *(wording.share(share, language) for share in row.having),
        *(wording.figure(row.figures[name], language) for name in names),
    ]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
