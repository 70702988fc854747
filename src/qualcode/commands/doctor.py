"""Say what is installed and ready, and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command()
def doctor(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
) -> None:
    """Say what is installed and ready, and what is missing.

    Exit status 0 if nothing that is needed is missing, otherwise 2. Nothing is fetched, and no network used.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from qualcode.doctor import examine

    styles = {"ok": "green", "missing": "bold red", "optional": "dim"}
    table = Table.grid(padding=(0, 2, 0, 0))
    for column in ({"no_wrap": True}, {"no_wrap": True}, {"overflow": "fold"}):
        table.add_column(**column)
    findings = examine(study)
    for finding in findings:
        told = Text(finding.told)
        if finding.remedy:
            told.append(f"\n→ {finding.remedy}", style="dim" if finding.state == "optional" else "bold")
        table.add_row(Text(finding.state, styles[finding.state]), Text(finding.subject), told)
    console = Console(highlight=False)
    console.print(table)
    missing = sum(finding.state == "missing" for finding in findings)
    if missing:
        console.print(Text(f"\n{missing} missing: see the lines with →.", style="bold red"))
        raise typer.Exit(2)
    console.print("\nAll that is needed is there.")
