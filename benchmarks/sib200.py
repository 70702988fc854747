"""Topics of SIB-200's Swedish part with the embedded encoder: without examples, with 8 a class, with all.

    python benchmarks/sib200.py ../shared/benchmarks/sib200_sv

- Without examples: a topic is its Swedish name, or a few words more (below; written once, not tuned on the
  files). A text gets the nearest topic; then unlabelled texts help, as a study's own could: topics move to
  the texts that are nearest to them, and a logistic regression learns from those that are surest.
- With 8 a class: logistic regression on them; then with the descriptions and unlabelled texts as above.
- With all: logistic regression on the vector, on six layers side by side; vector and letters in one kernel.

Unlabelled texts are those of the training part. Intervals are of 2,000 bootstrap samples of the 204 test
sentences; for 8 a class, of 20 draws of examples as well.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC

from qualcode.coding import centring
from qualcode.coding.spelling import Spelling
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.learnt.making import LAYERS

TOPICS = {
    "science/technology": "vetenskap och teknik: forskning, fysik, kemi, biologi, rymden, datorer",
    "travel": "resor och turism: att resa, flyg, hotell, turister, resmål, sevärdheter, visum",
    "politics": "politik: val, regering, president, parlament, krig, diplomati, lagar, demonstrationer",
    "sports": "sport och idrott: matcher, lag, spelare, turneringar, mästerskap, tävlingar, medaljer",
    "health": "hälsa och sjukvård: sjukdomar, läkare, patienter, smitta, vaccin, medicin, sjukhus",
    "entertainment": "underhållning och kultur: musik, film, teater, tv, konst, festivaler, kändisar",
    "geography": "geografi: länder, städer, floder, berg, öar, hav, klimat, befolkning",
}
AIMS = {"none": 0.75, "few": 0.80, "all": 0.89}
"""Accuracy aimed at without examples, with ``FEW`` of each topic, with all."""

FEW, DRAWS, SAMPLES, SEED = 8, 20, 2000, 7
SUREST, ROUNDS = 0.5, 5
"""Share of each topic's unlabelled texts that is learnt from, and how often topics are moved."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Accuracy on the test part.

    Attributes:
        what: The examples there were, and how they were learnt from.
        aim: The least that was aimed at.
        n: Sentences.
        value: Accuracy; the mean over draws of examples where there are several.
        low: Lower limit of its 95 % interval.
        high: Upper limit.
    """

    what: str
    aim: float
    n: int
    value: float
    low: float
    high: float


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with train.tsv and test.tsv")
    parser.add_argument("--vectors", type=Path, default=Path(".qualcode/vectors"), help="cache of vectors")
    chosen = parser.parse_args()
    print("| SIB-200, Swedish, test part | accuracy (95 %) | aim |\n| --- | --- | --- |")
    for each in measured(chosen.folder, chosen.vectors):
        print(
            f"| {each.what} | {each.value:.3f} ({each.low:.3f}–{each.high:.3f}) | ≥ {each.aim:.2f} |",
            flush=True,
        )


def measured(folder: Path, vectors: Path) -> Iterator[Measured]:
    """Each way to learn the topics, from no examples to all.

    Args:
        folder: With ``train.tsv`` and ``test.tsv``.
        vectors: Where the encoder's vectors are kept.
    """
    names = list(TOPICS)
    texts, labels = zip(*(_read(folder / f"{part}.tsv", names) for part in ("train", "test")), strict=True)
    encoder = CachedEncoder(EmbeddedEncoder(layers=LAYERS), vectors)
    layers = [encoder.encode(part) for part in (*texts, list(TOPICS.values()), [name_sv(t) for t in names])]
    last = [part[:, -part.shape[1] // len(LAYERS) :] for part in layers]
    (train_labels, test_labels), named, described = labels, last[3], last[2]
    train, test = (centred(part, last[0]) for part in last[:2])

    for what, topics in (("names", prototypes(named)), ("descriptions", prototypes(described))):
        right = [(test @ topics.T).argmax(axis=1) == test_labels]
        yield _accuracy(f"no examples, {what}", right, AIMS["none"])
        helped = with_unlabelled(train, topics)
        yield _accuracy(f"no examples, {what}, unlabelled texts", [helped(test) == test_labels], AIMS["none"])

    topics = prototypes(described)
    alone, together = [], []
    for draw in range(DRAWS):
        picked = few(train_labels, np.random.default_rng(draw))
        examples = train[picked], train_labels[picked]
        alone.append(logistic(*examples)(test) == test_labels)
        together.append(with_unlabelled(train, topics, examples)(test) == test_labels)
    yield _accuracy(f"{FEW} a class", alone, AIMS["few"])
    yield _accuracy(f"{FEW} a class, descriptions, unlabelled texts", together, AIMS["few"])

    everything = f"all {len(train)}"
    yield _accuracy(
        f"{everything}, vector", [logistic(train, train_labels)(test) == test_labels], AIMS["all"]
    )
    six = [centred(part, layers[0]) for part in layers[:2]]
    right = [logistic(six[0], train_labels)(six[1]) == test_labels]
    yield _accuracy(f"{everything}, six layers", right, AIMS["all"])
    spelling = Spelling.learn(texts[0])
    letters = [spelling.vectors(part) for part in texts]
    kernels = [
        own @ train.T + np.asarray((spelt @ letters[0].T).todense())
        for own, spelt in ((train, letters[0]), (test, letters[1]))
    ]
    machine = SVC(kernel="precomputed").fit(kernels[0], train_labels)
    right = [machine.predict(kernels[1]) == test_labels]
    yield _accuracy(f"{everything}, vector and letters", right, AIMS["all"])


def name_sv(topic: str) -> str:
    """The topic's name: what its description begins with."""
    return TOPICS[topic].split(":")[0]


