"""What people do to transcripts in Word."""

import pytest


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.fixture
def word(read, make):
    """Kind, speaker and words of what stands in a Word document, and the keys of its warnings."""

    def word(*body: str, **parts: str):
        transcript = read(make.docx("".join(body), **parts), "intervju.docx")
        found = [(turn.kind, turn.speaker, transcript.words(turn)) for turn in transcript.turns]
        return found, dict(transcript.warnings)

    return word


def test_tracked_insertions_are_text_and_deletions_are_not(word):
    found, warnings = word(
        paragraph(
            run("Vi bor "),
            f"<w:ins>{run('kvar ')}</w:ins>",
            "<w:del><w:r><w:delText>borta </w:delText></w:r></w:del>",
            f"<w:moveFrom>{run('förr ')}</w:moveFrom><w:moveTo>{run('nu ')}</w:moveTo>",
            run("i Alby."),
        )
    )
    assert found == [("paragraph", None, "Vi bor kvar nu i Alby.")]
    assert warnings["deletions_left_out"] == {"count": "1"}


def test_links_fields_and_content_controls_keep_their_words(word):
    found, _ = word(
        paragraph(
            run("Se "),
            f"<w:hyperlink>{run('kommunens sida')}</w:hyperlink>",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>',
            f"<w:fldSimple>{run(' sida 3')}</w:fldSimple>",
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' om torget')}</w:sdtContent></w:sdt>",
        ),
        f"<w:sdt><w:sdtContent>{paragraph(run('Ett helt stycke.'))}</w:sdtContent></w:sdt>",
    )
    assert [words for *_, words in found] == ["Se kommunens sida sida 3 om torget", "Ett helt stycke."]


def test_headings_follow_the_style_in_swedish_word_and_styles_of_ones_own(word):
    found, _ = word(
        paragraph(run("Intervjun"), style="Rubrik"),
        paragraph(run("Om torget"), style="Rubrik1"),
        paragraph(run("Egen rubrik"), style="Egen"),
        paragraph(run("Efter namnet"), style="Rubrik2"),
        '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>' + run("Utan stil") + "</w:p>",
        paragraph(run("Vanlig text.")),
    )
    assert [kind for kind, *_ in found] == ["heading"] * 5 + ["paragraph"]


def test_a_short_line_in_bold_is_a_heading(word):
    found, _ = word(
        paragraph(run("Trygghet", "<w:b/>")),
        paragraph(run("Det är mörkt vid torget.")),
        paragraph(run("Man går inte dit.")),
    )
    assert found[0] == ("heading", None, "Trygghet")


def test_lists_are_notes_whether_styled_or_numbered(word):
    numbered = '<w:p><w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr>' + run("{}") + "</w:p>"
    found, _ = word(
        paragraph(run("Fler lampor"), style="Punktlista"),
        numbered.format(3, "Öppet bibliotek"),
        numbered.format(0, "Ingen punkt."),
        paragraph(run("•\tEn punkt som är skriven")),
    )
    assert [kind for kind, *_ in found] == ["note", "note", "paragraph", "note"]
    assert found[-1][2] == "En punkt som är skriven"


def table(*rows: tuple[str, ...]) -> str:
    cells = lambda row: "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row)  # noqa: E731
    return "<w:tbl>" + "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_a_table_of_times_speakers_and_speech_is_a_conversation(word):
    found, _ = word(
        table(
            ("00:01:02", "Anna", "Hur länge har du bott här?"),
            ("00:01:09", "Fatima", "Tio år."),
            ("00:01:15", "Anna", "Och trivs du?"),
            ("00:01:20", "Fatima", "Ja."),
        )
    )
    assert found == [
        ("speech", "Anna", "Hur länge har du bott här?"),
        ("speech", "Fatima", "Tio år."),
        ("speech", "Anna", "Och trivs du?"),
        ("speech", "Fatima", "Ja."),
    ]


def test_cells_of_other_tables_are_paragraphs(word):
    found, _ = word(table(("Bra", "Dåligt"), ("Biblioteket är öppet", "Torget är mörkt")))
    assert [words for *_, words in found] == ["Bra", "Dåligt", "Biblioteket är öppet", "Torget är mörkt"]


def test_text_boxes_are_notes_and_are_read_once(word):
    box = f"<w:txbxContent>{paragraph(run('En lapp'))}</w:txbxContent>"
    found, _ = word(
        paragraph(
            run("Väggen."),
            f"<w:r><w:AlternateContent><w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback>"
            "</w:AlternateContent></w:r>",
        )
    )
    assert found == [("paragraph", None, "Väggen."), ("note", None, "En lapp")]


