"""Subtitles: what cues become."""

import pytest

from qualcode.errors import SourceError


def srt(*cues: tuple[str, str, str]) -> str:
    return "\n".join(
        f"{number}\n00:00:{begins} --> 00:00:{ends}\n{text}\n"
        for number, (begins, ends, text) in enumerate(cues, 1)
    )


def test_cues_without_labels_are_joined_until_a_pause_after_a_sentence(read):
    transcript = read(
        srt(
            ("01,000", "03,000", "jag tänkte att"),
            ("03,100", "05,000", "vi kunde gå hem."),
            ("05,200", "06,000", "Men sen"),
            ("09,500", "11,000", "kom bussen."),
            ("14,000", "15,000", "Något annat."),
        ),
        "a.srt",
    )
    assert [(turn.speaker, turn.begins, turn.ends, transcript.words(turn)) for turn in transcript.turns] == [
        (None, 1.0, 11.0, "jag tänkte att vi kunde gå hem. Men sen kom bussen."),
        (None, 14.0, 15.0, "Något annat."),
    ]


def test_dashes_in_a_cue_part_speakers(turns):
    assert turns(srt(("01,000", "03,000", "- Hur är det?\n- Bara bra\n tack.")), "a.srt") == [
        (None, "Hur är det?"),
        (None, "Bara bra tack."),
    ]


def test_marks_for_type_are_taken_off_and_signs_are_written_out(turns):
    text = srt(("01,000", "03,000", "{\\an8}<i>Ja</i> &amp; <font color=red>nej</font>,\nmen 2 < 3"))
    assert turns(text, "a.srt") == [(None, "Ja & nej, men 2 < 3")]


def test_numbers_that_are_said_are_not_taken_for_cue_numbers(turns):
    text = "1\n00:00:01,000 --> 00:00:02,000\nHur gammal är du?\n\n2\n00:00:03,000 --> 00:00:04,000\n34\n\n"
    assert (
        turns(text + "3\n00:00:05,000 --> 00:00:06,000\nJaså.\n", "a.srt")[0][1]
        == "Hur gammal är du? 34 Jaså."
    )


def test_a_number_alone_in_a_webvtt_cue_is_said(turns):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHur många?\n\n00:03.000 --> 00:04.000\n3\n\n"
    assert turns(text + "00:05.000 --> 00:06.000\nJaså.\n", "a.vtt") == [(None, "Hur många? 3 Jaså.")]


def test_cue_numbers_may_begin_anywhere(turns):
    text = "101\n00:00:01,000 --> 00:00:02,000\nJag bor\n\n102\n00:00:02,000 --> 00:00:03,000\nhär.\n"
    assert turns(text, "a.srt") == [(None, "Jag bor här.")]


def test_cues_without_empty_lines_between_them_are_told_apart(turns):
    text = "1\n00:00:01,000 --> 00:00:02,000\nJag bor\n2\n00:00:02,000 --> 00:00:03,000\nhär.\n"
    assert turns(text, "a.srt") == [(None, "Jag bor här.")]


def test_voices_of_webvtt_speak_and_notes_to_the_editor_are_told(read):
    transcript = read(
        "WEBVTT - möte\nKind: captions\n\nNOTE\nfel på\nljudet\n\nSTYLE\n::cue {}\n\n"
        "a1\n00:01.000 --> 00:02.000 line:0\n<v.loud Anna Berg>Hur <c.x>är</c> det?</v> <v Omar>Bra.</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Omar>Hemma\n\noch borta.</v>\n",
        "a.vtt",
    )
    assert [(turn.speaker, transcript.words(turn)) for turn in transcript.turns] == [
        ("Anna Berg", "Hur är det?"),
        ("Omar", "Bra. Hemma och borta."),
    ]
    assert ("comments_left_out", {"count": "1"}) in transcript.warnings


@pytest.mark.parametrize(
    ("content", "name", "reason", "place"),
    [
        ("1\n00:00:01,000 --> 00:0x\nHej.\n", "a.srt", "bad_times", "a.srt:2"),
        ("Bara vanlig text.\n", "a.srt", "wrong_format", "a.srt:1"),
        ("Bara vanlig text.\n", "a.vtt", "wrong_format", "a.vtt:1"),
    ],
)
def test_what_is_no_cue_is_refused_at_its_line(read, content, name, reason, place):
    with pytest.raises(SourceError) as caught:
        read(content, name)
    assert (caught.value.reason, str(caught.value.where)) == (reason, place)


def test_two_labels_in_a_cue_are_two_speakers(turns):
    cue = "00:0{0}.000 --> 00:0{1}.000\nAnna: Hur är det\ndär borta?\nOmar: Bra.\n\n"
    found = turns("WEBVTT\n\n" + "".join(cue.format(n, n + 1) for n in range(3)), "a.vtt")
    assert found == [("Anna", "Hur är det där borta?"), ("Omar", "Bra.")] * 3


def test_a_dash_may_mark_the_second_speaker_alone(turns):
    text = srt(
        ("01,000", "02,000", "Hur är det?\n–Bra - tack."),
        ("02,000", "03,000", "–Jaså"),
        ("03,000", "04,000", "du."),
    )
    assert [words for _, words in turns(text, "a.srt")] == ["Hur är det?", "Bra - tack.", "Jaså du."]


def test_the_last_cue_is_nobodys_legend(turns):
    last = "[SPEAKER_01]: Tack [ohörbart 12:30] så."
    text = srt(("01,000", "02,000", "[SPEAKER_00]: Hej."), ("02,000", "03,000", last))
    assert turns(text, "a.srt")[-1] == ("SPEAKER_01", "Tack [ohörbart 12:30] så.")


def test_rows_that_roll_up_in_youtubes_captions_are_read_once(read):
    rolling = (
        "WEBVTT\nKind: captions\n\n00:00:00.000 --> 00:00:02.000\n \nhej<00:00:01.000><c> och</c>\n\n"
        "00:00:02.000 --> 00:00:02.010\nhej och\n \n\n"
        "00:00:02.010 --> 00:00:04.000\nhej och\nvälkomna<00:00:03.000><c> hit</c>\n"
    )
    assert read(rolling, "a.vtt").text == "hej och välkomna hit"
