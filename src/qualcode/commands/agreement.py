"""How far people agree with each other and with the machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

app = typer.Typer()

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.agreement.comparisons import Comparison
    from qualcode.agreement.disagreements import Disagreement
    from qualcode.agreement.figures import Agreement
    from qualcode.agreement.of_study import Result

Format = Literal["table", "csv", "json", "xlsx"]
Between = Literal["people", "machine", "both"]
SIGNS = {
    "percent": "agree", "kappa": "κ", "alpha": "α", "ac1": "AC1", "precision": "P", "recall": "R", "f1": "F1",
    "rho": "ρ",
}  # fmt: skip
IN_TERMINAL = {
    "people": ("percent", "kappa", "alpha", "ac1", "rho"),
    "machine": ("kappa", "alpha", "precision", "recall", "f1", "rho"),
}
"""A terminal has room for these, and for kappa's interval; the files have all."""
SPARED = ("rho", "ac1", "percent", "alpha")
"""What a narrow terminal leaves out, in turn."""
SHORTEST = 16
"""Least width of a code's name."""
FEW = 3
"""So many codes are named; more are counted."""
KRIPPENDORFF = "Krippendorff's lines: α from .80 to rely on, from .667 for tentative conclusions."


@app.command()
def agreement(
    study: Annotated[
        Path | None, typer.Argument(help="The study's folder; the one you stand in by default.")
    ] = None,
    between: Annotated[Between, typer.Option(help="Who is compared with whom.")] = "both",
    code: Annotated[list[str] | None, typer.Option(help="Only this code; may be repeated.")] = None,
    by_character: Annotated[
        bool, typer.Option("--by-character", help="Count characters, where places overlap in part.")
    ] = False,
    run: Annotated[
        str, typer.Option(help="The machine as it was in this run (or `latest`), not as it is now.")
    ] = "",
    resample: Annotated[
        Literal["segments", "sources"],
        typer.Option(help="segments: intervals hold for these sources; sources: for sources like these."),
    ] = "segments",
    threshold: Annotated[
        float, typer.Option(min=-1, max=1, help="Codes whose κ, by its lower limit, is below it are marked.")
    ] = 0.6,
    output: Annotated[
        Format, typer.Option("--format", help="What is printed; files are written in any case.")
    ] = "table",
) -> None:
    """Say how far people agree with each other and with the machine, code by code.

    Percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1, precision, recall, F1, Shaffer's rho, with 95 %
    intervals. What was coded blind is shown apart from what was reviewed. outputs/agreement/ gets an appendix
    (agreement.md, .xlsx, .csv, .json) with the list of disagreements to discuss.
    """
    from rich.console import Console
    from rich.text import Text

    from qualcode.agreement import appendix, of_study
    from qualcode.agreement.bootstrap import ACROSS, WITHIN
    from qualcode.agreement.disagreements import find
    from qualcode.deidentify import prepare
    from qualcode.progress import heard_by
    from qualcode.study import Study
    from qualcode.terminal import bars, shown

    console, complaints = Console(highlight=False), Console(stderr=True, highlight=False)
    found = Study.find(study)
    prepare(found)
    wanted = tuple(code or ())
    with bars(complaints) as progress, heard_by(progress):
        result = of_study.compare(
            found,
            run=run,
            between=of_study.BETWEEN if between == "both" else (between,),
            codes=wanted,
            by_character=by_character,
            how=ACROSS if resample == "sources" else WITHIN,
        )
    discuss = find(result.said, result.material, frozenset(wanted) or None, result.language)
    folder = appendix.write(result, discuss, found.outputs)
    if output == "json":
        typer.echo(appendix.as_json(result))
    elif output == "csv":
        typer.echo((folder / "agreement.csv").read_text("utf-8-sig"), nl=False)
    elif output == "xlsx":
        typer.echo(shown(folder / "agreement.xlsx"))
    else:
        _show(console, result, discuss, threshold)
        console.print(Text(f"Appendix  {shown(folder)}", style="bold"), soft_wrap=True)


