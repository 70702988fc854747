"""``codings.spacy``: all sources with turns, segments, matches and codings, as spaCy's ``DocBin``.

Example:
    >>> from spacy.tokens import DocBin
    >>> docs = DocBin().from_disk("outputs/latest/codings.spacy").get_docs(nlp.vocab)  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import carrier
from qualcode.coded import natural

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "codings.spacy"


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    docs = sorted(run.docs, key=lambda doc: natural(carrier.source(doc).name))
    path.write_bytes(carrier.pack(docs))
    return [path]
