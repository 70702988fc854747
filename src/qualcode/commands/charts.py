"""Draw a run's charts as PNG and SVG files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    from qualcode.charts import output
    from qualcode.namedrun import named_run
    from qualcode.study import Study
    from qualcode.terminal import shown

    found = Study.find(study)
    folder = named_run(found, run)
    files = output.write(folder, found.outputs, language=found.settings.outputs.language, subcodes=subcodes)
    typer.echo(f"{len(files)} charts of {folder.name} in {shown(files[0].parent)}")
