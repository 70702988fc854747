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

import json
from pathlib import Path

import numpy as np

import asked
import definitions
from qualcode.coding.centring import centred
from qualcode.coding.ridge import Ridge
from qualcode.coding.thememodel import PENALTIES
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "unlabelled.md"
UNLABELLED = {
    "written_dev": "written_train.jsonl",
    "spoken_dev": HERE / "default_coder" / "dialogues.jsonl",
}
SIZES, DRAWS = (4, 8, 16, 32, None), 8
SUREST, ROUNDS = 0.03, 3
"""Share of the unlabelled texts that each code takes for its own, and how often."""


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "gold")
    encoder = CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    codes, known = definitions.read_known(encoder)
    lines = [
        "| measured on | examples a code | examples alone | with unlabelled text | difference (95 % interval)"
        " | by code |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, file in UNLABELLED.items():
        part = definitions.read_part(chosen.gold, name, encoder)
        others = encoder.encode(_texts(chosen.gold / file)).astype(np.float64)
        for size in SIZES:
            pairs = []
            for draw in range(DRAWS if size else 1):
                rows = definitions.rows_of(known, size, draw)
                pairs.append(both_ways(known.examples[rows], known.labels[rows], part.vectors, others))
            lines.append(definitions.line(name, size, codes, part, pairs))
            print(lines[-1], flush=True)
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def both_ways(
    examples: np.ndarray, labels: np.ndarray, texts: np.ndarray, others: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(n_texts, n_codes) each: scores by the examples alone, and by self-training on ``others`` as well."""
    centre = examples.mean(axis=0)
    examples, texts, others = (centred(part, centre) for part in (examples, texts, others))
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


def _fit(vectors: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    ridge = Ridge.fit(vectors @ vectors.T, labels, penalty=PENALTIES[0])
    return vectors.T @ ridge.dual, ridge.base


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
