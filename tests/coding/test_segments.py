"""Turns are cut into segments that can be read alone, and nothing of a turn is left out."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as some
from spacy.language import Language

from qualcode import carrier
from qualcode.coding.segments import Segments
from qualcode.nlp import build_pipeline
from qualcode.sentences import sentences
from qualcode.study import Segmentation, Settings
from qualcode.transcript import Piece, assemble

FOUR = "Ett är det första av dem. Två är det andra av dem. Tre är det tredje av dem. Fyra är det fjärde."


def cut(text: str, *, most: int = 3, characters: int = 320) -> list[str]:
    segments = Segments(sentences=most, characters=characters, roles=())
    return [text[start:end] for start, end in segments.cut(text, sentences(text))]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline(Settings())


def test_four_sentences_become_two_and_two() -> None:
    assert [len(sentences(segment)) for segment in cut(FOUR)] == [2, 2]


@pytest.mark.parametrize(
    ("count", "sizes"), [(3, [3]), (5, [2, 3]), (6, [3, 3]), (7, [2, 2, 3]), (10, [2, 2, 3, 3])]
)
def test_a_turn_is_cut_as_evenly_as_the_limit_allows(count: int, sizes: list[int]) -> None:
    text = " ".join(f"Mening nummer {number} står här." for number in range(count))
    assert sorted(len(sentences(segment)) for segment in cut(text)) == sizes


def test_sentences_are_shared_out_evenly_even_where_one_is_long() -> None:
    long = "Den första meningen är så lång att den väger lika mycket som de andra tre tillsammans gör."
    text = f"{long} Två kommer efter den. Tre kommer efter två. Fyra kommer sist."
    assert [len(sentences(segment)) for segment in cut(text)] == [2, 2]


def test_a_segment_does_not_grow_beyond_its_characters() -> None:
    assert cut(FOUR, characters=60) == [
        "Ett är det första av dem. Två är det andra av dem.",
        "Tre är det tredje av dem. Fyra är det fjärde.",
    ]
    assert len(cut(FOUR, characters=40)) == 4


def test_one_long_sentence_is_a_segment_of_its_own_and_never_cut() -> None:
    long = "Jag " + "och jag " * 80 + "slutar här."
    assert cut(f"Det här är kort nog. {long} Det här är också kort.")[1] == long


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mm. Ja. Jag går inte dit på kvällen.", ["Mm. Ja. Jag går inte dit på kvällen."]),
        ("Jag går inte dit på kvällen. Nä. Mm.", ["Jag går inte dit på kvällen. Nä. Mm."]),
        ("Mm.", ["Mm."]),
        ("Ja. Nej.", ["Ja. Nej."]),
        (
            "Ja. Jag går inte dit på kvällen. Mm. Det är för mörkt vid tunneln. Ja.",
            ["Ja. Jag går inte dit på kvällen.", "Mm. Det är för mörkt vid tunneln. Ja."],
        ),
    ],
)
def test_tiny_sentences_join_their_neighbours(text: str, expected: list[str]) -> None:
    assert cut(text, most=1) == expected


def test_segments_never_cross_turns(nlp: Language) -> None:
    turns = ["Och det var", "precis så det var.", "Mm."]
    pieces = [Piece(words, speaker=speaker) for words, speaker in zip(turns, "ABA", strict=True)]
    doc = carrier.doc_of(assemble("a", pieces), nlp)
    assert [view.text for view in carrier.segments(doc)] == turns
    assert [sentence.text.strip() for sentence in doc.sents] == turns


def test_headings_and_other_roles_are_segments_that_are_not_coded(nlp: Language) -> None:
    pieces = [
        Piece(FOUR, kind="heading"),
        Piece("Hur är det då?", speaker="I", role="interviewer"),
        Piece("Det är bra.", speaker="R", role="respondent"),
        Piece("Det är bra.", speaker="Okänd"),
        Piece("mer ljus", kind="note"),
    ]
    doc = carrier.doc_of(assemble("a", pieces), nlp)
    assert [(view.turn, view.coded) for view in carrier.segments(doc)] == [
        (0, False),
        (1, False),
        (2, True),
        (3, True),
        (4, True),
    ]


def test_the_settings_say_whose_turns_are_coded() -> None:
    settings = Settings(segmentation=Segmentation(roles=("interviewer",)))
    pieces = [Piece("Hur är det?", role="interviewer"), Piece("Det är bra.", role="respondent")]
    doc = carrier.doc_of(assemble("a", pieces), build_pipeline(settings))
    assert [view.coded for view in carrier.segments(doc)] == [True, False]


def test_without_turns_every_paragraph_is_one() -> None:
    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments")
    doc = nlp("  Första stycket här.\n\n\nAndra stycket.\nMed en rad till.\n")
    assert [view.text for view in carrier.turns(doc)] == [
        "Första stycket här.",
        "Andra stycket.\nMed en rad till.",
    ]
    assert all(view.coded for view in carrier.segments(doc))


SPOKEN = "Mm. ja Ja! jag... Vi går t.ex. Alby. – ”Nej!” 12.30 3. A. … 🙂 (ler)"
WORDS = some.sampled_from(("\n", *SPOKEN.split()))
SHORT = spacy.blank("sv")
SHORT.add_pipe("qualcode_segments", config={"sentences": 2, "characters": 60})


@given(some.lists(some.lists(WORDS, min_size=1, max_size=30).map(" ".join), max_size=5))
def test_segments_cover_every_turn_entirely(turns: list[str]) -> None:
    doc = carrier.doc_of(assemble("a", [Piece(turn) for turn in turns]), SHORT)
    covered = sum(len(view.text.split()) for view in carrier.segments(doc))
    assert covered == len(doc.text.split())
    ends = 0
    for view in carrier.segments(doc):
        assert view.start >= ends
        assert view.text == view.text.strip() != ""
        turn = carrier.turns(doc)[view.turn]
        assert turn.start <= view.start < view.end <= turn.end
        ends = view.end
