"""Code again whenever a source, the codebook or a setting changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    is reported, and the watch goes on. Ctrl-C ends it, with exit status 0.
    """
    from rich.console import Console
    from rich.text import Text

    from qualcode.errors import DefectError, QualcodeError
    from qualcode.run import run
    from qualcode.study import Study
    from qualcode.terminal import bars, shown, summary
    from qualcode.tracebacks import write_traceback
    from qualcode.watch import watch as wait_for_changes

    console, complaints = Console(), Console(stderr=True)
    runs = 0

    def react(now: Study, changed: list[Path]) -> None:
        nonlocal runs
        if runs:
            names = ", ".join(path.name for path in changed[:5]) + (" …" if len(changed) > 5 else "")
            console.rule(Text(f"Changed: {names}"), style="dim", align="left")
        runs += 1
        try:
            with bars(complaints) as progress:
                finished = run(now, direct=direct or None, progress=progress)
        except QualcodeError:
            raise
        except Exception as error:
            # Whatever happened to this run, the next change may be the one that mends it.
            what = f"the run failed unexpectedly ({type(error).__name__})."
            where = f"Where, without any of your text, is in {write_traceback(error)}."
            raise DefectError(what, remedy=where) from error
        summary(finished, now, console, complaints)

    def complain(error: QualcodeError) -> None:
        complaints.print(Text(str(error), style="red"), soft_wrap=True)

    def waiting(paths: list[Path]) -> None:
        complaints.print(Text(f"Waiting for {', '.join(path.name for path in paths[:5])} …", style="dim"))

    found = Study.find(study)
    console.print(Text(f"Watching {shown(found.corpus)} and the codebook. Ctrl-C ends it."))
    try:
        wait_for_changes(found, react=react, complain=complain, waiting=waiting, at_start=True)
    except KeyboardInterrupt:
        console.print("Stopped.")
