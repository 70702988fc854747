"""How fast the default encoder is against transformers + torch in float32, on the same weights and texts.

    pip install "qualcode[torch]"
    python benchmarks/encoder.py

Both encode the same texts of about 25 tokens in alternating rounds; medians and their ratio are printed, the
cosines between their vectors, and how much of what int8 matrix products of the model's sizes reach alone
(ONNX Runtime's MatMulInteger, nothing in between) is left of it. Exit status 1 if the ratio is below 3 or a
cosine below .995.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.encoders.offline import stay_offline
from qualcode.encoders.packed import PackedModel
from qualcode.encoders.unpack import PREFIX, data_file, open_session
from qualcode.encoders.windows import processors

BATCH = 32
ROWS = 400

OPENINGS = (
    "Jag brukar gå hem den vägen,",
    "Vi har bott här länge och",
    "Det var väl ungefär då som",
    "Alltså,",
    "När barnen var små",
    "Min granne säger att",
    "På mötet i skolan tyckte de flesta att",
    "Ibland undrar jag om",
)
MIDDLES = (
    "det händer något med torget",
    "ingen frågade oss innan de rev planket",
    "man får sitta och vänta på svar",
    "det finns jobb om man känner rätt folk",
    "bussen gick förbi utan att stanna",
    "de bytte hyresvärd igen",
    "det känns lugnare sedan lamporna kom",
    "vi borde ha fått läsa protokollet",
)
ENDINGS = (
    "och det är inte första gången.",
    "fast det säger de aldrig rakt ut.",
    "så då slutade vi gå dit.",
    "tror jag.",
    "men nu vet jag inte längre.",
    "precis som förra året när de lovade samma sak.",
    "eller hur det nu var.",
)


def texts(count: int) -> list[str]:
    """Invented segments, 25 tokens long on average with the prefix and special tokens."""
    draw = random.Random(1)
    return [f"{draw.choice(OPENINGS)} {draw.choice(MIDDLES)} {draw.choice(ENDINGS)}" for _ in range(count)]


def float_model():
    """The wheel's weights dequantized into a transformers ``BertModel`` in float32."""
    import torch
    from transformers import BertConfig, BertModel

    packed = PackedModel(data_file())
    width = packed.shape.hidden_size
    state = {
        "embeddings.word_embeddings": packed.vocabulary().floats(),
        "embeddings.position_embeddings": packed.vector("positions").reshape(-1, width),
        "embeddings.token_type_embeddings": packed.vector("types").reshape(-1, width),
        "embeddings.LayerNorm": packed.vector("embedding.norm.weight"),
    }
    biases = {"embeddings.LayerNorm": packed.vector("embedding.norm.bias")}
    linear = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "attention": "attention.output.dense", "inner": "intermediate.dense", "outer": "output.dense",
    }  # fmt: skip
    norms = {"attention.norm": "attention.output.LayerNorm", "outer.norm": "output.LayerNorm"}
    for layer in range(packed.shape.num_hidden_layers):
        for ours, theirs in (linear | norms).items():
            name = f"encoder.layer.{layer}.{theirs}"
            read = packed.matrix if ours in linear else lambda name: packed.vector(f"{name}.weight")
            state[name] = read(f"{layer}.{ours}")
            biases[name] = packed.vector(f"{layer}.{ours}.bias")
    tensors = {f"{name}.weight": torch.from_numpy(np.array(value)) for name, value in state.items()}
    tensors |= {f"{name}.bias": torch.from_numpy(np.array(value)) for name, value in biases.items()}
    model = BertModel(BertConfig(**asdict(packed.shape), hidden_act="gelu"), add_pooling_layer=False)
    model.load_state_dict(tensors, strict=True)
    return model.eval()


def encode_with_torch(model, tokenizer, segments: list[str]) -> np.ndarray:
    """As sentence-transformers does it: sorted by length, batches of 32, padded; (n, 384) float32."""
    import torch

    vectors = np.empty((len(segments), model.config.hidden_size), np.float32)
    order = sorted(range(len(segments)), key=lambda index: len(segments[index]), reverse=True)
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            batch = tokenizer(
                [PREFIX + segments[index] for index in part],
                padding=True,
                truncation=True,
                max_length=512,
                return_tensors="pt",
            )
            mask = batch["attention_mask"]
            hidden = model(input_ids=batch["input_ids"], attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).float()
            pooled = (hidden * weights).sum(1) / weights.sum(1)
            vectors[part] = torch.nn.functional.normalize(pooled, dim=-1).numpy()
    return vectors


