"""``qualcode models``: what is installed, and fetching more, which happens by this command only."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.encoders import Progress

app = typer.Typer(
    help="Encoders, spaCy pipelines, Whisper: what is installed; fetch more.", no_args_is_help=False
)


@app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """List the models on this machine."""
    if context.invoked_subcommand is None:
        list_models(check=False)


@app.command("list")
def list_models(
    check: Annotated[
        bool, typer.Option("--check", help="Hash every file instead of trusting dates.")
    ] = False,
) -> None:
    """List the models on this machine, with revision, size and place."""
    from rich.console import Console

    from qualcode.models import known

    console = Console(highlight=False)
    found = known(thorough=check)
    for model in found:
        size = f"{model.size / 1e6:.0f} MB" if model.size else "—"
        style = "green" if model.state == "ok" else "yellow"
        parts = [
            f"[bold]{model.name}[/]",
            model.kind,
            model.revision or "—",
            size,
            f"[{style}]{model.state}[/]",
        ]
        console.print("  ".join(parts), soft_wrap=True)
        place = f" in {model.where}" if model.where else ""
        console.print(f"    {model.origin}{place}", style="dim", soft_wrap=True)
        if model.changed:
            console.print(f"    missing or not as recorded: {', '.join(model.changed)}", soft_wrap=True)
    if any(model.changed for model in found):
        console.print("A changed model is not used: fetch it again with `qualcode models fetch NAME`.")


@app.command("fetch")
def fetch_model(
    name: Annotated[str, typer.Argument(help="OWNER/MODEL on the Hugging Face hub, or sv_core_news_lg.")],
    revision: Annotated[
        str | None, typer.Option(help="Commit, tag or branch; the newest by default.")
    ] = None,
) -> None:
    """Fetch a model from the Hugging Face hub; the only command that uses the network."""
    from rich.console import Console

    from qualcode.encoders.unpack import NAME as DEFAULT
    from qualcode.models import fetch

    console = Console()
    with progress_bar(f"Fetching {name}") as progress:
        model = fetch(name, revision, progress=progress)
    console.print(f"{model.name} is in {model.folder}", soft_wrap=True)
    if model.kind == "transcriber":
        console.print(
            f"To transcribe with it, write in study.yaml:\n\ntranscriber:\n  name: {model.name}\n"
            f"  revision: {model.revision}",
            soft_wrap=True,
        )
    if model.kind == "encoder" and model.name != DEFAULT:
        console.print(
            f"To code with it, write in study.yaml:\n\nencoder:\n  name: {model.name}\n"
            f"  revision: {model.revision}",
            soft_wrap=True,
        )


class progress_bar:
    """A bar with share and remaining time for a ``Progress``: ``with progress_bar(title) as progress``."""

    def __init__(self, title: str) -> None:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
        )
        self._title = title

    def __enter__(self) -> Progress:
        self._bar.__enter__()
        task = self._bar.add_task(self._title, total=None)
        return lambda done, total: self._bar.update(task, completed=done, total=total or None)

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(*error)
