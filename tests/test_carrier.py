"""A source as a Doc: nothing of it is lost, nothing of its text changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from qualcode import carrier, packing
from qualcode.codebook.model import Code, Codebook, Rule
from qualcode.errors import OutputError
from qualcode.nlp import build_pipeline
from qualcode.study import Settings
from qualcode.transcript import Piece, Transcript, assemble

WHY = {
    "rules": [{"rule": "words 1", "matched": "rädd"}],
    "model": "prov@1",
    "model_score": 0.75,
    "nearest": None,
    "similarity": None,
    "implied_by": None,
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    rules = (Rule(words=("rädd", "mörk")),)
    codes = (Code(id="trygghet", name="Trygghet", definition="Trygghet.", rules=rules),)
    return build_pipeline(Settings(), Codebook(title="Prov", codes=codes))


@pytest.fixture
def transcript() -> Transcript:
    section = ("Kvällen", "Vägen hem")
    transcript = assemble(
        "grupp/fittja.vtt",
        [
            Piece("Vägen hem", kind="heading", section=section[:1], line=1),
            Piece(
                "Hur är det på kvällen?",
                speaker="I",
                role="interviewer",
                section=section,
                begins=1.5,
                ends=4.0,
            ),
            Piece(
                "Jag är rädd\u00a0för tunneln. 🙂 Där är det mörkt, e\u0301 ju.\r\nSen går jag "
                "omvägen runt skolan. Den tar tio minuter till. Dom flesta gör likadant.",
                speaker="Amina",
                role="respondent",
                section=section,
                begins=4.0,
            ),
            Piece("mer ljus vid tunneln", kind="note", page=2),
        ],
        data=b"WEBVTT",
    )
    return replace(
        transcript,
        attributes={"plats": "Fittja", "grupp": "unga"},
        warnings=(("cp1252", {"encoding": "cp1252"}),),
    )


def test_the_docs_text_is_the_transcripts(transcript: Transcript, nlp: Language) -> None:
    doc = carrier.doc_of(transcript, nlp)
    assert doc.text == transcript.text
    assert carrier.source(doc) == carrier.SourceView(
        transcript.name, transcript.sha256, transcript.attributes, transcript.warnings
    )
    for view, turn in zip(carrier.turns(doc), transcript.turns, strict=True):
        assert view.text == transcript.words(turn)
        for name in ("start", "end", "speaker", "role", "kind", "section", "begins", "ends", "line", "page"):
            assert getattr(view, name) == getattr(turn, name)


def test_a_pipeline_that_changes_text_is_refused(transcript: Transcript) -> None:
    nlp = build_pipeline(Settings())

    @Language.component("shorten")
    def shorten(doc: Doc) -> Doc:
        return doc[:-1].as_doc()

    nlp.add_pipe("shorten")
    with pytest.raises(OutputError, match="fittja"):
        carrier.doc_of(transcript, nlp)


def test_a_turn_that_ends_inside_a_word_is_refused(transcript: Transcript, nlp: Language) -> None:
    first, *others = transcript.turns
    broken = replace(transcript, turns=(replace(first, end=first.end - 2), *others))
    with pytest.raises(OutputError, match="0–7"):
        carrier.doc_of(broken, nlp)


def test_everything_survives_a_docbin(transcript: Transcript, nlp: Language) -> None:
    doc = carrier.doc_of(transcript, nlp)
    segment = next(view.index for view in carrier.segments(doc) if view.coded)
    records = [
        carrier.CodingRecord(segment, "trygghet", "rules + prov@1", 0.9, 0.4, WHY),
        carrier.CodingRecord(segment, "belysning", "prov@1", 0.6, 0.5, {**WHY, "rules": []}),
    ]
    carrier.set_codings(doc, records, codebook="abc123")
    assert carrier.matches(doc)

    back, empty = packing.unpack(packing.pack([doc, carrier.doc_of(assemble("tom", []), nlp)]), Vocab())

    assert back.text == transcript.text
    for read in (carrier.source, carrier.turns, carrier.segments, carrier.matches, carrier.codings):
        assert read(back) == read(doc)
    assert carrier.codings(back) == records
    assert carrier.codebook_of(back) == "abc123"
    assert [token.lemma_ for token in back] == [token.lemma_ for token in doc]
    assert [sentence.text for sentence in back.sents] == [sentence.text for sentence in doc.sents]
    assert carrier.turns(empty) == carrier.segments(empty) == carrier.matches(empty) == []


def test_every_view_quotes_the_text_in_code_points(transcript: Transcript, nlp: Language) -> None:
    doc = carrier.doc_of(transcript, nlp)
    for view in (*carrier.turns(doc), *carrier.segments(doc)):
        assert view.text == transcript.text[view.start : view.end]
    for match in carrier.matches(doc):
        assert match.matched == transcript.text[match.start : match.end]
    for view in carrier.segments(doc):
        assert carrier.text_of(doc, view.index) == view.text
        assert carrier.turn_of(doc, view.index) == carrier.turns(doc)[view.turn]


def test_context_is_the_question_before_an_answer_and_the_segment_before_its_rest(
    transcript: Transcript, nlp: Language
) -> None:
    doc = carrier.doc_of(transcript, nlp)
    heading, question, first, second, note = range(5)
    assert [view.turn for view in carrier.segments(doc)] == [0, 1, 2, 2, 3]
    assert carrier.context_of(doc, heading) == "Kvällen"
    assert carrier.context_of(doc, question) == "Kvällen › Vägen hem"
    assert carrier.context_of(doc, first) == "Kvällen › Vägen hem\nHur är det på kvällen?"
    assert carrier.context_of(doc, second).endswith(carrier.text_of(doc, first))
    assert carrier.context_of(doc, note) == carrier.turns(doc)[2].text


def test_a_doc_without_codings_has_none(transcript: Transcript, nlp: Language) -> None:
    doc = carrier.doc_of(transcript, nlp)
    assert carrier.codings(doc) == []
    assert carrier.codebook_of(doc) is None


def test_setting_codings_again_replaces_them(transcript: Transcript, nlp: Language) -> None:
    doc = carrier.doc_of(transcript, nlp)
    record = carrier.CodingRecord(2, "trygghet", "rules", 0.9, 0.4, WHY)
    carrier.set_codings(doc, [record], codebook="a")
    carrier.set_codings(doc, [], codebook="b")
    assert (carrier.codings(doc), carrier.codebook_of(doc)) == ([], "b")
