"""Review coded quotes in the browser: accept, reject, recode; alone or two at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.errors import SettingsError

app = typer.Typer()


@app.command()
def review(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    name: Annotated[str, typer.Option("--as", help="Who reviews; the page asks without it.")] = "",
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide the machine's codes and other people's, for everybody.")
    ] = False,
    run: Annotated[
        str, typer.Option("--run", help="Review this run; the newest one, also later, without it.")
    ] = "",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Listen here; on a free port by default.")
    ] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the browser.")] = False,
) -> None:
    """Review coded quotes in the browser: accept, reject, recode; alone or two at once.

    The page is served by this machine to itself alone. Every decision is in the study's codings/ before the
    page shows it as made, and holds before the machine's in the next run. Ctrl-C ends it, with exit status
    130.
    """
    from qualcode.decisions.incoming.taken import coder_name
    from qualcode.desk.desk import Desk
    from qualcode.desk.server import DeskServer, listen
    from qualcode.study import Study

    reviewer = coder_name(name) or ""
    if name and not reviewer:
        raise SettingsError(f"“{name}” is no person's name.", remedy="Give one with --as, or none.")
    bound = listen(port)
    try:
        server = DeskServer(Desk(Study.find(study), run), bound, reviewer=reviewer, blind=blind)
    except BaseException:
        bound.close()
        raise
    typer.echo(f"Review desk: {server.address}")
    typer.echo("Only this machine reaches it. Ctrl-C ends it; what was decided is in codings/.")
    if not no_open:
        import webbrowser

        webbrowser.open(server.address)
    try:
        server.run()
    except KeyboardInterrupt:
        typer.echo("Stopped.")
        raise typer.Exit(130) from None
