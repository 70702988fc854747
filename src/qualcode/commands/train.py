"""Learn a coder from the codebook's examples and people's codings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

app = typer.Typer()

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.study import Study
    from qualcode.training.teaching import Taught


@app.command()
def train(
    name: Annotated[str, typer.Argument(help="What the coder is to be called.")] = "coder",
    test: Annotated[
        list[str] | None,
        typer.Option(
            "--test",
            help="A source, or a random sample, that nothing is learnt from; only scored. May be repeated.",
            show_default=False,
        ),
    ] = None,
    no_curve: Annotated[
        bool, typer.Option("--no-curve", help="Without the learning curve, which takes half of the time.")
    ] = False,
    fine_tune: Annotated[
        bool,
        typer.Option(
            "--fine-tune",
            help="Also fine-tune the encoder, and use it for the codes that it makes better (needs torch;"
            " minutes for a few hundred segments).",
        ),
    ] = False,
    study: Annotated[
        Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
    ] = None,
) -> None:
    """Learn a coder from the codebook's examples and people's codings.

    What people said in codings/ (blind codings, imports, accepted and rejected quotes) joins the codebook's
    examples, and what they say is added to what a run makes of a segment without training; a code that gains
    nothing by it is left as it is. What is chosen is chosen by cross-validation in which no source is on both
    sides; the figures are of sources that the coder had not seen. The coder lands in models/NAME with a model
    card, and runs use it when study.yaml says `coders: {trained: NAME}`.
    """
    from rich.console import Console

    from qualcode.coding.warned import warn_before_sending
    from qualcode.deidentify import prepare
    from qualcode.study import Study
    from qualcode.training.teaching import teach

    console, complaints = Console(highlight=False), Console(stderr=True, highlight=False)
    found = Study.find(study)
    warn_before_sending(found.settings)
    prepare(found)
    with complaints.status("Reading and encoding what there is …") as status:
        taught = teach(
            found,
            name,
            test=test or (),
            with_curve=not no_curve,
            fine_tune=fine_tune,
            progress=lambda what, done, every: status.update(f"{what.capitalize()} {done}/{every} …"),
        )
    for problem in taught.gathered.problems:
        complaints.print(problem, style="red", markup=False, soft_wrap=True)
    _show(taught, found, console)


def _show(taught: Taught, study: Study, console: Console) -> None:
    from rich import box
    from rich.table import Table

    from qualcode.messages import message
    from qualcode.terminal import short
    from qualcode.training import model_card
    from qualcode.training.card import not_better
    from qualcode.training.folder import folder_of
    from qualcode.training.model_card import for_people_wishes

    if not taught.n_judged:
        console.print(message("model_card.nothing_judged", "en").replace("**", ""), soft_wrap=True)
    else:
        table = Table(
            title=f"{taught.n_judged} judged segments; sources held out in turn"
            if taught.whole_sources
            else f"{taught.n_judged} judged segments of few sources; blocks of them held out in turn",
            title_justify="left",
            box=box.SIMPLE_HEAD,
            padding=(0, 1, 0, 0),
        )
        table.add_column("code", no_wrap=True, overflow="ellipsis", max_width=24)
        for heading in ("n", "with", "P", "R", "F1", "κ", "95 %", "before"):
            wide = 9 if heading == "95 %" else 6 if heading == "before" else 4
            table.add_column(heading, justify="right", no_wrap=True, min_width=wide)
        for code_id, each in taught.after.codes.items():
            low, high = each.intervals["kappa"]
            table.add_row(
                code_id,
                str(each.n),
                str(each.positive),
                *(short(each.figures[figure]) for figure in ("precision", "recall", "f1")),
                short(each.figures["kappa"]),
                f"{short(low)}–{short(high)}",
                short(taught.before.codes[code_id].figures["kappa"]),
            )
        if taught.after.codes:
            console.print(table)
            value, (low, high) = taught.after.kappa
            console.print(
                f"Macro kappa {short(value)} ({short(low)}–{short(high)});"
                f" {short(taught.before.kappa[0])} without training."
            )
        else:
            console.print(
                f"{taught.n_judged} judged segments,"
                " but no code has enough that have it and enough that have not."
            )
        if not_better(taught):
            console.print(message("model_card.figures.not_better", "en").replace("**", ""), soft_wrap=True)
        for line in for_people_wishes(taught, "en"):
            console.print(line.replace("**", ""), markup=False, soft_wrap=True)
        for line in model_card.built(taught, "en"):
            if line:
                console.print(line, markup=False, soft_wrap=True)
        if taught.gathered.segments.marks_alone:
            console.print(message("model_card.marks_alone", "en"), markup=False, soft_wrap=True)
        if taught.tuned is not None:
            console.print(model_card.tuned(taught, "en"), markup=False, soft_wrap=True)
    if taught.test is not None:
        value, (low, high) = taught.test.kappa
        again = f" (scored {taught.tested_before} times before)" if taught.tested_before else ""
        console.print(f"Kept apart{again}: macro kappa {short(value)} ({short(low)}–{short(high)}).")
    folder = folder_of(study, taught.name)
    console.print(f"Model card  {folder / 'MODEL_CARD.md'}", markup=False, soft_wrap=True)
    if study.settings.coders.trained != taught.name:
        console.print(
            f"Runs use it when study.yaml says  coders: {{trained: {taught.name}}}",
            markup=False,
            soft_wrap=True,
        )
