"""An intake in the terminal: a table of all sources, and one source at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qualcode.importing.doubts import REASONS, Doubt
from qualcode.importing.overrides import overrides
from qualcode.importing.samples import samples
from qualcode.messages import message
from qualcode.wording import clock, section

if TYPE_CHECKING:
    from qualcode.importing.arrived import Arrived, Intake
    from qualcode.readers.lines import Warned

_LEADING = ("interviewer", "facilitator")
MOST_SPEAKERS, MOST_SECTIONS, MOST_DOUBTS = 12, 12, 8
_ONE = {
    "speech": "turn",
    "note": "note",
    "paragraph": "paragraph",
    "heading": "heading",
    "head": "line of its head",
}
_MANY = {**{kind: f"{one}s" for kind, one in _ONE.items()}, "head": "lines of its head"}


def overview(intake: Intake, console: Console) -> None:
    """A line a source."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Source", no_wrap=True, overflow="fold")
    for column in ("Turns", "Other"):
        table.add_column(column, justify="right")
    table.add_column("Speakers", overflow="fold")
    table.add_column("Time", justify="right")
    table.add_column("See", justify="right")
    for source in intake.sources:
        spoken = source.kinds["speech"]
        times = source.times
        remarks = len(source.transcript.warnings) + len(source.doubts)
        table.add_row(
            Text(source.name),
            Text(str(spoken) if spoken else "–"),
            Text(str(len(source.transcript.turns) - spoken)),
            Text(_speakers_in_short(source)),
            Text(clock(times[1]) if times else "–"),
            Text(str(remarks) if remarks else "–", style="yellow" if source.transcript.warnings else ""),
        )
    console.print(table)
    console.print(
        Text(
            "* leads the conversation, ? has no role. See: remarks and labels in doubt, which"
            " `qualcode import --check` shows.",
            style="dim",
        ),
        soft_wrap=True,
    )


def in_full(source: Arrived, console: Console) -> None:
    """Everything about one source."""
    console.rule(Text(source.name, style="bold"), align="left", characters="─")
    console.print(Text(_in_short(source)), soft_wrap=True)
    voices = source.voices
    if voices:
        _part("Speakers", _voices(source), console)
    if sections := source.sections:
        rows = [f"{section(headings)} ({under})" for headings, under in sections[:MOST_SECTIONS]]
        _list("Sections", rows, len(sections) - len(rows), console)
    if chosen := samples(source):
        _part("First words of some turns", _samples(source), console)
    not_taken = [doubt for doubt in source.doubts if not doubt.taken]
    taken = [doubt for doubt in source.doubts if doubt.taken]
    _doubts("Read as text, though it looks like a label", not_taken, console)
    _doubts("Taken for a speaker, though it may be none", taken, console)
    _list("Left out", _told(source.left_out), 0, console)
    _list("To know", _told(source.warnings), 0, console, style="yellow")
    if not chosen and source.private:
        _list("Not shown", ["Names, words and labels in doubt, as the study is de-identified."], 0, console)
    if lines := overrides(source):
        console.print(Text("If it is not so, put this right in study.yaml:", style="dim"))
        for line in lines.splitlines():
            console.print(Text(f"  {line}"), soft_wrap=True)


def problems(intake: Intake, complaints: Console) -> None:
    """What did not come in, and what is to be known of the corpus as a whole."""
    for line in _told(intake.warnings):
        complaints.print(Text(line, style="yellow"), soft_wrap=True)
    if intake.problems:
        complaints.print(Text(f"Could not be read ({len(intake.problems)}):", style="bold red"))
    for problem in intake.problems:
        complaints.print(Text(f"  {problem}", style="red"), soft_wrap=True)


def _in_short(source: Arrived) -> str:
    parts = [source.format.removeprefix(".")]
    if source.encoding:
        parts.append(source.encoding)
    parts += [f"{count} {(_ONE if count == 1 else _MANY)[kind]}" for kind, count in source.kinds.items()]
    if times := source.times:
        parts.append(f"{clock(times[0])}–{clock(times[1])} ({times[2]} with times)")
    return " · ".join(parts)


def _speakers_in_short(source: Arrived) -> str:
    told = [
        voice.label + ("*" if voice.role in _LEADING else "" if voice.role else "?")
        for voice in source.voices
    ]
    more = len(told) - MOST_SPEAKERS
    return ", ".join(told[:MOST_SPEAKERS]) + (f" and {more} more" if more > 0 else "") or "–"


def _voices(source: Arrived) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("Label", "Role"):
        table.add_column(column, overflow="fold")
    for column in ("Turns", "Words"):
        table.add_column(column, justify="right")
    for voice in source.voices:
        role = Text(voice.role or "not told", style="" if voice.role else "yellow")
        table.add_row(Text(voice.label), role, Text(str(voice.turns)), Text(str(voice.words)))
    return table


def _samples(source: Arrived) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", style="dim")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for sample in samples(source):
        who = sample.speaker or f"({_ONE.get(sample.kind, sample.kind)})"
        table.add_row(Text(str(sample.number)), Text(clock(sample.begins)), Text(who), Text(sample.words))
    return table


def _doubts(title: str, found: list[Doubt], console: Console) -> None:
    rows = []
    for doubt in found[:MOST_DOUBTS]:
        where = f"line {doubt.line}, " if doubt.line else ""
        often = f"{doubt.lines} times, " if doubt.lines > 1 else ""
        rows.append(f"{doubt.label} ({where}{often}{REASONS[doubt.why]})")
    _list(title, rows, len(found) - len(rows), console)


def _part(title: str, table: Table, console: Console) -> None:
    console.print(Text(title, style="dim"))
    console.print(Padding(table, (0, 0, 0, 2)))


def _list(title: str, rows: Iterable[str], more: int, console: Console, *, style: str = "") -> None:
    rows = [*rows, *([f"… and {more} more"] if more > 0 else [])]
    if rows:
        console.print(Text(title, style="dim"))
    for row in rows:
        console.print(Text(f"  {row}", style=style), soft_wrap=True)


def _told(warnings: list[Warned]) -> list[str]:
    return [message(f"source_warnings.{key}", "en", **values) for key, values in warnings]
