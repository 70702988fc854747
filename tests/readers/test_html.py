"""Web pages: what they show comes in, and nothing else."""

import pytest

from qualcode.errors import SourceError


@pytest.fixture
def shown(read):
    def shown(body: str | bytes, name: str = "a.html"):
        transcript = read(body, name)
        return [(t.kind, t.speaker, transcript.words(t)) for t in transcript.turns], dict(transcript.warnings)

    return shown


def test_scripts_styles_comments_and_hidden_text_are_left_out(shown):
    found, warnings = shown(
        "<!DOCTYPE html><html><head><title>Titel</title><style>.dold { display:none }</style>"
        "<script>var hemligt = 1 < 2;</script></head><body><!-- inte detta -->"
        "<p>Det &auml;r m&ouml;rkt &amp; 2 < 3.</p>"
        '<p style="display: none">dolt</p><p class="dold">dolt</p><script>if (a</b) { "<p>nej</p>" }</script>'
        "<p>Sista<del>struket</del> ordet.</p><img src='http://example.se/x.png'></body></html>"
    )
    assert [words for *_, words in found] == ["Det är mörkt & 2 < 3.", "Sista ordet."]
    assert warnings["hidden_text"] == {"count": "2"} and warnings["deletions_left_out"] == {"count": "1"}
    assert warnings["pictures"] == {"count": "1"}


def test_word_saves_pages_in_windows_1252_with_bullets_comments_and_tabs(shown):
    page = (
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"></head><body>'
        "<p class=MsoTitle>Intervju</p><p class=MsoNormal><b>Anna:</b><span style='mso-tab-count:1'>     </span>"  # noqa: E501
        "Hur m\u00e5r du<span style='mso-comment-reference:A_1'>[A1]</span>?<o:p></o:p></p>"
        "<p class=MsoNormal><b>Omar:</b> Bra \u2013 tack.</p><p class=MsoNormal><b>Anna:</b> Och torget?</p>"
        "<p class=MsoNormal><b>Omar:</b> M\u00f6rkt.</p><h1>Lappar</h1>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>"
        "\u00b7&nbsp;&nbsp;</span><![endif]>Fler lampor</p></body></html>"
    )
    found, warnings = shown(page.encode("cp1252"), "a.htm")
    assert found == [
        ("heading", None, "Intervju"),
        ("speech", "Anna", "Hur mår du?"),
        ("speech", "Omar", "Bra – tack."),
        ("speech", "Anna", "Och torget?"),
        ("speech", "Omar", "Mörkt."),
        ("heading", None, "Lappar"),
        ("note", None, "Fler lampor"),
    ]
    assert warnings["comments_left_out"] == {"count": "1"} and "cp1252" not in warnings


def test_noscribes_anchors_say_when_it_is_said(read):
    transcript = read(
        '<html><body><p style="font-weight:600;">intervju</p><p><a name="ts_0_3450_S00" >S00: Hur är det?</a>'
        '<a name="ts_3450_5000_S00" > Berätta.</a></p>'
        '<p><a name="ts_5000_9000_S01" >S01: Bra &amp; fint.</a></p>'
        '<p><a name="ts_9000_9900_S00" >S00: Jaha?</a></p></body></html>',
        "a.html",
    )
    assert [
        (t.speaker, t.begins, t.ends, transcript.words(t)) for t in transcript.turns if t.kind == "speech"
    ] == [
        ("S00", 0.0, 5.0, "Hur är det? Berätta."),
        ("S01", 5.0, 9.0, "Bra & fint."),
        ("S00", 9.0, 9.9, "Jaha?"),
    ]


def test_tables_of_speech_are_conversations_and_labels_may_be_bold_in_part(shown):
    row = "<tr><td>00:00:0{0}</td><td>{1}</td><td>{2}</td></tr>"
    rows = [
        row.format(n, who, text)
        for n, (who, text) in enumerate([("Anna", "Hur är det?"), ("Omar", "Bra.")] * 3)
    ]
    assert (
        shown(f"<table>{''.join(rows)}</table>")[0]
        == [
            ("speech", "Anna", "Hur är det?"),
            ("speech", "Omar", "Bra."),
        ]
        * 3
    )
    half = "<p><b>Karin</b> Öhman<b>:</b> Hur är det?</p><p><b>St</b>en: Bra.</p>"
    assert shown(half * 3)[0] == [("speech", "Karin Öhman", "Hur är det?"), ("speech", "Sten", "Bra.")] * 3


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("<p>ett<p>två", ["ett", "två"]),
        ("<ul><li>ett<li>två</ul>", ["ett", "två"]),
        ("<p>ett <!-- aldrig slut <b>två</b>", ["ett  aldrig slut två"]),
        ('<p>ett <a href="x>två</a> tre</p>', ["ett två tre"]),
        ("<p>ett &#99999999999; &#x110000; två", ["ett \ufffd \ufffd två"]),
        ("<p>a <5 och b> c</p>", ["a <5 och b> c"]),
        ("</div></p><p>ett</b></p>", ["ett"]),
        ("<p>ett <b", ["ett <b"]),
    ],
)
def test_broken_markup_loses_no_word(shown, broken, expected):
    assert [" ".join(words.split()) for *_, words in shown(broken)[0]] == [
        " ".join(one.split()) for one in expected
    ]


