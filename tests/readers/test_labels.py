"""Speakers' labels as they are really written, and colons that are no label."""

import pytest
from dialogues import AGAIN, ANSWERED, ASKED, MORE, dialogue

from qualcode.study import SourceSettings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I:", "R:"),
        ("I:", "IP1:"),
        ("Int.:", "Resp.:"),
        ("Q:", "A:"),
        ("F:", "S:"),
        ("Fråga:", "Svar:"),
        ("Intervjuare 1:", "Informant:"),
        ("Moderator:", "Deltagare 2:"),
        ("Anna:", "Fatima:"),
        ("ANNA:", "FATIMA:"),
        ("Anna Berg:", "Fatima Al-Amin:"),
        ("Anna (kommunen):", "Fatima (boende):"),
        ("Dr. Holm:", "Bo Å. Lind:"),
        ("Prof. Ek:", "K.G. Berg (M):"),
        ("AB:", "FA:"),
        ("**Q:**", "**A:**"),
        ("**Anna**:", "**Fatima**:"),
        ("[SPEAKER_00]:", "[SPEAKER_01]:"),
        ("[SPEAKER_00]", "[SPEAKER_01]"),
        ("Speaker 1:", "Speaker 2:"),
        ("S00:", "S01:"),
        ("Sekr:", "Bord 2:"),
        ("<Anna>:", "<Fatima>:"),
        ("Anna :", "Fatima :"),
        ("Anna\t", "Fatima\t"),
        ("I -", "R -"),
    ],
)
def test_labels_are_taken_off_however_they_are_written(turns, first, second):
    found = turns(dialogue(first, second))
    assert [words for _, words in found] == [ASKED, ANSWERED, AGAIN, MORE]
    assert [speaker for speaker, _ in found] == [one.strip(" *:.[]<>\t-") for one in (first, second)] * 2


def test_labels_in_small_letters_that_come_back_are_taken_off_too(turns):
    found = turns("\n".join([dialogue("anna:", "fatima:")] * 2))
    assert [speaker for speaker, _ in found] == ["anna", "fatima"] * 4


@pytest.mark.parametrize(
    "speech",
    [
        "Alltså så här: det går inte.",
        "VIKTIGT: kom i tid.",
        "Kl. 12:30 börjar mötet.",
        "OBS: stängt på måndag.",
        "Problemet: ingen vågar säga det.",
        "Bostadsfrågan: den är svårast.",
        "Min syster sa: du måste flytta.",
        "Jag tänkte bara: nej.",
        "http://exempel.se är adressen.",
        "[skratt] Ja, så kan det gå.",
        "Centrumet - det gamla - är rivet.",
    ],
)
def test_a_colon_in_speech_is_no_speaker(turns, speech):
    found = turns(
        f"Anna: {ASKED}\nFatima: {ANSWERED}\n\n{speech}\nAnna: {AGAIN}\nFatima: {speech}\n{speech}\n"
    )
    assert found == [
        ("Anna", ASKED),
        ("Fatima", f"{ANSWERED}\n{speech}"),
        ("Anna", AGAIN),
        ("Fatima", f"{speech}\n{speech}"),
    ]


def test_words_before_colons_in_notes_are_no_speakers(read):
    transcript = read(
        "Problem: mörkt vid torget\nFörslag: fler lampor\nTrygghet: för få vuxna\nFörslag: öppna kiosken\n"
        "Skolgården: stängd på helger\nFörslag: öppna den\n"
    )
    assert {turn.speaker for turn in transcript.turns} == {None}
    assert transcript.text.count("Förslag: ") == 3


def test_somebody_who_speaks_once_is_a_speaker_in_a_dialogue(turns):
    assert turns(dialogue("Anna:", "Fatima:") + "\nOmar: Jag med.")[-1] == ("Omar", "Jag med.")


def test_a_name_that_is_also_a_word_speaks_when_it_takes_turns(turns):
    found = turns("\n".join(f"I: Fråga nummer {n}?\nBjörn: Svar nummer {n}." for n in range(4)))
    assert {speaker for speaker, _ in found} == {"I", "Björn"}


def test_continuing_paragraphs_join_their_turn(turns):
    found = turns(
        "Anna: Berätta.\n\nFatima: Först flyttade vi hit.\n\nSedan kom barnen.\n\nAnna: Och nu?\nFatima: Nu."
    )
    assert found[1] == ("Fatima", "Först flyttade vi hit.\nSedan kom barnen.")


def test_wrapped_lines_are_one_paragraph(turns):
    found = turns(
        "I: Hur länge har du bott här, och vad tycker du\nom torget på kvällarna, om du\nska vara ärlig?\n\n"
        "R: Tio år. Det är mörkt där och jag går inte gärna\ndit ensam, utan tar bussen runt\ni stället.\n"
    )
    assert found == [
        (
            "I",
            "Hur länge har du bott här, och vad tycker du om torget på kvällarna, om du ska vara ärlig?",
        ),
        ("R", "Tio år. Det är mörkt där och jag går inte gärna dit ensam, utan tar bussen runt i stället."),
    ]


