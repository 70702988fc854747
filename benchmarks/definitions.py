"""What a code's definition and inclusions add to its examples, by how many examples there are.

    python benchmarks/definitions.py ../shared/gold

A codebook with few examples a code is made by drawing from the shipped one. The vectors' ridge regression
(:mod:`qualcode.coding.thememodel`) learns from them, once from the examples alone and once from definition
and inclusions as well, each a text that has the code. What is learnt is measured on gold files that nobody
learnt from, by average precision, the mean of the five codes; the codes there are those of language models
that read the codebook, not of people. Nothing was chosen by these figures. Intervals draw documents and
draws of examples anew. `--write` keeps the table in benchmarks/results/definitions_by_size.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import asked
from proof.gold import documents
from qualcode.codebook import load
from qualcode.coding.centring import centred
from qualcode.coding.ridge import Ridge
from qualcode.coding.thememodel import PENALTIES
from qualcode.coding.training import training_set
from qualcode.encoders import Encoder
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.evaluation import read_units

HERE = Path(__file__).parent
CODEBOOK = HERE.parent / "codebook" / "forstudie.yaml"
RESULTS = HERE / "results" / "definitions_by_size.md"
PARTS = ("written_train", "dialogues", "written_dev", "spoken_dev")
SIZES, DRAWS, SAMPLES, SEED = (0, 2, 4, 8, 16, 24, 32, 64, None), 8, 500, 7


@dataclass(frozen=True)
class Part:
    """Coded text.

    Attributes:
        labels: (n_units, n_codes) bool.
        agreed: Likewise; False where the coders did not agree.
        documents: (n_units,), numbers from 0.
        vectors: (n_units, width).
    """

    labels: np.ndarray
    agreed: np.ndarray
    documents: np.ndarray
    vectors: np.ndarray


@dataclass(frozen=True)
class Known:
    """What can be learnt from: vectors and labels of examples, and those of definitions and inclusions."""

    examples: np.ndarray
    labels: np.ndarray
    defining: np.ndarray
    defined: np.ndarray


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "gold")
    encoder = CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    codes, known = read_known(encoder)
    parts = {name: read_part(chosen.gold, name, encoder) for name in PARTS}
    lines = [
        "| measured on | examples a code | examples alone | with definitions | difference (95 % interval)"
        " | by code |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for size in SIZES:
        drawn = [rows_of(known, size, draw) for draw in range(DRAWS if size else 1)]
        for name, part in parts.items():
            pairs = [both_ways(known, rows, part.vectors) for rows in drawn]
            lines.append(line(name, size, codes, part, pairs))
            print(lines[-1], flush=True)
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def read_known(encoder: Encoder) -> tuple[tuple[str, ...], Known]:
    """The shipped codebook's themes, and what is known of them."""
    codebook = load(CODEBOOK)
    codes = tuple(code.id for code in codebook.themes)
    training = training_set(codebook)
    labels = training.labels[:, [codebook.ids.index(code) for code in codes]]
    known = ~np.isnan(labels).all(axis=1)
    texts, places = [], []
    for place, code in enumerate(codebook.themes):
        texts += [code.definition, *code.include]
        places += [place] * (1 + len(code.include))
    # A theme's own definition is left out of the examples, whatever the program does with it.
    known &= ~np.isin(training.texts, texts)
    return codes, Known(
        encoder.encode(training.texts).astype(np.float64)[known],
        np.nan_to_num(labels[known]),
        encoder.encode(texts).astype(np.float64),
        np.eye(len(codes))[places],
    )


def read_part(gold: Path, name: str, encoder: Encoder) -> Part:
    """A file of coded text."""
    path = HERE / "default_coder" / f"{name}.jsonl" if name == "dialogues" else gold / f"{name}.jsonl"
    codebook = load(CODEBOOK)
    units = read_units(path, codebook)
    columns = [units.codes.index(code.id) for code in codebook.themes]
    return Part(
        units.labels[:, columns],
        units.agreed[:, columns],
        documents(path),
        encoder.encode(units.texts).astype(np.float64),
    )