def test_footnotes_are_kept_and_comments_and_hidden_text_are_told(word):
    found, warnings = word(
        paragraph(
            run("Texten."), '<w:r><w:footnoteReference w:id="2"/></w:r>', run("Hemligt", "<w:vanish/>")
        ),
        footnotes=f'<w:footnote w:id="0">{paragraph(run("-"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("En fotnot."))}</w:footnote>',
        comments=f'<w:comment w:id="1">{paragraph(run("Kolla detta"))}</w:comment>',
        header1=paragraph(run("Förstudie")),
    )
    assert [words for *_, words in found] == ["Texten.", "En fotnot."]
    assert warnings == {
        "comments_left_out": {"count": "1"},
        "hidden_text": {"count": "1"},
        "page_furniture": {"text": "Förstudie"},
    }


def test_tabs_and_line_breaks_part_labels_and_lines(word):
    line = "<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:{}/></w:r>" + run("{}") + "</w:p>"
    found, _ = word(
        line.format("Anna Berg   0:05", "br", "Hur är det?"),
        line.format("Fatima Aydin   0:09", "br", "Bra."),
        line.format("Anna Berg   0:12", "br", "Och torget?"),
        line.format("Fatima Aydin   0:15", "br", "Mörkt."),
    )
    assert found[:2] == [("speech", "Anna Berg", "Hur är det?"), ("speech", "Fatima Aydin", "Bra.")]


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next(word):
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    found, _ = word(
        f"<w:p>{mark}{run('Anna: Vi bor')}</w:p>",
        paragraph(run(" kvar.")),
        paragraph(run("Bo: Ja?")),
        paragraph(run("Anna: Nej.")),
        f"<w:p>{mark}{run('Bo: Jo.')}</w:p>",
    )
    assert found == [
        ("speech", "Anna", "Vi bor kvar."),
        ("speech", "Bo", "Ja?"),
        ("speech", "Anna", "Nej."),
        ("speech", "Bo", "Jo."),
    ]


def test_deleted_rows_are_no_text_and_text_before_a_table_stays_before_it(word):
    mark = '<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
    found, _ = word(
        f"<w:p>{mark}{run('Före.')}</w:p>",
        "<w:tbl>"
        + row.format("<w:trPr><w:del/></w:trPr>", paragraph(run("Struken.")))
        + row.format("", paragraph(run("Kvar.")))
        + "</w:tbl>",
    )
    assert [words for *_, words in found] == ["Före.", "Kvar."]


SAID = [
    ("Anna", "Hur är det vid torget?"),
    ("Fatima", "Mörkt."),
    ("Anna", "Och på dagen?"),
    ("Fatima", "Bra."),
]


@pytest.mark.parametrize(
    ("titles", "order"),
    [
        (("Talare", "Text", "Tid"), "who said when"),
        (("Tid", "Vem", "Vad som sägs"), "when who said"),
        (("Nr", "Talare", "Text"), "number who said"),
        (("Talare", "Yttrande", "Kommentar"), "who said nothing"),
        ((), "who said when"),
        ((), "who said"),
    ],
)
def test_a_conversation_may_be_a_table_in_any_order_of_columns(read, make, titles, order):
    rows = [titles] if titles else []
    for number, (who, said) in enumerate(SAID, 1):
        cells = {"who": who, "said": said, "when": f"00:00:0{number}", "number": str(number), "nothing": ""}
        rows.append(tuple(cells[name] for name in order.split()))
    transcript = read(make.docx(table(*rows)), "a.docx")
    spoken = [turn for turn in transcript.turns if turn.kind == "speech"]
    assert [(turn.speaker, transcript.words(turn)) for turn in spoken] == SAID
    assert [transcript.words(turn) for turn in transcript.turns if turn.kind == "head"] == (
        ["\t".join(titles)] if titles else []
    )
    if "when" in order:
        assert [turn.begins for turn in spoken] == [1, 2, 3, 4]


def test_a_table_of_facts_above_the_conversation_is_nobodys(word):
    facts = table(("Datum", "2024-03-12"), ("Bostadsområde", "Fittja"), ("Längd", "47 min"))
    found, _ = word(facts, *(paragraph(run(f"{who}: {said}")) for who, said in SAID))
    assert [one for one in found if one[0] == "head"] == [
        ("head", None, "Datum\t2024-03-12"),
        ("head", None, "Bostadsområde\tFittja"),
        ("head", None, "Längd\t47 min"),
    ]
    assert [one[1:] for one in found if one[0] == "speech"] == SAID


def test_bold_names_with_times_as_teams_sets_them_are_speakers(read, make):
    rows = [
        paragraph(run(who, "<w:b/>"), run(f"   0:0{n}")) + paragraph(run(said))
        for n, (who, said) in enumerate(SAID)
    ]
    transcript = read(make.docx("".join(rows)), "a.docx")
    assert [(turn.speaker, turn.begins, transcript.words(turn)) for turn in transcript.turns] == [
        (who, number, said) for number, (who, said) in enumerate(SAID)
    ]
