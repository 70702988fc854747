"""Rules, a model and both, learnt from the codebook alone, against labelled written and spoken Swedish.

The coder that comes with the program has seen this text and takes no part; :mod:`proof.default_coder` is the
place for it. The labels are those of two language models that worked from the codebook by reading, not of
people. Nothing is learnt from these files here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from proof import grouped
from proof.rows import Row, interval, one, short
from qualcode.evaluation import given, read_units

if TYPE_CHECKING:
    from qualcode.coding.themes import ThemeCoder
    from qualcode.encoders import Encoder

NAME = "gold"
PARTS = {"written": "gold/written_dev.jsonl", "spoken": "gold/spoken_dev.jsonl"}
NEEDS = tuple(PARTS.values())
BOTH = "both from the codebook"
CODERS = {"rules": "rules alone", "model": "model from the codebook", "both": BOTH}


def measure(shared: Path, study: Path) -> list[Row]:
    """Precision, recall, F1 and kappa of each coder and code, and their means.

    Args:
        shared: The folder that has :data:`NEEDS`.
        study: The study whose codebook and encoder are measured.
    """
    from qualcode.codebook import load
    from qualcode.coding.themes import ThemeCoder
    from qualcode.encoders.cache import encoder_of
    from qualcode.study import Study

    opened = Study.open(study)
    codebook, encoder = load(opened.codebook), encoder_of(opened)
    coder = ThemeCoder.learn(codebook, encoder)
    found: list[Row] = []
    for part, file in PARTS.items():
        found += of_file(part, shared / file, coder, encoder, CODERS)
    return found


def of_file(on: str, path: Path, coder: ThemeCoder, encoder: Encoder, names: Mapping[str, str]) -> list[Row]:
    """Figures of what a coder gives the units of a file, rules, model and both by themselves.

    Args:
        on: What the file is called.
        path: Labelled text, as :func:`qualcode.evaluation.read_units` reads it.
        coder: Who is asked.
        encoder: The one that it learnt with.
        names: What its voters are called.
    """
    units, groups = read_units(path, coder.codebook), documents(path)
    found: list[Row] = []
    for voters, codings in given(units, coder, encoder).items():
        by_code = [
            grouped.counts(units.labels[:, at], codings[:, at], units.agreed[:, at], groups)
            for at in range(len(units.codes))
        ]
        found += grouped.rows(on, names[voters], units.codes, by_code, len(units.texts))
    return found


def block(rows: Sequence[Row]) -> str:
    """Kappa by coder and code, and the means of the other figures."""
    codes = list(dict.fromkeys(row.of for row in rows if row.of != "macro"))
    lines = [
        "Learnt from the codebook alone, without the coder that comes with the program:",
        "",
        f"| Cohen's kappa | {' | '.join(codes)} | macro (95 % interval) |",
        "| --- |" + " --- |" * (len(codes) + 1),
    ]
    for part, coder in dict.fromkeys((row.on, row.coder) for row in rows):
        cells = []
        for code in (*codes, "macro"):
            row = one(rows, on=part, coder=coder, of=code, figure="kappa")
            said = f"**{short(row.value)}**" if coder == BOTH else short(row.value)
            cells.append(f"{said} ({interval(row)})" if code == "macro" else said)
        lines.append(f"| {part}, {coder} | {' | '.join(cells)} |")
    lines.append("")
    for part in dict.fromkeys(row.on for row in rows):
        said = []
        for figure, name in (("precision", "precision"), ("recall", "recall"), ("f1", "F1")):
            row = one(rows, on=part, coder=BOTH, of="macro", figure=figure)
            said.append(f"{name} {short(row.value)} ({interval(row)})")
        groups = one(rows, on=part, coder=BOTH, of="macro", figure="kappa").groups
        kind = "documents" if part == "written" else "transcripts"
        lines.append(f"- Both on {part} text, macro: {', '.join(said)}; {groups} {kind}, drawn whole.")
    lines.append("- The labels are those of two language models that read the codebook, not of people.")
    return "\n".join(lines)


def documents(path: Path) -> np.ndarray:
    """The document of each unit, as numbers from 0 in order of appearance."""
    lines = path.read_text("utf-8-sig").splitlines()
    names = [_document(json.loads(line)) for line in lines if line.strip()]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names])


def _document(row: dict[str, object]) -> str:
    """What a unit was cut from; by itself where nothing is said."""
    parts = [str(row[name]) for name in ("source", "source_id") if row.get(name)]
    return "\x1f".join(parts) or str(row.get("text"))