def test_the_study_may_say_which_labels_there_are(turns):
    text = "Anna: Hej på dig.\nFatima: Hej.\nAnna: Vad tänker du?\nFatima: Jo, rösten.\nAnna: Ja?"
    found = turns(text, settings=SourceSettings(labels=("Anna",)))
    assert {speaker for speaker, _ in found} == {"Anna"}
    assert "Fatima: Hej." in found[0][1]


def test_labels_of_the_study_that_never_occur_are_told(read):
    transcript = read("En text utan talare.", settings=SourceSettings(labels=("Anna", "Omar")))
    assert ("labels_not_found", {"labels": "Anna, Omar"}) in transcript.warnings


def test_a_label_with_a_slip_of_the_keys_is_told(read):
    transcript = read(
        dialogue("Lovisa:", "Fatima:") + "\n" + dialogue("Lovisa:", "Fatima:") + "\nFatmia: Oj."
    )
    assert ("label_spelled_like", {"label": "Fatmia", "other": "Fatima"}) in transcript.warnings


def test_one_speaker_written_in_two_ways_is_one(turns):
    found = turns(dialogue("Anna:", "Fatima:") + f"\nANNA: {ASKED}\nFatima: Ja.")
    assert [speaker for speaker, _ in found] == ["Anna", "Fatima"] * 3


def test_list_items_within_what_somebody_says_stay_with_the_speaker(turns):
    found = turns("I: Vad saknas?\nR: Tre saker:\n- lampor\n- bänkar\nI: Något mer?\nR: Nej.\n")
    assert found[1] == ("R", "Tre saker:\nlampor\nbänkar")


@pytest.mark.parametrize(("first", "second"), [("@Anna:", "@Omar:"), ("[Karin Öhman]", "[Sten]")])
def test_labels_with_at_signs_and_names_in_brackets_are_taken_off(turns, first, second):
    found = turns(dialogue(first, second) + f"\n{first} Hyran: den är dyr.")
    assert [words for _, words in found] == [ASKED, ANSWERED, AGAIN, MORE, "Hyran: den är dyr."]
    assert [speaker for speaker, _ in found][:2] == [first.strip("@:[]"), second.strip("@:[]")]


def test_events_in_brackets_speak_to_nobody(turns):
    found = turns(dialogue("Anna:", "Omar:") + "\n[Skratt] Ja.\n[Paus] Nej.\n[Skratt] Jo.\n[Paus] Då.")
    assert found[-1] == ("Omar", f"{MORE}\n[Skratt] Ja.\n[Paus] Nej.\n[Skratt] Jo.\n[Paus] Då.")


def test_the_chair_speaks_also_where_the_word_is_said(turns):
    found = turns(
        "Talmannen: Jag ger ordet till Anna Ek.\nAnna Ek (V): Fru talman! Talmannen har rätt.\n"
        "Bo Å. Lind (M): Vem betalar?\nAnna Ek (V): Kommunen.\nTalmannen: Tack."
    )
    anna, bo = "Anna Ek (V)", "Bo Å. Lind (M)"
    assert [who for who, _ in found] == ["Talmannen", anna, bo, anna, "Talmannen"]


def test_a_sentence_before_a_colon_is_no_name_for_its_full_stop(turns):
    found = turns(f"{dialogue('I:', 'R:')}\nR: Bra.\nBra. Kommunen: den sa nej.\nBra. Kommunen: den sa ja.")
    assert {who for who, _ in found} == {"I", "R"}


def test_brackets_go_but_for_those_of_a_pseudonym(turns):
    said = "[Deltagare 5]: Ja.\n[Person 2]: Nej.\n[Deltagare 5]: Jo, det är så.\n[Person 2]: Kanske det.\n"
    assert [who for who, _ in turns(said)] == ["Deltagare 5", "[Person 2]"] * 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dr. Anna B.", "A. Lind"),
        ("Maria L", "Jonas K"),
        ("Intervjuare", "IP1 (kvinna, 34)"),
        ("Moderator", "Respondent 3 – Kista"),
        ("Lindqvist Anna (KSF)", "Öberg Kerstin (SBF)"),
    ],
)
@pytest.mark.parametrize("after", [": ", "\n", ":\n"])
def test_labels_tell_of_their_speakers(turns, first, second, after):
    found = turns("\n\n".join([dialogue(first, second, after=after)] * 2))
    assert found[:2] == [(first, ASKED), (second, ANSWERED)]
    assert len(found) == 8


def test_what_is_said_after_a_dash_tells_nothing_of_the_label(turns):
    found = turns(dialogue("IP1 –", "IP2 –") + "\nIP1 – Tre saker, ja: lampor, bänkar, folk.")
    assert found[-1] == ("IP1", "Tre saker, ja: lampor, bänkar, folk.")


@pytest.mark.parametrize("label", ["Läraren", "Handlaren", "Rektorn", "Platschefen", "Butiksägaren"])
def test_a_title_in_its_definite_form_speaks_when_it_answers_all_through(turns, label):
    said = "".join(f"Intervjuare: Och {n} då?\n{label}: Jag svarar väl på {n}.\n" for n in range(6))
    assert {speaker for speaker, _ in turns(said)} == {"Intervjuare", label}
