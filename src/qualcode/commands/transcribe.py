"""Make drafts of transcripts from recordings, for a person to correct."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def transcribe(
    recordings: Annotated[list[Path], typer.Argument(help="Sound files, or films with sound.")],
    model: Annotated[
        str | None,
        typer.Option(help="A fetched Whisper model, or a folder with one; study.yaml's by default."),
    ] = None,
    revision: Annotated[str | None, typer.Option(help="Its commit, if several were fetched.")] = None,
    study: Annotated[
        Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
    ] = None,
) -> None:
    """Make drafts of transcripts from recordings, for a person to correct.

    Each becomes a .vtt with times in corpus/, marked as a machine's draft; nothing is ever written over. The
    language is the study's. Needs pip install "qualcode[transcribe]" and a model, for instance by qualcode
    models fetch KBLab/kb-whisper-small. Nothing leaves the machine.
    """
    from rich.console import Console
    from rich.text import Text

    from qualcode.commands.models import progress_bar
    from qualcode.errors import ModelError, QualcodeError
    from qualcode.study import Study
    from qualcode.terminal import shown
    from qualcode.transcribing.draft import place_for, transcribe
    from qualcode.transcribing.recognizer import Whisper

    console, complaints = Console(highlight=False), Console(stderr=True, highlight=False)
    found = Study.find(study)
    wanted = found.settings.transcriber
    errors: list[QualcodeError] = []

    def complain(error: QualcodeError) -> None:
        errors.append(error)
        complaints.print(Text(str(error), style="red"), soft_wrap=True)

    waiting: list[Path] = []
    for recording in recordings:
        try:
            # Before a model is loaded and hours are spent.
            place_for(recording, found)
            waiting.append(recording)
        except QualcodeError as error:
            complain(error)
    if waiting:
        whisper = Whisper(
            model or wanted.name,
            language=found.settings.language,
            revision=revision or (wanted.revision if not model else None),
            threads=wanted.threads,
        )
    for recording in waiting:
        try:
            with progress_bar(recording.name) as progress:
                draft = transcribe(recording, found, whisper, progress=progress)
        except ModelError:
            raise
        except QualcodeError as error:
            complain(error)
        else:
            console.print(Text(f"{shown(draft)}: a machine's draft. Listen and correct it."), soft_wrap=True)
    if errors:
        statuses = {error.exit_status for error in errors}
        raise typer.Exit(statuses.pop() if len(statuses) == 1 else 3)
