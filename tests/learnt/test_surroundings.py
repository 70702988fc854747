"""What stands before a segment."""

from __future__ import annotations

from qualcode import carrier
from qualcode.learnt.surroundings import ALONE, of_doc, of_rows
from qualcode.transcript import Piece, assemble


def _around(nlp, *pieces: Piece):
    return of_doc(carrier.doc_of(assemble("prov.txt", list(pieces), data=b""), nlp))


def test_a_spoken_segment_has_heard_the_two_before_it_whoever_said_them(one_sentence_segments) -> None:
    first, second, third = _around(
        one_sentence_segments,
        Piece("Fick du något jobb sedan?", speaker="Eva", role="interviewer", kind="speech"),
        Piece("Nej, det blev en keps. Den är röd.", speaker="Ali", role="respondent", kind="speech"),
        Piece("Vi går vidare då nu.", speaker="Bo", role="facilitator", kind="speech"),
    )
    assert first.before == ("Fick du något jobb sedan?",)
    assert second.before == ("Nej, det blev en keps.", "Fick du något jobb sedan?")
    assert third.before == ("Den är röd.", "Nej, det blev en keps.")
    assert (first.spoken, first.asks, third.asks) == (True, False, True)


def test_nothing_is_heard_across_a_heading_and_a_paragraph_stands_alone(one_sentence_segments) -> None:
    spoken, written = _around(
        one_sentence_segments,
        Piece("Det var mörkt i tunneln.", speaker="Eva", role="interviewer", kind="speech"),
        Piece("Andra delen", kind="heading"),
        Piece("Ja, så var det verkligen.", speaker="Ali", role="respondent", kind="speech"),
        Piece("Bilagan visar hur många som svarade.", kind="paragraph"),
    )
    assert spoken.before == () and spoken.spoken
    assert written == ALONE


def test_units_of_a_file_follow_those_of_their_source_and_passages_stand_alone() -> None:
    rows = [
        {"text": "Är du trygg?", "source": "1", "speaker": "Eva", "role": "interviewer"},
        {"text": "Nej.", "source": "1", "speaker": "Ali", "role": "respondent"},
        {"text": "Hej.", "source": "2", "speaker": "Bo", "role": "respondent"},
        {"text": "Nämnden avslår förslaget.", "source": "gbg"},
    ]
    found = of_rows(rows)
    assert [one.before for one in found] == [(), ("Är du trygg?",), (), ()]
    assert [one.spoken for one in found] == [True, True, True, False]
    assert found[0].asks and not found[1].asks
