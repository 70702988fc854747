"""The embedded encoder as a cross-encoder: it reads a text and a statement together, and is taught inference.

    python benchmarks/crossencoder.py ../shared          needs torch

Text and statement are one sequence (``query: text </s></s> statement </s>``), so that the layers see both.
The mean vectors of the two stretches, their difference and their product go into a small head. Head and
low-rank changes of the upper four layers (rank 16) learn from SuperLim's SweNLI (dev part; CC BY 4.0; pairs
of at most 64 tokens, a tenth of the premises kept apart) for one epoch; nothing else was tried. Then a text
is the premise, and "Texten handlar om …" with a topic of SIB-200, or the definition of a code, the
hypothesis. SIB-200 scores are standardized over the dev part's texts; the weight beside the likeness of
vectors is chosen on the dev part. Training takes about four minutes of processor time. `--write` keeps the
table in benchmarks/results/crossencoder.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

import asked
import definitions
import inference
import sib200
from qualcode.codebook import load
from qualcode.encoders import unpack
from qualcode.encoders.cache import CachedEncoder
from qualcode.encoders.embedded import EmbeddedEncoder
from qualcode.encoders.network import Network, _padded
from qualcode.evaluation import read_units

RESULTS = Path(__file__).parent / "results" / "crossencoder.md"
LABELS = ("entailment", "neutral", "contradiction")
END, LONGEST, MOST, CHUNK = 2, 64, 112, 600
FIRST, RANK, RATE, BATCH, DROPOUT, SEED = 8, 16, 1e-3, 32, 0.1, 0


def main() -> None:
    """Runs the command."""
    chosen = asked.writing(__doc__, "shared")
    torch.set_num_threads(1)
    reader = CrossEncoder()
    lines = [reader.teach(chosen.shared / "benchmarks" / "superlim" / "swenli_dev.jsonl"), ""]
    lines += [
        *topics(chosen.shared, chosen.vectors, reader),
        "",
        *codes(chosen.shared, chosen.vectors, reader),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


class Pairs(Network):
    """Pairs of texts, each one sequence; ``cut`` tells where the second begins."""

    def __init__(self, tokens: Sequence[Sequence[int]], cut: Sequence[int]) -> None:
        with _halves():
            super().__init__(unpack.weights(), tokens, FIRST)
        self._hidden, self._cut = [each.float() for each in self._hidden], list(cut)

    def both(self, rows: Sequence[int], low, dropout: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean vectors of both stretches, L2-normalized."""
        states, there = _padded([self._hidden[row] for row in rows])
        with _halves():
            for number in range(self.first, self.shape.num_hidden_layers):
                states = self._through(number, states, there, low, dropout, None)
        states = states.float()
        cut = torch.tensor([self._cut[row] for row in rows])[:, None]
        before = torch.arange(states.shape[1])[None] < cut
        found = []
        for part in (before, ~before):
            mask = (part & (there > 0)).float()
            found.append(
                functional.normalize((states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True), dim=1)
            )
        return found[0], found[1]


