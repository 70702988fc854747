"""The coder that comes with the program, on invented conversations that it never learnt from.

32 transcripts of other suburbs, written for this project by two language models that had read the definitions
of the codes, two of the conversations that the coder learnt from (for their form), and nothing that it is
measured on otherwise; each coded its own. So the figures hold for speech as such writers think of it, by
their reading of the codebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proof.gold import of_file
from proof.rows import Row, kappa_table, one

NAME = "unseen"
FILE = Path(__file__).parents[1] / "default_coder" / "unseen.jsonl"
NEEDS: tuple[str, ...] = ()
PART = "unseen conversations"
BOTH = "default coder, both"
CODERS = {"rules": "rules alone", "model": "default coder, model alone", "both": BOTH}


def measure(shared: Path, study: Path) -> list[Row]:
    """Precision, recall, F1 and kappa of each coder and code, and their means.

    Args:
        shared: Not looked at; the file lies in the project.
        study: The study whose codebook and encoder are measured.
    """
    from qualcode.codebook import load
    from qualcode.coding.themes import ThemeCoder
    from qualcode.learnt import encoder_of
    from qualcode.study import Study

    opened = Study.open(study)
    codebook = load(opened.codebook)
    encoder = encoder_of(opened, codebook)
    coder = ThemeCoder.learn(codebook, encoder)
    return of_file(PART, FILE, coder, encoder, CODERS)


def block(rows: Sequence[Row]) -> str:
    """Kappa by code and its mean."""
    row = one(rows, coder=BOTH, of="macro", figure="kappa")
    told = f"- {row.n} units of {row.groups} transcripts, drawn whole."
    return "\n".join([*kappa_table(rows, BOTH), "", told])
