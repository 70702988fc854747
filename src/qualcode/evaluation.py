"""How far the coders agree with labelled text: precision, recall, F1 and Cohen's kappa per code.

Labelled text is a ``.jsonl`` file: one unit a line with ``text``, ``codes`` and, where two people coded it,
``disputed``: the codes that only one of them gave; such a pair of unit and code is left out. Units of a
conversation also have its ``source``, ``speaker`` and ``role``, and stand in order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.coding.calibration import cohens_kappa
from qualcode.coding.others import OtherCoder
from qualcode.coding.rules import match_texts
from qualcode.coding.themes import VOTERS, Scores, ThemeCoder
from qualcode.encoders import Encoder, Progress
from qualcode.errors import Place, SettingsError
from qualcode.learnt.surroundings import Surroundings, of_rows

MEASURED = ":evaluate"
"""What answers about labelled units are kept under; no source is called so."""


@dataclass(frozen=True, slots=True)
class LabelledUnits:
    """Units and what people gave them.

    Attributes:
        texts: The units.
        codes: Ids of the codes that are measured: those of the codebook that the file uses.
        labels: (n_texts, n_codes) bool.
        agreed: (n_texts, n_codes) bool; False where the coders disagreed.
        around: Where each unit stands: units with a ``speaker`` follow those before of the same ``source``.
    """

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    labels: np.ndarray
    agreed: np.ndarray
    around: tuple[Surroundings, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Agreement of a coder with the labels of one code: of ``n`` units ``positive`` have it."""

    n: int
    positive: int
    given: int
    precision: float
    recall: float
    f1: float
    kappa: float


def read_units(path: Path, codebook: Codebook) -> LabelledUnits:
    """Reads a file of labelled units.

    Raises:
        SettingsError: there is no such file, a line is not a unit, or no code of the codebook is used.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}).",
            where=Place(path),
            remedy="Name a .jsonl file with `text` and `codes` on each line.",
        ) from error
    rows, read = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            rows.append(_unit(path, number, line))
            read.append(json.loads(line))
    used = {code for _, codes, disputed in rows for code in (*codes, *disputed)}
    measured = tuple(code_id for code_id in codebook.ids if code_id in used)
    if not measured:
        raise SettingsError(
            "no unit has a code of the codebook.",
            where=Place(path),
            remedy=f"Use its ids: {', '.join(code.id for code in codebook.themes)} …",
        )
    return LabelledUnits(
        tuple(text for text, _, _ in rows),
        measured,
        np.array([[code in codes for code in measured] for _, codes, _ in rows]),
        np.array([[code not in disputed for code in measured] for _, _, disputed in rows]),
        tuple(of_rows(read)),
    )


def _unit(path: Path, number: int, line: str) -> tuple[str, set[str], set[str]]:
    try:
        row = json.loads(line)
        return str(row["text"]), set(row["codes"]), set(row.get("disputed", ()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SettingsError(
            "not a labelled unit.",
            where=Place(path, number),
            remedy='Write {"text": "…", "codes": ["…"]}, one on each line.',
        ) from error


def evaluate(
    units: LabelledUnits,
    coder: ThemeCoder,
    encoder: Encoder,
    *,
    others: Sequence[OtherCoder] = (),
    progress: Progress | None = None,
) -> dict[str, dict[str, Figures]]:
    """Figures by voters (``rules``, ``model``, ``both``) and code id, at the thresholds that a run uses.

    Other coders stand by their names, each by itself; ``all`` is what a run with them gives.

    Args:
        units: Labelled text.
        coder: Learnt from the codebook, or from people.
        encoder: The one that it learnt with.
        others: Coders beside rules and themes.
        progress: Called while units are encoded.

    Raises:
        ModelError: another coder cannot be asked.
    """
    result: dict[str, dict[str, Figures]] = {}
    for voters, codings in given(units, coder, encoder, others=others, progress=progress).items():
        result[voters] = {}
        for place, code_id in enumerate(units.codes):
            agreed = units.agreed[:, place]
            result[voters][code_id] = figures(units.labels[agreed, place], codings[agreed, place])
    return result


def given(
    units: LabelledUnits,
    coder: ThemeCoder,
    encoder: Encoder,
    *,
    others: Sequence[OtherCoder] = (),
    progress: Progress | None = None,
) -> dict[str, np.ndarray]:
    """What coders give each unit, by voters: (n_texts, n_codes) bool, the codes that are measured.

    Args:
        units: Labelled text.
        coder: Learnt from the codebook, or from people.
        encoder: The one that it learnt with.
        others: Coders beside rules and themes.
        progress: Called while units are encoded.
    """
    book = coder.codebook
    vectors = encoder.encode(units.texts, progress=progress)
    scores = coder.score(units.texts, vectors, match_texts(book, units.texts, book.language), units.around)
    found = {voters: coder.given(scores, voters, {}) for voters in VOTERS}
    if others:
        found |= _with_others(units, coder, scores, others)
    columns = [book.ids.index(code_id) for code_id in units.codes]
    return {voters: codings[:, columns] for voters, codings in found.items()}


def _with_others(
    units: LabelledUnits, coder: ThemeCoder, scores: Scores, others: Sequence[OtherCoder]
) -> dict[str, np.ndarray]:
    from qualcode.coding.joining import ALONE
    from qualcode.coding.others import Unit, ask
    from qualcode.coding.votes import joined

    pairs = zip(units.texts, units.around, strict=True)
    voted = ask(
        others, [Unit(MEASURED, text, where.before[0] if where.before else "") for text, where in pairs]
    )
    given = {each.name: each.votes.probability >= ALONE for each in voted}
    probability, thresholds = joined(coder, scores, "both", {}, voted, alone=False)
    return {**given, "all": probability >= thresholds}


def figures(labels: np.ndarray, given: np.ndarray) -> Figures:
    """Compares two yes/no judgements of the same units; a share of nothing is NaN.

    Args:
        labels: (n,) bool, what people say.
        given: (n,) bool, what the coder says.
    """
    right = int((labels & given).sum())
    precision = right / given.sum() if given.any() else float("nan")
    recall = right / labels.sum() if labels.any() else float("nan")
    everything = int(labels.sum() + given.sum())
    f1 = 2 * right / everything if everything else float("nan")
    counts = (len(labels), int(labels.sum()), int(given.sum()))
    return Figures(*counts, float(precision), float(recall), f1, cohens_kappa(labels, given))


def macro(by_code: dict[str, Figures], name: str) -> float:
    """Mean of a figure over the codes that have one."""
    values = [getattr(found, name) for found in by_code.values()]
    return float(np.nanmean(values)) if not np.isnan(values).all() else float("nan")
