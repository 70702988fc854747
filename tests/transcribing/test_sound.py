"""A recording is heard in stretches that lose no sound and do not cut words."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.transcribing.sound import RATE, cut


def _blocks(samples: np.ndarray, size: int) -> list[np.ndarray]:
    return [samples[start : start + size] for start in range(0, len(samples), size)]


@pytest.mark.parametrize("size", [1_000, 7_919, 100_000, 2_000_000])
def test_the_stretches_are_the_recording_whatever_blocks_it_comes_in(size: int) -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, 65 * RATE).astype(np.float32)
    found = list(cut(_blocks(samples, size), longest=20))
    assert np.array_equal(np.concatenate([stretch.samples for stretch in found]), samples)
    assert all(len(stretch.samples) <= 20 * RATE for stretch in found)
    assert found[0].begins == 0
    assert [stretch.begins for stretch in found[1:]] == pytest.approx(
        [stretch.ends for stretch in found[:-1]]
    )


def test_a_stretch_ends_where_it_is_quiet() -> None:
    samples = np.full(30 * RATE, 0.5, np.float32)
    samples[int(16.0 * RATE) : int(16.6 * RATE)] = 0.001
    first, *_ = cut(_blocks(samples, 5000), longest=20)
    assert 16.0 < first.ends < 16.6


def test_a_quiet_moment_long_before_the_end_is_no_place_to_cut() -> None:
    samples = np.full(100 * RATE, 0.5, np.float32)
    samples[RATE : 2 * RATE] = 0
    first, *_ = cut([samples], longest=90)
    assert first.ends >= 60


def test_no_sound_has_no_stretches() -> None:
    assert list(cut([])) == []
