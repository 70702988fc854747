"""Measure how large the activations of multilingual-e5-small get: ``encoders/e5-small-ranges.npz``.

    pip install "qualcode[torch]"
    python benchmarks/encoder_ranges.py TEXTS… --to src/qualcode/encoders/e5-small-ranges.npz

``TEXTS`` are text files with a text a line. Take some thousands, as various as what will be encoded. The
vectors by which an unpacked model is checked are written along with the ranges.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from encoder import BATCH, encode_with_torch, float_model
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.encoders.offline import stay_offline
from qualcode.encoders.quantize import Ranges
from qualcode.encoders.unpack import CHECK_TEXTS, PREFIX


def measure(model, tokenizer, texts: list[str]) -> Ranges:
    """The largest absolute value of each channel before each matrix product, over all tokens of the texts."""
    import torch

    config = model.config
    inputs = np.zeros((config.num_hidden_layers, 3, config.hidden_size), np.float32)
    inner = np.zeros((config.num_hidden_layers, config.intermediate_size), np.float32)
    mask = None

    def watch(module, into: np.ndarray) -> None:
        def raise_to(_, given) -> None:
            np.maximum(into, given[0][mask].abs().amax(dim=0).numpy(), out=into)

        module.register_forward_pre_hook(raise_to)

    for layer, parts in enumerate(model.encoder.layer):
        watch(parts.attention.self.query, inputs[layer, 0])
        watch(parts.attention.output.dense, inputs[layer, 1])
        watch(parts.intermediate.dense, inputs[layer, 2])
        watch(parts.output.dense, inner[layer])
    texts = sorted(texts, key=len)
    with torch.inference_mode():
        for start in range(0, len(texts), BATCH):
            part = [PREFIX + text for text in texts[start : start + BATCH]]
            batch = tokenizer(part, padding=True, truncation=True, max_length=512, return_tensors="pt")
            mask = batch["attention_mask"].bool()
            model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    return Ranges(inputs, inner)


def main() -> None:
    """Measure and write."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("texts", type=Path, nargs="+")
    arguments.add_argument("--to", type=Path, required=True)
    options = arguments.parse_args()
    stay_offline()
    from transformers import PreTrainedTokenizerFast

    texts = [line for path in options.texts for line in path.read_text("utf-8").splitlines() if line.strip()]
    model, tokenizer = float_model(), PreTrainedTokenizerFast.from_pretrained(EmbeddedEncoder().folder)
    reference = encode_with_torch(model, tokenizer, list(CHECK_TEXTS))
    ranges = measure(model, tokenizer, texts)
    np.savez_compressed(
        options.to,
        inputs=ranges.inputs.astype(np.float16),
        inner=ranges.inner.astype(np.float16),
        reference=reference.astype(np.float16),
    )
    print(f"{len(texts)} texts measured; written to {options.to}")


if __name__ == "__main__":
    main()
