"""Look at the kept Prefect server, or stop it."""

from __future__ import annotations

import typer

app = typer.Typer(help="Look at the kept Prefect server, or stop it.")


@app.callback(invoke_without_command=True)
def server(context: typer.Context) -> None:
    """Look at the kept Prefect server, or stop it.

    It starts when a run needs it, listens to this machine only, and stops by itself when idle.
    """
    if context.invoked_subcommand is None:
        _show()


@app.command()
def stop() -> None:
    """Stop it; the next run starts another."""
    from qualcode import prefect_server

    typer.echo("Stopped." if prefect_server.stop() else "There was none.")


def _show() -> None:
    from qualcode import prefect_server

    found = prefect_server.running()
    if found is None:
        typer.echo("None is running. The next run starts one.")
        return
    typer.echo(f"Prefect {found.prefect} at {found.url}, process {found.pid}.")
    typer.echo(f"It stops after {found.idle_seconds / 60:.0f} idle minutes, or with `qualcode server stop`.")
    typer.echo(f"Its files are in {prefect_server.folder()}.")
