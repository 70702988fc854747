"""``quotes.md``: the quotes by theme and subcode, to read and to paste into a text.

A theme's quote that its subcodes' quotes cover stands under those alone; ``quotes.csv`` has it under both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import wording
from qualcode.coded import tree_order
from qualcode.gate import wording as gate_wording
from qualcode.messages import message
from qualcode.writers.markdown import quoted, shown

if TYPE_CHECKING:
    from qualcode.quotes import Quote
    from qualcode.result import Run

NAME = "quotes.md"


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    path.write_text("\n".join(_page(run)), encoding="utf-8", newline="\n")
    return [path]


def _page(run: Run) -> Iterator[str]:
    say = partial(message, language=run.language)
    of_code: dict[str, list[Quote]] = defaultdict(list)
    for quote in run.quotes:
        of_code[quote.code].append(quote)
    codes = run.tables.codes.set_index("code_id")
    n_shown = sum(quote.specific for quote in run.quotes)
    yield f"# {shown(say('quotes.page.title', title=run.title))}"
    yield ""
    yield say(
        "quotes.page.intro", quotes=n_shown, sources=len(run.sources), codebook=shown(run.codebook.title)
    )
    if run.study.settings.deidentify.enabled:
        yield ""
        yield f"{say('deidentify.left.what')} {say('deidentify.left.indirect')}"
    if run.validation is not None:
        for line in (
            gate_wording.tally(run.validation, run.language),
            gate_wording.demand(run.study.settings.gate, run.language),
            say("gate.legend"),
            *gate_wording.notes(run.validation, run.language),
        ):
            yield ""
            yield shown(line)
    for code_id in tree_order(run.codebook):
        code, row = run.codebook[code_id], codes.loc[code_id]
        yield ""
        yield f"{'#' * min(row['level'] + 2, 6)} {shown(code.name)}"
        yield ""
        yield f"*{shown(' '.join(code.definition.split()))}*"
        yield ""
        if standing := run.standing(code_id):
            mark = gate_wording.mark(standing, run.language)
            told = (
                gate_wording.sentence(standing, run.language),
                gate_wording.prevalence(standing, run.language),
            )
            yield shown(" ".join(part for part in (mark, *told) if part))
            yield ""
        if not of_code[code_id]:
            yield say("quotes.page.none")
            continue
        yield say(
            "quotes.page.spread", segments=row["segments"], sources=row["sources"], all=len(run.sources)
        )
        own = [quote for quote in of_code[code_id] if quote.specific]
        if not own:
            yield say("quotes.page.below")
        for quote in own:
            yield from _quote(quote, run)
    yield ""
    yield f"## {say('quotes.page.sources')}"
    yield ""
    for source in run.sources:
        known = (shown(f"{name}: {value}") for name, value in source.attributes.items() if value)
        yield f"- **{shown(source.name)}** {'; '.join(known)}".rstrip()
    yield ""


def _quote(quote: Quote, run: Run) -> Iterator[str]:
    language = run.language
    turn = run.turn_of(quote)
    parts = []
    if quote.question:
        asker = f"{quote.question_speaker}: " if quote.question_speaker else ""
        parts.append(quoted(asker + quote.question, mark="*"))
    if quote.before:
        cut = quote.start - len(quote.before) > turn.start
        parts.append(quoted(f"{'… ' if cut else ''}{quote.before.strip()}", mark="*"))
    parts.append(quoted(quote.text))
    if quote.after:
        cut = quote.end + len(quote.after) < turn.end
        parts.append(quoted(f"{quote.after.strip()}{' …' if cut else ''}", mark="*"))
    parts.append([f"> — {_who(quote, language)}"])
    for part in parts:
        yield ">" if part is not parts[0] else ""
        yield from part
    yield ""
    score, key = wording.decimal(quote.score, language), "why_people" if quote.score is None else "why"
    coder, why = shown(wording.coder(quote.coder, language)), shown(quote.reason)
    yield message(f"quotes.page.{key}", language, score=score, coder=coder, why=why, id=quote.id)


def _who(quote: Quote, language: str) -> str:
    """Who says it, in which role, and where."""
    role = wording.role(quote.role, language)
    who = " ".join(
        part
        for part in (f"**{shown(quote.speaker)}**" if quote.speaker else "", f"({role})" if role else "")
        if part
    )
    place = ", ".join(part for part in (who, shown(quote.source), quote.place) if part)
    return f"{place}. {shown(quote.section)}" if quote.section else place
