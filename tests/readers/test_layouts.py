"""Conversations whose turns are set off by lines, type, signs or numbers, and what stands around them."""

import pytest
from dialogues import AGAIN, ANSWERED, ASKED, MORE, dialogue


def test_names_alone_on_their_lines_speak_what_follows(turns):
    found = turns("\n\n".join(["Anna", ASKED, "Fatima", ANSWERED] * 3))
    assert found == [("Anna", ASKED), ("Fatima", ANSWERED)] * 3


@pytest.mark.parametrize("said", ["Fatima\noch hennes bror.", "Fatima"])
def test_a_name_on_a_line_of_its_own_in_a_dialogue_with_colons_is_said(turns, said):
    row = f"I: Vem var det?\nAnna: Jag minns.\n{said}\n"
    found = turns(row + (row if said == "Fatima" else "") + "I: Jaså?\nAnna: Ja.\nFatima: Nej.\nFatima: Jo.")
    assert found[1] == ("Anna", f"Jag minns.\n{said}")


def test_a_conversation_may_be_written_as_a_list(turns):
    text = "".join(f"- {row}\n" for row in (dialogue("Anna:", "Fatima:")).split("\n"))
    assert [speaker for speaker, _ in turns(text)] == ["Anna", "Fatima"] * 2


def test_the_head_of_a_file_is_nobodys_speech(turns):
    found = turns(
        f"Datum: 2025-03-01\nIntervjuare: Anna Berg\nRespondent: Fatima\n\n{dialogue('Anna:', 'Fatima:')}"
    )
    assert found[:4] == [
        (None, "Datum: 2025-03-01"),
        (None, "Intervjuare: Anna Berg"),
        (None, "Respondent: Fatima"),
        ("Anna", ASKED),
    ]


def test_questions_in_bold_without_labels_are_the_interviewers(read):
    transcript = read(
        "**Hur länge har du bott här?**\n\nTio år.\n\n**Vad tycker du om torget?**\n\nFint på dagen.\n\n"
        "**Och på kvällen?**\n\nDå går jag inte dit.\n",
        "intervju.md",
    )
    assert [turn.role for turn in transcript.turns] == ["interviewer", None] * 3


def test_names_alone_on_lines_are_told_in_a_short_file_too(turns):
    found = turns(f"ANNA\n{ASKED}\n\nOMAR\nBra tack.\n\nANNA\n{AGAIN}\n\nOMAR\n{MORE}\n")
    assert found == [("ANNA", ASKED), ("OMAR", "Bra tack."), ("ANNA", AGAIN), ("OMAR", MORE)]


def test_names_before_dashes_are_labels_where_most_of_the_file_is_so(read):
    said = (
        "Karin – Hur började det?\n\nSten – Banken sa: kom tillbaka.\n\nOch så gick jag.\n\n"
        "Karin – Vad hände då?\n\nSten – Vi väntade – länge.\n\n"
        "Karin – Och sedan?\n\nSten – Pengarna: de kom i maj.\n"
    )
    turns = read(said.encode()).turns
    assert [turn.speaker for turn in turns] == ["Karin", "Sten"] * 3


def test_a_dash_after_a_name_is_speech_where_the_file_has_other_labels(read):
    said = (
        "I: Var bor du?\nR: I Alby.\n\nAlby – det är hemma.\n\nFittja – där jobbar jag.\n\n"
        "I: Och din bror?\nR: I Fittja.\n\nFittja – det är också hemma.\n\nAlby – det vet jag inte.\n"
    )
    assert {turn.speaker for turn in read(said.encode()).turns} == {"I", "R"}


@pytest.mark.parametrize("label", ["[00:00:{}] Anna:", "{{00:00:{}}} Anna:", "[Anna]"])
def test_the_last_turn_is_said_although_a_laugh_is_in_it(turns, label):
    said = ["Vi bor här.", "Nä. (skratt) Så är det."]
    asked = label.replace("Anna", "Omar")
    spoken = zip([asked, label] * 2, ["Var bor du?", said[0], "Hur så?", said[1]], strict=True)
    lines = [f"{one.format(second)} {text}" for second, (one, text) in enumerate(spoken, 11)]
    assert [text for _, text in turns("\n".join(lines))][-1] == said[1]


@pytest.mark.parametrize("after", ["> ", "; ", " | ", " -- "])
def test_other_signs_set_names_off_where_most_of_the_file_has_them(turns, after):
    found = turns(dialogue("Anna", "Fatima", after=after))
    assert found == [("Anna", ASKED), ("Fatima", ANSWERED), ("Anna", AGAIN), ("Fatima", MORE)]


def test_names_may_be_headings(read):
    transcript = read(dialogue("### Anna", "### Fatima", after="\n\n").replace("\n###", "\n\n###"), "a.md")
    assert [turn.speaker for turn in transcript.turns] == ["Anna", "Fatima"] * 2
    headings = read("# Torget\n\nMörkt.\n\n# Skolan\n\nBra.\n\n# Torget\n\nFolktomt.\n", "b.md")
    assert [turn.kind for turn in headings.turns] == ["heading", "paragraph"] * 3


def test_numbers_that_count_lines_or_turns_are_no_words(read):
    rows = "\n".join([dialogue("Anna:", "Fatima:")] * 2).split("\n")
    counted = read("\n".join(f"{number:3} {row}" for number, row in enumerate(rows, 1)))
    assert counted.text == read("\n".join(rows), "b.txt").text
    assert ("line_numbers", {"first": "1", "last": "8"}) in counted.warnings
    years = "\n".join(f"{year} Fatima: {ANSWERED}" for year in range(1998, 2006))
    assert "2001 Fatima" in read(years, "c.txt").text


def test_closing_lines_are_nobodys(read):
    transcript = read(f"{dialogue('Anna:', 'Fatima:')}\n\nSlut på inspelningen.\n\nTranscribed by Otter\n")
    assert [turn.kind for turn in transcript.turns] == ["speech"] * 4 + ["head"] * 2
    assert transcript.words(transcript.turns[3]) == MORE


def test_questions_in_italics_are_the_interviewers_beside_labelled_answers_too(read):
    transcript = read(
        "*Hur länge har du bott här?*\n\nFatima: Tio år.\n\n*Vad tycker du om torget?*\n\nFatima: Fint.\n\n"
        "*(någon skrattar)*\n\n*Berätta om kvällarna.*\n\n*Går du dit?*\n\nFatima: Nej.\n",
        "intervju.md",
    )
    assert [(turn.speaker, turn.role) for turn in transcript.turns] == [
        (None, "interviewer"),
        ("Fatima", "respondent"),
    ] * 3
    assert transcript.words(transcript.turns[3]) == "Fint.\n(någon skrattar)"
    assert ("questions_without_label", {"count": "3"}) in transcript.warnings


def test_names_in_round_brackets_speak_where_most_of_the_file_has_them(turns):
    found = turns(dialogue("(Anna)", "(Fatima B)"))
    assert found == [("Anna", ASKED), ("Fatima B", ANSWERED), ("Anna", AGAIN), ("Fatima B", MORE)]
    laughs = turns(dialogue("Anna:", "Fatima:") + "\n(Skratt) Ja.\n(Flera) Precis.\n(Flera) Så är det.")
    assert laughs[-1] == ("Fatima", f"{MORE}\n(Skratt) Ja.\n(Flera) Precis.\n(Flera) Så är det.")
