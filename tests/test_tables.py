"""Codings as tables: rows, counts and shares."""

import pytest

from qualcode import tables
from qualcode.codebook.model import Code, Codebook
from qualcode.transcript import Piece


def answer(text, **more):
    return Piece(text, speaker="Anna", role="respondent", **more)


@pytest.fixture
def corpus(coded_doc):
    """A talkative person who mentions safety three times, and two who mention it once and never."""
    talkative = coded_doc(
        "intervju-10.txt",
        [
            Piece("Om kvällarna", kind="heading"),
            Piece("Hur är det här?", speaker="I", role="interviewer", section=("Om kvällarna",)),
            answer(
                "Det är mörkt. Jag är rädd. Det känns otryggt. Biblioteket är bra.",
                begins=12.5,
                section=("Om kvällarna",),
            ),
        ],
        {
            3: {"trygghet": {"score": 0.8, "why": {"implied_by": "belysning"}}, "belysning": 0.8},
            4: {"trygghet": 0.91234567},
            5: {"trygghet": 0.7, "jobb": 0.6},
        },
        {"grupp": "unga", "plats": "Alby"},
    )
    brief = coded_doc(
        "intervju-2.txt",
        [answer("Jobb saknas här. Lugnt är det.")],
        {2: {"trygghet": 0.5}},
        {"grupp": "unga"},
    )
    silent = coded_doc("möte.txt", [answer("Inget särskilt.")], {}, {"grupp": "äldre", "plats": "Fittja"})
    return [talkative, brief, silent]


@pytest.fixture
def tabulated(corpus, small_codebook):
    return tables.tabulate(corpus, small_codebook)


def row(frame, **wanted):
    found = frame
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_sources_stand_in_natural_order_however_they_come(corpus, small_codebook):
    one = tables.tabulate(corpus, small_codebook)
    other = tables.tabulate(reversed(corpus), small_codebook)
    assert list(one.source_code["source"]) == ["intervju-2.txt", "intervju-10.txt", "möte.txt"]
    for name in (
        "segments",
        "codings",
        "codes",
        "segment_code",
        "source_code",
        "attribute_code",
        "code_code",
    ):
        assert getattr(one, name).equals(getattr(other, name)), name


def test_every_segment_has_a_row_and_says_whether_it_was_coded(tabulated):
    rows = tabulated.segments[tabulated.segments["source"] == "intervju-10.txt"]
    assert list(rows["coded"]) == [False, False, True, True, True, True]
    assert list(rows["segment"]) == [1, 2, 3, 4, 5, 6]
    assert list(rows["turn"]) == [1, 2, 3, 3, 3, 3]
    assert rows.iloc[2]["section"] == "Om kvällarna"
    assert rows.iloc[2]["begins"] == 12.5


def test_a_coding_says_where_who_which_code_and_why(tabulated):
    coding = row(tabulated.codings, source="intervju-10.txt", code="trygghet/belysning")
    assert (coding["code_id"], coding["theme"], coding["text"]) == ("belysning", "trygghet", "Det är mörkt.")
    assert (coding["speaker"], coding["role"], coding["coder"]) == ("Anna", "respondent", "rules")
    assert (coding["grupp"], coding["plats"], coding["codebook"]) == ("unga", "Alby", "f1ngerprint")
    above = row(tabulated.codings, source="intervju-10.txt", segment=3, code_id="trygghet")
    assert above["why"] == "Följer av underkoden Belysning."
    assert row(tabulated.codings, source="intervju-10.txt", segment=4)["score"] == 0.9123


def test_codings_stand_by_segment_and_then_by_code_however_they_were_set(coded_doc, small_codebook):
    doc = coded_doc("a.txt", [answer("Det är mörkt.")], {1: {"jobb": 1, "belysning": 1, "trygghet": 1}})
    assert list(tables.tabulate([doc], small_codebook).codings["code_id"]) == [
        "trygghet",
        "belysning",
        "jobb",
    ]


