"""The ``qualcode`` command: finds the command that was called; errors become messages and exit statuses.

The list of commands stands here with its help lines, so that ``qualcode --help`` imports none of them.
"""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from qualcode import __version__
from qualcode.errors import DefectError, QualcodeError

COMMANDS = {
    "run": "Code the corpus: matrices, quotes and a report in outputs/.",
    "import": "Read the corpus and show what came in, without coding anything.",
    "transcribe": "Make drafts of transcripts from recordings, for a person to correct.",
    "watch": "Code again whenever a source, the codebook or a setting changes.",
    "deidentify": "Write copies without names, numbers and addresses, and a list to review.",
    "reidentify": "Turn a quote back into what was said, with the study's key.",
    "review": "Review coded quotes in the browser: accept, reject, recode; alone or two at once.",
    "search": "Find words in what was said, with what stands around them.",
    "report": "Say where the latest report is, and open it.",
    "charts": "Draw a run's charts as PNG and SVG files, for the report's author.",
    "sample": "Draw segments for people to code blind, as Excel sheets.",
    "codings": "People's codings: list, import, check where they stand, settle.",
    "diff": "Show which codings came, went and moved between two runs, and why.",
    "codebook": "Check, show, compare and test a codebook.",
    "models": "Encoders, spaCy pipelines, Whisper: what is installed; fetch more.",
    "agreement": "Say how far people agree with each other and with the machine, code by code.",
    "dossier": "Hold the argument's claims against the material: what speaks for and against each.",
    "train": "Learn a coder from the codebook's examples and people's codings.",
    "evaluate": "Measure the coders against labelled text.",
    "init": "Make a new study: folders, settings, codebook and flows.",
    "doctor": "Say what is installed and ready, and what is missing.",
    "server": "Look at the kept Prefect server, or stop it.",
}
"""Command → its help line: the first of the docstring in ``qualcode.commands.<command>``."""


class Commands(TyperGroup):
    """A group that knows its commands by name and imports one when it is called."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = {name: TyperCommand(name, help=text) for name, text in COMMANDS.items()}
        super().__init__(**attributes)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As any group's; the command it returns is the real one."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else command, rest


def load(name: str) -> Any:
    """The command of that name, imported now."""
    commands = import_module(f"qualcode.commands.{name}").app
    commands._add_completion = False
    return typer.main.get_command(commands)


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    epilog="Exit status: 0 done · 2 usage or settings · 3 done, but some sources failed · 4 the codebook"
    " is not valid · 5 too few examples get their codes · 6 a model is missing · 7 nothing to code"
    " · 8 Prefect could not run · 9 a result could not be written"
    " · 10 a passphrase is missing or wrong · 11 the key is damaged · 12 codings need a person's eye"
    " · 13 the argumentation is not valid · 130 stopped · 1 a defect in qualcode",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qualcode {__version__}")
        raise typer.Exit


@app.callback()
def qualcode(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Say the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show an unexpected error whole.")] = False,
) -> None:
    """Swedish interviews and workshops as coded evidence: local, automatic, traceable."""


def main(arguments: list[str] | None = None) -> None:
    """Runs the command and leaves with its exit status (see :mod:`qualcode.errors`)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    end_at_once()
    try:
        typer.main.get_command(app).main(args=arguments, prog_name="qualcode")
    except QualcodeError as error:
        _complain(str(error))
        if isinstance(error, DefectError):
            if "--debug" in arguments:
                raise
            _complain(_where_to_look(error, arguments))
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if "--debug" in arguments:
            raise
        _complain(f"qualcode met something unexpected ({type(error).__name__}).")
        _complain(_where_to_look(error, arguments))
        sys.exit(1)


def end_at_once() -> None:
    """Lets the process end as soon as its work is done: the system takes all memory back at once, while
    looking through a run's millions of objects for what refers to itself takes half a second.

    While it works it looks for such objects more rarely, for the same reason: a run makes few of them.
    """
    gc.set_threshold(200_000, 20, 50)
    atexit.register(gc.freeze)


def _where_to_look(error: BaseException, arguments: list[str]) -> str:
    from qualcode.tracebacks import write_traceback

    shown = " ".join(["qualcode", "--debug", *arguments])
    return (
        f"Where it happened, without any of your text, is in {write_traceback(error)}. `{shown}` shows all."
    )


def _complain(text: str) -> None:
    from rich.console import Console

    # What a user wrote is no markup, and paths stay whole to be copied.
    Console(stderr=True).print(text, style="red", markup=False, highlight=False, soft_wrap=True)
