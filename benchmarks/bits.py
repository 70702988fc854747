"""What storing the encoder's weights in few bits costs: they are put on another grid once more (needs torch).

    python benchmarks/bits.py ../shared/benchmarks/sib200_sv 4 3

The embedded weights come in 4 bits, in blocks of 32, and the original ones are not at hand. So what is
measured is what doing it again costs: all matrices and word embeddings are put on an asymmetric grid of so
many bits, in blocks that begin half a block later, and SIB-200's topics are learnt from those vectors too.
Intervals draw test sentences and, for 8 a class, the 20 draws of examples.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import sib200
from qualcode.encoders import unpack
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.encoders.network import Network
from qualcode.encoders.weights import BLOCK, Shape, Weights

LAYERS = 12


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with train.tsv and test.tsv")
    parser.add_argument("bits", type=int, nargs="+")
    chosen = parser.parse_args()
    names = list(sib200.TOPICS)
    (train, topic), (test, truth) = (
        sib200._read(chosen.folder / f"{part}.tsv", names) for part in ("train", "test")
    )
    tokens = EmbeddedEncoder().tokens([*train, *test])
    weights = unpack.weights()
    usual = _vectors(weights, tokens)
    before = _right(usual, topic, truth)
    print("| bits | cosine | learnt from | as it comes | once more in so many bits | difference (95 %) |")
    print("| --- | --- | --- | --- | --- | --- |")
    for bits in chosen.bits:
        vectors = _vectors(Again(weights, bits), tokens)
        alike = float((vectors * usual).sum(axis=1).mean())
        for what, after in _right(vectors, topic, truth).items():
            print(f"| {bits} | {alike:.3f} | {what} | {_compared(before[what], after)} |", flush=True)


def again(matrix: np.ndarray, bits: int) -> np.ndarray:
    """A matrix on a grid of ``2**bits`` levels from the least to the largest weight of each block."""
    rows, columns = matrix.shape
    blocks = np.roll(matrix, BLOCK // 2, axis=1).reshape(rows, columns // BLOCK, BLOCK)
    least = blocks.min(axis=2, keepdims=True)
    step = np.maximum((blocks.max(axis=2, keepdims=True) - least) / (2**bits - 1), 1e-12)
    found = (np.round((blocks - least) / step) * step + least).reshape(rows, columns)
    return np.roll(found, -(BLOCK // 2), axis=1).astype(np.float32)


@dataclass(frozen=True)
class _Words:
    words: np.ndarray

    def floats(self) -> np.ndarray:
        return self.words


class Again:
    """Weights on another grid; see :class:`qualcode.encoders.weights.Weights`.

    Args:
        weights: The encoder's.
        bits: Of the grid.
    """

    def __init__(self, weights: Weights, bits: int) -> None:
        self.shape: Shape = weights.shape
        self._weights, self._bits = weights, bits

    def vector(self, name: str) -> np.ndarray:
        """The encoder's own."""
        return self._weights.vector(name)

    def matrix(self, name: str) -> np.ndarray:
        """The encoder's, on the grid."""
        return again(self._weights.matrix(name), self._bits)

    def vocabulary(self) -> _Words:
        """Likewise."""
        words = self._weights.vocabulary().floats()
        for start in range(0, len(words), 10_000):
            words[start : start + 10_000] = again(words[start : start + 10_000], self._bits)
        return _Words(words)


def _vectors(weights: Weights | Again, tokens: list[list[int]]) -> np.ndarray:
    return Network(weights, tokens, LAYERS).vectors(range(len(tokens)), {})


def _right(vectors: np.ndarray, topic: np.ndarray, truth: np.ndarray) -> dict[str, np.ndarray]:
    """(n_draws, n_test) each, which test sentences are right."""
    centred = sib200.centred(vectors, vectors[: len(topic)])
    train, test = centred[: len(topic)], centred[len(topic) :]
    draws = [sib200.few(topic, np.random.default_rng(draw)) for draw in range(sib200.DRAWS)]
    few = [sib200.logistic(train[rows], topic[rows])(test) == truth for rows in draws]
    everything = sib200.logistic(train, topic)(test) == truth
    return {f"all {len(topic)}": np.array([everything]), f"{sib200.FEW} a class": np.array(few)}


def _compared(before: np.ndarray, after: np.ndarray) -> str:
    apart = after.astype(float) - before
    random, (draws, n) = np.random.default_rng(sib200.SEED), apart.shape
    drawn = [
        apart[random.integers(draws, size=draws)][:, random.integers(n, size=n)].mean()
        for _ in range(sib200.SAMPLES)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{before.mean():.3f} | {after.mean():.3f} | {apart.mean():+.3f} ({low:+.3f} to {high:+.3f})"


if __name__ == "__main__":
    main()
