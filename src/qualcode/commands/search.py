"""Find words in what was said, with what stands around them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command(
    # A word that begins with a hyphen is to be missing, and is no option.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]}
)
def search(
    words: Annotated[
        list[str], typer.Argument(help='What to look for: trygghet, trygg*, "öppna möten", a OR b, -c.')
    ],
    source: Annotated[list[str] | None, typer.Option(help="Only in this source; can be repeated.")] = None,
    speaker: Annotated[list[str] | None, typer.Option(help="Only what this speaker says.")] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="interviewer, respondent, facilitator or participant.")
    ] = None,
    code: Annotated[list[str] | None, typer.Option(help="Only where this code (or one under it) is.")] = None,
    attribute: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Only where an attribute is so.")
    ] = None,
    run: Annotated[str | None, typer.Option(help="A run; the latest by default.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all hits to a .csv.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Most hits to show.")] = 50,
) -> None:
    """Find words in what was said, with what stands around them.

    Words are found in all their forms and in compounds, as a codebook's rules find them. Several words must
    stand in the same turn; quotation marks keep them together.
    """
    from rich.console import Console

    from qualcode.errors import SettingsError
    from qualcode.search import Where, parse, screen
    from qualcode.search.of_run import index_of
    from qualcode.study import Study

    for word in words:
        if word.startswith("--"):
            raise SettingsError(f"there is no option {word}.", remedy="`qualcode search --help` lists them.")
    # The shell has taken the quotation marks away from what has spaces in it.
    query = parse(" ".join(f'"{word}"' if " " in word and not _has_syntax(word) else word for word in words))
    study = Study.find()
    index, codebook = index_of(study, run or "")
    there = index.there()
    where = Where(
        sources=screen.known(source or (), there["source"], "source"),
        speakers=screen.known(speaker or (), there["speaker"], "speaker"),
        roles=screen.known(role or (), there["role"], "role"),
        attributes=screen.attributes(attribute or (), index.described()),
        codes=screen.codes(codebook, code or ()),
    )
    hits = index.search(query, where)
    screen.show(hits, codebook, Console(highlight=False), limit=limit)
    if csv is not None:
        typer.echo(screen.write(hits, codebook, csv))


def _has_syntax(word: str) -> bool:
    from qualcode.search.query import MARKS

    marked = not set(MARKS).isdisjoint(word)
    return marked or any(piece in ("OR", "ELLER", "|") or piece[0] in "-/" for piece in word.split())