def _show(console: Console, result: Result, discuss: list[Disagreement], threshold: float) -> None:
    from rich.text import Text

    from qualcode.agreement import wording
    from qualcode.messages import message

    kind = ""
    for comparison in result.comparisons:
        if comparison.kind != kind:
            kind = comparison.kind
            console.print(Text(message(f"agreement.kinds.{kind}", "en"), style="bold"), soft_wrap=True)
            console.print(Text(wording.about(result, kind, "en"), style="dim"))
            console.print()
        table, left_out = _table(result, comparison, threshold, console.width)
        console.print(table)
        if left_out:
            words = f"Too narrow for {', '.join(SIGNS[name] for name in left_out)}: see the appendix."
            console.print(Text(words, style="dim"), soft_wrap=True)
        for line in _reasons(result, comparison):
            console.print(Text(line, style="dim"), soft_wrap=True)
        console.print()
    if not result.comparisons:
        console.print("Nobody judged what anybody else did, or what was asked for.")
    people = sum(each.between == "people" for each in discuss)
    console.print(
        f"{people} disagreements between people, {len(discuss) - people} of people with the machine."
    )
    console.print(Text(KRIPPENDORFF, style="dim"), soft_wrap=True)
    if result.learnt:
        seen = message("gate.learnt", "en", count=result.learnt)
        console.print(Text(seen, style="yellow"), soft_wrap=True)
    if result.unplaced:
        lost = message("gate.unplaced", "en", count=result.unplaced)
        console.print(Text(lost, style="yellow"), soft_wrap=True)


def _table(result: Result, comparison: Comparison, threshold: float, width: int) -> tuple[Any, list[str]]:
    """A comparison's table, and the statistics for which there is no room."""
    from rich.table import Table
    from rich.text import Text

    from qualcode.agreement import wording
    from qualcode.agreement.markdown import statistics_of

    unit = " · by character" if result.by_character else ""
    table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left", title_style="")
    table.title = wording.title(comparison, "en") + unit
    table.add_column("Code", no_wrap=True)
    table.add_column("n", justify="right", no_wrap=True)
    table.add_column("%", justify="right", no_wrap=True)
    shown = statistics_of(comparison)
    names = [name for name in IN_TERMINAL[comparison.between] if name in shown]
    rows = []
    for row in comparison.rows:
        label = result.codebook[row.code].name if row.code else "all codes together"
        depth = len(result.codebook.lineage(row.code)) - 1 if row.code else 0
        shares = "/".join("–" if share is None else f"{100 * share:.0f}" for share in row.having)
        figures = {name: _cell(name, row, threshold, alone="kappa" not in names) for name in names}
        rows.append(("  " * depth + label, str(row.n), shares if row.code else "", figures))
    wide = {name: max(len(SIGNS[name]), *(len(each[3][name]) for each in rows)) for name in names}
    plain = sum(max(len(each[at]) for each in rows) for at in (1, 2))

    def room(left_out: Sequence[str]) -> int:
        shown_wide = [wide[name] for name in names if name not in left_out]
        return width - plain - sum(shown_wide) - 2 * (2 + len(shown_wide))

    left_out: list[str] = []
    for name in (each for each in SPARED if each in names):
        if room(left_out) >= SHORTEST:
            break
        left_out.append(name)
    for name in names:
        if name not in left_out:
            table.add_column(SIGNS[name], justify="right", no_wrap=True)
    longest = max(SHORTEST, room(left_out))
    for (label, n, shares, figures), row in zip(rows, comparison.rows, strict=True):
        title = label if len(label) <= longest else label[: longest - 1] + "…"
        cells = [cell for name, cell in figures.items() if name not in left_out]
        table.add_row(Text(title, "" if row.code else "bold"), n, shares, *cells)
    return table, left_out


def _cell(name: str, row: Agreement, threshold: float, *, alone: bool) -> Any:
    from rich.text import Text

    from qualcode.terminal import short

    figure = row.figures[name]
    if figure.value is None:
        return Text("–", "dim")
    if name == "rho":
        return Text("<.01" if figure.value < 0.01 else short(figure.value))
    words = short(figure.value)
    first = name == "kappa" or alone
    if first and figure.low is not None and figure.high is not None:
        words += f" ({short(figure.low)}–{short(figure.high)})"
    below = name == "kappa" and (figure.value if figure.low is None else figure.low) < threshold
    return Text(f"{words} <" if below else words, "red" if below else "")


def _reasons(result: Result, comparison: Comparison) -> list[str]:
    """Why figures are missing or how an interval was made, a line a reason."""
    from qualcode.agreement import wording
    from qualcode.agreement.markdown import statistics_of

    told: dict[str, dict[str, None]] = {}
    for row in comparison.rows:
        for name in statistics_of(comparison):
            if row.code and (words := wording.reason(row.figures[name], "en")):
                told.setdefault(words, {})[result.codebook[row.code].name] = None
    return [
        f"{words}: {', '.join(codes) if len(codes) <= FEW else f'{len(codes)} codes'}"
        for words, codes in told.items()
    ]