def products_per_second(workers: int) -> float:
    """Tokens a second of the model's int8 matrix products alone, ``ROWS`` tokens at a time."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    shape = PackedModel(data_file()).shape
    width, inner = shape.hidden_size, shape.intermediate_size
    sizes = [(width, width)] * 4 + [(width, inner), (inner, width)]
    draw, nodes, constants = np.random.default_rng(1), [], []

    def constant(name: str, values: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(values, name))
        return name

    zero, one = constant("zero", np.array([0, 0])), constant("one", np.array([1, 1]))
    middle = constant("middle", np.uint8(128))
    corners = []
    for index, (rows, columns) in enumerate(sizes * shape.num_hidden_layers):
        weights = constant(f"w{index}", draw.integers(-127, 128, (rows, columns)).astype(np.int8))
        nodes.append(helper.make_node("MatMulInteger", [f"x{rows}", weights, middle], [f"y{index}"]))
        # Only a corner is kept, so that buffers are used again as they are in the model.
        nodes.append(helper.make_node("Slice", [f"y{index}", zero, one], [f"c{index}"]))
        corners.append(f"c{index}")
    nodes.append(helper.make_node("Concat", corners, ["out"], axis=1))
    inputs = [helper.make_tensor_value_info(f"x{k}", TensorProto.UINT8, ["t", k]) for k in (width, inner)]
    outputs = [helper.make_tensor_value_info("out", TensorProto.INT32, None)]
    graph = helper.make_graph(nodes, "products", inputs, outputs, constants)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "products.onnx"
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8), path)
        session = open_session(path)
    feed = {f"x{k}": draw.integers(0, 256, (ROWS, k)).astype(np.uint8) for k in (width, inner)}
    repeats = 12
    with ThreadPoolExecutor(workers) as executor:
        list(executor.map(lambda _: session.run(None, feed), range(workers)))
        seconds = seconds_of(lambda: list(executor.map(lambda _: session.run(None, feed), range(repeats))))
    return repeats * ROWS / seconds


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Run and print; the exit status."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--segments", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    stay_offline()
    try:
        import torch
    except ImportError:
        print('This needs torch: pip install "qualcode[torch]"', file=sys.stderr)
        return 2
    from transformers import PreTrainedTokenizerFast

    workers = processors()
    torch.set_num_threads(workers)
    segments = texts(options.segments)
    encoder, model = EmbeddedEncoder(), float_model()
    tokenizer = PreTrainedTokenizerFast.from_pretrained(encoder.folder)
    lengths = [len(ids) for ids in tokenizer([PREFIX + text for text in segments])["input_ids"]]
    cosines = (encoder.encode(segments) * encode_with_torch(model, tokenizer, segments)).sum(axis=1)
    ours, theirs, products = [], [], []
    for _ in range(options.rounds):
        ours.append(len(segments) / seconds_of(lambda: encoder.encode(segments)))
        theirs.append(len(segments) / seconds_of(lambda: encode_with_torch(model, tokenizer, segments)))
        products.append(products_per_second(workers) / statistics.mean(lengths))
    mine, other, bare = (statistics.median(rates) for rates in (ours, theirs, products))
    size = f"{len(segments)} segments of {statistics.mean(lengths):.1f} tokens"
    print(f"{size}, {workers} processors, tokenizing included")
    print(f"qualcode, int8             {mine:7.0f} segments/s  ({min(ours):.0f}–{max(ours):.0f})")
    print(f"transformers+torch float32 {other:7.0f} segments/s  ({min(theirs):.0f}–{max(theirs):.0f})")
    print(f"ratio                      {mine / other:7.2f}")
    print(f"int8 products alone        {bare:7.0f} segments/s; {mine / bare:.0%} of that is reached")
    print(f"cosine to float32          {cosines.min():.4f} lowest, {cosines.mean():.4f} mean")
    return 0 if mine >= 3 * other and cosines.min() >= 0.995 else 1


if __name__ == "__main__":
    sys.exit(main())
