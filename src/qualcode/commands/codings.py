"""People's codings: list, import, check where they stand, settle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.errors import CodingsError, SettingsError

if TYPE_CHECKING:
    from qualcode.decisions.incoming.taken import Material
    from qualcode.job import Job

app = typer.Typer()

StudyOption = Annotated[
    Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
]


@app.callback(invoke_without_command=True)
def codings(context: typer.Context, study: StudyOption = None) -> None:
    """People's codings: list, import, check where they stand, settle.

    They lie in codings/*.csv, one row a judgement, and hold before the machine's in every run. Without a
    command: who judged which codes, how often, and when last.
    """
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console

    from qualcode.decisions import in_force, ledger, screens
    from qualcode.study import Study

    found = Study.find(study)
    everything, problems = ledger.read(found.codings)
    said = in_force(everything)
    console = Console(highlight=False)
    if not said and not problems:
        console.print("Nobody has coded anything yet. `qualcode sample` draws segments for people to code.")
        return
    console.print(screens.overview(said))
    _complain(problems)
    _leave(bool(problems))


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="Sheets of a sample, quotes.xlsx with decisions, lists (.csv, .xlsx)."),
    ],
    coder: Annotated[
        str, typer.Option("--coder", help="Who filled them in, where the file does not say so.")
    ] = "",
    study: StudyOption = None,
) -> None:
    """Take filled-in sheets, decided quotes and lists into codings/.

    A list has the columns source, quote (or start and end), code and coder, with semicolons, commas or tabs.
    What was taken before is not added again. What cannot be taken is told by file, row and cell, with exit
    status 12, and the rest comes in.
    """
    from rich.console import Console

    from qualcode.decisions import screens
    from qualcode.decisions.incoming.take_in import take_in
    from qualcode.decisions.incoming.taken import coder_name

    if coder and coder_name(coder) is None:
        raise SettingsError(
            f"'{coder}' is no person's name.", remedy="Give --coder a name without @ and ' + '."
        )
    job = _job(study)
    material = _material(job, coder_name(coder) or "")
    arrived, failed = take_in(job.study, files, material)
    console = Console(highlight=False)
    for one in arrived:
        console.print(screens.arrival(one), soft_wrap=True, markup=False)
    if new := [decision for one in arrived for decision in one.new]:
        console.print(screens.summary(new, material.codebook))
    problems = [*failed, *(problem for one in arrived for problem in one.taken.problems)]
    _complain(problems)
    _leave(bool(problems))


@app.command()
def check(study: StudyOption = None) -> None:
    """Say what has moved with an edited text, what is open, and where people disagree.

    Exit status 12 if something needs a person's eye: decisions that are open, moved, on unknown codes, or
    rows that cannot be read.
    """
    from rich.console import Console

    from qualcode.decisions import in_study, screens, settling

    job = _job(study)
    coded = job.segmented()
    job.people.outrank(coded, job.equipment.codebook)
    found, counts = settling.cases(job.people.placed), job.people.counts()
    console = Console(highlight=False)
    if not job.people:
        console.print("Nobody has coded anything yet.")
        return
    console.print(screens.standing(counts))
    for case in found:
        console.print(screens.case(case), soft_wrap=True)
    disputes = screens.disputes(job.people.verdicts, {source.name: source for source in coded})
    for line in disputes:
        console.print(line, soft_wrap=True)
    for source in screens.unread(job):
        Console(stderr=True, highlight=False).print(source, style="red", markup=False, soft_wrap=True)
    _complain(job.people.problems)
    for key, values in in_study.warnings({"unknown_codes": counts["unknown_codes"]}):
        from qualcode.messages import message

        console.print(message(f"source_warnings.{key}", "en", **values), style="yellow", soft_wrap=True)
    if found:
        console.print(
            "Settle them one by one, or with a list in Excel: see `qualcode codings settle --help`."
        )
    _leave(bool(found or job.people.problems or counts["unknown_codes"]))


@app.command()
def settle(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Cases, by their ids in `qualcode codings check`.")
    ] = None,
    place: Annotated[
        int, typer.Option("--place", min=1, help="They belong to this one of the places that check lists.")
    ] = 1,
    gone: Annotated[
        bool, typer.Option("--gone", help="Their words are gone: withdraw the decisions.")
    ] = False,
    moved: Annotated[
        bool, typer.Option("--moved", help="All that moved belongs where it was found.")
    ] = False,
    list_: Annotated[
        Path | None,
        typer.Option("--list", help="Write all cases to this .xlsx, to be filled in and imported."),
    ] = None,
    study: StudyOption = None,
) -> None:
    """Say where decisions belong that were made on a text that was edited since.

    Rows are added to codings/, none is changed: a decision is withdrawn where it stood and given where it
    belongs. Cases can be settled one by one, all moved ones at once, or in a list.
    """
    from qualcode.decisions import ledger, settle_sheet, settling
    from qualcode.terminal import shown

    if not (ids or moved or list_):
        raise SettingsError(
            "it does not say what to settle.", remedy="Give ids, --moved, or --list FILE.xlsx."
        )
    job = _job(study)
    material = _material(job, "")
    job.people.place(material.texts)
    found = settling.cases(job.people.placed)
    if list_ is not None:
        try:
            settle_sheet.write(list_, found, material.texts, job.study.settings.outputs.language)
        except OSError as error:
            raise CodingsError(f"{list_} cannot be written ({error.strerror or error}).") from error
        name = shown(list_)
        typer.echo(f"{_cases(len(found))} in {name}. Fill it in, and `qualcode codings import {name}`.")
        return
    chosen = settling.of_ids(found, ids or ()) + [case for case in found if moved and case.moved and not ids]
    rows = []
    for case in chosen:
        if gone:
            rows += settling.dropped(case, material.made)
            continue
        if len(case.spots) < place:
            raise SettingsError(
                f"case {case.id} has {len(case.spots) or 'no'} places, not {place}.",
                remedy="`qualcode codings check` lists them; --gone says that the words are no more.",
            )
        rows += settling.moved(case, case.spots[place - 1], material.texts, material.made)
    ledger.append(job.study.codings, rows)
    typer.echo(f"{_cases(len(chosen))} settled; {len(rows)} rows added.")


def _cases(number: int) -> str:
    return f"{number} {'case' if number == 1 else 'cases'}"


def _job(study: Path | None) -> Job:
    from qualcode.job import Job
    from qualcode.study import Study

    return Job(Study.find(study))


def _material(job: Job, coder: str) -> Material:
    from contextlib import suppress

    from qualcode.decisions.decision import now
    from qualcode.decisions.incoming.taken import Material
    from qualcode.errors import SourceError

    texts: dict[str, str] = {}
    for name in job.sources:
        with suppress(SourceError):
            texts[name] = job.text(name)
    return Material(texts, job.equipment.codebook, now(), coder, job.people.said)


def _complain(problems: list[CodingsError]) -> None:
    from rich.console import Console

    for problem in problems:
        Console(stderr=True, highlight=False).print(str(problem), style="red", markup=False, soft_wrap=True)


def _leave(trouble: bool) -> None:
    if trouble:
        raise typer.Exit(CodingsError.exit_status)
