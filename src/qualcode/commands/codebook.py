"""``qualcode codebook``: check, show, compare and test a codebook."""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.errors import CodebookError, SettingsError

if TYPE_CHECKING:
    from rich.console import Console

    from qualcode.codebook.examples import Report
    from qualcode.codebook.model import Codebook
    from qualcode.study import Study

LEAST = 0.9
"""Share of a codebook's examples that must come out right, where nothing else is said."""

app = typer.Typer(help="Check, show, compare and test a codebook.", no_args_is_help=True)

PathArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="A codebook; the study's if left out.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


@app.command()
def check(path: PathArgument = None) -> None:
    """Say what is wrong with a codebook, each problem with its place and what to do."""
    from qualcode.codebook import fingerprint, load
    from qualcode.located import shown

    path = _path(path)
    try:
        codebook = load(path)
    except CodebookError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        count = len(error.problems)
        typer.echo(f"{count} {'problem' if count == 1 else 'problems'}.", err=True)
        raise typer.Exit(error.exit_status) from None
    examples = sum(len(code.examples.positive) + len(code.examples.negative) for code in codebook.codes)
    counts = {
        "themes": len(codebook.themes),
        "subcodes": len(codebook.codes) - len(codebook.themes),
        "examples": examples,
        "rules": sum(len(code.rules) for code in codebook.codes),
        "labelled texts": len(codebook.labelled),
    }
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    typer.echo(f"{shown(path)}: OK. {said}; fingerprint {fingerprint(codebook)}.")


@app.command()
def show(path: PathArgument = None) -> None:
    """Show the tree of codes with counts of examples, rules, subcodes and the latest run's codings."""
    from qualcode.codebook import load
    from qualcode.codebook.screens import tree

    codebook = load(_path(path))
    _console().print(tree(codebook, _codings(_study())))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The codebook as it was.")],
    new: Annotated[Path, typer.Argument(help="The codebook as it is.")],
    as_json: JsonOption = False,
) -> None:
    """Show what differs between two codebooks: codes, definitions, examples and rules."""
    from qualcode.codebook import diff as compare
    from qualcode.codebook import load
    from qualcode.codebook.screens import changes_table

    changes = compare(load(old), load(new))
    if as_json:
        _print_json([asdict(change) for change in changes])
    elif not changes:
        typer.echo("The codebooks say the same.")
    else:
        _console().print(changes_table(changes))


@app.command()
def test(
    path: PathArgument = None,
    rules_only: Annotated[bool, typer.Option("--rules-only", help="Leave the theme coder out.")] = False,
    code: Annotated[
        list[str] | None, typer.Option(help="Only this code and those under it; may be repeated.")
    ] = None,
    least: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Share of the examples that must come out right; 1 for all."),
    ] = LEAST,
    as_json: JsonOption = False,
) -> None:
    """Test every example: a positive one must get its code, a negative one must not.

    The report says which do otherwise, where they stand, and why; a codebook may hold examples that are
    harder than what its rules and model can do. Exit status 5 if more than a tenth of them do.
    """
    from qualcode.codebook import load_located
    from qualcode.codebook.examples import expectations, judge
    from qualcode.codebook.rule_trial import RuleTrial
    from qualcode.codebook.screens import report as screen
    from qualcode.codebook.trial import as_in_a_run

    loaded = load_located(_path(path))
    chosen = _chosen(code or [], loaded.codebook)
    study = _study()
    trial = RuleTrial(loaded.codebook) if rules_only else as_in_a_run(loaded.codebook, study)
    expected = [one for one in expectations(loaded) if one.code in chosen]
    report = judge(expected, trial.give, trial.explain)
    if as_json:
        _print_json(_as_json(report, loaded.codebook, trial.name))
    else:
        _console().print(screen(report, loaded.codebook, trial.name, least))
    if report.share < least:
        raise typer.Exit(5)


def _path(path: Path | None) -> Path:
    from qualcode.study import Study

    if path is None:
        return Study.find().codebook
    return Study.find(path).codebook if path.is_dir() else path


def _study() -> Study | None:
    """The study that one stands in, if any: a codebook can be looked at without one."""
    from qualcode.study import SETTINGS_FILE, Study

    here = Path.cwd()
    return (
        Study.find() if any((folder / SETTINGS_FILE).is_file() for folder in (here, *here.parents)) else None
    )


def _codings(study: Study | None) -> Counter[str] | None:
    """Codings by code id in the latest run."""
    path = study.outputs / "latest" / "codings.csv" if study else None
    if path is None or not path.is_file():
        return None
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Counter(row["code_id"] for row in csv.DictReader(file, delimiter=";"))


def _chosen(codes: list[str], codebook: Codebook) -> set[str]:
    from qualcode.located import nearest

    for code in codes:
        if code not in codebook:
            near = nearest(code, codebook.ids)
            raise SettingsError(
                f"there is no code '{code}'.",
                remedy=f"Did you mean '{near}'?" if near else "`qualcode codebook show` lists them.",
            )
    return {one for one in codebook.ids if not codes or set(codes) & set(codebook.lineage(one))}


def _as_json(report: Report, codebook: Codebook, coder: str) -> dict[str, Any]:
    from qualcode.codebook import fingerprint

    failures = [
        {
            "path": str(one.expected.place.path),
            "line": one.expected.place.line,
            "column": one.expected.place.column,
            "code": one.expected.code,
            "wanted": one.expected.wanted,
            "text": one.expected.text,
            "why": one.why,
        }
        for one in report.failures
    ]
    return {
        "codebook": fingerprint(codebook),
        "coder": coder,
        "passed": len(report.outcomes) - len(failures),
        "failed": len(failures),
        "codes": {code: asdict(tally) for code, tally in report.tallies().items()},
        "failures": failures,
    }


def _print_json(content: Any) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)
