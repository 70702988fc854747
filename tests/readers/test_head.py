"""What a transcript tells about itself is kept, is nobody's turn, and is not coded."""

import pytest

from qualcode.readers import legend

SPOKEN = "I: Hur är det vid torget?\nR: Mörkt.\nI: Och på dagen?\nR: Bättre. Datum: det minns jag inte."


@pytest.fixture
def heads(read):
    """The texts told as the file's head, and who speaks."""

    def heads(text: str, **rest):
        transcript = read(text, **rest)
        told = [transcript.words(turn) for turn in transcript.turns if turn.kind == "head"]
        return told, [turn.speaker for turn in transcript.turns if turn.kind == "speech"]

    return heads


@pytest.mark.parametrize(
    "head",
    [
        "Datum: 2024-03-12\nPlats: Fittja bibliotek\nBostadsområde: Fittja",
        "Datum: 2024-03-12\nRespondent: IP7, kvinna 43 år\nLängd: 47 min",
        "I = intervjuare, R = respondent",
        "I = intervjuare\nR = respondent, kvinna\n[...] = ohörbart\n(.) kort paus",
        "Teckenförklaring: I = intervjuare; R = respondent",
        "I: Intervjuare\nR: Intervjuperson 4 (kvinna, 43 år)",
        "I – intervjuaren\nR – respondenten",
        "Intervju nummer 7\nTid: kl. 14.00\nI = intervjuare",
        "Transkriberad av: Olle Nord",
        "Videosamtal den 28 mars. I: Karin Ek. R: en forskare, som bor i Rotterdam.",
        "Deltagare:\n\n- Anna, 34 år\n- Björn, 50 år",
    ],
)
def test_facts_and_legends_before_the_first_turn_are_the_head(heads, head):
    told, speakers = heads(f"{head}\n\n{SPOKEN}")
    rows = [row.removeprefix("- ") for row in head.split("\n") if row]
    assert told == [row for row in rows if row not in ("Intervju nummer 7", "Deltagare:")]
    assert speakers == ["I", "R", "I", "R"]


def test_a_legend_may_stand_at_the_end(heads):
    assert heads(f"{SPOKEN}\n\nI = intervjuare\nR = respondent")[0] == ["I = intervjuare", "R = respondent"]


@pytest.mark.parametrize(
    "spoken",
    [
        SPOKEN,
        "Anna: Tid: det har vi.\nFatima: Ja.\nAnna: Och plats?\nFatima: Nej.",
        "I: Respondenten är här nu. Välkommen!\nR: Tack.\nI: Då börjar vi?\nR: Ja.",
        "R: Man kan säga så\nI: Hur då?\nR: Ja\nI: Okej?",
        "I: Så här: du är R: en respondent.\nR: Okej.\nI: Då är jag I: den som frågar.\nR: Bra.",
        "I: [skratt] Är du redo?\nR: (paus) Ja\nI: Bra\nR: Då så",
    ],
)
def test_what_is_said_first_is_no_head(heads, spoken):
    told, speakers = heads(spoken)
    assert told == []
    assert speakers == [row.partition(":")[0] for row in spoken.split("\n")]


def test_a_legend_tells_who_leads(read):
    said = "LA: Berätta.\nYB: Ja, det var mörkt.\nLA: Jaha.\nYB: Mycket mörkt."
    transcript = read(f"LA = intervjuare, YB = informant\n\n{said}")
    assert {turn.speaker: turn.role for turn in transcript.turns if turn.speaker} == {
        "LA": "interviewer",
        "YB": "respondent",
    }


def test_a_head_is_not_coded(read):
    from qualcode import pipeline
    from qualcode.nlp import build_pipeline
    from qualcode.study import Settings

    doc = pipeline.annotate(read(f"Datum: 2024-03-12\nPlats: Torget\n\n{SPOKEN}"), build_pipeline(Settings()))
    group = doc.spans["segments"]
    coded = [span.text for span, is_coded in zip(group, group.attrs["coded"], strict=True) if is_coded]
    assert coded == ["Mörkt.", "Bättre. Datum: det minns jag inte."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M = moderator, D1 = deltagare 1", [("M", "moderator"), ("D1", "deltagare 1")]),
        ("// = avbrott", [("//", "avbrott")]),
        ("Lena Ask (LA) = intervjuare", [("Lena Ask (LA)", "intervjuare")]),
        ("1 + 1 = 2, eller hur?", []),
        ("Jag tänker så här att ett plus ett = två", []),
        ("Torget: en plats för alla", []),
    ],
)
def test_signs_and_what_they_mean(text, expected):
    assert legend.meanings(text) == expected


def test_an_equation_that_is_said_is_no_legend(read):
    transcript = read("Anna: Hon söker jobb.\nPer: Ett = noll.\nAnna: Va?\nPer: Noll = ett.\n".encode())
    assert [turn.speaker for turn in transcript.turns] == ["Anna", "Per", "Anna", "Per"]


def test_a_file_that_is_all_facts_is_no_head(read):
    transcript = read(b"Plats: Biblioteket\nDatum: 2025-10-03\n")
    assert {turn.kind for turn in transcript.turns} == {"paragraph"}
