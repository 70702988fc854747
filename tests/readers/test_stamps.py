"""Time stamps beside labels, above and below them, at the end of turns and within."""

import pytest
from dialogues import ANSWERED, ASKED, MORE, dialogue


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


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Anna\n1 minut 2 sekunder\n1:02\n", "Fatima\n1 minut 9 sekunder\n1:09\n"),
        ("Anna\n00:01:02 - 00:01:08\n", "Fatima\n00:01:09 - 00:01:12\n"),
        ("[00:01:02.00] - Anna\n", "[00:01:09.00] - Fatima\n"),
        ("Anna - 01:02\n", "Fatima - 01:09\n"),
        ("@1:02 - Anna\n", "@1:09 - Fatima\n"),
        ("Anna, 01:02\n", "Fatima, 01:09\n"),
        ("Anna: 1:02\n", "Fatima: 1:09\n"),
        ("[Anna] 00:01:02\n", "[Fatima] 00:01:09\n"),
        ("Anna\n[00:01:02] - ", "Fatima\n[00:01:09] - "),
        ("[62.00s -> 68.00s] Anna:", "[69.00s -> 72.00s] Fatima:"),
        ("00:01:02 - 00:01:08 Anna\n", "00:01:09 - 00:01:12 Fatima\n"),
    ],
)
def test_programs_set_names_and_times_in_many_ways(read, first, second):
    transcript = read("\n".join([dialogue(first, second)] * 2))
    found = [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns]
    assert found[:2] == [("Anna", 62.0, ASKED), ("Fatima", 69.0, ANSWERED)]
    assert len(found) == 8


def test_a_time_that_answers_is_said(read):
    transcript = read(f"{dialogue('Anna:', 'Fatima:')}\nAnna: När går bussen?\nFatima: 12:30\nAnna: Tack.")
    assert transcript.words(transcript.turns[5]) == "12:30"
