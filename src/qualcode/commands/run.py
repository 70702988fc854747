"""Code the corpus: matrices, quotes and a report in outputs/."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def run(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Without Prefect, in this process.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write a new run though nothing has changed.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave out codes that are not validated by people.")
    ] = False,
) -> None:
    """Code the corpus: matrices, quotes and a report in outputs/.

    Only what has changed since the last run is done anew. Exit status 3 says that some sources could not be
    read; they are named, and the others are coded. What a code must reach to count as validated stands
    under `gate` in study.yaml.
    """
    from rich.console import Console

    from qualcode.coding.warned import warn_before_sending
    from qualcode.deidentify import prepare
    from qualcode.run import run as run_study
    from qualcode.study import Study
    from qualcode.terminal import bars, summary

    console, complaints = Console(), Console(stderr=True)
    found = Study.find(study)
    warn_before_sending(found.settings)
    # Before the bars: whoever sits there may be asked for a passphrase.
    prepare(found)
    with bars(complaints) as progress:
        finished = run_study(found, direct=direct or None, force=force, strict=strict, progress=progress)
    summary(finished, found, console, complaints)
    raise typer.Exit(finished.exit_status)
