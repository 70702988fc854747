"""Measures what fine-tuning the embedded encoder adds (needs torch: ``pip install "qualcode[torch]"``).

    python benchmarks/finetune.py ../shared topics         SIB-200's Swedish part, by all and by 8 a class
    python benchmarks/finetune.py ../shared mixed          `qualcode train --fine-tune`, 447 units
    python benchmarks/finetune.py ../shared written        likewise, 1,500 passages

Topics: the encoder's upper layers learn from the training part by low-rank changes (binary cross-entropy and
supervised contrast), then a classifier as in ``benchmarks/sib200.py`` learns from its vectors. How to tune
was chosen on a third of the training part and on the dev part; the test part was looked at once.

Codes: the materials, parts and intervals of ``benchmarks/training.py``. What holds without fine-tuning and
with it is asked about segments of documents that neither coder nor encoder has seen. Even where the product
would stop, because by its own cross-validation no code gains, ``--all`` goes on to the end.

What has been tuned is kept in ``--kept``, so that an interrupted measurement goes on where it was.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.svm import SVC

import asked
import default_coder
import sib200
import training
from qualcode.coding.spelling import Spelling
from qualcode.encoders import unpack
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.encoders.finetune import Plan, Tuner
from qualcode.training import validation
from qualcode.training.fitting import Fitting
from qualcode.training.joined import Kernels
from qualcode.training.tuning import Tuning

SEEDS, DRAWS = 3, 5
TOPICS = Plan(first=9, rank=16, epochs=4, rate=1e-3, contrast=0.5)
FEW = replace(TOPICS, epochs=12, batch=16)

SAMPLES, SEED = 2000, 7


def main() -> None:
    """Runs the command."""
    parser = asked.parser(__doc__, "shared")
    parser.add_argument("what", choices=("topics", "mixed", "written"))
    parser.add_argument("--kept", type=Path, default=Path(".qualcode/finetune"), help="what has been tuned")
    parser.add_argument("--all", action="store_true", help="go on where the product would stop")
    chosen = parser.parse_args()
    chosen.kept.mkdir(parents=True, exist_ok=True)
    if chosen.what == "topics":
        topics(chosen.shared / "benchmarks" / "sib200_sv", chosen.kept)
    else:
        parts = {"mixed": ("written_dev", "spoken_dev"), "written": ("written_train",)}[chosen.what]
        codes(default_coder.read(chosen.shared / "gold", chosen.vectors), parts, chosen)


class Sentences:
    """SIB-200's sentences and topics' descriptions, by the encoder as it comes and fine-tuned.

    Args:
        folder: With ``train.tsv`` and ``test.tsv``.
        kept: Where tuned vectors are kept.
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        names = list(sib200.TOPICS)
        (train, self.topic), (test, self.truth) = (
            sib200._read(folder / f"{part}.tsv", names) for part in ("train", "test")
        )
        self.texts = [*train, *test, *sib200.TOPICS.values()]
        self.train, self.test, self.described = np.split(
            np.arange(len(self.texts)), np.cumsum([len(train), len(test)])
        )
        encoder = EmbeddedEncoder()
        self._tuner = Tuner(unpack.weights(), encoder.revision, encoder.tokens(self.texts), TOPICS)
        self._kept = kept
        self.frozen = self._tuner.vectors(range(len(self.texts)), None)
        spelling = Spelling.learn(train)
        spelt = spelling.vectors([*train, *test])
        self.letters = np.asarray((spelt @ spelt[: len(train)].T).todense())

    def tuned(self, name: str, plan: Plan, rows: np.ndarray, topic: np.ndarray) -> np.ndarray:
        """Vectors of all texts by an encoder that was tuned on some.

        Args:
            name: To keep them under.
            plan: How; the layers are those of :data:`TOPICS`.
            rows: Which texts.
            topic: Theirs.
        """
        path = self._kept / f"topics-{name}.npy"
        if not path.is_file():
            started = time.process_time()
            self._tuner.plan = plan
            adapter = self._tuner.tune(rows.tolist(), np.eye(len(self.described))[topic])
            np.save(path, self._tuner.vectors(range(len(self.texts)), adapter))
            print(f"<!-- {name}: {time.process_time() - started:.0f} s of processor time -->", flush=True)
        return np.load(path)

    def by_all(self, vectors: np.ndarray, letters: float) -> np.ndarray:
        """(n_test, n_topics): scores by the vectors, and by letters beside them, of all that is to learn."""
        centred = sib200.centred(vectors, vectors[self.train])
        alike = centred @ centred[self.train].T
        alike[: len(self.letters)] += letters * self.letters
        machine = SVC(kernel="precomputed", decision_function_shape="ovr")
        machine.fit(alike[self.train], self.topic)
        return machine.decision_function(alike[self.test])


def topics(folder: Path, kept: Path) -> None:
    """Prints the table of topics."""
    sentences = Sentences(folder, kept)
    print("| SIB-200, Swedish, test part | as it comes (95 %) | fine-tuned (95 %) | difference (95 %) |")
    print("| --- | --- | --- | --- |")
    by_seed = [
        sentences.tuned(f"all-{seed}", replace(TOPICS, seed=seed), sentences.train, sentences.topic)
        for seed in range(SEEDS)
    ]
    for letters, what in ((0.0, "vector"), (1.0, "vector and letters")):
        usual = sentences.by_all(sentences.frozen, letters)
        tuned = [sentences.by_all(vectors, letters) for vectors in by_seed]
        before = [usual.argmax(axis=1) == sentences.truth]
        after = [each.argmax(axis=1) == sentences.truth for each in tuned]
        print(compared(f"all {len(sentences.train)}, {what}, mean of {SEEDS} seeds", before, after))
        together = np.mean(tuned, axis=0).argmax(axis=1) == sentences.truth
        print(compared(f"all {len(sentences.train)}, {what}, {SEEDS} seeds together", before, [together]))
    few(sentences)


