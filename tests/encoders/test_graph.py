"""The int8 graph computes what the float model computes."""

from __future__ import annotations

import numpy as np

from qualcode.encoders.graph import INPUT, OUTPUT, write_graph
from qualcode.encoders.unpack import open_session


def cosine(one, other) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def run(path, ids) -> np.ndarray:
    return open_session(path).run([OUTPUT], {INPUT: np.array(ids, np.int64)})[0]


def test_the_graph_pools_what_the_float_model_pools(tiny, tmp_path):
    ids = [3, 14, 15, 9, 26, 5, 35, 8]
    means, ranges = tiny.forward(ids)
    write_graph(tiny, tmp_path / "model.onnx", ranges=ranges)
    assert cosine(run(tmp_path / "model.onnx", [ids])[0], means[-1]) > 0.999


def test_layers_that_are_asked_for_stand_side_by_side(tiny, tmp_path):
    ids = [7, 7, 21, 40]
    means, ranges = tiny.forward(ids)
    write_graph(tiny, tmp_path / "model.onnx", layers=(0, 1, 2), ranges=ranges)
    pooled = run(tmp_path / "model.onnx", [ids])[0].reshape(3, -1)
    assert [cosine(*pair) > 0.999 for pair in zip(pooled, means, strict=True)] == [True] * 3


def test_a_channel_far_above_the_others_costs_no_precision(tiny, tmp_path):
    ids = [3, 14, 15, 9, 26, 5]
    tiny.tensors["1.inner.bias"][11] = 60.0
    means, ranges = tiny.forward(ids)
    assert ranges.inner[1, 11] > 50
    write_graph(tiny, tmp_path / "model.onnx", ranges=ranges)
    assert cosine(run(tmp_path / "model.onnx", [ids])[0], means[-1]) > 0.999


def test_order_and_place_of_tokens_matter(tiny, tmp_path):
    _, ranges = tiny.forward([3, 14, 15, 9])
    write_graph(tiny, tmp_path / "model.onnx", ranges=ranges)
    there, back = run(tmp_path / "model.onnx", [[3, 14, 15, 9], [9, 15, 14, 3]])
    assert cosine(there, back) < 0.999


def test_a_text_comes_out_the_same_alone_and_among_others(tiny, tmp_path):
    _, ranges = tiny.forward([3, 14, 15, 9, 26])
    write_graph(tiny, tmp_path / "model.onnx", ranges=ranges)
    batch = np.random.default_rng(3).integers(0, tiny.shape.vocab_size, (9, 5))
    together = run(tmp_path / "model.onnx", batch)
    alone = np.concatenate([run(tmp_path / "model.onnx", batch[index : index + 1]) for index in range(9)])
    assert np.array_equal(together, alone)
