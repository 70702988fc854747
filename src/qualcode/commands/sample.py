"""Draw segments for people to code blind, as Excel sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.errors import SettingsError

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.sampling.take import Taken, Wish

app = typer.Typer()


@app.command()
def sample(
    random: Annotated[
        int | None, typer.Option("--random", min=1, help="So many segments at random.", metavar="N")
    ] = None,
    uncertain: Annotated[
        int | None,
        typer.Option(
            "--uncertain", min=1, metavar="N", help="So many of those that the machine is least sure of."
        ),
    ] = None,
    width: Annotated[
        float | None,
        typer.Option("--width", help="As many as an interval (95 %) of this width needs: 0.1 is ± 0.05."),
    ] = None,
    of: Annotated[
        str, typer.Option("--of", help="What --width is of: share (prevalence) or kappa.", metavar="WHAT")
    ] = "share",
    share: Annotated[
        float | None,
        typer.Option("--share", help="The share of segments with a code that you expect [0.5; kappa: 0.2]."),
    ] = None,
    kappa: Annotated[float, typer.Option("--kappa", help="The kappa that you expect.")] = 0.7,
    stratify: Annotated[
        str, typer.Option("--stratify", metavar="NAMES", help="Strata: source, attributes (source,group).")
    ] = "",
    equal: Annotated[bool, typer.Option("--equal", help="The same number from each stratum.")] = False,
    coders: Annotated[
        str, typer.Option("--coders", metavar="NAMES", help='Who codes, one sheet each ("Anna Ek,Bo Alm").')
    ] = "",
    split: Annotated[
        bool, typer.Option("--split", help="Each coder gets a part of the segments, not all.")
    ] = False,
    overlap: Annotated[
        int, typer.Option("--overlap", min=0, help="With --split: so many segments go to everybody.")
    ] = 0,
    code: Annotated[
        list[str] | None, typer.Option("--code", help="Only this code and those under it; may be repeated.")
    ] = None,
    themes: Annotated[bool, typer.Option("--themes", help="Only the codes at the top.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Leave out what earlier random samples drew.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same segments.")] = 1,
    name: Annotated[str, typer.Option("--name", help="What to call the sample; its date by default.")] = "",
    study: Annotated[
        Path | None, typer.Option("--study", help="The study's folder; the one you stand in by default.")
    ] = None,
) -> None:
    """Draw segments for people to code blind, as Excel sheets.

    The sheets lie in codings/samples/NAME/, with the codebook beside the segments and nothing of what the
    machine says. Give each coder theirs; `qualcode codings import FILE...` takes them back. Beside them,
    design.json says how the sample was drawn.
    """
    from rich.console import Console

    from qualcode import run
    from qualcode.job import Job
    from qualcode.sampling.take import Wish, take
    from qualcode.study import Study
    from qualcode.terminal import bars

    if sum(value is not None for value in (random, uncertain, width)) != 1:
        raise SettingsError(
            "the size of the sample is not clear.",
            remedy="Give one of --random N, --uncertain N and --width W (with --of share or kappa).",
        )
    if of not in ("share", "kappa"):
        raise SettingsError(f"--of {of} is not known.", remedy="It is share or kappa.")
    if uncertain and (stratify or equal):
        raise SettingsError("an uncertain sample has no strata.", remedy="Leave out --stratify and --equal.")
    names = _parts(coders)
    if split and len(names) < 2:
        raise SettingsError(
            "a sample is split among several coders.", remedy='Name them: --coders "Anna Ek,Bo Alm".'
        )
    if expected := share:
        if not 0 < expected < 1:
            raise SettingsError(f"{expected:g} is no share.", remedy="Give --share a number between 0 and 1.")
    else:
        expected = 0.2 if of == "kappa" else 0.5
    complaints = Console(stderr=True, highlight=False)
    job = Job(Study.find(study))
    wish = Wish(
        n=random or uncertain or 0, uncertain=uncertain is not None, width=width or 0.0, of=of,
        share=expected, kappa=kappa, by=_parts(stratify), equal=equal,
        coders=names, split=split, overlap=overlap, codes=_codes(job.equipment.codebook, code or [], themes),
        only_new=new, seed=seed, name=name,
    )  # fmt: skip
    with bars(complaints) as progress, run.heard_by(progress):
        if wish.uncertain:
            run.work(job)
        taken = take(job, wish)
    _tell(taken, wish)
    for problem in job.problems:
        complaints.print(f"Could not be read: {problem}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(3 if job.problems else 0)


def _parts(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in words.split(",") if part.strip()))


def _codes(codebook: Codebook, wanted: list[str], themes: bool) -> tuple[str, ...]:
    from qualcode.located import nearest

    for code in wanted:
        if code not in codebook:
            near = nearest(code, codebook.ids)
            raise SettingsError(
                f"there is no code '{code}'.",
                remedy=f"Did you mean '{near}'?" if near else "`qualcode codebook show` lists them.",
            )
    chosen = [one for one in codebook.ids if not wanted or set(wanted) & set(codebook.lineage(one))]
    return tuple(one for one in chosen if not themes or codebook[one].parent is None)


def _tell(taken: Taken, wish: Wish) -> None:
    from qualcode.sampling import size
    from qualcode.terminal import shown

    sample = taken.sample
    drawn = "the most uncertain" if wish.uncertain else "at random"
    by = (
        f", by {', '.join(sample.stratified_by)} ({len(sample.strata)} strata)"
        if sample.stratified_by
        else ""
    )
    typer.echo(f"{sample.drawn} of {sample.population} segments, {drawn}{by}; {len(sample.codes)} codes.")
    if not wish.uncertain:
        n = sample.drawn
        widths = ", ".join(
            f"{size.width_of_kappa(n, p, wish.kappa):.2f} at {p:.0%}" for p in (0.05, 0.2, 0.5)
        )
        typer.echo(f"Width of kappa's interval (95 %, kappa {wish.kappa:g}) by share of the code: {widths}.")
    for who, (path, count) in taken.sheets.items():
        typer.echo(f"{who or 'Sheet'}: {shown(path)} ({count} segments)")