def _read(path: Path, names: list[str]) -> tuple[list[str], np.ndarray]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row["text"] for row in rows], np.array([names.index(row["category"]) for row in rows])


def centred(vectors: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Vectors without the mean of the known ones, L2-normalized."""
    return centring.centred(vectors, known.mean(axis=0))


def prototypes(described: np.ndarray) -> np.ndarray:
    """Topics' vectors, without what all descriptions share, so that they differ in what they are about."""
    return centred(described, described)


def with_unlabelled(
    texts: np.ndarray, topics: np.ndarray, examples: tuple[np.ndarray, np.ndarray] | None = None
) -> Callable[[np.ndarray], np.ndarray]:
    """A classifier learnt from unlabelled texts, the topics' vectors and, if there are any, examples."""
    if examples is not None:
        topics = np.array([_mean(examples[0][examples[1] == one], topics[one]) for one in range(len(topics))])
    moved = topics
    for _ in range(ROUNDS):
        alike = texts @ moved.T
        nearest = alike.argmax(axis=1)
        surest = [texts[_surest(alike, nearest, topic)] for topic in range(len(topics))]
        moved = np.array([_mean(part, topic) for part, topic in zip(surest, topics, strict=True)])
    alike = texts @ moved.T
    nearest = alike.argmax(axis=1)
    rows = np.concatenate([_surest(alike, nearest, topic) for topic in range(len(topics))])
    known = (texts[rows], nearest[rows])
    if examples is not None:
        known = (np.vstack([known[0], examples[0]]), np.concatenate([known[1], examples[1]]))
    return logistic(*known)


def _surest(alike: np.ndarray, nearest: np.ndarray, topic: int) -> np.ndarray:
    own = np.flatnonzero(nearest == topic)
    ordered = np.sort(alike[own], axis=1)
    margin = ordered[:, -1] - ordered[:, -2]
    return own[np.argsort(-margin, kind="stable")[: max(1, round(SUREST * len(own)))]]


def _mean(texts: np.ndarray, topic: np.ndarray) -> np.ndarray:
    mean = (texts.mean(axis=0) if len(texts) else 0) + topic
    return mean / np.linalg.norm(mean)


def few(labels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """``FEW`` texts of each class."""
    classes = range(labels.max() + 1)
    return np.concatenate(
        [random.choice(np.flatnonzero(labels == one), FEW, replace=False) for one in classes]
    )


def logistic(vectors: np.ndarray, labels: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A classifier."""
    return LogisticRegression(C=10, max_iter=2000).fit(vectors, labels).predict


def _accuracy(what: str, right: list[np.ndarray], aim: float) -> Measured:
    random = np.random.default_rng(SEED)
    stacked = np.array(right)
    means = []
    for _ in range(SAMPLES):
        units = random.integers(stacked.shape[1], size=stacked.shape[1])
        means.append(stacked[random.integers(len(stacked))][units].mean())
    low, high = np.percentile(means, [2.5, 97.5])
    return Measured(what, aim, stacked.shape[1], float(stacked.mean()), float(low), float(high))


if __name__ == "__main__":
    main()
