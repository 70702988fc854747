"""TEI, as ParlaClarin and others have it."""

import pytest

from qualcode.errors import SourceError

PEOPLE = (
    '<teiHeader><profileDesc><particDesc><listPerson><person xml:id="u1"><persName><surname>Ek</surname>'
    "<forename>Åsa</forename></persName></person></listPerson></particDesc></profileDesc></teiHeader>"
)


def tei(body: str) -> str:
    opening = '<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">'
    return f"{opening}{PEOPLE}<text><body>{body}</body></text></TEI>"


@pytest.fixture
def found(read):
    def found(body: str):
        transcript = read(tei(body), "a.xml")
        return [(t.kind, t.speaker, transcript.words(t)) for t in transcript.turns], dict(transcript.warnings)

    return found


def test_utterances_notes_and_heads_are_told_apart(read):
    transcript = read(
        tei(
            '<div><head>§ 3 Svar</head><pb n="12"/><note>Kl. 12:30 började mötet</note>'
            '<note type="speaker">Anf. 1 ÅSA EK:</note><u who="#u1"><seg>Herr   talman!\n  Det är '
            '<pb n="13"/>så här: ja.<vocal><desc>skratt</desc></vocal></seg><seg>Andra stycket.</seg><note>Applåder</note></u><u who="#u2"><seg>NA: nej.</seg></u></div>'  # noqa: E501
        ),
        "a.xml",
    )
    assert [(t.kind, t.speaker, t.section, t.page, transcript.words(t)) for t in transcript.turns] == [
        ("heading", None, (), None, "§ 3 Svar"),
        ("note", None, ("§ 3 Svar",), 12, "Kl. 12:30 började mötet"),
        ("speech", "Åsa Ek", ("§ 3 Svar",), 13, "Herr talman! Det är så här: ja.\nAndra stycket."),
        ("speech", "u2", ("§ 3 Svar",), 13, "NA: nej."),
    ]
    assert ("events_left_out", {"count": "3"}) in transcript.warnings


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<u who='#u1'><w>Hej</w><pc>,</pc><w>du</w><pc>!</pc></u>", "Hej, du!"),
        ("<u who='#u1'>Det <choice><sic>va</sic><corr>var</corr></choice> så</u>", "Det va så"),
        ("<u who='#u1'>Det <del>inte</del> <unclear>kanske</unclear> <gap/>så</u>", "Det kanske så"),
        ("<u who='#u1'>ett<lb/>två <emph>tre</emph>.</u>", "ett två tre."),
        ("<sp who='#u1'><speaker>Ordf.</speaker><p>Ja, så.</p></sp>", "Ja, så."),
    ],
)
def test_what_is_said_is_kept_as_it_was_said(found, body, said):
    assert found(body)[0] == [("speech", "Åsa Ek", said)]


def test_a_time_line_says_when(read):
    transcript = read(
        tei(
            '<timeline unit="s"><when xml:id="T0"/><when xml:id="T1" interval="2.5" since="#T0"/></timeline>'
            '<u who="#u1" start="#T0" end="#T1">Hej.</u>'
        ),
        "a.xml",
    )
    assert [(t.begins, t.ends) for t in transcript.turns] == [(0.0, 2.5)]


@pytest.mark.parametrize(
    ("content", "reason", "says"),
    [
        ('<!DOCTYPE TEI SYSTEM "http://example.se/x.dtd"><TEI/>', "unsafe_xml", ""),
        ("<rss><channel/></rss>", "wrong_format", "looks like RSS"),
        ("<bok>Hej.</bok>", "wrong_format", "looks like XML <bok>"),
        (tei("<u>Hej.</u>")[:-20], "truncated", ""),
        (tei("<u>Hej.</p>"), "damaged", ""),
        (tei(""), "no_words", ""),
    ],
)
def test_other_xml_is_refused_and_said_what_it_is(read, content, reason, says):
    with pytest.raises(SourceError) as caught:
        read(content, "a.xml")
    assert caught.value.reason == reason and says in str(caught.value)


def test_nesting_beyond_reason_loses_nothing(found):
    deep = "<seg>" * 30_000 + "Hej." + "</seg>" * 30_000
    assert found(f"<u who='#u1'>{deep}</u>")[0] == [("speech", "Åsa Ek", "Hej.")]
