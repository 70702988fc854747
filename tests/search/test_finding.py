"""What a query finds, and where."""

from __future__ import annotations

import pytest

from qualcode.coded import CodedSource
from qualcode.search import QueryError, SearchIndex, Where, parse


def found(index: SearchIndex, query: str, where: Where | None = None) -> list[str]:
    return [hit.match for hit in index.search(query, where)]


def test_a_word_is_found_in_its_forms_and_in_compounds_but_not_as_another_word(index: SearchIndex) -> None:
    assert found(index, "trygghet") == ["Tryggheten", "trygghetsvandringar", "tryggheten"]
    assert found(index, "otrygghet") == ["Otrygghet"]


def test_an_asterisk_stands_for_the_rest_of_a_word(index: SearchIndex) -> None:
    assert found(index, "trygg*") == ["trygg", "Tryggheten", "trygghetsvandringar", "tryggheten"]


def test_an_acronym_in_capitals_is_only_itself(index: SearchIndex) -> None:
    assert found(index, "EU") == ["EU"]


def test_a_phrase_is_inflected_and_reaches_over_hesitations(index: SearchIndex) -> None:
    assert found(index, '"öppet möte"') == ["öppna, eh, möten", "öppet möte"]


def test_a_gap_in_a_phrase_stands_for_a_few_words(index: SearchIndex) -> None:
    assert found(index, '"känner … trygg"') == ["Känner du dig trygg"]


def test_words_after_one_another_must_all_stand_in_the_turn(index: SearchIndex) -> None:
    assert [hit.turn for hit in index.search("trygghet möte")] == [1, 1]
    assert found(index, "trygghet räka") == []


def test_one_of_several_is_enough_and_what_is_taken_out_is_out(index: SearchIndex) -> None:
    assert found(index, "höst OR upphandling") == ["höst", "upphandlingen"]
    assert found(index, "höst ELLER upphandling") == found(index, "höst | upphandling")
    assert found(index, "trygghet -polis -möte") == ["Tryggheten"]


def test_what_is_expected_is_found_as_what_comes_unexpected(
    index: SearchIndex, sources: list[CodedSource]
) -> None:
    queries = [
        "trygghet",
        "otrygghet",
        '"öppet möte"',
        '"känner … trygg"',
        "trygghet -polis",
        "EU",
        "/trygg/",
    ]
    prepared = SearchIndex(sources, {"expert.md": "en"})
    prepared.expect(map(parse, queries))
    for query in [*queries, "höst"]:
        assert prepared.search(query).places == index.search(query).places


def test_a_regular_expression_is_found_as_it_is_written(index: SearchIndex) -> None:
    assert found(index, r"/polis\w+/") == ["polisen"]
    assert found(index, r"/(?:trygg\w*|öppe[nt]) (?:här|möte)/") == ["trygg här", "öppet möte"]


def test_a_source_is_read_in_its_own_language(index: SearchIndex) -> None:
    assert found(index, "job") == ["jobs", "job", "job"]


def test_punctuation_that_came_with_a_word_is_no_part_of_it(index: SearchIndex) -> None:
    assert found(index, "höst?") == found(index, "(höst),") == ["höst"]


def test_a_hit_says_where_in_code_points_who_when_and_what_stands_around(
    index: SearchIndex, sources: list[CodedSource]
) -> None:
    [hit] = index.search("polisen")
    text = sources[0].text
    assert text[hit.start : hit.end] == "polisen" == hit.match
    assert text[hit.start - len(hit.left) : hit.start] == hit.left
    assert "👩‍👩‍👧" in hit.left and hit.right == "."
    assert (hit.source, hit.turn, hit.speaker, hit.role, hit.begins) == (
        "anna.txt",
        2,
        "Anna",
        "respondent",
        9.5,
    )
    assert hit.attributes == {"plats": "Fittja"}


def test_a_hit_has_the_codes_of_its_own_segment(index: SearchIndex) -> None:
    assert [hit.codes for hit in index.search("trygghet")] == [("trygghet",), ("vuxna",), ()]


@pytest.mark.parametrize(
    ("where", "hits"),
    [
        (Where(sources={"bo.txt"}), 1),
        (Where(speakers={"Anna"}), 2),
        (Where(roles={"participant"}), 1),
        (Where(attributes={"plats": {"Fittja"}}), 2),
        (Where(attributes={"plats": {"Fittja", "Alby"}}), 3),
        (Where(codes={"trygghet"}), 1),
        (Where(speakers={"Nobody"}), 0),
    ],
)
def test_it_looks_only_where_it_is_told_to(index: SearchIndex, where: Where, hits: int) -> None:
    assert len(index.search("trygghet", where)) == hits


def test_a_page_of_hits_is_the_same_as_that_part_of_all(index: SearchIndex) -> None:
    hits = index.search("trygg*")
    assert hits[1:3] == list(hits)[1:3] and hits[-1] == list(hits)[-1]


def test_context_ends_with_whole_words_and_at_the_turn(index: SearchIndex) -> None:
    [hit] = index.search("viktigaste", context=9)
    assert (hit.left, hit.right) == (" är det ", ". ")


@pytest.mark.parametrize("marks", ['""', "””", "“”", "„“", "«»", "»«"])
def test_quotation_marks_may_be_of_any_kind(marks: str) -> None:
    first, last = marks
    assert parse(f"{first}på torget{last} -bil") == parse('"på torget" -bil')


@pytest.mark.parametrize(
    ("query", "column", "says"),
    [
        ("", 1, "asks for nothing"),
        ("-polis", 1, "asks for nothing"),
        ('trygg "öppna', 7, "not closed"),
        ("OR trygg", 1, "nothing before"),
        ("trygg OR", 7, "nothing after"),
        ("trygg OR -polis", 10, "one of two"),
        ("/tr[/", 4, "does not compile"),
        ("/x*/", 1, "matches everywhere"),
        (r"trygg /(\w+\s?)+:/", 7, "repeats what repeats"),
        ("/(?:a|(b*))*c/", 1, "repeats what repeats"),
        ("try*gg", 1, "can only stand last"),
        ("trygg ?!", 7, "no word"),
    ],
)
def test_a_query_that_cannot_be_read_says_where_and_why(query: str, column: int, says: str) -> None:
    with pytest.raises(QueryError, match=says) as raised:
        parse(query)
    assert f"search:1:{column}" in str(raised.value)
