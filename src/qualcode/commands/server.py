"""Look at the kept Prefect server, or stop it."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def server(context: typer.Context) -> None:
    """Look at the kept Prefect server, or stop it.

    A run starts it when it needs one, and it stops by itself when nothing has used it for a while. It listens
    on this machine only.
    """
    if context.invoked_subcommand is None:
        _show()


@app.command()
def stop() -> None:
    """Stop the kept Prefect server; the next run starts another."""
    from qualcode import prefect_server

    typer.echo("Stopped." if prefect_server.stop() else "It was not running.")


def _show() -> None:
    from qualcode import prefect_server

    found = prefect_server.running()
    if found is None:
        typer.echo("Not running; a run starts it.")
    else:
        typer.echo(f"Running at {found.url}: Prefect {found.prefect}, process {found.pid}.")
        typer.echo(f"It stops {found.idle_seconds / 60:.0f} minutes after it was last used.")
        typer.echo("To stop it now: qualcode server stop")
    folder = prefect_server.folder()
    typer.echo(f"Its records: {folder}")
    if (folder / prefect_server.LOG_FILE).is_file():
        typer.echo(f"Its log: {folder / prefect_server.LOG_FILE}")
