"""Topics of SIB-200's Swedish part, learnt without examples, with a few and with all.

``benchmarks/sib200.py`` does it and says how.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sib200
from proof.rows import Row

NAME = "sib200"
FOLDER = "benchmarks/sib200_sv"
NEEDS = (f"{FOLDER}/train.tsv", f"{FOLDER}/test.tsv")
AIM = "aim"


def measure(shared: Path, study: Path) -> list[Row]:
    """Accuracy on the test part, and what was aimed at.

    Args:
        shared: The folder that has :data:`NEEDS`.
        study: The vectors are kept among its own.
    """
    from qualcode.encoders.cache import FOLDER as VECTORS
    from qualcode.study import Study

    nothing = float("nan")
    found: list[Row] = []
    for each in sib200.measured(shared / FOLDER, Study.open(study).private / VECTORS):
        where = ("SIB-200, Swedish", each.what, "all")
        found += [
            Row(*where, "accuracy", each.n, each.n, None, each.value, each.low, each.high),
            Row(*where, AIM, each.n, each.n, None, each.aim, nothing, nothing),
        ]
    return found


def block(rows: Sequence[Row]) -> str:
    """Accuracy beside the aim, and whether it was reached."""
    aims = {row.coder: row.value for row in rows if row.figure == AIM}
    measured = [row for row in rows if row.figure == "accuracy"]
    lines = [
        f"| SIB-200, Swedish, {measured[0].n} test sentences | accuracy (95 % interval) | aim |",
        "| --- | --- | --- |",
    ]
    for row in measured:
        aim = aims[row.coder]
        said = f"{_three(row.value)} ({_three(row.low)}–{_three(row.high)})"
        lines.append(
            f"| {row.coder} | {said} | ≥ {_three(aim)[:-1]}, {'reached' if row.value >= aim else 'missed'} |"
        )
    return "\n".join(lines)


def _three(value: float) -> str:
    """Three decimals, as the second does not tell whether an aim of two was reached: ``.887``."""
    return f"{value:.3f}".removeprefix("0")
