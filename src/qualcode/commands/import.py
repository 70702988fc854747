"""Read the corpus and show what came in, without coding anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def import_corpus(
    source: Annotated[
        str | None, typer.Argument(help="Only this source, as it is called in corpus/; shown in full.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Show each source in full: turns, speakers, roles, what is in doubt."),
    ] = False,
    study: Annotated[
        Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Read the corpus and show what came in, without coding anything.

    What is guessed wrong is put right in study.yaml; --check says by which lines. Nothing is written. Exit
    status 3 says that some sources could not be read; they are named, with the reason.
    """
    from rich.console import Console

    from qualcode.errors import NothingToCodeError, Place
    from qualcode.importing import shown
    from qualcode.importing.arrived import take_in
    from qualcode.importing.as_json import as_json
    from qualcode.study import Study
    from qualcode.terminal import bars

    console, complaints = Console(highlight=False), Console(stderr=True, highlight=False)
    found = Study.find(study)
    with bars(complaints) as progress:

        def heard(done: int, total: int) -> None:
            progress.advance("read", done, total)

        intake = take_in(found, source, heard=heard)
    if json:
        typer.echo(as_json(intake))
        raise typer.Exit(intake.exit_status)
    if check or source:
        for arrived in intake.sources:
            shown.in_full(arrived, console)
    elif intake.sources:
        shown.overview(intake, console)
    shown.problems(intake, complaints)
    if not intake.sources and not source:
        what = "none of the sources could be read." if intake.problems else "there are no sources."
        raise NothingToCodeError(what, where=Place(found.corpus), remedy="Put transcripts there.")
    raise typer.Exit(intake.exit_status if not source else 3 if intake.problems else 0)