def rows_of(known: Known, size: int | None, draw: int) -> np.ndarray:
    """``size`` examples of each code, and as many that have none; all of them where no size is named."""
    if size is None:
        return np.arange(len(known.labels))
    random = np.random.default_rng(draw)
    having = [np.flatnonzero(of_code) for of_code in known.labels.T]
    having.append(np.flatnonzero(~known.labels.any(axis=1)))
    return np.unique(np.concatenate([random.choice(rows, size, replace=False) for rows in having]))


def both_ways(known: Known, rows: np.ndarray, texts: np.ndarray) -> tuple[np.ndarray | None, np.ndarray]:
    """(n_texts, n_codes) each: by the examples alone (None without any), and with definitions."""
    examples, labels = known.examples[rows], known.labels[rows]
    together = np.vstack([known.defining, examples]), np.vstack([known.defined, labels])
    return scores(examples, labels, texts) if len(rows) else None, scores(*together, texts)


def scores(examples: np.ndarray, labels: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """(n_texts, n_codes), of the ridge regression of :class:`~qualcode.coding.thememodel.ThemeModel`."""
    centre = examples.mean(axis=0)
    examples, texts = centred(examples, centre), centred(texts, centre)
    ridge = Ridge.fit(examples @ examples.T, labels, penalty=PENALTIES[0])
    return texts @ (examples.T @ ridge.dual) + ridge.base


def precision(part: Part, found: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
    """(n_codes,) average precision; NaN where no unit has the code."""
    rows = np.arange(len(found)) if rows is None else rows
    values = []
    for at in range(found.shape[1]):
        of_code = rows[part.agreed[rows, at]]
        labels = part.labels[of_code, at]
        values.append(_average_precision(labels, found[of_code, at]) if labels.any() else np.nan)
    return np.array(values)


def _average_precision(labels: np.ndarray, found: np.ndarray) -> float:
    """As scikit-learn has it where no two scores are equal, and far faster."""
    ordered = labels[np.argsort(-found, kind="stable")]
    right = np.cumsum(ordered)
    return float((right / np.arange(1, len(right) + 1))[ordered].mean())


def resampled(documents: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Units of documents that are drawn with replacement."""
    order = np.argsort(documents, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(documents))[:-1])
    return np.concatenate([members[one] for one in random.integers(len(members), size=len(members))])


def line(
    name: str,
    size: int | None,
    codes: tuple[str, ...],
    part: Part,
    pairs: list[tuple[np.ndarray | None, np.ndarray]],
) -> str:
    """A row of the table."""
    said = "all" if size is None else str(size)
    together = np.mean([precision(part, after) for _, after in pairs], axis=0)
    if pairs[0][0] is None:
        by_code = ", ".join(f"{code} {value:.2f}" for code, value in zip(codes, together, strict=True))
        return f"| {name} | {said} | – | {together.mean():.3f} |  | {by_code} |"
    alone = np.mean([precision(part, before) for before, _ in pairs], axis=0)
    random = np.random.default_rng(SEED)
    gains = []
    for _ in range(SAMPLES):
        rows = resampled(part.documents, random)
        before, after = pairs[random.integers(len(pairs))]
        gains.append(np.nanmean(precision(part, after, rows) - precision(part, before, rows)))
    low, high = np.percentile(gains, [2.5, 97.5])
    by_code = ", ".join(f"{code} {gain:+.2f}" for code, gain in zip(codes, together - alone, strict=True))
    gain = f"{together.mean() - alone.mean():+.3f} ({low:+.3f} to {high:+.3f})"
    return f"| {name} | {said} | {alone.mean():.3f} | {together.mean():.3f} | {gain} | {by_code} |"


if __name__ == "__main__":
    main()
