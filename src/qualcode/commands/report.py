"""Say where the latest report is, and open it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.errors import OutputError, Place

app = typer.Typer()


@app.command()
def report(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Say where the latest report is, and open it."""
    from qualcode.namedrun import named_run
    from qualcode.study import Study

    found = Study.find(study)
    page = named_run(found) / "report.html"
    if not page.is_file():
        raise OutputError(
            "the last run has no report.",
            where=Place(page),
            remedy="Let study.yaml ask for report.html under outputs: formats:, and run again.",
        )
    typer.echo(page)
    if open_it:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
