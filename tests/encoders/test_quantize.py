"""The devices that keep fixed scales exact."""

from __future__ import annotations

import numpy as np

from qualcode.encoders.quantize import (
    STEP,
    Affine,
    inner_step,
    int8,
    measured_ranges,
    smoothing,
    stairs,
)

draw = np.random.default_rng(5)


def test_stairs_add_up_to_the_channel_they_replace():
    first = Affine(np.array([[1.0], [2.0]], np.float32), np.zeros(2, np.float32))
    second = Affine(np.array([[3.0, 5.0]], np.float32), np.zeros(1, np.float32))
    first, second = stairs(first, second, np.array([1.0, 40.0]))
    value = np.array([17.0])
    inner = np.clip(first.weights @ value + first.bias, 0, STEP)
    assert np.isclose(second.weights @ inner, 3 * min(17, STEP) + 5 * 34)


def test_layers_without_outliers_are_left_alone():
    first = Affine(draw.normal(size=(8, 4)), np.zeros(8))
    second = Affine(draw.normal(size=(4, 8)), np.zeros(4))
    assert stairs(first, second, np.full(8, STEP / 2)) == (first, second)


def test_smoothing_shares_a_large_channel_between_activations_and_weights():
    largest = np.array([1.0, 1.0, 1.0, 50.0], np.float32)
    weights = draw.normal(size=(6, 4)).astype(np.float32)
    factors, step = smoothing(largest, weights)
    smoothed = largest / factors
    assert smoothed.max() / smoothed.min() < 50 / 4
    assert smoothed.max() <= step * 127


def test_int8_weights_are_within_half_a_step():
    weights = draw.normal(size=(6, 32)).astype(np.float32)
    codes, scales = int8(weights)
    assert codes.shape == (32, 6)
    assert np.all(np.abs(codes.T * scales[:, None] - weights) <= scales[:, None] / 2 + 1e-6)
    assert np.abs(codes).max(axis=0).tolist() == [127] * 6


def test_the_inner_scale_covers_gelu_from_its_lowest_value_to_the_step():
    step, zero = inner_step()
    lowest, highest = -float(step) * int(zero), float(step) * (255 - int(zero))
    assert lowest <= -0.164
    assert highest >= STEP - step


def test_the_measured_ranges_are_of_the_embedded_model():
    ranges = measured_ranges()
    assert ranges.inputs.shape == (12, 3, 384)
    assert ranges.inner.shape == (12, 1536)
    assert ranges.inner.max() > 10 * np.median(ranges.inner)
