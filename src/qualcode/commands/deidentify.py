"""Write copies without names, numbers and addresses, and a list to review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.deidentify.study_view import Deidentified

app = typer.Typer()


@app.command()
def deidentify(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Folder of the copies; `deidentified` by default."),
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Drop from the key whoever is in no source any more.")
    ] = False,
    review: Annotated[bool, typer.Option("--review", help="Only the review list, no copies.")] = False,
    purge: Annotated[
        bool,
        typer.Option("--purge", help="Only remove older runs that show names or details replaced now."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --purge: remove without asking.")] = False,
) -> None:
    """Write copies without names, numbers and addresses, and a list to review.

    The copies are a study of their own that can be shared; corpus/ is not changed. What was replaced lies
    sealed in keys/, and the review list beside it shows what was replaced and what looks like a name and was
    not. Runs from before a name was known show it: --purge lists and removes them.
    """
    from rich.console import Console
    from rich.text import Text

    from qualcode import corpus
    from qualcode.deidentify import copies
    from qualcode.deidentify.review import NAME
    from qualcode.deidentify.study_view import Deidentified, copies_of
    from qualcode.errors import NothingToCodeError, Place, SourceError
    from qualcode.messages import message
    from qualcode.study import Study
    from qualcode.terminal import shown

    console, complaints = Console(highlight=False), Console(stderr=True, highlight=False)
    found = Study.find(study)
    survey = corpus.survey(found)
    if not survey.sources:
        raise NothingToCodeError(
            "there are no sources.", where=Place(found.corpus), remedy="Put transcripts there."
        )
    done = Deidentified(found, survey, forget=forget)
    work = done.work()
    if purge:
        _purge(done, console, yes=yes)
        return
    console.print(_counts(done.counts))
    problems = [*done.corpus.problems, *work.errors.values()]
    if not review:
        folder = to or copies_of(found)
        changed = copies.write(done.study, work.transcripts.values(), folder)
        if folder == copies_of(found):
            done.copies_written()
        for name in changed:
            told = f"{name}: the copy does not come back with exactly the same turns; its text is whole."
            complaints.print(Text(told, style="yellow"), soft_wrap=True)
        console.print(Text(f"Copies  {shown(folder)}", style="bold"), soft_wrap=True)
    console.print(Text(f"Review  {shown(found.keys / NAME)}.xlsx"), soft_wrap=True)
    console.print(
        Text("The review list holds the names: do not share it, and delete it when you have read it."),
        soft_wrap=True,
    )
    console.print(Text(message("deidentify.left.indirect", "en")), soft_wrap=True)
    if problems:
        complaints.print(Text(f"Could not be read ({len(problems)}):", style="bold red"))
    for problem in problems:
        complaints.print(Text(f"  {problem}", style="red"), soft_wrap=True)
    raise typer.Exit(SourceError.exit_status if problems else 0)


def _purge(done: Deidentified, console: Console, *, yes: bool) -> None:
    from rich.text import Text

    from qualcode import runfolder
    from qualcode.messages import message
    from qualcode.terminal import shown

    found = done.runs_to_remove()
    folders = [folder for each in found.values() for folder in each]
    if not folders:
        console.print("No run in outputs/ shows what is replaced now. Nothing was removed.")
        return
    for why, each in found.items():
        if each:
            told = message(f"source_warnings.{why}", "en", count=str(len(each)), runs=", ".join(each))
            console.print(Text(told.split(": ")[0] + ":"), soft_wrap=True)
        for folder in each:
            console.print(Text(f"  {shown(done.study.outputs / folder)}"), soft_wrap=True)
    try:
        sure = yes or typer.confirm(f"Remove {len(folders)} for good?")
    except typer.Abort:
        console.print("\nNothing was removed. With --yes nothing is asked.")
        raise typer.Exit(130) from None
    if not sure:
        console.print("Nothing was removed.")
        return
    runfolder.remove(done.study, folders)
    console.print(Text(f"Removed {len(folders)}.", style="bold"))


def _counts(counts: dict[str, int]) -> str:
    from qualcode.deidentify.found import KINDS
    from qualcode.messages import message

    told = [
        f"{message(f'deidentify.kinds.{kind}', 'en')} {counts[kind]}" for kind in KINDS if counts.get(kind)
    ]
    looks = counts.get("looks", 0)
    left = f" · left, but looks like a name: {looks}" if looks else ""
    return ("Replaced: " + (" · ".join(told) or "nothing")) + left
