"""How well a codebook with few examples a code does at first, by the coder that a run makes of it.

    python benchmarks/few_examples.py ../shared

SIB-200's Swedish topics, each with a line that says what it is about (those of benchmarks/sib200.py), and
the pre-study's five themes with their definitions and inclusions, without rules and without the coder that
comes with the program: each is learnt from none, one, two, four … examples a code, drawn at random from
SIB-200's training part or the shipped codebook (five draws), and asked about SIB-200's test part, written_dev
and spoken_dev. Of SIB-200 a sentence has the one code of its topic. What stands for ordinary text and how it
is used was chosen on other text (SIB-200's training part, written_train, invented conversations).
`--write` keeps the table in benchmarks/results/few_examples.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

import asked
import sib200
from proof.gold import PARTS
from qualcode.codebook import Code, Codebook, Examples, load
from qualcode.coding.calibration import cohens_kappa
from qualcode.coding.themes import ThemeCoder
from qualcode.coding.training import training_set
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.evaluation import read_units

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "few_examples.md"
SIZES, DRAWS = (0, 1, 2, 4, 8, 16, 32), 5


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "shared")
    encoder = CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    lines = [
        "| measured on | examples a code | average precision | kappa at a run's threshold | at the best |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, codes, pool, texts, labels, known in _materials(chosen.shared):
        vectors = encoder.encode(texts)
        for size in SIZES:
            drawn = [
                _figures(_book(codes, pool, size, draw), encoder, texts, vectors, labels, known)
                for draw in range(DRAWS if size else 1)
            ]
            cells = " | ".join(f"{value:.3f}" for value in np.mean(drawn, axis=0))
            lines.append(f"| {name} | {size} | {cells} |")
            print(lines[-1], flush=True)
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def _materials(
    shared: Path,
) -> Iterator[tuple[str, list[Code], list[list[str]], tuple[str, ...], np.ndarray, np.ndarray]]:
    """Name, codes, examples to draw from by code, and texts with (n_texts, n_codes) labels, where known."""
    names = list(sib200.TOPICS)
    (pool, of_pool), (texts, of_texts) = (
        sib200._read(shared / "benchmarks" / "sib200_sv" / f"{part}.tsv", names) for part in ("train", "test")
    )
    codes = [
        Code(id=name.split("/")[0], name=sib200.name_sv(name), definition=sib200.TOPICS[name])
        for name in names
    ]
    labels = np.eye(len(names))[of_texts] == 1
    by_code = [[pool[row] for row in np.flatnonzero(of_pool == at)] for at in range(len(names))]
    yield "SIB-200, 7 topics", codes, by_code, tuple(texts), labels, np.ones_like(labels)
    book = load(HERE.parent / "codebook" / "forstudie.yaml")
    training = training_set(book)
    for part, file in PARTS.items():
        units = read_units(shared / file, book)
        codes = [
            Code(id=code, name=book[code].name, definition=book[code].definition, include=book[code].include)
            for code in units.codes
        ]
        by_code = [
            [training.texts[row] for row in np.flatnonzero(training.labels[:, book.ids.index(code)] == 1)]
            for code in units.codes
        ]
        yield f"{part}, 5 themes", codes, by_code, units.texts, units.labels, units.agreed


def _book(codes: list[Code], pool: list[list[str]], size: int, draw: int) -> Codebook:
    random = np.random.default_rng(draw)
    with_examples = []
    for code, texts in zip(codes, pool, strict=True):
        picked = random.choice(len(texts), size, replace=False)
        examples = Examples(positive=tuple(texts[at] for at in picked))
        with_examples.append(code.model_copy(update={"examples": examples}))
    return Codebook(title="Prov", codes=tuple(with_examples))


def _figures(
    book: Codebook,
    encoder: CachedEncoder,
    texts: tuple[str, ...],
    vectors: np.ndarray,
    labels: np.ndarray,
    known: np.ndarray,
) -> tuple[float, float, float]:
    """Means over the codes: average precision, kappa at the thresholds of a run and at the best ones."""
    coder = ThemeCoder.learn(book, encoder)
    probability = coder.score(texts, vectors, [[]] * len(texts)).both
    found = []
    for at, code in enumerate(book.ids):
        truth, says = labels[known[:, at], at], probability[known[:, at], at]
        kappas = [cohens_kappa(truth, says >= threshold) for threshold in np.unique(says)]
        own = cohens_kappa(truth, says >= coder.threshold(code, "both", {}))
        found.append((average_precision_score(truth, says), own, max(kappas)))
    return tuple(np.mean(found, axis=0))


if __name__ == "__main__":
    main()
