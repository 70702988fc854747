"""Large lists of names and places, kept as Bloom filters: is a word among them?

They hold too many words to be read by a person or to lie in memory as a set (two million given names), and
answer only yes or no. Of words that are in none of them one in a few dozen is said to be (see
``data/README``), so that they are evidence among other evidence, never the only reason to replace a word.

Source of the method: Bloom (1970), *Space/time trade-offs in hash coding with allowable errors*, with the
double hashing of Kirsch and Mitzenmacher (2006).
"""

from __future__ import annotations

import hashlib
import math
import struct
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from importlib import resources

_HEAD = struct.Struct("<4sIB")
_MAGIC = b"QCB1"


class BloomFilter:
    """A set that only tells whether a word may be in it.

    Args:
        data: As :func:`packed` made it.
    """

    def __init__(self, data: bytes) -> None:
        magic, self._bits, self._hashes = _HEAD.unpack_from(data)
        if magic != _MAGIC or len(data) != _HEAD.size + (self._bits + 7) // 8:
            raise ValueError("not a list of words that this version reads")
        self._data = memoryview(data)[_HEAD.size :]

    def __contains__(self, word: str) -> bool:
        return all(
            self._data[place >> 3] >> (place & 7) & 1 for place in _places(word, self._bits, self._hashes)
        )


def packed(words: Collection[str], false_share: float) -> bytes:
    """A Bloom filter of words.

    Args:
        words: In small letters.
        false_share: Of other words, how large a share may be taken for one of them.
    """
    bits = math.ceil(-len(words) * math.log(false_share) / math.log(2) ** 2)
    hashes = max(1, round(bits / len(words) * math.log(2)))
    data = bytearray((bits + 7) // 8)
    for word in words:
        for place in _places(word, bits, hashes):
            data[place >> 3] |= 1 << (place & 7)
    return _HEAD.pack(_MAGIC, bits, hashes) + bytes(data)


@lru_cache(maxsize=65536)
def is_given_name(word: str) -> bool:
    """Whether a word, in whatever letters, is likely a given name somewhere in the world."""
    return _is_in("given_names_of_the_world", word)


@lru_cache(maxsize=65536)
def is_surname(word: str) -> bool:
    """Whether a word, in whatever letters, is likely a surname somewhere in the world."""
    return _is_in("surnames_of_the_world", word)


@lru_cache(maxsize=65536)
def is_place(word: str) -> bool:
    """Whether a word, in whatever letters, is likely a town somewhere in the world."""
    return _is_in("towns_of_the_world", word)


def _is_in(name: str, word: str) -> bool:
    if len(word) < 3:
        return False
    key = word.casefold()
    return key in _filter(name) or (
        not key.isascii() and (plain := _plain(key)) != key and plain in _filter(name)
    )


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    """A word without accents that Swedish does not write: *rêzan* is spelt *rezan* in most lists."""
    return "".join(
        one if one in "åäö" else "".join(part for part in unicodedata.normalize("NFD", one) if part.isalpha())
        for one in word
    )


@lru_cache
def _filter(name: str) -> BloomFilter:
    return BloomFilter(resources.files(__package__).joinpath("data", f"{name}.bloom").read_bytes())


def _places(word: str, bits: int, hashes: int) -> list[int]:
    digest = hashlib.blake2b(word.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little") | 1
    return [(first + number * step) % bits for number in range(hashes)]
