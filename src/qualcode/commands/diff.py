"""Show which codings came, went and moved between two runs, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def diff(
    before: Annotated[
        str | None,
        typer.Argument(
            help="The earlier run: a name in outputs/, a path, `latest` or a date.", show_default=False
        ),
    ] = None,
    after: Annotated[str | None, typer.Argument(help="The later run; likewise.", show_default=False)] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Where to write the page.", show_default=False),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", help="Where to write the sheet.", show_default=False),
    ] = None,
    no_files: Annotated[bool, typer.Option("--no-files", help="Write no page and no sheet.")] = False,
    quotes: Annotated[
        int, typer.Option(min=0, help="Most codings to list here, of each kind; 0 shows no interview text.")
    ] = 10,
    moved: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Difference of scores from which on a coding has moved.")
    ] = 0.05,
) -> None:
    """Show which codings came, went and moved between two runs, and why.

    The last two runs by default; with one run named, that one and the latest. A page and a sheet are written
    to outputs/diff/<run>--<run>/ unless other files are named. No run is changed.
    """
    from rich.console import Console

    from qualcode.differences.choice import chosen, written
    from qualcode.differences.compare import compare
    from qualcode.differences.screen import show
    from qualcode.study import Study
    from qualcode.terminal import shown as short

    study = Study.find()
    runs = chosen(study, before, after)
    found = compare(study, *runs, least=moved)
    console = Console(highlight=False)
    show(found, console, quotes=quotes)
    for label, path in written(study, found, html=html, xlsx=xlsx, default=not no_files):
        typer.echo(f"{label:<6}{short(path)}")