def few(sentences: Sentences) -> None:
    """Prints the lines of 8 a class."""
    found: dict[str, tuple[list[np.ndarray], list[np.ndarray]]] = {}
    names = ("examples", "unlabelled texts", "descriptions, unlabelled texts")
    for name in names:
        found[name] = ([], [])
    for draw in range(DRAWS):
        rows = sib200.few(sentences.topic, np.random.default_rng(draw))
        topic = sentences.topic[rows]
        tuned = sentences.tuned(f"few-{draw}", replace(FEW, seed=draw), rows, topic)
        for vectors, side in ((sentences.frozen, 0), (tuned, 1)):
            for name, right in zip(names, learnt_from_few(sentences, vectors, rows), strict=True):
                found[name][side].append(right)
    for name, (before, after) in found.items():
        print(compared(f"{sib200.FEW} a class, {name}, {DRAWS} draws", before, after), flush=True)


def learnt_from_few(sentences: Sentences, vectors: np.ndarray, rows: np.ndarray) -> list[np.ndarray]:
    """Which test sentences are right: by examples; by unlabelled texts as well; and by descriptions."""
    centred = sib200.centred(vectors, vectors[sentences.train])
    train, test = centred[sentences.train], centred[sentences.test]
    examples = train[rows], sentences.topic[rows]
    described = sib200.prototypes(vectors[sentences.described])
    means = np.array([sib200._mean(examples[0][examples[1] == one], 0) for one in range(len(described))])
    ways = (
        sib200.logistic(*examples),
        sib200.with_unlabelled(train, means, examples),
        sib200.with_unlabelled(train, described, examples),
    )
    return [way(test) == sentences.truth for way in ways]


def compared(what: str, before: list[np.ndarray], after: list[np.ndarray]) -> str:
    """A line: accuracies and their difference, with intervals over sentences and draws."""
    usual, tuned = np.array(before, float), np.array(after, float)
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(SAMPLES):
        units = random.integers(usual.shape[1], size=usual.shape[1])
        one = random.integers(len(tuned), size=len(tuned))
        left = usual[one if len(usual) == len(tuned) else 0][..., units].mean()
        right = tuned[one][:, units].mean()
        drawn.append((left, right, right - left))
    (a, b, c), (x, y, z) = np.percentile(drawn, [2.5, 97.5], axis=0)
    first, second = usual.mean(), tuned.mean()
    apart = f"{second - first:+.3f} ({c:+.3f} to {z:+.3f})"
    return f"| {what} | {first:.3f} ({a:.3f}–{x:.3f}) | {second:.3f} ({b:.3f}–{y:.3f}) | {apart} |"


class Kept(Tuning):
    """Keeps what has been tuned.

    Args:
        fitting: The material.
        folder: Where; of this material alone.
    """

    def __init__(self, fitting: Fitting, folder: Path) -> None:
        super().__init__(fitting)
        self._folder = folder / f"{self.plan.first}-{self.plan.epochs}"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.spent = 0.0

    def said_without(self, *parts: int) -> np.ndarray:
        """As the product's, or as it was kept."""
        path = self._folder / f"{'-'.join(map(str, parts))}.npz"
        if not path.is_file():
            started = time.process_time()
            said = super().said_without(*parts)
            np.savez(path, said=said, seconds=time.process_time() - started)
        with np.load(path) as kept:
            self.spent += float(kept["seconds"])
            print(f"<!-- without {parts}: {self.spent:.0f} s of processor time so far -->", flush=True)
            return kept["said"]


def codes(corpus: default_coder.Corpus, parts: tuple[str, ...], chosen: argparse.Namespace) -> None:
    """Prints the line of a material."""
    made = training.material(corpus, parts)
    joined = made.joined
    fitting = Fitting(joined, Kernels(joined))
    before = joined.without["both"][joined.judged][:, made.columns] >= joined.limits["both"][made.columns]
    frozen, _ = training.trained(made, fitting, None, 0)
    tuning = Kept(fitting, chosen.kept / chosen.what)
    found = tuning.parts()
    fitted = validation.select(fitting, np.arange(len(joined.texts)), "both", tuned=found.whole)
    counts = [joined.codebook.ids[column] for column, head in fitted.heads.items() if head.options.tuned]
    print(f"<!-- counts for {', '.join(counts) or 'no code'} -->")
    given = frozen
    if counts or chosen.all:
        tuning.pairs(found)
        given, _ = training.trained(made, fitting, None, 0, tuned=found.by_part.__getitem__)
    cells = [f"{training.kappa(made, [each])[0]:.3f}" for each in (before, frozen, given)]
    low, high = training.difference(made, frozen, [given])
    gain = training.kappa(made, [given])[0] - training.kappa(made, [frozen])[0]
    cells += [
        f"{gain:+.3f} ({low:+.3f} to {high:+.3f})",
        ", ".join(counts) or "none",
        f"{tuning.spent:.0f} s",
    ]
    print(
        "| material | without training | trained | and fine-tuned | difference (95 %) | codes | processor |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print(f"| {chosen.what}, {len(made.sources)} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
