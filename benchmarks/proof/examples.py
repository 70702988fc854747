"""Whether the shipped codebook's own examples get their codes, as ``qualcode codebook test`` asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proof.rows import Row, one

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
    nothing = float("nan")
    found = []
    for kind, wanted in (("all", (True, False)), ("positive", (True,)), ("negative", (False,))):
        passed = [each.passed for each in report.outcomes if each.expected.wanted in wanted]
        n, right = len(passed), sum(passed)
        share = right / n if n else nothing
        found.append(
            Row("the codebook's examples", "both", kind, "right", n, n, right, share, nothing, nothing)
        )
    return found


def block(rows: Sequence[Row]) -> str:
    """How many of how many."""
    every, yes, no = (one(rows, of=kind) for kind in ("all", "positive", "negative"))
    return (
        f"`qualcode codebook test` is right about {every.positive} of {every.n} of the shipped codebook's\n"
        f"examples: {yes.positive} of {yes.n} get the code that they are for, {no.positive} of {no.n} do\n"
        "not get the one that they are against. The coders have learnt from these examples, too."
    )