def test_text_without_any_tag_is_no_page(read):
    with pytest.raises(SourceError) as caught:
        read("Bara text.", "a.html")
    assert caught.value.reason == "wrong_format"


SAID = [
    ("Anna Ek", 3.0, "Hur är det i Alby?"),
    ("Omar", 9.0, "Bra, men det är mörkt.\nFler lampor behövs."),
    ("Anna Ek", 15.0, "Var då?"),
    ("Omar", 18.0, "Vid torget."),
]


def _marked(name: str, time: str, words: str, order: str = "{name}{time}{words}") -> str:
    rows = []
    for who, begins, text in SAID:
        parts = {"name": name.format(who), "time": time.format(int(begins)), "words": ""}
        parts["words"] = "".join(words.format(part) for part in text.split("\n"))
        rows.append(f"<div>{order.format(**parts)}</div>")
    return f"<!DOCTYPE html><html><body>{''.join(rows)}</body></html>"


@pytest.mark.parametrize(
    "page",
    [
        _marked("<span class=name>{}</span>", "<span class=time>00:00:{:02}</span>", "<p>{}</p>"),
        _marked(
            '<span class="eventSpeakerName">{}</span>',
            '<span class="hidden-tag">0 minuter {0} sekunder</span><span class="timestamp">0:{0:02}</span>',
            '<div class="eventText">{}</div>',
        ),
        _marked(
            '<div class="user-name"><span class="user-name-span">{}</span></div>',
            '<div class="timeline">00:00:{:02}</div>',
            '<div class="text">{}</div>',
        ),
        _marked(
            '<span class="spk">{}</span>',
            '<span class="ts">0:{:02}</span>',
            "<p>{}</p>",
            "{time}{name}{words}",
        ),
        _marked('<span class="css-1a">{}</span>', '<span class="css-2b">0:{:02}</span>', "<div>{}</div>"),
    ],
)
def test_elements_say_who_speaks_and_when(read, page):
    transcript = read(page, "a.html")
    assert [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns] == SAID


def test_terms_with_times_are_speakers_of_what_stands_under_them(read):
    rows = "".join(
        f"<dt>{who} <time>0:{int(begins):02}</time></dt>"
        + "".join(f"<dd>{part}</dd>" for part in text.split("\n"))
        for who, begins, text in SAID
    )
    transcript = read(f"<html><body><dl>{rows}</dl></body></html>", "a.html")
    assert [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns] == SAID


def test_words_timed_in_milliseconds_follow_their_speaker(read):
    rows = "".join(
        f'<p><span class="speaker" data-m="{int(begins * 1000)}">[{who}] </span>'
        + "".join(f'<span data-m="1">{word} </span>' for word in text.split())
        + "</p>"
        for who, begins, text in SAID
    )
    transcript = read(f"<html><body><article>{rows}</article></body></html>", "a.html")
    found = [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns]
    assert found == [(who, begins, text.replace("\n", " ")) for who, begins, text in SAID]


def test_names_and_times_that_are_marked_in_running_text_stay(shown):
    found, _ = shown(
        '<html><p class="author">Anna Ek</p><p>Jag heter <span class="name">Omar</span> och bor i '
        '<span class="name">Alby</span>.</p><p>Vi ses <time>19:00</time> på torget.</p>'
        '<ul><li><span class="name">Karin</span></li><li><span class="name">Karin</span></li></ul></html>'
    )
    said = ["Anna Ek", "Jag heter Omar och bor i Alby.", "Vi ses 19:00 på torget.", "Karin", "Karin"]
    assert [words for *_, words in found] == said


def test_headers_and_footers_as_libreoffice_prints_them_are_left_out(shown):
    found, warnings = shown(
        '<html><body><div title="header"><p>Utskrift</p></div><p>Det är mörkt.</p>'
        '<div title="footer"><p>Sida 1</p></div></body></html>'
    )
    assert [words for *_, words in found] == ["Det är mörkt."]
    assert warnings["furniture_left_out"] == {"count": "2"}
