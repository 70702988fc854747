"""Measure the coders against labelled text."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.study import Study

app = typer.Typer(add_completion=False)

if TYPE_CHECKING:
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.evaluation import Figures, LabelledUnits

SHOWN = ("precision", "recall", "f1", "kappa")


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Labelled units, .jsonl.", show_default=False)],
    codebook: Annotated[
        Path | None, typer.Option(help="Another codebook than the study's.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
) -> None:
    """Measure the coders against labelled text.

    Rules alone, the model alone and both, at the thresholds that a run uses; with the trained coder and the
    other coders that study.yaml names. Each line of a file is a unit:
    {"text": "…", "codes": ["jobb"], "disputed": []}. Nothing is learnt from these files, and where the coder
    that comes with qualcode was learnt from most of them, it takes no part.
    """
    from qualcode.codebook import load
    from qualcode.coding.others import open_others
    from qualcode.coding.warned import warn_before_sending
    from qualcode.evaluation import evaluate as measure
    from qualcode.evaluation import macro, read_units
    from qualcode.learnt import encoder_of
    from qualcode.training.use import coder_for

    study = Study.find()
    book = load(codebook or study.codebook)
    units = [read_units(path, book) for path in files]
    encoder = encoder_of(study, book)
    if _seen(encoder, files, units):
        without = study.settings.coders.model_copy(update={"learnt": False})
        study = replace(study, settings=study.settings.model_copy(update={"coders": without}))
        encoder = encoder_of(study, book)
    warn_before_sending(study.settings)
    coder, others = coder_for(study, book, encoder), open_others(study, book)
    results = {
        str(path): measure(part, coder, encoder, others=others)
        for path, part in zip(files, units, strict=True)
    }
    if as_json:
        found = {
            name: {
                voters: {code: asdict(one) for code, one in by_code.items()}
                | {"macro": {figure: macro(by_code, figure) for figure in SHOWN}}
                for voters, by_code in result.items()
            }
            for name, result in results.items()
        }
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for path, part in zip(files, units, strict=True):
        _show(path.name, len(part.texts), results[str(path)])


def _seen(encoder: CachedEncoder, files: list[Path], units: list[LabelledUnits]) -> bool:
    """Whether the learnt coder was learnt from most units of a file; says so of each."""
    if encoder.learnt is None:
        return False
    most = False
    for path, part in zip(files, units, strict=True):
        seen, n = encoder.learnt.has_seen(part.texts), len(part.texts)
        if not seen:
            continue
        told = f"{path.name}: the coder that comes with qualcode was learnt from {seen} of these {n} units"
        if seen > n / 2:
            most = True
            told += ". It takes no part here; what it reaches is in its model card."
        else:
            told += "; figures are a little too good."
        typer.echo(told, err=True)
    return most


def _show(name: str, size: int, result: dict[str, dict[str, Figures]]) -> None:
    from rich.console import Console
    from rich.table import Table

    from qualcode.evaluation import macro

    table = Table(title=f"{name}: {size} units", title_justify="left")
    table.add_column("coder", no_wrap=True)
    table.add_column("code", no_wrap=True)
    for heading in ("n", "given", "P", "R", "F1", "κ"):
        table.add_column(heading, justify="right")
    for voters, by_code in result.items():
        for row, (code, found) in enumerate(by_code.items()):
            counts = (str(found.positive), str(found.given))
            table.add_row("" if row else voters, code, *counts, *_numbers(found))
        means = [_number(macro(by_code, figure)) for figure in SHOWN]
        table.add_row("", "macro", "", "", *means, style="bold", end_section=True)
    Console().print(table)


def _numbers(found: Figures) -> list[str]:
    return [_number(getattr(found, figure)) for figure in SHOWN]


def _number(value: float) -> str:
    return "–" if value != value else f"{value:.2f}"
