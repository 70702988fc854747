"""The coder that comes with the program, by cross-validation, as ``benchmarks/default_coder.py`` makes it.

Everything is learnt anew without the documents and transcripts that it is asked about. The labels are those
of language models that worked from the codebook by reading, not of people.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import default_coder
from proof.rows import Row, kappa_table

NAME = "default"
NEEDS = tuple(f"gold/{name}" for name in default_coder.GOLD)
PARTS = {"written_dev": "written", "spoken_dev": "spoken"}
BOTH = "default coder, both"
CODERS = {"both": BOTH, "model": "default coder, model alone"}


def measure(shared: Path, study: Path) -> list[Row]:
    """Cohen's kappa of each theme and their mean, with the rules and without them.

    Args:
        shared: The folder that has :data:`NEEDS`.
        study: The study whose codebook it is; the vectors are kept among its own.
    """
    import numpy as np

    from qualcode.encoders.cache import FOLDER
    from qualcode.study import Study

    opened = Study.open(study)
    corpus = default_coder.read(shared / "gold", opened.private / FOLDER, opened.codebook)
    found: list[Row] = []
    for what, figures in default_coder.measure(corpus).items():
        part, voters = what.split(", ")
        units = np.flatnonzero(corpus.part == part)
        labels, groups = corpus.material.labels[units], len(set(corpus.source[units]))
        for code, (value, low, high) in figures.items():
            n, positive = len(units), None
            if code in corpus.themes:
                own = labels[:, corpus.themes.index(code)]
                n, positive = int((~np.isnan(own)).sum()), int((own == 1).sum())
            where = (PARTS[part], CODERS[voters], code, "kappa", n, groups, positive)
            found.append(Row(*where, *(float(each) for each in (value, low, high))))
    return found


def block(rows: Sequence[Row]) -> str:
    """Kappa by code and its mean, with all intervals."""
    lines = kappa_table(rows, BOTH)
    groups = {row.on: row.groups for row in rows}
    lines += [
        "",
        f"- {groups['written']} documents and {groups['spoken']} transcripts, left out whole in five parts.",
        "- For the intervals, spoken units are drawn within their transcript, written ones from all of them.",
    ]
    return "\n".join(lines)
