"""Stance: for, against or neither, on topics that were not learnt from, and whether that helps `invandning`.

    python benchmarks/stance.py ../shared

SuperLim's argumentation sentences (Språkbanken, CC BY 4.0): for each of the six topics, a kernel ridge
regression is learnt from the training part's sentences on the other five and asked about the test part's on
the sixth. No setting was chosen by these figures; cue words were written from knowledge of the language.
Then what is learnt of all six topics (how much a sentence speaks against) and the cue words are put beside
what rules and model from the codebook make of the gold files for `invandning`: a logistic regression learns
from four fifths of the documents (all transcripts but one) and is asked about the rest. The codes there are
those of language models, not of people. Intervals are bootstraps of sentences within topics, and of documents
or transcripts. `--write` keeps both tables in benchmarks/results/stance.md.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score

import asked
import definitions
from qualcode.codebook import load
from qualcode.coding.calibration import cohens_kappa
from qualcode.coding.centring import centred
from qualcode.coding.odds import logit
from qualcode.coding.ridge import Ridge
from qualcode.coding.rules import match_texts
from qualcode.coding.themes import ThemeCoder
from qualcode.encoders import Encoder
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.evaluation import read_units
from stance_cues import cues

RESULTS = Path(__file__).parent / "results" / "stance.md"
LABELS, CODE = ("con", "non", "pro"), "invandning"
PENALTY, SAMPLES, FOLDS, SEED = 2.0, 1000, 5, 7
PARTS = ("written_dev", "spoken_dev")


@dataclass(frozen=True)
class Sentences:
    """Sentences, their topics (as numbers), labels (as places in ``LABELS``) and vectors."""

    texts: list[str]
    topics: np.ndarray
    labels: np.ndarray
    vectors: np.ndarray


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "shared")
    encoder = CachedEncoder(EmbeddedEncoder(), chosen.vectors)
    names, train, test = sentences(chosen.shared / "benchmarks" / "superlim", encoder)
    lines = unseen_topics(names, train, test, encoder)
    lines += ["", *on_gold(chosen.shared / "gold", encoder, train)]
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


def sentences(folder: Path, encoder: Encoder) -> tuple[list[str], Sentences, Sentences]:
    """Names of the topics, and the two parts."""
    read = {}
    for part in ("train", "test"):
        lines = (folder / f"argumentation-sentences_{part}.jsonl").read_text("utf-8").splitlines()
        read[part] = [json.loads(line) for line in lines]
    names = sorted({row["topic"] for row in read["train"]})
    made = [
        Sentences(
            [row["sentence"] for row in rows],
            np.array([names.index(row["topic"]) for row in rows]),
            np.array([LABELS.index(row["label"]) for row in rows]),
            encoder.encode([row["sentence"] for row in rows]).astype(np.float64),
        )
        for rows in read.values()
    ]
    return names, made[0], made[1]


def unseen_topics(names: list[str], train: Sentences, test: Sentences, encoder: Encoder) -> list[str]:
    """Macro-F1 on topics that were left out, by what is looked at."""
    told = encoder.encode(names).astype(np.float64)

    def vector(part: Sentences) -> np.ndarray:
        return part.vectors

    def topic_beside(part: Sentences) -> np.ndarray:
        own = told[part.topics]
        return np.hstack([part.vectors, own, np.abs(part.vectors - own), part.vectors * own])

    def without_topic(part: Sentences) -> np.ndarray:
        # Sentences of a new topic are there before any of them is judged.
        means = np.array([train.vectors[train.topics == one].mean(axis=0) for one in range(len(names))])
        return part.vectors - means[part.topics]

    def by_cues(part: Sentences) -> np.ndarray:
        return cues(part.texts)

    ways = {
        "vector": [vector],
        "vector without its topic's mean": [without_topic],
        "vector, the topic's beside it": [topic_beside],
        "cue words": [by_cues],
        "words": ["words"],
        "vector without its topic's mean, cue words": [without_topic, by_cues],
        "vector, the topic's beside it, cue words, words": [topic_beside, by_cues, "words"],
    }
    lines = [f"| argumentation sentences, unseen topic | macro-F1 (95 %) | {' | '.join(LABELS)} |"]
    lines.append("| --- |" + " --- |" * (1 + len(LABELS)))
    always = np.full(len(test.labels), np.bincount(train.labels).argmax())
    lines.append(_row("always the commonest", test, always))
    for what, looked_at in ways.items():
        given = np.zeros(len(test.labels), int)
        for topic in range(len(names)):
            others, here = train.topics != topic, test.topics == topic
            found = [kernels(way, train, test, others) for way in looked_at]
            own, asked = sum(one for one, _ in found), sum(other for _, other in found)
            given[here] = balanced(
                own[np.ix_(others, others)], train.labels[others], asked[np.ix_(here, others)]
            )
        lines.append(_row(what, test, given))
    return lines


def kernels(way, train: Sentences, test: Sentences, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How alike training sentences are, and test sentences to them; scaled by what may be learnt from."""
    if way == "words":
        known = TfidfVectorizer(min_df=3, ngram_range=(1, 2), sublinear_tf=True)
        known.fit([text for text, use in zip(train.texts, rows, strict=True) if use])
        one, other = known.transform(train.texts), known.transform(test.texts)
        return (one @ one.T).toarray(), (other @ one.T).toarray()
    one, other = way(train), way(test)
    middle, spread = one[rows].mean(axis=0), np.maximum(one[rows].std(axis=0), 1e-9)
    one, other = ((each - middle) / spread / one.shape[1] ** 0.5 for each in (one, other))
    return one @ one.T, other @ one.T


