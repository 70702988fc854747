"""Draw a run's charts as PNG and SVG files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.errors import OutputError, Place

app = typer.Typer()


@app.command()
def charts(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    run: Annotated[str, typer.Option(help="A run's name; the latest one by default.")] = "",
    subcodes: Annotated[bool, typer.Option("--subcodes", help="Show subcodes beside the themes.")] = False,
) -> None:
    """Draw a run's charts as PNG and SVG files, for the report's author.

    outputs/charts/ gets codes over sources, over groups and places, codes that stand together, and a strip a
    transcript; n is stated, and codes that are not validated are marked. Needs `qualcode[charts]`.
    """
    from qualcode import runfolder
    from qualcode.charts import output
    from qualcode.study import Study
    from qualcode.terminal import shown

    found = Study.find(study)
    known = {folder.name: folder for folder in runfolder.runs(found)}
    folder = runfolder.latest(found) if run in ("", "latest") else known.get(run)
    if folder is None:
        raise OutputError(
            f"there is no run {run}." if known else "there is no run to draw yet.",
            where=Place(found.outputs),
            remedy=f"Name one of {', '.join(list(known)[-3:])}."
            if known
            else "Make one with `qualcode run`.",
        )
    files = output.write(folder, found.outputs, language=found.settings.outputs.language, subcodes=subcodes)
    typer.echo(f"{len(files)} charts of {folder.name} in {shown(files[0].parent)}")
