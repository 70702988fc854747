"""Small coded sources for every test: real Docs, built by the carrier's layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from qualcode.codebook.model import Code, Codebook
from qualcode.transcript import Piece, assemble

CODED_ROLES = (None, "respondent", "participant", "facilitator")


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


@pytest.fixture
def coded_doc() -> Callable[..., Any]:
    """Makes a coded Doc: ``coded_doc(name, pieces, {segment number from 1: {code id: score or fields}})``.

    A segment is a sentence; interviewers and headings are not coded.
    """

    def make(
        name: str,
        pieces: Sequence[Piece],
        codings: dict[int, dict[str, Any]] | None = None,
        attributes: dict[str, str] | None = None,
    ) -> Any:
        from spacy.tokens import Doc
        from spacy.util import get_words_and_spaces
        from spacy.vocab import Vocab

        transcript = assemble(name, list(pieces), data=name.encode())
        words = re.findall(r"\w+|[^\w\s]", transcript.text)
        doc = Doc(Vocab(), *get_words_and_spaces(words, transcript.text))
        assert doc.text == transcript.text

        def group(key: str, spans: list[Any], attrs: dict[str, Any]) -> None:
            doc.spans[key] = spans
            doc.spans[key].attrs.update(attrs)

        fields = ("speaker", "role", "kind", "section", "begins", "ends", "line", "page")
        turns = [{field: getattr(turn, field) for field in fields} for turn in transcript.turns]
        for turn in turns:
            turn["section"] = list(turn["section"])
        group(
            "turns",
            [doc.char_span(turn.start, turn.end) for turn in transcript.turns],
            {
                "source": name,
                "sha256": transcript.sha256,
                "attributes": attributes or {},
                "warnings": [],
                "turns": turns,
            },
        )
        segments, of_turn = [], []
        for number, turn in enumerate(transcript.turns):
            for sentence in re.finditer(r"\S.*?(?:[.!?](?=\s|$)|$)", transcript.words(turn), re.DOTALL):
                span = doc.char_span(turn.start + sentence.start(), turn.start + sentence.end())
                segments.append(span)
                of_turn.append(number)
        coded = [
            transcript.turns[number].kind != "heading" and transcript.turns[number].role in CODED_ROLES
            for number in of_turn
        ]
        group("segments", segments, {"turn": of_turn, "coded": coded})
        spans, given = [], []
        for segment, codes in sorted((codings or {}).items()):
            for code, said in codes.items():
                said = said if isinstance(said, dict) else {"score": said}
                spans.append((segment - 1, code))
                given.append(
                    {"segment": segment - 1, "coder": "rules", "score": 0.9, "threshold": 0.5, "why": {}}
                    | said
                )
        from spacy.tokens import Span

        group(
            "codings",
            [Span(doc, segments[at].start, segments[at].end, label=code) for at, code in spans],
            {"codebook": "f1ngerprint", "codings": given},
        )
        return doc

    return make
