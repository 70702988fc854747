"""From float weights to int8 ones, with fixed scales for the activations between them.

Activations are quantized with scales that were measured once (``e5-small-ranges.npz``), not with scales of
the batch at hand: a text's vector then does not depend on the texts beside it, and nothing is searched for
maxima while the model runs. Two devices make that more exact than even scales per token are:

- *Smoothing*: a channel that is large in the activations is divided by a factor and its weights multiplied
  by it (Xiao et al. 2023, "SmoothQuant", equation 4).
- *Stairs*: a few channels after GELU reach 70 where all others stay below 5. Quantization clips at ``STEP``,
  so such a channel is copied, copy k with its bias lowered by k × STEP: the clipped copies add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

RANGES_FILE = "e5-small-ranges.npz"
SMOOTHING = 0.7
STEP = 4.5
_MARGIN = 1.05
_GELU_LOWEST = 0.17
_LANES = 16


@dataclass(frozen=True, slots=True)
class Ranges:
    """Largest absolute values of activations, by layer and channel.

    Attributes:
        inputs: (layers, 3, hidden) float32; before the joint query, key and value, the attention's output and
            the first feed-forward matrix.
        inner: (layers, intermediate) float32; after GELU.
    """

    inputs: np.ndarray
    inner: np.ndarray


@dataclass(frozen=True, slots=True)
class Affine:
    """A linear layer: ``weights`` (outputs, inputs) and ``bias`` (outputs), float32."""

    weights: np.ndarray
    bias: np.ndarray


@cache
def measured_ranges() -> Ranges:
    """What ``benchmarks/encoder_ranges.py`` measured on 3,985 texts, most of them Swedish."""
    with _stored() as stored:
        return Ranges(stored["inputs"].astype(np.float32), stored["inner"].astype(np.float32))


def smoothing(largest: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.float32]:
    """Factors (inputs,) to divide activations by, and the int8 step of what is left.

    Args:
        largest: Largest absolute activation by input.
        weights: (outputs, inputs) that the activations are multiplied with.
    """
    largest = np.maximum(largest, np.float32(1e-3) * largest.max())
    heaviest = np.maximum(np.abs(weights).max(axis=0), np.float32(1e-6))
    factors = largest**SMOOTHING / heaviest ** (1 - SMOOTHING)
    factors /= np.exp(np.log(factors).mean())
    factors = factors.astype(np.float32)
    return factors, np.float32((largest / factors).max() * _MARGIN / 127)


def stairs(first: Affine, second: Affine, largest: np.ndarray) -> tuple[Affine, Affine]:
    """The two feed-forward layers with outlying channels between them split into stairs of height ``STEP``.

    Args:
        first: From hidden to intermediate.
        second: From intermediate to hidden.
        largest: Largest absolute activation of each intermediate channel.
    """
    steps = np.ceil(largest * 1.1 / STEP).astype(int)
    copies = [(channel, step) for channel in np.flatnonzero(steps > 1) for step in range(1, steps[channel])]
    if not copies:
        return first, second
    channels, heights = np.array(copies).T
    # Products run fastest on a multiple of 16 channels; the ones added for that are zero.
    spare = -len(copies) % _LANES
    return (
        Affine(
            np.pad(np.concatenate([first.weights, first.weights[channels]]), ((0, spare), (0, 0))),
            np.pad(np.concatenate([first.bias, first.bias[channels] - STEP * heights]), (0, spare)),
        ),
        Affine(
            np.pad(
                np.concatenate([second.weights, second.weights[:, channels]], axis=1), ((0, 0), (0, spare))
            ),
            second.bias,
        ),
    )


def inner_step() -> tuple[np.float32, np.uint8]:
    """Step and zero point of activations after GELU, which lie between −0.17 and ``STEP``."""
    step = (STEP + _GELU_LOWEST) / 255
    return np.float32(step), np.uint8(round(_GELU_LOWEST / step))


def int8(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes (inputs, outputs) int8 and scales (outputs,) float32 of weights (outputs, inputs).

    Processors without VNNI or AMX add two products in 16 bits, which can overflow. Here that is rare, since
    few activations come near the end of their range: with such a processor emulated, the mean cosine to
    float32 was .9994 instead of .9995, while weights of 7 bits, which cannot overflow, gave .9992.
    """
    scales = np.maximum(np.abs(weights).max(axis=1) / np.float32(127), np.float32(1e-12))
    return np.rint(weights / scales[:, None]).astype(np.int8).T, scales.astype(np.float32)


@cache
def reference_vectors() -> np.ndarray:
    """What float32 makes of ``unpack.CHECK_TEXTS``, (2, 384) float32, L2-normalized."""
    with _stored() as stored:
        return stored["reference"].astype(np.float32)


@contextmanager
def _stored() -> Iterator[Any]:
    from importlib import resources

    with resources.files(__package__).joinpath(RANGES_FILE).open("rb") as file, np.load(file) as stored:
        yield stored
