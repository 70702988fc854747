"""From windows of tokens to vectors of texts."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from qualcode.encoders.windows import Windows, normalized, pool_windows

WINDOWS = Windows(
    ids=[[0, 5, 2], [0, 1, 2, 3, 2], [0, 9, 2], [0, 4, 2], [0, 7, 7, 7, 2]], owners=[0, 1, 1, 2, 3], texts=4
)


def mean_id(ids: np.ndarray) -> np.ndarray:
    return np.stack([ids[:, 1:-1].mean(axis=1), np.ones(len(ids))], axis=1).astype(np.float32)


def pool(**changes):
    settings = {"width": 2, "specials": 2, "tokens": 100, "rows": 10, **changes}
    return pool_windows(WINDOWS, settings.pop("model", mean_id), **settings)


def test_windows_weigh_as_many_tokens_as_they_hold():
    assert pool()[:, 0].tolist() == [5, (3 * 2 + 1 * 9) / 4, 4, 7]


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("tokens", [1, 7, 100])
def test_batches_change_nothing(workers, tokens):
    assert np.array_equal(pool(workers=workers, tokens=tokens), pool())


def test_a_batch_holds_one_length_and_stays_within_its_limits():
    shapes = []

    def model(ids):
        shapes.append(ids.shape)
        return mean_id(ids)

    pool(model=model, tokens=6)
    assert sorted(shapes) == [(1, 3), (1, 5), (1, 5), (2, 3)]
    shapes.clear()
    pool(model=model, rows=1)
    assert {rows for rows, _ in shapes} == {1}


def test_progress_counts_texts_until_all_are_done():
    seen = []
    pool(tokens=1, progress=lambda done, texts: seen.append((done, texts)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (4, 4)


def test_an_error_of_the_model_reaches_the_caller_and_stops_the_work():
    ran = []

    def model(ids):
        ran.append(threading.get_ident())
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        pool(model=model, tokens=1, workers=2)
    assert len(ran) < len(WINDOWS.ids)


def test_no_texts_give_no_vectors():
    assert pool_windows(Windows([], [], 0), mean_id, width=2, specials=2, tokens=9, rows=9).shape == (0, 2)


def test_normalized_rows_have_length_one_and_zero_stays_zero():
    assert np.allclose(normalized(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0, 0]])
