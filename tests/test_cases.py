"""Responses as cases: what a table says of each of them stands beside its codings and is counted by."""

from dataclasses import replace

import pytest
import spacy

import qualcode.coding.segments  # noqa: F401 (the factory)
from qualcode import carrier, matrices, packing, tables
from qualcode.carrier import CodingRecord
from qualcode.codebook.model import Code, Codebook
from qualcode.transcript import Piece, assemble


def answer(text, case, **attributes):
    return Piece(text, kind="note", section=("Torget?",), case=case, attributes=attributes)


@pytest.fixture
def made():
    """Tables of a survey of three responses (one in two texts) beside an interview."""
    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments")
    survey = assemble(
        "enkät.csv",
        [
            answer("Det är mörkt vid torget.", "2", område="Fittja", nr="1"),
            answer("Jag går aldrig dit ensam.", "2", område="Fittja", nr="1"),
            answer("Det är bra som det är.", "3", område="NA", nr="2"),
            answer("Fler lampor behövs i parken.", "4", område="Fittja", nr="3"),
        ],
    )
    interview = assemble("intervju.txt", [Piece("Jag är rädd på kvällen.", speaker="IP", role="respondent")])
    docs = []
    for transcript, kind, coded in ((survey, "enkät", (0, 1)), (interview, "intervju", (0,))):
        doc = carrier.doc_of(replace(transcript, attributes={"typ": kind}), nlp)
        records = [CodingRecord(number, "trygghet", "KÖ", 0.9, 0.5) for number in coded]
        carrier.set_codings(doc, records, codebook="x")
        docs += packing.unpack(packing.pack([doc]), nlp.vocab)
    codes = (Code(id="trygghet", name="Trygghet", definition="Rädsla."),)
    return docs, tables.tabulate(docs, Codebook(title="Torget", codes=codes))


def test_each_coding_has_its_responses_attributes_and_its_files(made):
    _, found = made
    assert found.attributes == ("typ", "område", "nr")
    columns = ["source", "typ", "område", "nr"]
    assert found.codings[columns].to_numpy().tolist() == [
        ["enkät.csv", "enkät", "Fittja", "1"],
        ["enkät.csv", "enkät", "Fittja", "1"],
        ["intervju.txt", "intervju", "", ""],
    ]
    assert found.segments["område"].tolist() == ["Fittja", "Fittja", "NA", "Fittja", ""]


def test_values_of_attributes_are_counted_by_response(made):
    _, found = made
    rows = found.attribute_code.set_index(["attribute", "value"])
    counted = rows[["sources", "segments", "trygghet", "trygghet" + matrices.SHARE_OF_SOURCES]]
    assert counted.loc[(matrices.ALL, matrices.ALL)].tolist() == [4, 5, 3, 0.5]
    assert counted.loc[("område", "Fittja")].tolist() == [2, 3, 2, 0.5]
    assert counted.loc[("område", "NA")].tolist() == [1, 1, 0, 0.0]
    assert counted.loc[("typ", "enkät")].tolist() == [3, 4, 2, 0.3333]


def test_a_source_has_the_attributes_that_all_its_responses_share(made):
    _, found = made
    assert found.source_code[["typ", "område", "segments"]].to_numpy().tolist() == [
        ["enkät", "", 4],
        ["intervju", "", 1],
    ]


def test_an_answer_is_read_under_its_question_and_not_after_somebody_elses(made):
    (survey, _), _ = made
    assert [carrier.context_of(survey, n) for n in range(4)] == ["Torget?"] * 4
