"""Say what is installed and ready, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.errors import SettingsError

app = typer.Typer()
MARKS = {"ok": ("✓", "green"), "note": ("–", "yellow"), "wrong": ("✗", "red")}


@app.command()
def doctor(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
) -> None:
    """Say what is installed and ready, and what is missing.

    Exit status 2 says that a run would fail.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from qualcode.doctor import examine

    findings = examine(study)
    table = Table.grid(padding=(0, 1))
    for finding in findings:
        mark, style = MARKS[finding.state]
        told = Text(finding.text, overflow="fold")
        if finding.remedy:
            told.append(f" {finding.remedy}", style="bold")
        table.add_row(Text(mark, style), Text(finding.subject, style), told)
    Console().print(table)
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(SettingsError.exit_status)
