"""The stages from a file to codings, each a plain function: read, annotate, encode, decide.

They know nothing of caches and of Prefect; :class:`qualcode.source.Source` keeps what they return,
and the flow in ``flows/code_corpus.py`` calls them through :class:`qualcode.job.Job`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.transcript import Transcript, Turn

if TYPE_CHECKING:
    import numpy as np
    from spacy.language import Language
    from spacy.tokens import Doc

    from qualcode.carrier import Found
    from qualcode.coded import CodedSource
    from qualcode.coding.others import Voted
    from qualcode.coding.thememodel import Standing
    from qualcode.coding.themes import ThemeCoder
    from qualcode.encoders import Encoder, Progress
    from qualcode.study import Settings, Study

STAGES = ("read", "annotate", "encode", "decide")

_PACKAGES = (
    "qualcode",
    "numpy",
    "onnxruntime",
    "scikit-learn",
    "scipy",
    "simplemma",
    "spacy",
    "transformers",
)


def read_source(study: Study, path: Path, name: str, attributes: dict[str, str]) -> Transcript:
    """The transcript of a file in ``corpus/``.

    Raises:
        SourceError: it cannot be read.
    """
    from qualcode import readers

    return readers.read(path, name, study.source_settings(name), attributes)


def annotate(transcript: Transcript, nlp: Language) -> Doc:
    """The transcript as a Doc with lemmas, sentences and segments; ``nlp`` has no rules in it."""
    from qualcode import carrier

    return carrier.doc_of(transcript, nlp)


def encode(doc: Doc, encoder: Encoder, *, progress: Progress | None = None) -> np.ndarray:
    """Vectors of the segments that are coded, (n_coded_segments, width) float32, L2-normalized."""
    from qualcode.coding.votes import texts_to_code

    return encoder.encode(texts_to_code(doc), progress=progress)


def decide(
    doc: Doc,
    found: Sequence[Found],
    standing: Standing,
    coder: ThemeCoder,
    settings: Settings,
    others: Sequence[Voted] = (),
) -> CodedSource:
    """Writes rule matches and codings into a Doc, and returns all that it holds then.

    Args:
        doc: With lemmas and segments.
        found: What the rules found in it.
        standing: Where the segments that are coded stand by the model.
        coder: Learnt from the codebook.
        settings: Whose coders and thresholds count.
        others: What other coders say of the segments that are coded.
    """
    from qualcode import carrier, coded
    from qualcode.coding import votes

    matches = carrier.set_matches(doc, found)
    bare = coded.source(doc)
    records = votes.decide(
        doc,
        coder,
        standing,
        coders=settings.coders,
        thresholds=settings.thresholds,
        others=others,
        matches=matches,
    )
    return dataclasses.replace(bare, codings=records, codebook=coder.fingerprint)


def segments_to_code(doc: Doc) -> int:
    """How many of a Doc's segments are coded."""
    return sum(doc.spans["segments"].attrs["coded"])


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache
def program() -> dict[str, str]:
    """What of the program itself a result depends on: version by package.

    A qualcode that is run from its repository counts by its files, so that an edit of a reader or a coder is
    never met by what the old one made.
    """
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    if Path(__file__).parents[1].name == "src":
        found["qualcode"] += "+" + _sources_hash(Path(__file__).parent)
    return found


def _sources_hash(package: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".yaml", ".npz", ".txt", ".html", ".css", ".js", ".j2"):
            stat = path.stat()
            digest.update(f"{path.relative_to(package)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def transcript_to_bytes(transcript: Transcript) -> bytes:
    """A transcript as JSON."""
    return json.dumps(dataclasses.asdict(transcript), ensure_ascii=False).encode()


def transcript_from_bytes(data: bytes) -> Transcript:
    """The transcript that :func:`transcript_to_bytes` packed."""
    values = json.loads(data)
    values["turns"] = tuple(Turn(**{**turn, "section": tuple(turn["section"])}) for turn in values["turns"])
    values["warnings"] = tuple((key, dict(details)) for key, details in values["warnings"])
    return Transcript(**values)
