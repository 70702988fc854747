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
