"""Whether the shipped codebook's own examples get their codes, as ``qualcode codebook test`` asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proof.rows import Row

NAME = "examples"
NEEDS: tuple[str, ...] = ()


def measure(shared: Path, study: Path) -> list[Row]:
    """The share of examples that get their code, or do not get it where they are negative.

    Args:
        shared: Not needed.
        study: The study whose codebook it is.
    """
    from qualcode.codebook import load_located
    from qualcode.codebook.examples import expectations, judge
    from qualcode.codebook.trial import as_in_a_run
    from qualcode.study import Study

    opened = Study.open(study)
    loaded = load_located(opened.codebook)
    trial = as_in_a_run(loaded.codebook, opened)
    report = judge(expectations(loaded), trial.give, trial.explain)
    n, right = len(report.outcomes), len(report.outcomes) - len(report.failures)
    nothing = float("nan")
    return [Row("the codebook's examples", "both", "all", "right", n, n, right, right / n, nothing, nothing)]


def block(rows: Sequence[Row]) -> str:
    """How many of how many."""
    (row,) = rows
    return (
        f"`qualcode codebook test` gives {row.positive} of {row.n} of the shipped codebook's examples their\n"
        "codes; the rest are themes told without any of their words."
    )
