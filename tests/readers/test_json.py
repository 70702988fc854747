"""JSON of speech recognition, and oTranscribe's files."""

import json

import pytest

from qualcode.errors import SourceError


@pytest.fixture
def spoken(read):
    """Speaker, begin, end and words of each turn of a value written as JSON."""

    def spoken(value, name: str = "a.json"):
        transcript = read(json.dumps(value), name)
        return [(t.speaker, t.begins, t.ends, transcript.words(t)) for t in transcript.turns]

    return spoken


def test_segments_of_whisper_are_joined_where_they_were_cut(spoken):
    value = {
        "text": " Jag bor här sedan länge.",
        "segments": [
            {
                "id": 0,
                "start": 0.0,
                "end": 2.5,
                "text": " Jag bor här",
                "tokens": [50364],
                "temperature": 0.0,
            },
            {"id": 1, "start": 2.5, "end": 4.0, "text": " sedan länge.", "tokens": [50365]},
        ],
        "language": "sv",
    }
    assert spoken(value) == [(None, 0.0, 4.0, "Jag bor här sedan länge.")]


def test_words_of_whisperx_with_other_speakers_part_their_segment(spoken):
    def word(text, begins, who):
        return {"word": text, "start": begins, "end": begins + 0.4, "score": 0.9, "speaker": who}

    value = {
        "segments": [
            {
                "start": 0.0,
                "end": 3.0,
                "text": " Hej du. Tack.",
                "speaker": "SPEAKER_00",
                "words": [
                    word("Hej", 0.0, "SPEAKER_00"),
                    {"word": "du."},
                    word("Tack.", 2.0, "SPEAKER_01"),
                ],
            },
            {"start": 4.0, "end": 5.0, "text": "Vem sa det?"},
        ],
        "word_segments": [{"word": "Hej"}],
    }
    assert spoken(value) == [
        ("SPEAKER_00", 0.0, 0.4, "Hej du."),
        ("SPEAKER_01", 2.0, 2.4, "Tack."),
        (None, 4.0, 5.0, "Vem sa det?"),
    ]


def test_a_plain_list_says_who_speaks_whatever_the_text_looks_like(spoken):
    value = [
        {"speaker": "NA", "text": "Alltså så här: nej.\nOch ja.", "start": "00:00:01,500", "end": "00:00:03"},
        {"speaker": "Omar", "text": "VIKTIGT: ring [ohörbart 12:30] först.", "start": 3, "end": 4},
    ]
    assert spoken(value) == [
        ("NA", 1.5, 3.0, "Alltså så här: nej.\nOch ja."),
        ("Omar", 3.0, 4.0, "VIKTIGT: ring [ohörbart 12:30] först."),
    ]


@pytest.mark.parametrize(
    ("value", "begins", "ends"),
    [
        ({"transcription": [{"timestamps": {"from": "00:00:01,000", "to": "00:00:02,960"},
                             "text": " Hej."}]}, 1.0, 2.96),
        ({"text": "Hej.", "chunks": [{"timestamp": [1.0, None], "text": " Hej."}]}, 1.0, None),
        ({"utterances": [{"speaker": "A", "start": 1000, "end": 2960, "text": "Hej."}]}, 1.0, 2.96),
        ({"results": {"utterances": [{"speaker": 0, "transcript": "Hej.", "start": 1.5, "end": 2.0}]}},
         1.5, 2.0),
        ([{"text": "Hej.", "start": -1, "end": 1e300}], None, None),
    ],
)  # fmt: skip
def test_times_are_read_as_each_program_writes_them(spoken, value, begins, ends):
    assert [turn[1:] for turn in spoken(value)] == [(begins, ends, "Hej.")]


def test_what_is_left_out_is_named(read):
    value = {"segments": [{"text": "Hej.", "note": "viskar"}], "kommentar": "Ring igen", "language": "sv"}
    warnings = dict(read(json.dumps(value), "a.json").warnings)
    assert warnings["fields_left_out"] == {"fields": "kommentar, note", "count": "2"}


def test_keys_that_stand_twice_lose_nothing(read):
    transcript = read('[{"text": "Hej.", "text": "Då."}]', "a.json")
    assert transcript.text == "Hej."
    assert ("fields_left_out", {"fields": "text (2)", "count": "1"}) in transcript.warnings


def test_halves_of_characters_and_numbers_beyond_reason_are_no_crash(read):
    transcript = read(
        r'[{"text": "a \ud83d\ude00 \ud800 b", "start": NaN, "end": 1' + "0" * 5000 + "}]", "a.json"
    )
    assert transcript.text == "a 😀 \ufffd b"
    assert ("times_left_out", {"count": "2"}) in transcript.warnings


def test_otranscribe_keeps_its_stamps_and_labels(spoken):
    html = (
        '<p><span class="timestamp" contenteditable="false" data-timestamp="3.25">00:03</span>&nbsp;<b>Anna</b>: '  # noqa: E501
        "Hej, hur &auml;r det?<br /></p>"
        '<p><span class="timestamp" data-timestamp="65">01:05</span> Omar: Bra.<br><br>'
        "Kl. 12:30 är det folk.</p><p>Anna: Jaha?</p><p>Omar: Ja.</p>"
    )
    found = spoken({"text": html, "media": "intervju.mp3", "media-time": 70.1}, "a.otr")
    assert found == [
        ("Anna", 3.25, None, "Hej, hur är det?"),
        ("Omar", 65.0, None, "Bra.\nKl. 12:30 är det folk."),
        ("Anna", None, None, "Jaha?"),
        ("Omar", None, None, "Ja."),
    ]


@pytest.mark.parametrize(
    ("content", "name", "reason", "place"),
    [
        ('{"segments": [{"text": "hej', "a.json", "truncated", "a.json:1:24"),
        ('{"segments":\n [{"text": "hej",,}]}', "a.json", "bad_json", "a.json:2:18"),
        ('{"name": "x", "version": "1.0"}', "a.json", "unknown_json", "a.json"),
        ("[" * 100_000, "a.json", "damaged", "a.json"),
        ('[{"text": "hej"}]', "a.otr", "wrong_format", "a.otr"),
        ("bara text", "a.json", "bad_json", "a.json:1:1"),
        (b'{"text": "hej\x00"}', "a.json", "not_text", "a.json:1"),
    ],
)
def test_what_is_no_json_of_speech_is_refused_at_its_place(read, content, name, reason, place):
    with pytest.raises(SourceError) as caught:
        read(content, name)
    assert (caught.value.reason, str(caught.value.where)) == (reason, place)


def test_json_in_a_text_file_is_text(read):
    assert read('{"segments": []}\n', "a.txt").text == '{"segments": []}'
