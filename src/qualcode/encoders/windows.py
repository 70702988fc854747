"""Texts to vectors through windows of tokens: nothing is cut, and no text depends on the ones beside it.

A text that is longer than the model can take is read in windows; its vector is the mean of theirs, weighted
by their tokens. Only windows of one length share a batch, so there is no padding.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.encoders import Progress

Pool = Callable[[np.ndarray], np.ndarray]
"""Token ids (texts, tokens) int64 to vectors (texts, width) float32, not normalized."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Token ids of all windows, and which text each is from."""

    ids: list[list[int]]
    owners: list[int]
    texts: int


def cut(texts: Sequence[str], tokenizer: Any, most: int) -> Windows:
    """The texts' tokens in windows of at most ``most``, special tokens included.

    Args:
        texts: As the model should see them, with its prefix.
        tokenizer: A ``PreTrainedTokenizerFast``.
        most: The model's limit.
    """
    if not texts:
        return Windows([], [], 0)
    encoded = tokenizer(list(texts), truncation=True, max_length=most, return_overflowing_tokens=True)
    return Windows(encoded["input_ids"], list(encoded["overflow_to_sample_mapping"]), len(texts))


def pool_windows(
    windows: Windows,
    pool: Pool,
    *,
    width: int,
    specials: int,
    tokens: int,
    rows: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> np.ndarray:
    """Vectors of the texts, (texts, width) float32, not normalized.

    Args:
        windows: What :func:`cut` returned.
        pool: The model; called from several threads if there are several workers.
        width: Length of a vector.
        specials: Special tokens in each window; they carry no weight.
        tokens: Most tokens a batch.
        rows: Most windows a batch.
        workers: Batches at the same time.
        progress: Called with texts done and all texts.
    """
    pooled = np.empty((len(windows.ids), width), np.float32)
    waiting, done = Counter(windows.owners), 0
    for batch, vectors in _run(_batches(windows.ids, tokens, rows), windows.ids, pool, workers):
        pooled[batch] = vectors
        for owner in (windows.owners[index] for index in batch):
            waiting[owner] -= 1
            done += not waiting[owner]
        if progress:
            progress(done, windows.texts)
    weights = np.array([max(len(ids) - specials, 1) for ids in windows.ids], np.float32)
    sums = np.zeros((windows.texts, width), np.float32)
    totals = np.zeros(windows.texts, np.float32)
    owners = np.array(windows.owners, np.int64)
    np.add.at(sums, owners, pooled * weights[:, None])
    np.add.at(totals, owners, weights)
    return sums / np.maximum(totals, 1)[:, None]


def normalized(vectors: np.ndarray) -> np.ndarray:
    """Vectors along the last axis at length 1; zero stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32(1e-12))


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(ids: list[list[int]], tokens: int, rows: int) -> list[list[int]]:
    """Indices of windows of one length together, the costliest batches first."""
    by_length = defaultdict(list)
    for index, window in enumerate(ids):
        by_length[len(window)].append(index)
    batches = []
    for length, indices in by_length.items():
        size = max(1, min(rows, tokens // max(length, 1)))
        batches += [indices[start : start + size] for start in range(0, len(indices), size)]
    return sorted(batches, key=lambda batch: len(batch) * len(ids[batch[0]]), reverse=True)


def _run(
    batches: list[list[int]], ids: list[list[int]], pool: Pool, workers: int
) -> Iterator[tuple[list[int], np.ndarray]]:
    def one(batch: list[int]) -> np.ndarray:
        return pool(np.array([ids[index] for index in batch], np.int64))

    if workers == 1 or len(batches) < 2:
        yield from ((batch, one(batch)) for batch in batches)
        return
    with ThreadPoolExecutor(min(workers, len(batches)), thread_name_prefix="encoder") as executor:
        futures: dict[Future[np.ndarray], list[int]] = {
            executor.submit(one, batch): batch for batch in batches
        }
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
