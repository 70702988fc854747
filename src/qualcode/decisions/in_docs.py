"""People's decisions in the ``Doc`` that a source was coded in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord


def recoded(data: bytes, codings: Sequence[CodingRecord]) -> bytes:
    """A coded source with other codings.

    Args:
        data: The bytes of a ``DocBin`` with one coded ``Doc``.
        codings: Those that it has then.
    """
    from spacy.vocab import Vocab

    from qualcode import carrier, packing

    (doc,) = packing.unpack(data, Vocab())
    carrier.set_codings(doc, codings, codebook=carrier.codebook_of(doc) or "")
    return packing.pack([doc])


def digest(codings: Sequence[CodingRecord]) -> str:
    """A hash of codings."""
    import hashlib

    import orjson

    return hashlib.sha256(orjson.dumps(list(codings))).hexdigest()
