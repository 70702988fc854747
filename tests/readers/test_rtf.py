"""What stands in rich text files."""

import pytest

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}"


@pytest.fixture
def rtf(read):
    def rtf(body: str, head: str = HEAD):
        transcript = read(f"{head}{body}}}".encode("latin-1"), "intervju.rtf")
        found = [(turn.kind, turn.speaker, transcript.words(turn)) for turn in transcript.turns]
        return found, dict(transcript.warnings)

    return rtf


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (r"d\'e4r \'e5 \'f6", "där å ö"),
        (r"d\u228?r \u229\'e5 \uc0\u246", "där å ö"),
        (r"d{\uc2\u228 ??r}", "där"),
        (r"\u-10179?\u-8704? bra", "😀 bra"),
        (r"\f1 \'e8\f0  och \'e8", "č och è"),
        (r"rak\endash text\~h\_r, \{s\} \\ o", "rak–text h-r, {s} \\ o"),
        (r"trygg\-het", "trygghet"),
        (r"{\v dold}syns", "syns"),
        (r"{\deleted struket}kvar", "kvar"),
        (r"{\*\okand ord}kvar{\field{\*\fldinst HYPERLINK}{\fldrslt  sidan}}", "kvar sidan"),
        (r"f\'f6re{\pict\bin4 {{{{}efter", "föreefter"),
    ],
)
def test_letters_and_groups_come_out_as_the_words_one_sees(rtf, written, words):
    assert [text for *_, text in rtf(rf"\pard {written}\par")[0]] == [words]


def test_text_of_a_mac_is_read_as_such(rtf):
    assert rtf(r"\pard \'8c\'8a\'9a r\par", r"{\rtf1\mac\deff0")[0] == [("paragraph", None, "åäö r")]


def test_table_rows_may_be_a_conversation_and_footnotes_are_kept(rtf):
    said = [("I", "Hur är det?"), ("R", "Bra."), ("I", "Och torget?"), ("R", r"Mörkt{\footnote Nu.}.")]
    found, _ = rtf("".join(rf"\trowd\pard\intbl {a}\cell {b}\cell\row" for a, b in said))
    assert found == [
        ("speech", "I", "Hur är det?"),
        ("speech", "R", "Bra."),
        ("speech", "I", "Och torget?"),
        ("speech", "R", "Mörkt."),
        ("note", None, "Nu."),
    ]


def test_what_is_left_out_is_told(rtf):
    _, warnings = rtf(
        r"{\header Förstudie\par}\pard Text.{\annotation Kolla}{\v dold}{\deleted bort}{\pict 00ff}\par"
    )
    assert {key: value["count"] for key, value in warnings.items() if "count" in value} == {
        "comments_left_out": "1",
        "deletions_left_out": "1",
        "hidden_text": "1",
        "pictures": "1",
    }
    assert warnings["page_furniture"] == {"text": "Förstudie"}


def test_marks_of_f4_are_the_ends_of_their_paragraphs(read):
    body = (
        r"\pard I: Hur \'e4r det? #00:00:05-3#\par R: Bra. #00:00:09-1#\par R\'e4tt bra. #00:00:12-0#\par"
        r" I: Jaha? #00:00:15-0#\par R: Mm. #00:00:16-0#\par"
    )
    transcript = read(f"{HEAD}{body}}}".encode("latin-1"), "a.rtf")
    assert [(t.speaker, t.begins, t.ends, transcript.words(t)) for t in transcript.turns] == [
        ("I", None, 5.3, "Hur är det?"),
        ("R", 5.3, 12.0, "Bra.\nRätt bra."),
        ("I", 12.0, 15.0, "Jaha?"),
        ("R", 15.0, 16.0, "Mm."),
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (r"{\upr{abc}{\*\ud{\u229?bc}}}", "åbc"),
        (
            r"kvar {\mvf flyttat }{\mvt flyttat }{\revised nytt }{\deleted bort }slut",
            "kvar flyttat nytt slut",
        ),
        (r"en{\shp{\shprslt{\*\do igen}}} gång", "en gång"),
    ],
)
def test_words_that_stand_twice_are_read_once(rtf, written, words):
    assert [text for *_, text in rtf(rf"\pard {written}\par")[0]] == [words]


def test_groups_without_end_are_refused(read):
    from qualcode.errors import SourceError

    with pytest.raises(SourceError) as caught:
        read(b"{\\rtf1 " + b"{" * 20_000 + b"hej" + b"}" * 20_001, "a.rtf")
    assert caught.value.reason == "damaged"
