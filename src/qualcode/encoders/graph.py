"""The ONNX graph of multilingual-e5-small in int8, built from the packed model file.

Weights are int8 with a scale per output; each token's activations are scaled by their own largest value
before they become int8, so what a token turns into does not depend on the texts beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qualcode.encoders.packed import BLOCK, PackedModel

INPUT, OUTPUT = "input_ids", "pooled"
_RUNTIME = "com.microsoft"
_OPSET = 21


def write_graph(model: PackedModel, path: Path, *, layers: Sequence[int] | None = None) -> None:
    """Write the model to ``path``.

    Its input ``input_ids`` is (texts, tokens) int64, all texts of one length; its output ``pooled`` is
    (texts, layers × width) float32: the mean over the tokens of each of ``layers`` (0 is the embedding).

    Args:
        model: The packed weights.
        path: The ``.onnx`` file.
        layers: After which layers to pool; only the last by default.
    """
    import onnx

    onnx.save(_Graph(model).build(layers or (model.shape.num_hidden_layers,)), path)


class _Graph:
    def __init__(self, model: PackedModel) -> None:
        self._model, self._shape = model, model.shape
        self._nodes: list = []
        self._constants: list = []

    def build(self, layers: Sequence[int]):
        from onnx import TensorProto, helper

        hidden = self._embed()
        pooled = [self._pool(hidden)] if 0 in layers else []
        for layer in range(self._shape.num_hidden_layers):
            hidden = self._layer(f"l{layer}.", hidden)
            if layer + 1 in layers:
                pooled.append(self._pool(hidden))
        last = pooled[0] if len(pooled) == 1 else self._op("Concat", *pooled, axis=-1)
        self._nodes.append(helper.make_node("Identity", [last], [OUTPUT]))
        width = self._shape.hidden_size * len(pooled)
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "tokens"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", width])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _embed(self) -> str:
        """Rows of the 4-bit vocabulary, dequantized as they are gathered, plus positions."""
        width = self._shape.hidden_size
        words = self._model.blocks("emb.word", width)
        gathered = self._op(
            "GatherBlockQuantized",
            self._nibbles(words.codes + 8, words.codes.shape),
            INPUT,
            self._constant(words.scales),
            self._nibbles(np.full(words.scales.size, 8, np.uint8), words.scales.shape),
            domain=_RUNTIME,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )
        places = self._model.floats("emb.pos").reshape(-1, width) + self._model.floats("emb.type")[:width]
        zero = self._constant(np.array([0], np.int64))
        length = self._op("Shape", INPUT, start=1, end=2)
        placed = self._op("Add", gathered, self._op("Slice", self._constant(places), zero, length, zero))
        return self._op(
            "LayerNormalization",
            placed,
            self._constant(self._model.floats("emb.ln.w")),
            self._constant(self._model.floats("emb.ln.b")),
            axis=-1,
            epsilon=self._shape.layer_norm_eps,
        )

    def _layer(self, prefix: str, hidden: str) -> str:
        bias = self._constant(np.concatenate([self._model.floats(f"{prefix}{part}.b") for part in "qkv"]))
        joint = self._product(hidden, [f"{prefix}{part}.w" for part in "qkv"], self._shape.hidden_size)
        query, key, value = self._op("Split", joint, outputs=3, axis=-1, num_outputs=3)
        heads = self._shape.num_attention_heads
        context = self._op("MultiHeadAttention", query, key, value, bias, domain=_RUNTIME, num_heads=heads)
        attended = self._product(context, [f"{prefix}ao.w"], self._shape.hidden_size)
        hidden = self._add_and_normalize(attended, hidden, f"{prefix}ao.b", f"{prefix}aln")
        inner = self._product(hidden, [f"{prefix}fi.w"], self._shape.hidden_size)
        inner = self._op(
            "BiasGelu", inner, self._constant(self._model.floats(f"{prefix}fi.b")), domain=_RUNTIME
        )
        outer = self._product(inner, [f"{prefix}fo.w"], self._shape.intermediate_size)
        return self._add_and_normalize(outer, hidden, f"{prefix}fo.b", f"{prefix}oln")

    def _product(self, values: str, matrices: list[str], columns: int) -> str:
        """``values`` times the transposed matrices side by side, in int8, without their bias."""
        weights = np.concatenate([self._model.blocks(name, columns).floats() for name in matrices])
        scales = np.abs(weights).max(axis=1) / np.float32(127)
        codes = np.rint(weights / scales[:, None]).astype(np.int8)
        step, middle = self._constant(np.float32(1 / 127)), self._constant(np.uint8(128))
        largest = self._op(
            "ReduceMax", self._op("Abs", values), self._constant(np.array([-1], np.int64)), keepdims=1
        )
        quantized = self._op("QuantizeLinear", self._op("Div", values, largest), step, middle)
        product = self._op(
            "MatMulIntegerToFloat",
            quantized,
            self._constant(codes.T),
            step,
            self._constant(scales),
            middle,
            domain=_RUNTIME,
        )
        return self._op("Mul", product, largest)

    def _add_and_normalize(self, added: str, hidden: str, bias: str, norm: str) -> str:
        return self._op(
            "SkipLayerNormalization",
            added,
            hidden,
            self._constant(self._model.floats(f"{norm}.w")),
            self._constant(self._model.floats(f"{norm}.b")),
            self._constant(self._model.floats(bias)),
            domain=_RUNTIME,
            epsilon=self._shape.layer_norm_eps,
        )

    def _pool(self, hidden: str) -> str:
        return self._op("ReduceMean", hidden, self._constant(np.array([1], np.int64)), keepdims=0)

    def _op(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes):
        from onnx import helper

        names = [f"{kind}_{len(self._nodes)}_{output}" for output in range(outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def _constant(self, values: np.ndarray) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _nibbles(self, values: np.ndarray, dims: tuple[int, ...]) -> str:
        """A tensor of 4-bit unsigned numbers, two a byte, the first in the low half."""
        from onnx import TensorProto

        pairs = values.reshape(-1, 2).astype(np.uint8)
        name = f"constant_{len(self._constants)}"
        packed = (pairs[:, 0] | pairs[:, 1] << 4).tobytes()
        self._constants.append(
            TensorProto(name=name, data_type=TensorProto.UINT4, dims=dims, raw_data=packed)
        )
        return name
