"""What the program as a whole makes of codebooks with few examples, with and without definitions among them.

    python benchmarks/few_examples.py ../shared/gold

From the shipped codebook, so many labelled texts are drawn for each theme, and as many that have none; names,
definitions, borders and rules stay. The theme coder learns from that and codes written_dev and spoken_dev by
its own thresholds, once as it is and once as it was: then definition and inclusions counted only where no
labelled text had the code. Figures are Cohen's kappa, the mean of the five themes and of the draws, with the
codes of language models that read the codebook, not of people. Rules were written by somebody who had all
examples. Intervals draw documents and draws of examples anew. `--write` keeps the table in
benchmarks/results/few_examples.md.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

import definitions
from qualcode.codebook import Codebook, Examples, load
from qualcode.coding import training
from qualcode.coding.calibration import cohens_kappa
from qualcode.coding.rules import match_texts
from qualcode.coding.themes import ThemeCoder
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.evaluation import read_units

RESULTS = Path(__file__).parent / "results" / "few_examples.md"
SIZES, DRAWS, SAMPLES, SEED = (0, 4, 8, 16, 32), 3, 500, 7
PARTS, VOTERS = ("written_dev", "spoken_dev"), ("model", "both")


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, help="folder with the coded text")
    parser.add_argument("--vectors", type=Path, default=Path(".qualcode/vectors"), help="cache of vectors")
    parser.add_argument("--write", action="store_true", help="keep the table")
    chosen = parser.parse_args()
    book, encoder = load(definitions.CODEBOOK), CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    parts = {name: definitions.read_part(chosen.gold, name, encoder) for name in PARTS}
    texts = {name: read_units(chosen.gold / f"{name}.jsonl", book).texts for name in PARTS}
    lines = [
        "| measured on | labelled texts a code | examples alone | with definitions | difference (95 %) |"
    ]
    lines.append("| --- | --- | --- | --- | --- |")
    now = training.FEW
    for size in SIZES:
        given: dict[tuple[str, str], list[list[np.ndarray]]] = {}
        for draw in range(DRAWS if size else 1):
            small = drawn(book, size, np.random.default_rng(draw))
            for few in (0, now) if size else (now,):
                training.FEW = few
                coder = ThemeCoder.learn(small, encoder)
                for name, part in parts.items():
                    matches = match_texts(small, texts[name], "sv")
                    scores = coder.score(texts[name], part.vectors.astype(np.float32), matches)
                    for voters in VOTERS:
                        found = given.setdefault((name, voters), [])
                        if len(found) == draw:
                            found.append([])
                        found[draw].append(coder.given(scores, voters, {}))
        lines += [row(size, *key, parts[key[0]], found) for key, found in given.items()]
        sys.stdout.write("\n".join(lines[-4:]) + "\n")
        sys.stdout.flush()
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def drawn(book: Codebook, size: int, random: np.random.Generator) -> Codebook:
    """The themes of a codebook with ``size`` labelled texts each, and as many that have none."""
    having = [
        [at for at, text in enumerate(book.labelled) if theme.id in text.codes] for theme in book.themes
    ]
    having.append([at for at, text in enumerate(book.labelled) if not text.codes])
    picked = sorted({int(at) for rows in having for at in random.choice(rows, size, replace=False)})
    themes = tuple(theme.model_copy(update={"examples": Examples()}) for theme in book.themes)
    labelled = tuple(book.labelled[at] for at in picked)
    return book.model_copy(update={"codes": themes, "labelled": labelled})


def row(size: int, name: str, voters: str, part: definitions.Part, found: list[list[np.ndarray]]) -> str:
    """A row of the table."""
    everything = np.arange(len(part.labels))
    means = np.mean([[kappa(part, each, everything) for each in pair] for pair in found], axis=0)
    who = "model alone" if voters == "model" else "rules and model"
    if len(means) == 1:
        return f"| {name}, {who} | {size} | – | {means[0]:.2f} |  |"
    random = np.random.default_rng(SEED)
    gains = []
    for _ in range(SAMPLES):
        rows = definitions.resampled(part.documents, random)
        before, after = found[random.integers(len(found))]
        gains.append(kappa(part, after, rows) - kappa(part, before, rows))
    low, high = np.percentile(gains, [2.5, 97.5])
    gain = f"{means[1] - means[0]:+.2f} ({low:+.2f} to {high:+.2f})"
    return f"| {name}, {who} | {size} | {means[0]:.2f} | {means[1]:.2f} | {gain} |"


def kappa(part: definitions.Part, given: np.ndarray, rows: np.ndarray) -> float:
    """The mean over codes."""
    values = []
    for at in range(part.labels.shape[1]):
        known = rows[part.agreed[rows, at]]
        values.append(cohens_kappa(part.labels[known, at], given[known, at]))
    return float(np.mean(values))


if __name__ == "__main__":
    main()
