"""What a study's own unlabelled text adds to what is learnt from a codebook, with few examples and with all.

    python benchmarks/unlabelled.py ../shared/gold

A codebook with few examples a code is made by drawing from the shipped one. The vectors' ridge regression
learns from them; then it codes text without labels (of written text the passages of written_train, of spoken
the invented dialogues), takes the surest for examples and learns anew, three times (self-training: Yarowsky
1995; as benchmarks/sib200.py does with topics that exclude each other). What is learnt is measured on
written_dev and spoken_dev by average precision, the mean of the five codes; the codes there are those of
language models that read the codebook, not of people. Nothing was chosen by these figures but the share of
0.03 and the three rounds, which favours self-training. Intervals draw documents and draws of examples anew.
`--write` keeps the table in benchmarks/results/unlabelled.md.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from proof.gold import PARTS, documents
from qualcode.codebook import load
from qualcode.coding.ridge import Ridge
from qualcode.coding.thememodel import PENALTIES
from qualcode.coding.training import training_set
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.evaluation import LabelledUnits, read_units

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "unlabelled.md"
UNLABELLED = {"written": "written_train.jsonl", "spoken": HERE / "default_coder" / "dialogues.jsonl"}
SIZES, DRAWS, SAMPLES, SEED = (4, 8, 16, 32, None), 8, 1000, 7
SUREST, ROUNDS = 0.03, 3
"""Share of the unlabelled texts that each code takes for its own, and how often."""


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, help="folder with the coded text")
    parser.add_argument("--vectors", type=Path, default=Path(".qualcode/vectors"), help="cache of vectors")
    parser.add_argument("--write", action="store_true", help="keep the table")
    chosen = parser.parse_args()
    codebook = load(HERE.parent / "codebook" / "forstudie.yaml")
    encoder = CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    training = training_set(codebook)
    vectors = encoder.encode(training.texts).astype(np.float64)
    lines = [
        "| measured on | examples a code | examples alone | with unlabelled text | difference (95 % interval)"
        " | by code |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for part, file in PARTS.items():
        path = chosen.gold / Path(file).name
        units, groups = read_units(path, codebook), documents(path)
        columns = [codebook.ids.index(code) for code in units.codes]
        known = ~np.isnan(training.labels[:, columns]).all(axis=1)
        labels = np.nan_to_num(training.labels[np.ix_(known, columns)])
        texts = encoder.encode(units.texts).astype(np.float64)
        others = encoder.encode(_texts(chosen.gold / UNLABELLED[part])).astype(np.float64)
        for size in SIZES:
            pairs = []
            for draw in range(DRAWS if size else 1):
                rows = drawn(labels, size, np.random.default_rng(draw))
                pairs.append(both_ways(vectors[known][rows], labels[rows], texts, others))
            lines.append(row(part, size, units, groups, pairs))
            print(lines[-1], flush=True)
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def drawn(labels: np.ndarray, size: int | None, random: np.random.Generator) -> np.ndarray:
    """``size`` examples of each code, and as many that have none; all of them where no size is named."""
    if size is None:
        return np.arange(len(labels))
    having = [np.flatnonzero(labels[:, at]) for at in range(labels.shape[1])]
    having.append(np.flatnonzero(~labels.any(axis=1)))
    return np.unique(np.concatenate([random.choice(rows, size, replace=False) for rows in having]))


def both_ways(
    examples: np.ndarray, labels: np.ndarray, texts: np.ndarray, others: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(n_texts, n_codes) each: scores by the examples alone, and by self-training on ``others`` as well."""
    centre = examples.mean(axis=0)
    examples, texts, others = (_centred(part, centre) for part in (examples, texts, others))
    weights, base = _fit(examples, labels)
    alone, scores = texts @ weights + base, others @ weights + base
    taken = round(SUREST * len(others))
    for _ in range(ROUNDS):
        given = np.zeros_like(scores)
        np.put_along_axis(given, np.argsort(-scores, axis=0, kind="stable")[:taken], 1.0, axis=0)
        surest = given.any(axis=1)
        surest[np.argsort(scores.max(axis=1), kind="stable")[: surest.sum()]] = True
        weights, base = _fit(np.vstack([examples, others[surest]]), np.vstack([labels, given[surest]]))
        scores = others @ weights + base
    return alone, texts @ weights + base


def row(
    part: str,
    size: int | None,
    units: LabelledUnits,
    documents: np.ndarray,
    pairs: list[tuple[np.ndarray, np.ndarray]],
) -> str:
    """A row of the table."""
    everything = np.arange(len(documents))
    values = np.array([[_precision(units, scores, everything) for scores in pair] for pair in pairs])
    random = np.random.default_rng(SEED)
    members = [np.flatnonzero(documents == one) for one in range(documents.max() + 1)]
    gains = []
    for _ in range(SAMPLES):
        picked = random.integers(len(members), size=len(members))
        units_drawn = np.concatenate([members[one] for one in picked])
        alone, together = (
            _precision(units, scores, units_drawn) for scores in pairs[random.integers(len(pairs))]
        )
        gains.append(np.nanmean(together - alone))
    low, high = np.percentile(gains, [2.5, 97.5])
    alone, together = values.mean(axis=0)
    by_code = ", ".join(
        f"{code} {gain:+.2f}" for code, gain in zip(units.codes, together - alone, strict=True)
    )
    said = "all" if size is None else str(size)
    gain = f"{together.mean() - alone.mean():+.3f} ({low:+.3f} to {high:+.3f})"
    return f"| {part} | {said} | {alone.mean():.3f} | {together.mean():.3f} | {gain} | {by_code} |"


def _precision(units: LabelledUnits, scores: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(n_codes,) average precision; NaN where no unit has the code."""
    found = []
    for at in range(len(units.codes)):
        of_code = rows[units.agreed[rows, at]]
        labels = units.labels[of_code, at]
        found.append(average_precision_score(labels, scores[of_code, at]) if labels.any() else np.nan)
    return np.array(found)


def _fit(vectors: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    ridge = Ridge.fit(vectors @ vectors.T, labels, penalty=PENALTIES[0])
    return vectors.T @ ridge.dual, ridge.base


def _centred(vectors: np.ndarray, centre: np.ndarray) -> np.ndarray:
    away = vectors - centre
    return away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-12)


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
