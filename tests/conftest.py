"""Small coded sources for every test: real Docs of the real pipeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.codebook.model import Code, Codebook
from qualcode.transcript import Piece, assemble

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@pytest.fixture
def small_codebook() -> Codebook:
    """Two themes, one of them with two subcodes."""
    return Codebook(
        title="Liten kodbok",
        codes=(
            Code(id="trygghet", name="Trygghet", definition="Trygghet på platsen.", color="#1b7f79"),
            Code(id="belysning", name="Belysning", definition="Ljus och mörker.", parent="trygghet"),
            Code(id="vuxna", name="Vuxna ute", definition="Vuxna som rör sig ute.", parent="trygghet"),
            Code(id="jobb", name="Jobb & försörjning", definition="Arbete.", color="#c8553d"),
        ),
    )


@pytest.fixture(scope="session")
def one_sentence_segments() -> Language:
    """A pipeline whose segments are single sentences."""
    import spacy

    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments", config={"sentences": 1})
    return nlp


@pytest.fixture
def coded_doc(one_sentence_segments: Language) -> Callable[..., Doc]:
    """Makes a coded Doc: ``coded_doc(name, pieces, {segment number from 1: {code id: score or fields}})``.

    A segment is a sentence; interviewers and headings are not coded.
    """
    from dataclasses import replace

    from qualcode import carrier

    def make(
        name: str,
        pieces: Sequence[Piece],
        codings: dict[int, dict[str, Any]] | None = None,
        attributes: dict[str, str] | None = None,
    ) -> Doc:
        transcript = assemble(name, list(pieces), data=name.encode())
        doc = carrier.doc_of(replace(transcript, attributes=attributes or {}), one_sentence_segments)
        usual = {"coder": "rules", "score": 0.9, "threshold": 0.5}
        records = [
            carrier.CodingRecord(
                segment=segment - 1,
                code=code,
                **{**usual, **(said if isinstance(said, dict) else {"score": said})},
            )
            for segment, codes in sorted((codings or {}).items())
            for code, said in codes.items()
        ]
        carrier.set_codings(doc, records, codebook="f1ngerprint")
        return doc

    return make