class Head(torch.nn.Module):
    """A linear layer and beside it one with something hidden."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.straight, self.inner = torch.nn.Linear(4 * width, len(LABELS)), torch.nn.Linear(4 * width, 128)
        self.outer = torch.nn.Linear(128, len(LABELS))
        for weights in (self.straight.weight, self.outer.bias):
            torch.nn.init.zeros_(weights)
        torch.nn.init.normal_(self.outer.weight, std=0.02)

    def forward(self, one: torch.Tensor, other: torch.Tensor, centre: torch.Tensor) -> torch.Tensor:
        """(n_pairs, n_labels) log-odds."""
        one, other = (functional.normalize(each - centre, dim=1) for each in (one, other))
        scale = one.shape[1] ** 0.5
        given = [one * scale, other * scale, (one - other).abs() * scale, one * other * scale**2]
        design = functional.dropout(torch.cat(given, 1), DROPOUT, self.training)
        hidden = functional.dropout(functional.gelu(self.inner(design)), DROPOUT, self.training)
        return self.straight(design) + self.outer(hidden)


class CrossEncoder:
    """Reads texts beside statements; :meth:`teach` comes first."""

    def __init__(self) -> None:
        encoder = EmbeddedEncoder()
        encoder._load()
        self._tokenizer = encoder._tokenizer

    def teach(self, path: Path) -> str:
        """Learns from pairs of a file, and says how good it is on premises kept apart."""
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        names = sorted({row["premise"] for row in rows})
        apart = set(np.random.default_rng(7).permutation(names)[: len(names) // 10].tolist())
        tokens, cut = self._joined([r["premise"] for r in rows], [r["hypothesis"] for r in rows])
        short = [at for at, ids in enumerate(tokens) if len(ids) <= LONGEST]
        kept = [at for at in short if rows[at]["premise"] in apart]
        learnt = [at for at in short if rows[at]["premise"] not in apart]
        order = learnt + kept
        pairs = Pairs([tokens[at] for at in order], [cut[at] for at in order])
        labels = torch.tensor([LABELS.index(rows[at]["label"]) for at in order])
        self._learn(pairs, labels, len(learnt))
        found = self._odds(pairs, range(len(learnt), len(order)))
        right = (found.argmax(1) == labels[len(learnt) :].numpy()).mean()
        return f"SweNLI, {len(kept)} pairs with premises kept apart: accuracy {right:.3f} (three labels)."

    def follows(self, texts: Sequence[str], statements: Sequence[str]) -> np.ndarray:
        """(n_texts, n_statements), log-odds that a statement follows from a text."""
        tokens, cut = self._joined(
            [text for text in texts for _ in statements], [each for _ in texts for each in statements]
        )
        found = []
        for start in range(0, len(tokens), CHUNK):
            part = slice(start, start + CHUNK)
            pairs = Pairs(tokens[part], cut[part])
            found.append(self._odds(pairs, range(len(tokens[part]))))
        odds = np.vstack(found)
        return (odds[:, 0] - np.logaddexp(odds[:, 1], odds[:, 2])).reshape(len(texts), len(statements))

    def _joined(self, texts: Sequence[str], statements: Sequence[str]) -> tuple[list[list[int]], list[int]]:
        first = self._tokenizer(
            ["query: " + each.strip() for each in texts], truncation=True, max_length=MOST
        )
        second = self._tokenizer(list(statements), add_special_tokens=False, truncation=True, max_length=48)
        both = zip(first["input_ids"], second["input_ids"], strict=True)
        return [[*one, END, *other, END] for one, other in both], [len(one) for one in first["input_ids"]]

    def _learn(self, pairs: Pairs, labels: torch.Tensor, n_learnt: int) -> None:
        torch.manual_seed(SEED)
        self._low = {
            name: (
                torch.nn.Parameter(torch.randn(RANK, inputs) / inputs**0.5),
                torch.nn.Parameter(torch.zeros(outputs, RANK)),
            )
            for name, (outputs, inputs) in pairs.sizes().items()
        }
        self._head = Head(pairs.shape.hidden_size).train()
        batches = _batches(pairs, n_learnt)
        with torch.no_grad():
            self._centre = torch.cat([torch.cat(pairs.both(rows, {})) for rows in batches[:40]]).mean(0)
        learnable = [each for pair in self._low.values() for each in pair] + list(self._head.parameters())
        optimizer = torch.optim.AdamW(learnable, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)
        for step, rows in enumerate(batches):
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1, (step + 1) / (0.1 * len(batches))) * (1 - step / len(batches))
            odds = self._head(*pairs.both(rows, self._low, DROPOUT), self._centre)
            loss = functional.cross_entropy(odds, labels[rows])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnable, 1.0)
            optimizer.step()
        self._head.eval()

    def _odds(self, pairs: Pairs, rows: Sequence[int]) -> np.ndarray:
        order = sorted(rows, key=pairs.length)
        out = np.zeros((len(order), len(LABELS)), np.float32)
        with torch.no_grad():
            for start in range(0, len(order), BATCH):
                part = order[start : start + BATCH]
                out[np.array(part) - rows[0]] = self._head(*pairs.both(part, self._low), self._centre).numpy()
        return out


def topics(shared: Path, vectors: Path, reader: CrossEncoder) -> list[str]:
    """SIB-200 without examples."""
    folder, names = shared / "benchmarks" / "sib200_sv", list(sib200.TOPICS)
    encoder = CachedEncoder(EmbeddedEncoder(), vectors)
    read = {part: sib200._read(folder / f"{part}.tsv", names) for part in ("train", "dev", "test")}
    known = encoder.encode(read["train"][0])
    lines = [
        "| SIB-200, test part, no examples | inference | likeness | both (weight) |",
        "| --- |" + " --- |" * 3,
    ]
    described = list(sib200.TOPICS.values())
    for what, said in {
        "names": [each.split(":")[0] for each in described],
        "descriptions": described,
    }.items():
        told = [f"Texten handlar om {each}." for each in said]
        odds = {part: reader.follows(read[part][0], told) for part in ("dev", "test")}
        prototypes = sib200.prototypes(encoder.encode(said))
        right = {}
        for part, found in odds.items():
            own = (found - odds["dev"].mean(axis=0)) / odds["dev"].std(axis=0)
            alike = inference.LIKENESS * sib200.centred(encoder.encode(read[part][0]), known) @ prototypes.T
            right[part, None] = own.argmax(axis=1) == read[part][1]
            for weight in inference.WEIGHTS:
                right[part, weight] = (weight * own + alike).argmax(axis=1) == read[part][1]
        best = max(inference.WEIGHTS, key=lambda weight: (right["dev", weight].mean(), -weight))
        cells = [inference._share(right["test", way]) for way in (None, 0.0, best)]
        lines.append(f"| {what} | {' | '.join(cells)} ({best}) |")
    return lines


def codes(shared: Path, vectors: Path, reader: CrossEncoder) -> list[str]:
    """Gold, from definitions alone."""
    book = load(definitions.CODEBOOK)
    encoder = CachedEncoder(EmbeddedEncoder(), vectors)
    names = [code.id for code in book.themes]
    lines = [
        f"| average precision, no examples | {' | '.join(names)} | mean |",
        "| --- |" + " --- |" * (len(names) + 1),
    ]
    for name in inference.MEASURED:
        part = definitions.read_part(shared / "gold", name, encoder)
        texts = read_units(shared / "gold" / f"{name}.jsonl", book).texts
        values = definitions.precision(part, reader.follows(texts, [code.definition for code in book.themes]))
        lines.append(f"| {name} | {' | '.join(f'{each:.2f}' for each in (*values, values.mean()))} |")
    return lines


def _batches(pairs: Pairs, n_rows: int) -> list[list[int]]:
    """Pairs of about one length, in random order."""
    random = np.random.default_rng(SEED)
    order, found = random.permutation(n_rows), []
    for start in range(0, n_rows, 16 * BATCH):
        near = sorted(order[start : start + 16 * BATCH].tolist(), key=pairs.length)
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    return [found[at] for at in random.permutation(len(found))]


def _halves() -> torch.autocast:
    """Matrices in bfloat16, which halves the time."""
    return torch.autocast("cpu", dtype=torch.bfloat16)


if __name__ == "__main__":
    main()
