"""What came and went between two runs, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qualcode.coded import tree_order
from qualcode.differences.wording import Words
from qualcode.report import colors

if TYPE_CHECKING:
    from qualcode.differences.changed import Action, Change, Differences

SIGNS: dict[Action, tuple[str, str]] = {
    "came": ("+", "green"),
    "went": ("−", "red"),
    "moved": ("~", "yellow"),
}
ROOM = 90
FEW = 20
"""Most decisions to list; a filled-in sheet holds thousands."""


def show(found: Differences, console: Console, *, quotes: int) -> None:
    """Counts by code, what differs in what the runs were made from, and the codings with their reasons.

    Args:
        found: The comparison.
        console: Where to.
        quotes: Most codings to list of those that came, went and moved, each; none if it is 0.
    """
    words = Words(found, "en", room=ROOM)

    def put(text: str, style: str = "") -> None:
        # What stands in a codebook or transcript is no markup.
        console.print(Text(text, style=style), soft_wrap=True)

    put(words.say("of", before=found.before.name, after=found.after.name), "bold")
    inputs = [words.cause(cause) for cause in found.inputs]
    for line in inputs or [words.say("inputs_none")]:
        put(f"  {line}")
    for source in found.sources:
        what = ", ".join(words.say(f"source.{each}", before=source.before) for each in source.what)
        put(f"  {source.name}: {what}")
    for note in found.notes:
        put(words.say(f"notes.{note}"), "yellow")
    if found.changes:
        console.print(_counts(found))
    counts = {action: len(found.of(action)) for action in SIGNS}
    put(words.say("lead", **counts) if found.changes else words.say("none"))
    for said in found.said[:FEW]:
        agrees = words.say(f"agrees.{'unknown' if said.agrees is None else 'yes' if said.agrees else 'no'}")
        put(
            f"  {said.coder}: {words.say(f'judgement.{said.judgement}')} to {words.code(said.code)},"
            f" {said.source} ({words.say('columns.agrees').lower()}: {agrees})"
        )
    if more := len(found.said[FEW:]):
        put(f"  {words.say('said_more', count=more)}", "dim")
    if quotes:
        for action in SIGNS:
            _list(console, words, action, [each for each in found.shown if each.action == action], quotes)


def _counts(found: Differences) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Code")
    for heading in ("Before", "After", "Came", "Went", "Moved"):
        table.add_column(heading, justify="right")
    book = found.codebook
    light = dict(zip(tree_order(book), (pair[0] for pair in colors.of_codes(book)), strict=True))
    for code in tree_order(book):
        count = found.counts.get(code)
        if count is None or not (count.came or count.went or count.moved):
            continue
        level = len(book.lineage(code)) - 1
        name = Text("  " * level)
        name.append("● ", style=light[code])
        name.append(book[code].name, style="" if level else "bold")
        moves = (f"+{count.came}", f"−{count.went}", f"~{count.moved}")
        shown = (each if int(each[1:]) else "" for each in moves)
        styles = (style for _, style in SIGNS.values())
        cells = (Text(each, style) for each, style in zip(shown, styles, strict=True))
        table.add_row(name, str(count.before), str(count.after), *cells)
    return table


def _list(console: Console, words: Words, action: Action, changes: list[Change], most: int) -> None:
    if not changes:
        return
    sign, style = SIGNS[action]
    console.print(Text(f"\n{words.say(f'action.{action}')} ({len(changes)})", style="bold"))
    for change in changes[:most]:
        here = change.here
        whose = ", ".join(filter(None, (here.source, here.speaker, _numbers(words, here.segments))))
        head = Text(f"{sign} {words.code(change.code)}", style=style)
        head.append(f"  {whose}", style="dim")
        console.print(head, soft_wrap=True)
        console.print(Padding(Text(here.text), (0, 0, 0, 4)))
        console.print(Padding(Text(words.why(change), style="dim"), (0, 0, 0, 4)))
    if len(changes) > most:
        console.print(Text(f"… and {len(changes) - most} more; the page has them all.", style="dim"))


def _numbers(words: Words, segments: tuple[int, ...]) -> str:
    return words.say("segment", n="–".join(map(str, sorted({segments[0], segments[-1]})))) if segments else ""
