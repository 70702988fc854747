"""``qualcode dossier``: the argument's claims held against the material, and what people choose of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from qualcode.errors import ArgumentError, SettingsError

if TYPE_CHECKING:
    from qualcode.argument.choosing import Found
    from qualcode.study import Study

app = typer.Typer()

StudyOption = Annotated[
    Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
]
ClaimArgument = Annotated[str, typer.Argument(help="The claim's id.")]
QuotesArgument = Annotated[
    list[str], typer.Argument(help="Ids of quotes as the dossier shows them, or of the run's quotes.xlsx.")
]
PersonOption = Annotated[str, typer.Option("--person", help="Your name.")]
MemoOption = Annotated[str, typer.Option("--memo", help="Why.")]
RunOption = Annotated[str, typer.Option("--run", help="A run's name; the latest one by default.")]
LongSide = Literal["supports", "challenges", "both", "neither"]
PinSide = Literal["supports", "challenges", "both"]


@app.callback(invoke_without_command=True)
def dossier(
    context: typer.Context,
    run: RunOption = "",
    language: Annotated[str, typer.Option("--lang", help="sv or en; the study's own by default.")] = "",
    study: StudyOption = None,
) -> None:
    """Hold the argument's claims against the material: what speaks for and against each.

    codebook/argumentation.yaml states the claims and by what rules a quote supports or challenges them. The
    dossier goes to outputs/dossier/: quotes on both sides, who stands there, what is missing, tables and a
    map. Stances are a machine's suggestions until a person confirms them.
    """
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console
    from rich.text import Text

    from qualcode.argument import of_study, output, screens
    from qualcode.terminal import shown

    found = _in_language(_study(study), language)
    made = of_study.dossier(found, run=run)
    files = output.write(made, found.outputs)
    console = Console(highlight=False)
    console.print(screens.overview(made))
    for line in screens.summary(made):
        console.print(Text(line), soft_wrap=True)
    console.print(Text(f"Dossier  {shown(files[0].parent)}", style="bold"), soft_wrap=True)


@app.command()
def check(study: StudyOption = None) -> None:
    """Say what is wrong with the argumentation, each problem with its place and what to do.

    Warnings (attributes and values that no source has) leave the exit status as it is.
    """
    from qualcode import codebook
    from qualcode.argument import known, loading, of_study
    from qualcode.located import shown

    found = _study(study)
    path = of_study.file_of(found)
    try:
        loaded = loading.load(path, codebook.load(found.codebook), known.of_metadata(found))
    except ArgumentError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        count = len(error.problems)
        typer.echo(f"{count} {'problem' if count == 1 else 'problems'}.", err=True)
        raise typer.Exit(error.exit_status) from None
    for warning in loaded.warnings:
        typer.echo(f"Warning: {warning}", err=True)
    argumentation = loaded.argumentation
    kinds = [claim.kind for claim in argumentation.claims]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    rules = sum(len(claim.supports) + len(claim.challenges) for claim in argumentation.claims)
    said = ", ".join(_counted(name, count) for name, count in {**counts, "rule": rules}.items())
    typer.echo(f"{shown(path)}: OK. {said}; fingerprint {loading.fingerprint(argumentation)}.")


@app.command()
def pin(
    claim: ClaimArgument,
    quotes: QuotesArgument,
    person: PersonOption,
    side: Annotated[
        PinSide | None, typer.Option(help="Where it stands; where the dossier has it by default.")
    ] = None,
    memo: MemoOption = "",
    run: RunOption = "",
    study: StudyOption = None,
) -> None:
    """Always show a quote under a claim, and confirm the side it stands on."""
    _choose("pin", claim, quotes, person, side or "", memo, run, study)


@app.command()
def ban(
    claim: ClaimArgument,
    quotes: QuotesArgument,
    person: PersonOption,
    memo: MemoOption = "",
    run: RunOption = "",
    study: StudyOption = None,
) -> None:
    """Never show a quote under a claim; it still counts, unless `confirm --side neither` says otherwise."""
    _choose("ban", claim, quotes, person, "", memo, run, study)


@app.command()
def confirm(
    claim: ClaimArgument,
    quotes: QuotesArgument,
    person: PersonOption,
    side: Annotated[
        LongSide | None, typer.Option(help="Where it stands; where the dossier has it by default.")
    ] = None,
    memo: MemoOption = "",
    run: RunOption = "",
    study: StudyOption = None,
) -> None:
    """Confirm the side on which a quote stands, or set it right; neither: it does not speak to the claim."""
    _choose("stance", claim, quotes, person, side or "", memo, run, study)


@app.command()
def withdraw(
    claim: ClaimArgument,
    quotes: QuotesArgument,
    person: PersonOption,
    memo: MemoOption = "",
    run: RunOption = "",
    study: StudyOption = None,
) -> None:
    """Take back what was chosen of a quote under a claim."""
    _choose("withdrawn", claim, quotes, person, "", memo, run, study)


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="dossier.xlsx with choices in its first column.")],
    person: PersonOption,
    run: RunOption = "",
    study: StudyOption = None,
) -> None:
    """Take back dossier.xlsx, in whose sheet of quotes something was chosen.

    What was taken before is not added again. What cannot be taken is told by file and cell, with exit status
    12, and the rest comes in.
    """
    from qualcode.argument import of_study, sheet
    from qualcode.errors import CodingsError

    _named(person)
    found, failed = _study(study), False
    for path in files:
        arrived = sheet.take_in(path, of_study.prepare(found, run=run), person.strip())
        typer.echo(f"{path.name}: {len(arrived.new)} new choices, {arrived.known} known before.")
        for problem in arrived.problems:
            typer.echo(problem, err=True)
        failed = failed or bool(arrived.problems)
    if failed:
        raise typer.Exit(CodingsError.exit_status)


@app.command()
def choices(run: RunOption = "", study: StudyOption = None) -> None:
    """List what people pinned, banned and confirmed, and where it stands now.

    Exit status 12 if something needs a person's eye: words that are not found any more, claims that are gone,
    rows that cannot be read.
    """
    from rich.console import Console

    from qualcode.argument import of_study, screens
    from qualcode.errors import CodingsError

    prepared = of_study.prepare(_study(study), run=run)
    console = Console(highlight=False)
    if not prepared.chosen and not prepared.unreadable:
        typer.echo("Nobody has chosen anything yet. `qualcode dossier pin CLAIM QUOTE --person NAME` does.")
        return
    console.print(screens.chosen(prepared))
    for problem in prepared.unreadable:
        typer.echo(problem, err=True)
    argumentation = prepared.loaded.argumentation
    lost = [
        each for each in prepared.chosen if not each.placed.spot or each.choice.claim not in argumentation
    ]
    if lost or prepared.unreadable:
        raise typer.Exit(CodingsError.exit_status)


def _choose(
    action: Literal["pin", "ban", "stance", "withdrawn"],
    claim: str,
    quotes: list[str],
    person: str,
    side: str,
    memo: str,
    run: str,
    study: Path | None,
) -> None:
    from qualcode.argument import choosing, of_study, screens
    from qualcode.terminal import shown

    _named(person)
    prepared = of_study.prepare(_study(study), run=run)
    found: list[Found] = choosing.find(prepared, claim, quotes)
    path = choosing.choose(prepared, found, claim, action, side, person.strip(), memo)
    for each in found:
        typer.echo(screens.choice(each, action, side or each.side, claim))
    typer.echo(f"Written to {shown(path)}.")


def _counted(name: str, count: int) -> str:
    many = "hypotheses" if name == "hypothesis" else f"{name}s"
    return f"{count} {name if count == 1 else many}"


def _named(person: str) -> None:
    if not person.strip():
        raise SettingsError("choices need a name.", remedy="Give yours with --person.")


def _study(path: Path | None) -> Study:
    from qualcode.study import Study

    return Study.find(path)


def _in_language(study: Study, language: str) -> Study:
    """The study, with outputs in another language where one is asked for."""
    from qualcode.messages import LANGUAGES
    from qualcode.study import Study

    if not language:
        return study
    if language not in LANGUAGES:
        raise SettingsError(
            f"there is no language '{language}'.", remedy=f"There are: {', '.join(LANGUAGES)}."
        )
    outputs = study.settings.outputs.model_copy(update={"language": language})
    return Study(study.root, study.settings.model_copy(update={"outputs": outputs}))
