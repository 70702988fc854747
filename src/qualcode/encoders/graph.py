"""The ONNX graph of multilingual-e5-small with int8 products, for ONNX Runtime on a processor.

Measured on 2 cores with AMX (segments a second of 25 tokens; lowest cosine to float32): float32 176; 4-bit
``MatMulNBits`` 131, .9999; a scale per token 379, .9986; fixed scales 462, .967; fixed scales with smoothing
and stairs (see :mod:`qualcode.encoders.quantize`), and addition and normalization in place of the slow
``SkipLayerNormalization``, 750, .9993. Then, with the same numbers: a batch per thread instead of threads
within a product 880; 4-bit words unpacked by plain operators in place of ``GatherBlockQuantized`` 1030;
attention as strided products in place of ``MultiHeadAttention`` 1110.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qualcode.encoders.quantize import Affine, Ranges, inner_step, int8, measured_ranges, smoothing, stairs
from qualcode.encoders.weights import BLOCK, Weights

INPUT, OUTPUT = "input_ids", "pooled"
_RUNTIME = "com.microsoft"
_OPSET = 18
_FLOAT = 1  # onnx.TensorProto.FLOAT, without importing onnx
_MIDDLE = np.uint8(128)


def write_graph(
    model: Weights,
    path: Path,
    *,
    layers: Sequence[int] | None = None,
    ranges: Ranges | None = None,
) -> None:
    """Write the model to ``path``.

    Its input ``input_ids`` is (texts, tokens) int64, all texts of one length; its output ``pooled`` is
    (texts, layers × width) float32: the mean over the tokens of each of ``layers`` (0 is the embedding).

    Args:
        model: The weights.
        path: The ``.onnx`` file.
        layers: After which layers to pool; only the last by default.
        ranges: Of the activations; by default the measured ones.
    """
    import onnx

    layers = layers or (model.shape.num_hidden_layers,)
    onnx.save(_Graph(model, ranges or measured_ranges()).build(layers), path)


class _Graph:
    def __init__(self, model: Weights, ranges: Ranges) -> None:
        self._model, self._shape = model, model.shape
        self._ranges = ranges
        self._nodes: list = []
        self._constants: list = []

    def build(self, layers: Sequence[int]):
        """The ``onnx.ModelProto``."""
        from onnx import TensorProto, helper

        self._ids = self._op("Transpose", INPUT, perm=[1, 0])
        hidden = self._embed()
        pooled = [self._pool(hidden)] if 0 in layers else []
        for layer in range(max(layers)):
            hidden = self._feed_forward(layer, self._attend(layer, hidden))
            if layer + 1 in layers:
                pooled.append(self._pool(hidden))
        last = self._op("Concat", *pooled, axis=-1)
        self._nodes.append(helper.make_node("Identity", [last], [OUTPUT]))
        width = self._shape.hidden_size * len(pooled)
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "tokens"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", width])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)

    def _embed(self) -> str:
        """Rows of the 4-bit vocabulary, unpacked as they are gathered, plus positions."""
        width = self._shape.hidden_size
        words = self._model.vocabulary()
        blocks = (words.codes + 8).astype(np.uint8).reshape(-1, width // BLOCK, BLOCK)
        half = BLOCK // 2
        packed = self._gather(blocks[:, :, :half] | blocks[:, :, half:] << 4)
        scales = self._op("Cast", self._gather(words.scales[:, :, None].astype(np.float16)), to=_FLOAT)
        low = self._op("BitwiseAnd", packed, self._constant(np.uint8(0x0F)))
        high = self._op("BitShift", packed, self._constant(np.uint8(4)), direction="RIGHT")
        codes = self._op("Cast", self._op("Concat", low, high, axis=-1), to=_FLOAT)
        floats = self._op("Mul", self._op("Sub", codes, self._constant(np.float32(8))), scales)
        rows = self._op("Reshape", floats, self._constant(np.array([0, 0, width], np.int64)))
        places = self._model.vector("positions").reshape(-1, 1, width) + self._model.vector("types")[:width]
        zero = self._constant(np.array([0], np.int64))
        length = self._op("Shape", self._ids, start=0, end=1)
        placed = self._op("Slice", self._constant(places), zero, length, zero)
        return self._normalize(self._op("Add", rows, placed), "embedding.norm")

    def _attend(self, layer: int, hidden: str) -> str:
        parts = [self._affine(f"{layer}.{part}") for part in ("query", "key", "value")]
        output = self._affine(f"{layer}.attention")
        # Attention mixes tokens, not channels, so its output can be smoothed in what it is made of.
        factors, output_step = smoothing(self._ranges.inputs[layer, 1], output.weights)
        parts[2] = Affine(parts[2].weights / factors[:, None], parts[2].bias / factors)
        output = Affine(output.weights * factors, output.bias)
        joint = np.concatenate([part.weights for part in parts])
        factors, step = smoothing(self._ranges.inputs[layer, 0], joint)
        codes = self._quantize(self._divide(hidden, factors), step)
        products = [self._product(codes, Affine(part.weights * factors, part.bias), step) for part in parts]
        mixed = self._mix(*products)
        added = self._product(self._quantize(mixed, output_step), output, output_step)
        return self._normalize(self._op("Add", added, hidden), f"{layer}.attention.norm")

    def _mix(self, query: str, key: str, value: str) -> str:
        """Attention within each text and head.

        Tokens come first, so that a text's tokens in one head are a strided matrix where they stand: nothing
        is copied before the products.
        """
        heads, width = self._shape.num_attention_heads, self._shape.hidden_size
        apart = self._constant(np.array([0, -1, width // heads], np.int64))
        query, key, value = (self._op("Reshape", part, apart) for part in (query, key, value))
        strided = {"domain": _RUNTIME, "transBatchB": 1}
        alike = self._op(
            "FusedMatMul", query, key, transBatchA=1, transB=1, alpha=(width / heads) ** -0.5, **strided
        )
        mixed = self._op("FusedMatMul", self._op("Softmax", alike, axis=-1), value, **strided)
        together = self._constant(np.array([0, -1, width], np.int64))
        return self._op("Reshape", self._op("Transpose", mixed, perm=[1, 0, 2]), together)

    def _feed_forward(self, layer: int, hidden: str) -> str:
        first, second = stairs(
            self._affine(f"{layer}.inner"), self._affine(f"{layer}.outer"), self._ranges.inner[layer]
        )
        factors, step = smoothing(self._ranges.inputs[layer, 2], first.weights)
        codes = self._quantize(self._divide(hidden, factors), step)
        inner = self._op(
            "Gelu", self._product(codes, Affine(first.weights * factors, first.bias), step), domain=_RUNTIME
        )
        step, zero = inner_step()
        added = self._product(self._quantize(inner, step, zero), second, step, zero)
        return self._normalize(self._op("Add", added, hidden), f"{layer}.outer.norm")

    def _affine(self, name: str) -> Affine:
        return Affine(self._model.matrix(name), self._model.vector(f"{name}.bias"))

    def _divide(self, values: str, factors: np.ndarray) -> str:
        return self._op("Mul", values, self._constant((1 / factors).astype(np.float32)))

    def _quantize(self, values: str, step: np.float32, zero: np.uint8 = _MIDDLE) -> str:
        return self._op("QuantizeLinear", values, self._constant(step), self._constant(zero))

    def _product(self, codes: str, layer: Affine, step: np.float32, zero: np.uint8 = _MIDDLE) -> str:
        """Quantized activations times the layer's transposed weights, plus its bias, in float32."""
        weights, scales = int8(layer.weights)
        return self._op(
            "MatMulIntegerToFloat",
            codes,
            self._constant(weights),
            self._constant(step),
            self._constant(scales),
            self._constant(zero),
            "",
            self._constant(layer.bias.astype(np.float32)),
            domain=_RUNTIME,
        )

    def _normalize(self, hidden: str, name: str) -> str:
        return self._op(
            "LayerNormalization",
            hidden,
            self._constant(self._model.vector(f"{name}.weight")),
            self._constant(self._model.vector(f"{name}.bias")),
            axis=-1,
            epsilon=self._shape.layer_norm_eps,
        )

    def _pool(self, hidden: str) -> str:
        """The mean over tokens, as a product: ``ReduceMean`` rounds differently for one text and for many."""
        length = self._op("Shape", self._ids, start=0, end=1)
        share = self._op("Reciprocal", self._op("Cast", length, to=_FLOAT))
        flat = self._op("Reshape", hidden, self._constant(np.array([0, -1], np.int64)))
        mean = self._op("MatMul", self._op("Expand", share, length), flat)
        return self._op("Reshape", mean, self._constant(np.array([-1, self._shape.hidden_size], np.int64)))

    def _gather(self, rows: np.ndarray) -> str:
        return self._op("Gather", self._constant(rows), self._ids)

    def _op(self, kind: str, *inputs: str, domain: str = "", **attributes) -> str:
        from onnx import helper

        name = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **attributes))
        return name

    def _constant(self, values: np.ndarray | np.generic) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self._constants)}"
        self._constants.append(
            numpy_helper.from_array(np.ascontiguousarray(values).reshape(np.shape(values)), name)
        )
        return name
