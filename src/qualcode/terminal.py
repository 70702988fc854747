"""What a run looks like in the terminal: progress with counts and remaining time, then a summary."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from qualcode.messages import message
from qualcode.progress import Listener

if TYPE_CHECKING:
    from qualcode.run import Finished
    from qualcode.study import Study

LABELS = {
    "model": "Unpacking the model",
    "read": "Reading",
    "annotate": "Segmenting",
    "learn": "Learning the codebook",
    "encode": "Encoding segments",
    "decide": "Coding",
    "write": "Writing",
}
MOST_WARNINGS = 8
SIGNS = {"kappa": "κ", "alpha": "α", "ac1": "AC1", "f1": "F1"}


class Bars(Listener):
    """A bar a stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def begin(self, stage: str, total: int | None) -> None:
        """Shows the stage's bar; those before it are full."""
        for bar in self._bars.values():
            task = self._progress.tasks[self._progress.task_ids.index(bar)]
            self._progress.update(bar, total=task.total or 1, completed=task.total or 1)
        self._bars[stage] = self._progress.add_task(LABELS[stage], total=total)

    def advance(self, stage: str, done: int, total: int | None = None) -> None:
        """Moves the stage's bar."""
        if stage not in self._bars:
            self._bars[stage] = self._progress.add_task(LABELS[stage], total=total)
        self._progress.update(self._bars[stage], completed=done)


@contextmanager
def bars(console: Console) -> Iterator[Listener]:
    """A listener that shows bars while it is open; where nobody watches, it is silent."""
    if not console.is_terminal:
        yield Listener()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bars(progress)


def summary(finished: Finished, study: Study, console: Console, complaints: Console) -> None:
    """Counts per code, what a researcher should know, and the way to the report.

    Args:
        finished: What the run came to.
        study: The study.
        console: For what was asked.
        complaints: For what went wrong.
    """
    console.print(_codes(finished))
    if legend := _legend(finished.codes):
        console.print(legend, highlight=False)
    counts = finished.counts
    console.print(
        f"{counts['sources']} sources · {counts['segments']} segments, {counts['coded_segments']} of them"
        f" coded · {counts['codings']} codings · {counts['quotes']} quotes",
        highlight=False,
    )
    if finished.since and any(finished.since):
        came, went = finished.since
        console.print(
            f"{came} codings came, {went} went since the last run; `qualcode diff` shows why.",
            highlight=False,
            markup=False,
        )
    for line in finished.warnings[:MOST_WARNINGS]:
        complaints.print(Text(line, style="yellow"), soft_wrap=True)
    if (more := len(finished.warnings) - MOST_WARNINGS) > 0:
        complaints.print(Text(f"… and {more} more of this kind; the report has them all.", style="yellow"))
    if finished.problems:
        complaints.print(Text(f"Could not be read ({len(finished.problems)}):", style="bold red"))
    for line in finished.problems:
        complaints.print(Text(f"  {line}", style="red"), soft_wrap=True)
    if finished.unchanged:
        console.print(
            f"Nothing has changed since run {finished.folder.name}, which stands. --force writes a new one.",
            soft_wrap=True,
            highlight=False,
        )
    report = study.outputs / "latest" / "report.html"
    if not report.is_file():
        report = finished.folder / "report.html"
    console.print(Text(f"Run     {shown(finished.folder)}"), soft_wrap=True)
    if report.is_file():
        console.print(Text(f"Report  {shown(report)}", style="bold"), soft_wrap=True)


def shown(path: Path) -> str:
    """A path as short as it can be copied from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def _codes(finished: Finished) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Code")
    table.add_column("Segments", justify="right")
    table.add_column("Sources", justify="right")
    measured = any(code.get("validation") for code in finished.codes)
    if measured:
        table.add_column("Validation", no_wrap=True)
    for code in finished.codes:
        name = Text("  " * code["level"])
        name.append("● ", style=code["color"])
        name.append(code["name"], style="bold" if not code["level"] else "")
        style = "" if code["segments"] else "dim"
        row = [name, Text(str(code["segments"]), style), Text(str(code["sources"]), style)]
        table.add_row(*row, *([_validation(code["validation"])] if measured else []))
    return table


def _validation(standing: dict[str, Any]) -> Text:
    """Where a code stands by the gate, with its figure."""
    status, words = standing["status"], ""
    if standing["reason"] == "partial":
        words = f" {standing['judged']} of {standing['drawn']} drawn"
    elif standing["n"] < standing["needed"]:
        words = f" {standing['n']} of {standing['needed']}"
    elif standing["value"] is not None:
        sign = SIGNS.get(standing["statistic"], standing["statistic"])
        words = f" {sign} {short(standing['value'])}"
        if standing["low"] is not None:
            words += f" ({short(standing['low'])}–{short(standing['high'])})"
    if standing["reason"] == "outside":
        words += ", new sources"
    style = {"validated": "green", "below": "red"}.get(status, "dim")
    return Text(message(f"gate.mark.{status}", "en") + words, style)


def _legend(codes: list[dict[str, Any]]) -> str:
    """How many codes have each status, with its mark; empty where none was measured."""
    found = Counter(code["validation"]["status"] for code in codes if code.get("validation"))
    told = [
        f"{message(f'gate.mark.{status}', 'en')} {found[status]} {message(f'gate.status.{status}', 'en')}"
        for status in ("validated", "below", "untested")
        if found[status]
    ]
    return " · ".join(told)


def short(value: float) -> str:
    """A figure between −1 and 1 with two decimals and no 0 before them; a dash where there is none."""
    if value != value:
        return "–"
    return f"{round(value, 2) + 0:.2f}".replace("0.", ".", 1)