def balanced(kernel: np.ndarray, labels: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """(n_asked,) labels, each one learnt as if all were equally common."""
    counts = np.bincount(labels, minlength=len(LABELS))
    root = np.sqrt(len(labels) / (len(LABELS) * counts[labels]))
    truth = np.eye(len(LABELS))[labels] - 1 / len(LABELS)
    weighed = kernel * root[:, None] * root + PENALTY * np.eye(len(labels))
    dual = root[:, None] * np.linalg.solve(weighed, root[:, None] * truth)
    return (asked @ dual).argmax(axis=1)


def on_gold(gold: Path, encoder: Encoder, train: Sentences) -> list[str]:
    """What stance adds to what rules and model from the codebook say of ``invandning``."""
    book = load(definitions.CODEBOOK)
    coder = ThemeCoder.learn(book, encoder)
    centre = train.vectors.mean(axis=0)
    known = centred(train.vectors, centre)
    against = Ridge.fit(known @ known.T, (train.labels == 0)[:, None].astype(float), penalty=PENALTY)
    lines = ["| `invandning`, left-out documents | average precision | difference | kappa | difference |"]
    lines.append("| --- |" + " --- |" * 4)
    for name in PARTS:
        part = definitions.read_part(gold, name, encoder)
        texts = list(read_units(gold / f"{name}.jsonl", book).texts)
        at = book.ids.index(CODE)
        place = [code.id for code in book.themes].index(CODE)
        scores = coder.score(texts, part.vectors.astype(np.float32), match_texts(book, texts, "sv"))
        usual = np.column_stack(
            [logit(np.clip(each[:, at], 1e-3, 1 - 1e-3)) for each in (scores.both, scores.model)]
        )
        stance = centred(part.vectors, centre) @ (known.T @ against.dual)
        ways = {
            "rules and model from the codebook": usual,
            "… and how much it speaks against": np.hstack([usual, stance]),
            "… and cue words": np.hstack([usual, cues(texts)]),
            "… and both": np.hstack([usual, stance, cues(texts)]),
        }
        kept = part.agreed[:, place]
        labels, documents = part.labels[kept, place], part.documents[kept]
        found = {what: left_out(design[kept], labels, documents) for what, design in ways.items()}
        first = found["rules and model from the codebook"]
        lines += [
            _gold_row(f"{name}, {what}", labels, documents, each, first) for what, each in found.items()
        ]
    return lines


def left_out(design: np.ndarray, labels: np.ndarray, documents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_units,) probabilities by what was learnt without a unit's document, and what is given."""
    order = np.random.default_rng(SEED).permutation(documents.max() + 1)
    fold = order[documents] % FOLDS
    chance, given = np.zeros(len(labels)), np.zeros(len(labels), bool)
    for number in range(FOLDS):
        here = fold == number
        middle, spread = design[~here].mean(axis=0), np.maximum(design[~here].std(axis=0), 1e-9)
        regression = LogisticRegression(C=0.1, max_iter=1000)
        regression.fit((design[~here] - middle) / spread, labels[~here])
        known, asked = (
            regression.predict_proba((design[rows] - middle) / spread)[:, 1] for rows in (~here, here)
        )
        grid = np.linspace(0.05, 0.95, 91)
        threshold = max(f1_score(labels[~here], known >= each, zero_division=0) for each in grid) / 2
        chance[here], given[here] = asked, asked >= threshold
    return chance, given


def _gold_row(what: str, labels: np.ndarray, documents: np.ndarray, found, first) -> str:
    random = np.random.default_rng(SEED)
    draws = [definitions.resampled(documents, random) for _ in range(SAMPLES)]
    cells = []
    for at, figure in enumerate((average_precision_score, cohens_kappa)):
        drawn = [
            (figure(labels[rows], found[at][rows]), figure(labels[rows], first[at][rows])) for rows in draws
        ]
        own, usual = np.array(drawn).T
        value, before = figure(labels, found[at]), figure(labels, first[at])
        cells.append(f"{value:.2f} ({_range(own)})")
        cells.append("" if found is first else f"{value - before:+.2f} ({_range(own - usual, '+')})")
    return f"| {what} | {' | '.join(cells)} |"


def _row(what: str, test: Sentences, given: np.ndarray) -> str:
    random = np.random.default_rng(SEED)
    members = [np.flatnonzero(test.topics == topic) for topic in range(test.topics.max() + 1)]
    drawn = []
    for _ in range(SAMPLES):
        rows = np.concatenate([random.choice(own, len(own)) for own in members])
        drawn.append(f1_score(test.labels[rows], given[rows], average="macro"))
    by_label = f1_score(test.labels, given, average=None, labels=range(len(LABELS)))
    cells = " | ".join(f"{each:.2f}" for each in by_label)
    return f"| {what} | {f1_score(test.labels, given, average='macro'):.3f} ({_range(drawn)}) | {cells} |"


def _range(drawn, sign: str = "") -> str:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{low:{sign}.2f} to {high:{sign}.2f}"


if __name__ == "__main__":
    main()
