"""Make a new study: folders, settings, codebook and flows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.init import make_study

app = typer.Typer(add_completion=False)


@app.command()
def init(
    name: Annotated[Path, typer.Argument(help="A new or empty folder.", show_default=False)],
) -> None:
    """Make a new study: folders, settings, codebook and flows.

    The codebook is the pre-study's on northern Botkyrka, to use or to rewrite. The flows are the study's own:
    `qualcode run` takes them from there.
    """
    from qualcode.readers import suffixes

    make_study(name)
    typer.echo(f"A new study: {name}")
    typer.echo(f"  1. Put transcripts into {name / 'corpus'} ({' '.join(suffixes())})")
    typer.echo(f"  2. Describe them in {name / 'corpus' / 'metadata.csv'}, if you like")
    typer.echo(f"  3. cd {name} && qualcode run")
