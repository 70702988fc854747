"""Quotes: merged segments, context, place, reasons and lasting ids."""

import pytest

from qualcode import quotes
from qualcode.coded import source
from qualcode.transcript import Piece
from qualcode.verify import stretches


def ask(text, **more):
    return Piece(text, speaker="I", role="interviewer", **more)


def answer(text, speaker="Anna", **more):
    return Piece(text, speaker=speaker, role="respondent", **more)


@pytest.fixture
def collect(coded_doc, small_codebook):
    def collected(pieces, codings, name="intervju.txt", **more):
        return quotes.collect([coded_doc(name, pieces, codings)], small_codebook, **more)

    return collected


def test_adjacent_segments_of_a_turn_that_share_a_code_are_one_quote(collect):
    talk = answer("Det är mörkt. Jag är rädd. Biblioteket är bra. Det känns otryggt.")
    found = collect([talk], {number: {"trygghet": 0.8} for number in (1, 2, 4)})
    assert [quote.text for quote in found] == ["Det är mörkt. Jag är rädd.", "Det känns otryggt."]
    assert [quote.segments for quote in found] == [(1, 2), (4,)]


def test_segments_of_two_turns_are_two_quotes(collect):
    talk = [answer("Det är mörkt."), answer("Jag är rädd.", "Bo")]
    found = collect(talk, {1: {"trygghet": 0.8}, 2: {"trygghet": 0.8}})
    assert [(quote.speaker, quote.text) for quote in found] == [
        ("Anna", "Det är mörkt."),
        ("Bo", "Jag är rädd."),
    ]


def test_a_quote_has_the_highest_score_all_rules_and_the_surest_models_voice(collect):
    def said(coder, score, rule, matched, nearest):
        why = {"rules": [{"rule": rule, "matched": matched}], "model": "e5@1", "model_score": score}
        return {"coder": coder, "score": score, "why": {**why, "nearest": nearest, "similarity": 0.9}}

    [quote] = collect(
        [answer("Det är mörkt. Jag är rädd.")],
        {
            1: {"trygghet": said("rules", 0.6, "mörker", "mörkt", "Det är svart.")},
            2: {"trygghet": said("e5@1", 0.95, "rädsla", "rädd", "Jag är rädd.")},
        },
    )
    assert (quote.score, quote.coder) == (0.95, "rules + e5@1")
    assert [rule["rule"] for rule in quote.why["rules"]] == ["mörker", "rädsla"]
    assert (quote.why["nearest"], quote.why["model_score"]) == ("Jag är rädd.", 0.95)
    assert quote.reason == (
        "Regler träffade ”mörkt” (mörker), ”rädd” (rädsla). "
        "Modellen bedömer sannolikheten till 0,95. Mest likt exemplet ”Jag är rädd.”"
    )


def test_the_rest_of_the_turn_and_the_question_come_with_the_quote(collect):
    talk = answer("Jag vet inte. Det är mörkt. Fast bara på vintern.")
    [quote] = collect([ask("Du nämnde torget. Hur är det där?"), talk], {4: {"trygghet": 0.8}})
    assert quote.before == "Jag vet inte. "
    assert quote.text == "Det är mörkt."
    assert quote.after == " Fast bara på vintern."
    assert (quote.question, quote.question_speaker) == ("Du nämnde torget. Hur är det där?", "I")
    assert quote.question_role == "interviewer"


def test_murmurs_are_not_taken_for_the_question(collect):
    [quote] = collect(
        [ask("Hur är det vid torget på kvällen?"), answer("Så där."), ask("Mm."), answer("Det är mörkt.")],
        {4: {"trygghet": 0.8}},
    )
    assert quote.question == "Hur är det vid torget på kvällen?"


def test_in_a_group_the_turn_before_is_what_is_answered(collect):
    [quote] = collect(
        [
            ask("Hur är det på kvällen?"),
            answer("Jag tycker att det är lugnt.", "Bo"),
            answer("Inte jag.", "Eva"),
        ],
        {3: {"trygghet": 0.8}},
    )
    assert (quote.question_speaker, quote.question) == ("Bo", "Jag tycker att det är lugnt.")


