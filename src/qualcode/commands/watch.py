"""Code again whenever a source, the codebook or a setting changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer()


@app.command()
def watch(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Without Prefect, in this process.")] = False,
) -> None:
    """Code again whenever a source, the codebook or a setting changes.

    It codes what there is, and then waits. A file that is still being written is waited for. A run that fails
    is reported, and the watch goes on. Ctrl-C ends it, with exit status 130.
    """
    from rich.console import Console
    from rich.text import Text

    from qualcode.study import Study
    from qualcode.terminal import shown
    from qualcode.watch import changes

    console, complaints = Console(), Console(stderr=True)
    found = Study.find(study)
    console.print(Text(f"Watching {shown(found.corpus)} and the codebook. Ctrl-C ends it."))
    try:
        for number, changed in enumerate(changes(found, waiting=lambda paths: _wait(paths, complaints))):
            if number:
                console.rule(Text(f"Changed: {_names(changed)}"), style="dim", align="left")
            _run(found.root, direct, console, complaints)
    except KeyboardInterrupt:
        console.print("Stopped.")
        raise typer.Exit(130) from None


def _run(root: Path, direct: bool, console: Console, complaints: Console) -> None:
    from rich.text import Text

    from qualcode.coding.warned import warn_before_sending
    from qualcode.deidentify import prepare
    from qualcode.errors import QualcodeError
    from qualcode.run import run
    from qualcode.study import Study
    from qualcode.terminal import bars, summary
    from qualcode.tracebacks import write_traceback

    try:
        study = Study.open(root)
        warn_before_sending(study.settings)
        prepare(study)
        with bars(complaints) as progress:
            finished = run(study, direct=direct or None, progress=progress)
        summary(finished, study, console, complaints)
    except QualcodeError as error:
        complaints.print(Text(str(error), style="red"), soft_wrap=True)
    except Exception as error:
        # Whatever happened to this run, the next change may be the one that mends it.
        what = f"The run failed unexpectedly ({type(error).__name__})."
        where = f"Where, without any of your text, is in {write_traceback(error)}."
        complaints.print(Text(f"{what} {where}", style="red"), soft_wrap=True)


def _wait(paths: list[Path], complaints: Console) -> None:
    from rich.text import Text

    complaints.print(Text(f"Waiting for {_names(paths)} to be complete.", style="dim"))


def _names(paths: list[Path]) -> str:
    return ", ".join(path.name for path in paths[:5]) + (" …" if len(paths) > 5 else "")
