"""Speakers' labels as they are really written, and colons that are no label."""

import pytest

from qualcode.study import SourceSettings

ASKED, ANSWERED = "Hur länge har du bott här?", "Tio år ungefär."
AGAIN, MORE = "Vad tycker du om torget?", "Det är fint på dagen."


def dialogue(first: str, second: str, *, after: str = " ") -> str:
    return "\n".join(
        [
            f"{first}{after}{ASKED}",
            f"{second}{after}{ANSWERED}",
            f"{first}{after}{AGAIN}",
            f"{second}{after}{MORE}",
        ]
    )


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
    ("first", "second"),
    [
        ("[00:01:02] Anna:", "[00:01:09] Fatima:"),
        ("00:01:02 Anna:", "00:01:09 Fatima:"),
        ("(01:02) Anna:", "(01:09) Fatima:"),
        ("Anna [00:01:02]:", "Fatima [00:01:09]:"),
        ("Anna (00:01:02):", "Fatima (00:01:09):"),
        ("Anna: [01:02]", "Fatima: [01:09]"),
        ("Anna   1:02\n", "Fatima   1:09\n"),
        ("Anna 00:01:02\n", "Fatima 00:01:09\n"),
        ("00:01:02 Anna\n", "00:01:09 Fatima\n"),
        ("[00:01:02]\nAnna:", "[00:01:09]\nFatima:"),
        ("00:01:02.000 --> 00:01:08.000\nAnna\n", "00:01:09.000 --> 00:01:12.000\nFatima\n"),
    ],
)
def test_time_stamps_beside_labels_say_when_a_turn_begins(read, first, second):
    transcript = read(dialogue(first, second))
    found = [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns]
    assert found[:2] == [("Anna", 62.0, ASKED), ("Fatima", 69.0, ANSWERED)]


def test_a_stamp_at_the_end_of_a_turn_says_when_the_next_begins(read):
    transcript = read(
        "Anna: Hur är det? #00:00:05-3#\nFatima: Bra, faktiskt. #00:00:09-0#\n"
        "Anna: Och torget? #00:00:12-0#\nFatima: Mörkt. #00:00:15-0#\n"
    )
    assert [(turn.begins, turn.ends) for turn in transcript.turns] == [
        (None, 5.3),
        (5.3, 9.0),
        (9.0, 12.0),
        (12.0, 15.0),
    ]
    assert transcript.words(transcript.turns[1]) == "Bra, faktiskt."


def test_stamps_within_a_turn_are_taken_out_and_times_of_day_stay(turns):
    found = turns(dialogue("I:", "R:") + "\nR: Jag gick [00:03:10] hem kl. 12:30 (eller 12:45) som vanligt.")
    assert found[-1] == ("R", f"{MORE}\nJag gick hem kl. 12:30 (eller 12:45) som vanligt.")


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


def test_questions_in_bold_without_labels_are_the_interviewers(read):
    transcript = read(
        "**Hur länge har du bott här?**\n\nTio år.\n\n**Vad tycker du om torget?**\n\nFint på dagen.\n\n"
        "**Och på kvällen?**\n\nDå går jag inte dit.\n",
        "intervju.md",
    )
    assert [turn.role for turn in transcript.turns] == ["interviewer", None] * 3


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


def test_stamps_in_curly_brackets_are_times_and_other_words_in_them_are_said(read):
    transcript = read(
        f"{{00:01:02}} Anna: {ASKED}\n{{00:01:09}} Omar: Ja {{paus}} tio {{00:01:12}} år.\n" * 2
    )
    found = [(turn.begins, transcript.words(turn)) for turn in transcript.turns]
    assert found[:2] == [(62.0, ASKED), (69.0, "Ja {paus} tio år.")]


def test_a_heading_does_not_stop_the_clock_of_stamps_at_ends(read):
    before = "Anna: Hur? #00:00:05-0#\nOmar: Så. #00:00:09-0#\n\n"
    transcript = read(f"{before}# Jobb\n\nAnna: Och? #00:00:12-0#\nOmar: Ja. #00:00:15-0#\n", "a.md")
    assert [t.begins for t in transcript.turns if t.kind == "speech"] == [None, 5.0, 9.0, 12.0]


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


@pytest.mark.parametrize("label", ["[00:00:{}] Anna:", "{{00:00:{}}} Anna:", "[Anna]"])
def test_the_last_turn_is_said_although_a_laugh_is_in_it(turns, label):
    said = ["Vi bor här.", "Nä. (skratt) Så är det."]
    asked = label.replace("Anna", "Omar")
    spoken = zip([asked, label] * 2, ["Var bor du?", said[0], "Hur så?", said[1]], strict=True)
    lines = [f"{one.format(second)} {text}" for second, (one, text) in enumerate(spoken, 11)]
    assert [text for _, text in turns("\n".join(lines))][-1] == said[1]


def test_brackets_go_but_for_those_of_a_pseudonym(turns):
    said = "[Deltagare 5]: Ja.\n[Person 2]: Nej.\n[Deltagare 5]: Jo, det är så.\n[Person 2]: Kanske det.\n"
    assert [who for who, _ in turns(said)] == ["Deltagare 5", "[Person 2]"] * 2
