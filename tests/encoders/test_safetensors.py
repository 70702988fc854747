"""Weights as the hub has them give the same model."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from safetensors.numpy import save_file

from qualcode.encoders import store
from qualcode.encoders.graph import INPUT, OUTPUT, write_graph
from qualcode.encoders.safetensors import SafetensorsModel
from qualcode.encoders.unpack import open_session
from qualcode.errors import ModelError

LINEAR = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attention": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}
NORMS = {"attention.norm": "attention.output.LayerNorm", "outer.norm": "output.LayerNorm"}


def save(tiny, prefix: str = "") -> store.Stored:
    width = tiny.shape.hidden_size
    tensors = {
        "embeddings.word_embeddings.weight": tiny.words.floats(),
        "embeddings.position_embeddings.weight": tiny.vector("positions").reshape(-1, width),
        "embeddings.token_type_embeddings.weight": tiny.vector("types").reshape(-1, width),
        "embeddings.LayerNorm.weight": tiny.vector("embedding.norm.weight"),
        "embeddings.LayerNorm.bias": tiny.vector("embedding.norm.bias"),
    }
    for layer in range(tiny.shape.num_hidden_layers):
        for ours, theirs in (LINEAR | NORMS).items():
            name = f"encoder.layer.{layer}.{theirs}"
            weight = f"{layer}.{ours}" + (".weight" if ours in NORMS else "")
            tensors[f"{name}.weight"] = tiny.tensors[weight]
            tensors[f"{name}.bias"] = tiny.tensors[f"{layer}.{ours}.bias"]

    def fill(folder):
        save_file({prefix + name: tensor for name, tensor in tensors.items()}, folder / "model.safetensors")
        (folder / "config.json").write_text(json.dumps(asdict(tiny.shape)))

    return store.save(fill, name="owner/tiny", revision="abc", kind="encoder", origin="here")


@pytest.mark.parametrize("prefix", ["", "bert."])
def test_the_graph_from_the_hubs_files_is_the_same_model(cache, tiny, tmp_path, prefix):
    ids = [3, 14, 15, 9, 26]
    means, ranges = tiny.forward(ids)
    write_graph(SafetensorsModel(save(tiny, prefix)), tmp_path / "model.onnx", ranges=ranges)
    pooled = open_session(tmp_path / "model.onnx").run([OUTPUT], {INPUT: np.array([ids], np.int64)})[0][0]
    assert pooled @ means[-1] / np.linalg.norm(pooled) / np.linalg.norm(means[-1]) > 0.998


def test_words_are_rounded_to_the_nearest_of_sixteen_steps(cache, tiny):
    blocks = SafetensorsModel(save(tiny)).vocabulary()
    words = tiny.words.floats().reshape(50, 2, 32)
    steps = np.abs(words).max(axis=2, keepdims=True) / 8
    errors = np.abs(blocks.floats().reshape(50, 2, 32) - words) / steps
    assert errors.max() <= 1.01
    assert errors.mean() < 0.26
    assert (blocks.codes.min(), blocks.codes.max()) == (-8, 7)


def test_files_that_changed_since_they_were_fetched_are_refused(cache, tiny):
    model = save(tiny)
    (model.folder / "config.json").write_text(json.dumps({**asdict(tiny.shape), "hidden_size": 32}))
    with pytest.raises(ModelError, match=r"config.json .*models fetch owner/tiny --revision abc"):
        SafetensorsModel(model)