def test_context_does_not_cross_a_heading_and_a_note_answers_nothing(collect):
    found = collect(
        [
            ask("Hur är det på kvällen?", section=("Ett",)),
            answer("Det är mörkt.", section=("Två",)),
            Piece("Fler lampor", kind="note", section=("Två",)),
            Piece("Vakter", kind="note", section=("Två",)),
        ],
        {2: {"trygghet": 0.8}, 4: {"trygghet": 0.8}},
    )
    assert [quote.question for quote in found] == ["", ""]
    assert found[1].section == "Två"


def test_long_context_is_cut_between_segments(collect):
    talk = " ".join(f"Mening nummer {n} handlar om något helt annat än det." for n in range(40))
    [quote] = collect([ask(talk), answer(f"{talk} Det är mörkt. {talk}")], {81: {"trygghet": 0.8}})
    for context in (quote.before, quote.after, quote.question):
        assert 200 < len(context) <= 280
        assert context.strip().startswith("Mening") and context.strip().endswith("det.")


def test_quote_context_and_question_are_exact_stretches_of_the_text(coded_doc, small_codebook):
    doc = coded_doc(
        "å.txt",
        [ask("Va\u0308l? 😀 Hur är det då?"), answer("Ja så är det 😀. Rad ett\noch två!\tDet är mörkt.")],
        {number: {"trygghet": 1, "belysning": 1} for number in (3, 4)},
    )
    text = source(doc).text
    found = quotes.collect([doc], small_codebook)
    assert len(found) == 2 and found[0].before and "\n" in found[0].text and "😀" in found[0].question
    for quote in found:
        for _, start, end, words in stretches(quote):
            assert text[start:end] == words


def test_the_place_says_turn_time_page_and_line(collect):
    pieces = [ask("Var?"), answer("Det är mörkt.", begins=3790.6, page=4, line=88)]
    assert collect(pieces, {2: {"trygghet": 1}})[0].place == "tur 2, 01:03:10, s. 4, rad 88"
    assert collect(pieces, {2: {"trygghet": 1}}, language="en")[0].place == "turn 2, 01:03:10, p. 4, line 88"


def test_quotes_stand_by_code_and_then_by_source(coded_doc, small_codebook):
    docs = [
        coded_doc(name, [answer("Det är mörkt. Inga jobb finns.")], {1: {"trygghet": 1}, 2: {"jobb": 1}})
        for name in ("b-10.txt", "b-9.txt")
    ]
    found = quotes.collect(docs, small_codebook)
    assert [(quote.code, quote.source) for quote in found] == [
        ("trygghet", "b-9.txt"),
        ("trygghet", "b-10.txt"),
        ("jobb", "b-9.txt"),
        ("jobb", "b-10.txt"),
    ]


def test_a_themes_quote_that_subcodes_cover_is_marked_as_not_specific(collect):
    found = collect(
        [answer("Det är mörkt. Inga vuxna ute. Det känns otryggt.")],
        {1: {"trygghet": 1, "belysning": 1}, 2: {"trygghet": 1, "vuxna": 1}},
    )
    assert {quote.path: quote.specific for quote in found} == {
        "trygghet": False,
        "trygghet/belysning": True,
        "trygghet/vuxna": True,
    }
    talk = [answer("Det är mörkt. Det känns otryggt.")]
    assert collect(talk, {1: {"trygghet": 1, "belysning": 1}, 2: {"trygghet": 1}})[0].specific


def test_an_id_stays_when_other_text_and_codes_change(collect):
    [before] = collect([answer("Det är mörkt.")], {1: {"trygghet": 0.6}})
    edited = [answer("Detta är nytt. Flera ord här."), answer("Det är mörkt.")]
    after = collect(edited, {2: {"jobb": 1}, 3: {"trygghet": 0.9}})
    assert before.id in {quote.id for quote in after if quote.code == "trygghet"}


def test_the_same_words_said_twice_are_two_quotes_with_two_ids(collect):
    said_twice = [answer("Det är mörkt."), ask("Va?"), answer("Det är mörkt.")]
    found = collect(said_twice, {1: {"trygghet": 1}, 3: {"trygghet": 1}})
    assert len({quote.id for quote in found}) == 2
    [elsewhere] = collect([answer("Det är mörkt.")], {1: {"trygghet": 1}}, name="annan.txt")
    [other_code] = collect([answer("Det är mörkt.")], {1: {"jobb": 1}})
    assert len({found[0].id, elsewhere.id, other_code.id}) == 3