def test_interviewers_and_headings_are_not_in_the_matrix_of_segments(tabulated):
    matrix = tabulated.segment_code
    assert len(matrix) == 4 + 2 + 1
    assert row(matrix, source="intervju-10.txt", segment=3)["trygghet/belysning"] == 0.8
    assert row(matrix, source="intervju-10.txt", segment=6)[list(tabulated.paths)].sum() == 0


def test_a_coding_whose_score_rounds_to_nothing_still_counts(coded_doc, small_codebook):
    doc = coded_doc("a.txt", [answer("Ja.")], {1: {"jobb": 0.00001}})
    assert tables.tabulate([doc], small_codebook).source_code.iloc[0]["jobb"] == 1


def test_a_source_has_counts_and_shares_of_its_own_coded_segments(tabulated):
    source = row(tabulated.source_code, source="intervju-10.txt")
    assert (source["segments"], source["trygghet"], source["trygghet:share"]) == (4, 3, 0.75)
    silent = row(tabulated.source_code, source="möte.txt")
    assert (silent["segments"], silent["trygghet"], silent["trygghet:share"]) == (1, 0, 0.0)


def test_one_talkative_person_weighs_no_more_in_the_share_of_sources(tabulated):
    everybody = row(tabulated.attribute_code, attribute="*")
    assert (everybody["sources"], everybody["segments"]) == (3, 7)
    assert everybody["trygghet"] == 4
    assert everybody["trygghet:share"] == round(4 / 7, 4)
    assert everybody["trygghet:share_of_sources"] == round(2 / 3, 4)


def test_attributes_are_counted_value_by_value_with_the_missing_one(tabulated):
    matrix = tabulated.attribute_code
    assert list(matrix["value"][matrix["attribute"] == "grupp"]) == ["unga", "äldre"]
    young = row(matrix, attribute="grupp", value="unga")
    assert (young["sources"], young["segments"], young["trygghet:share_of_sources"]) == (2, 6, 1.0)
    nowhere = row(matrix, attribute="plats", value="")
    assert (nowhere["sources"], nowhere["trygghet"]) == (1, 1)


def test_a_code_shows_how_much_of_it_one_source_says(tabulated):
    safety = row(tabulated.codes, code_id="trygghet")
    assert (safety["segments"], safety["sources"], safety["speakers"]) == (4, 2, 2)
    assert (safety["largest_source"], safety["largest_share"]) == ("intervju-10.txt", 0.75)
    unused = row(tabulated.codes, code_id="vuxna")
    assert (unused["segments"], unused["largest_source"], unused["largest_share"]) == (0, "", 0.0)


def test_codes_that_stand_together_are_counted_with_their_overlap(tabulated):
    safety = row(tabulated.code_code, code="trygghet")
    assert safety["trygghet"] == 4
    assert (safety["jobb"], safety["jobb:jaccard"]) == (1, 0.25)
    assert (safety["trygghet/vuxna"], safety["trygghet/vuxna:jaccard"]) == (0, 0.0)
    assert row(tabulated.code_code, code="jobb")["trygghet"] == 1


def test_codes_follow_their_tree_even_where_the_file_does_not(coded_doc):
    codebook = Codebook(
        title="Oordnad",
        codes=(
            Code(id="a", name="A", definition="A."),
            Code(id="b", name="B", definition="B."),
            Code(id="a1", name="A1", definition="A1.", parent="a"),
        ),
    )
    assert tables.tabulate([], codebook).paths == ("a", "a/a1", "b")


def test_an_attribute_named_like_a_column_gets_a_name_of_its_own(coded_doc, small_codebook):
    doc = coded_doc("a.txt", [answer("Ja.")], {1: {"jobb": 0.9}}, {"text": "transkriberad"})
    found = tables.tabulate([doc], small_codebook)
    assert found.attributes == ("text_",)
    assert (found.codings.iloc[0]["text"], found.codings.iloc[0]["text_"]) == ("Ja.", "transkriberad")


def test_without_sources_all_tables_are_there_and_empty(small_codebook):
    found = tables.tabulate([], small_codebook)
    assert len(found.segments) == len(found.codings) == len(found.segment_code) == 0
    assert list(found.codes["segments"]) == [0, 0, 0, 0]
    assert "jobb:jaccard" in found.code_code
