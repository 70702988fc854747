"""``codings.spacy``: all sources with turns, segments, matches and codings, as spaCy's ``DocBin``.

Example:
    >>> from spacy.tokens import DocBin
    >>> docs = DocBin().from_disk("outputs/latest/codings.spacy").get_docs(nlp.vocab)  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import coded, packing

if TYPE_CHECKING:
    from qualcode.coded import CodedSource
    from qualcode.result import Run

NAME = "codings.spacy"


def read(path: Path) -> list[CodedSource]:
    """The sources of this file, in its order."""
    from spacy.vocab import Vocab

    return [coded.source(doc) for doc in packing.unpack(path.read_bytes(), Vocab())]


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    path.write_bytes(packing.join(run.packed(source.name) for source in run.sources))
    return [path]
