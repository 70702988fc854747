"""What inference teaches about codes and topics that come with a definition and without examples.

    python benchmarks/inference.py ../shared

On frozen vectors a small network learns from SuperLim's SweNLI (dev part; Språkbanken, CC BY 4.0) whether a
hypothesis follows from a premise, from both vectors, their difference and their product; a tenth of the
premises is kept apart. Then a text is the premise, and a topic of SIB-200 or the definition of a code the
hypothesis. On SIB-200 the score is standardized over the training part's texts, for some hypotheses follow
from everything; its weight beside the likeness of vectors is chosen on SIB-200's dev part. Last, the same
network is taught by the invented examples and definitions of four codes and asked about the fifth, which says
whether it would serve a codebook that it has not seen. Three seeds; intervals are bootstraps of sentences and
documents. `--write` keeps the tables in benchmarks/results/inference.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier

import asked
import definitions
import sib200
from qualcode.codebook import load
from qualcode.coding.centring import centred
from qualcode.encoders import Encoder
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder

RESULTS = Path(__file__).parent / "results" / "inference.md"
SEEDS, WEIGHTS, LIKENESS, SAMPLES = 3, (0.0, 0.1, 0.3, 1.0, 3.0), 20.0, 2000
MEASURED = ("written_dev", "spoken_dev")

Follows = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Vectors of texts and of statements to (n_texts, n_statements), how far each follows."""


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "shared")
    encoder = CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    follows, lines = taught(chosen.shared, encoder)
    lines += ["", *topics(chosen.shared, encoder, follows), "", *codes(chosen.shared, encoder, follows)]
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def taught(shared: Path, encoder: Encoder) -> tuple[Follows, list[str]]:
    """A classifier of inference, and how good it is on premises kept apart."""
    path = shared / "benchmarks" / "superlim" / "swenli_dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    premises, hypotheses = (encoder.encode([row[name] for row in rows]) for name in ("premise", "hypothesis"))
    labels = np.array([row["label"] for row in rows])
    names = sorted({row["premise"] for row in rows})
    apart = set(np.random.default_rng(7).permutation(names)[: len(names) // 10].tolist())
    kept = np.array([row["premise"] in apart for row in rows])
    centre = np.vstack([premises, hypotheses]).mean(axis=0)
    design = beside(premises, hypotheses, centre)
    networks = [learn(design[~kept], labels[~kept], seed) for seed in range(SEEDS)]
    entails = list(networks[0].classes_).index("entailment")
    found = [network.predict_proba(design[kept]) for network in networks]
    right = np.mean([(each.argmax(1) == _places(networks[0], labels[kept])).mean() for each in found])
    truth = labels[kept] == "entailment"
    area = np.mean([roc_auc_score(truth, each[:, entails]) for each in found])
    alike = (design[kept][:, 3 * premises.shape[1] :]).sum(axis=1)
    lines = [
        f"SweNLI, {kept.sum()} pairs with premises kept apart: accuracy {right:.3f} (three labels), area"
        f" under the curve of entailment {area:.3f}; likeness alone {roc_auc_score(truth, alike):.3f}."
    ]

    def follows(texts: np.ndarray, statements: np.ndarray) -> np.ndarray:
        out = np.zeros((len(texts), len(statements)))
        for at, each in enumerate(statements):
            given = beside(texts, np.repeat(each[None], len(texts), axis=0), centre)
            for network in networks:
                chance = np.clip(network.predict_proba(given)[:, entails], 1e-6, 1 - 1e-6)
                out[:, at] += np.log(chance / (1 - chance)) / SEEDS
        return out

    return follows, lines


def learn(design: np.ndarray, labels: np.ndarray, seed: int) -> MLPClassifier:
    """One hidden layer, six epochs."""
    network = MLPClassifier((128,), alpha=0.1, batch_size=64, max_iter=6, random_state=seed)
    # Six epochs are meant: without early stopping it would learn the pairs by heart.
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return network.fit(design, labels)


def beside(texts: np.ndarray, statements: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """(n, 4 × width): both vectors, how far they differ, their product, scaled to about 1."""
    one, other = centred(texts, centre), centred(statements, centre)
    scale = texts.shape[1] ** 0.5
    return np.hstack([one * scale, other * scale, np.abs(one - other) * scale, one * other * scale**2])


def topics(shared: Path, encoder: Encoder, follows: Follows) -> list[str]:
    """SIB-200 without examples."""
    folder = shared / "benchmarks" / "sib200_sv"
    read = {
        part: sib200._read(folder / f"{part}.tsv", list(sib200.TOPICS)) for part in ("train", "dev", "test")
    }
    vectors = {part: encoder.encode(texts) for part, (texts, _) in read.items()}
    lines = [
        "| SIB-200, test part, no examples | inference | likeness | both (weight) |",
        "| --- |" + " --- |" * 3,
    ]
    descriptions = list(sib200.TOPICS.values())
    for what, said in {
        "names": [each.split(":")[0] for each in descriptions],
        "descriptions": descriptions,
    }.items():
        told = encoder.encode([f"Texten handlar om {each}." for each in said])
        usual = follows(vectors["train"], told)
        prototypes = sib200.prototypes(encoder.encode(said))
        found = {}
        for part in ("dev", "test"):
            by_inference = (follows(vectors[part], told) - usual.mean(axis=0)) / usual.std(axis=0)
            found[part] = (
                by_inference,
                LIKENESS * sib200.centred(vectors[part], vectors["train"]) @ prototypes.T,
            )
        right = {
            (part, weight): (weight * one + other).argmax(axis=1) == read[part][1]
            for part, (one, other) in found.items()
            for weight in WEIGHTS
        }
        best = max(WEIGHTS, key=lambda weight: (right["dev", weight].mean(), -weight))
        alone = found["test"][0].argmax(axis=1) == read["test"][1]
        cells = [_share(alone), _share(right["test", 0.0]), f"{_share(right['test', best])} ({best})"]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return lines


def codes(shared: Path, encoder: Encoder, follows: Follows) -> list[str]:
    """Gold without examples: inference, what was taught by other codes, and what the program does."""
    names, known = definitions.read_known(encoder)
    book = load(definitions.CODEBOOK)
    told = encoder.encode([code.definition for code in book.themes])
    path = shared / "gold" / "invented_examples.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = encoder.encode([row["text"] for row in rows])
    labels = np.array([[name in row["codes"] for name in names] for row in rows])
    centre = texts.mean(axis=0)
    parts = {name: definitions.read_part(shared / "gold", name, encoder) for name in MEASURED}
    by_others = {name: np.zeros(part.labels.shape) for name, part in parts.items()}
    for at in range(len(names)):
        others = [other for other in range(len(names)) if other != at]
        design = np.vstack([_pairs(texts, told[other], centre) for other in others])
        network = learn(design, np.concatenate([labels[:, other] for other in others]), 0)
        for name, part in parts.items():
            vectors = part.vectors.astype(np.float32)
            by_others[name][:, at] = network.predict_proba(_pairs(vectors, told[at], centre))[:, 1]
    lines = [
        f"| average precision, no examples | {' | '.join(names)} | mean |",
        "| --- |" + " --- |" * (len(names) + 1),
    ]
    for name, part in parts.items():
        ways = {
            "definition and inclusions as examples (the program)": definitions.scores(
                known.defining, known.defined, part.vectors
            ),
            "inference, the definition as hypothesis": follows(part.vectors.astype(np.float32), told),
            "taught by the definitions and examples of the other four codes": by_others[name],
        }
        for what, found in ways.items():
            values = definitions.precision(part, found)
            cells = " | ".join(f"{each:.2f}" for each in (*values, values.mean()))
            lines.append(f"| {name}, {what} | {cells} |")
    return lines


def _pairs(texts: np.ndarray, told: np.ndarray, centre: np.ndarray) -> np.ndarray:
    return beside(texts, np.repeat(told[None], len(texts), axis=0), centre)


def _places(network: MLPClassifier, labels: np.ndarray) -> np.ndarray:
    return np.searchsorted(network.classes_, labels)


def _share(right: np.ndarray) -> str:
    random = np.random.default_rng(definitions.SEED)
    means = [right[random.integers(len(right), size=len(right))].mean() for _ in range(SAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{right.mean():.3f} ({low:.3f}–{high:.3f})"


if __name__ == "__main__":
    main()
