"""Turn a quote back into what was said, with the study's key."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def reidentify(
    what: Annotated[
        str,
        typer.Argument(
            help="A quote's id, a text with pseudonyms, a text file, or - for standard input.",
            show_default=False,
        ),
    ],
    study: Annotated[
        Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
    ] = None,
    run: Annotated[
        str, typer.Option("--run", help="The run that a quote's id is of; the latest by default.")
    ] = "",
) -> None:
    """Turn a quote back into what was said, with the study's key.

    A quote is turned back to the letter; in any other text a pseudonym becomes the whole name, number or
    address that it stands for.
    """
    import re

    from qualcode.deidentify import reidentification
    from qualcode.deidentify.key import open_key
    from qualcode.study import Study

    found = Study.find(study)
    opened = open_key(found)
    if re.fullmatch(r"q[0-9a-f]{12}", what.strip()):
        said = reidentification.quote(found, opened, what.strip(), run)
        typer.echo(f"{said.speaker}: {said.text}" if said.speaker else said.text)
        typer.echo(f"({', '.join(part for part in (said.source, said.place) if part)})")
        if not said.exact:
            typer.echo("The text has changed since; names are given whole, not as they were said.", err=True)
        return
    typer.echo(reidentification.text(opened, _words(what)), nl=what != "-")


def _words(what: str) -> str:
    from qualcode.errors import Place, SettingsError
    from qualcode.readers.text import decode

    if what == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    path = Path(what)
    try:
        if len(what) < 260 and path.is_file():
            return decode(path.read_bytes(), what)[0]
    except OSError as error:
        raise SettingsError(
            f"cannot be read ({error.strerror or error}).",
            where=Place(path),
            remedy="Name a text file, or give the text.",
        ) from None
    return what
