"""PDF files: rows of type put back together."""

import pytest

from qualcode.errors import SourceError

WIDE = "Det här är en rad som är skriven ända ut till högra marginalen, som rader"


def rows(*texts: str, size: float = 11):
    return [(text, size, False) for text in texts]


@pytest.fixture
def pdf(read, make):
    def pdf(*pages, footer: str = ""):
        transcript = read(make.pdf(pages, footer), "a.pdf")
        found = [(turn.kind, turn.page, transcript.words(turn)) for turn in transcript.turns]
        return found, dict(transcript.warnings)

    return pdf


def test_rows_of_a_paragraph_are_joined_and_a_short_row_ends_it(pdf):
    found, _ = pdf(rows(WIDE, "gör i stycken.", WIDE, "gör igen."))
    assert [words for *_, words in found] == [f"{WIDE} gör i stycken.", f"{WIDE} gör igen."]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("trygg-", "hetsvandringen är bra.", "trygghetsvandringen är bra."),
        ("in-", "och utflyttning är vanlig.", "in- och utflyttning är vanlig."),
        ("SFI-", "undervisning behövs här.", "SFI-undervisning behövs här."),
        ("1990-", "talet var bättre förr.", "1990-talet var bättre förr."),
        ("Hallunda-", "Norsborg är två platser.", "Hallunda-Norsborg är två platser."),
    ],
)
def test_a_word_broken_at_the_end_of_a_row_is_put_together(pdf, above, below, joined):
    found, _ = pdf(rows(f"{WIDE} {above}", below))
    assert found[0][2] == f"{WIDE} {joined}"


def test_a_paragraph_goes_on_over_the_page(pdf):
    found, _ = pdf(rows("Början.", WIDE), rows("fortsätter på nästa sida.", "Slut."))
    assert [(page, words) for _, page, words in found] == [
        (1, "Början."),
        (1, f"{WIDE} fortsätter på nästa sida."),
        (2, "Slut."),
    ]


def test_larger_type_is_a_heading_and_the_largest_the_outermost(read, make):
    transcript = read(
        make.pdf([[("Rapport", 20, True), ("Torget", 14, False), *rows(WIDE, "är mörkt.", WIDE, "är det.")]]),
        "a.pdf",
    )
    assert [(turn.kind, turn.section) for turn in transcript.turns][:3] == [
        ("heading", ()),
        ("heading", ("Rapport",)),
        ("paragraph", ("Rapport", "Torget")),
    ]


def test_headers_and_page_numbers_are_left_out_and_named(pdf):
    body = rows(WIDE, "ett stycke.", WIDE, "ett till.")
    found, warnings = pdf(body, body, footer="Förstudie, sida {number}")
    assert not any("sida" in words for *_, words in found)
    assert warnings == {"page_furniture": {"text": "Förstudie, sida …"}}


def test_columns_of_a_row_may_be_a_conversation(read, make):
    said = [("Anna", "Hur är det?"), ("Fatima", "Bra."), ("Anna", "Och torget?"), ("Fatima", "Mörkt.")]
    data = make.pdf([[(f"{who}{' ' * 20}{words}", 11, False) for who, words in said]])
    transcript = read(data, "a.pdf")
    assert [(turn.speaker, transcript.words(turn)) for turn in transcript.turns] == said


def picture(data: bytes) -> bytes:
    """The PDF with a picture over its only page instead of text."""
    image = (
        b"6 0 obj\n<</Length 70>>stream\nq 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
        b"\nendstream\nendobj\n"
    )
    start = data.index(b"6 0 obj")
    return data[:start] + image + data[data.index(b"endobj\n", start) + 7 :]


def test_a_pdf_of_pictures_is_refused_with_the_remedy(read, make):
    with pytest.raises(SourceError, match="OCR") as caught:
        read(picture(make.pdf([rows("Text")])), "skannad.pdf")
    assert caught.value.reason == "image_only"


@pytest.mark.parametrize("cut", [7, 40, 400])
def test_a_cut_pdf_is_refused_although_it_could_be_repaired(read, make, cut):
    with pytest.raises(SourceError) as caught:
        read(make.pdf([rows("Text")])[:-cut], "a.pdf")
    assert caught.value.reason == "truncated"


def test_a_pdf_under_a_password_is_refused(read, files):
    with pytest.raises(SourceError) as caught:
        read((files / "password.pdf").read_bytes(), "a.pdf")
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize("name", ["columns-libreoffice", "table-libreoffice", "printed-chromium"])
def test_printed_transcripts_say_every_word_and_who_said_it(read, files, name):
    """Two justified columns with broken words; a table of speaker, text and time; a page's own margins."""
    transcript = read((files / f"{name}.pdf").read_bytes(), "a.pdf")
    said = [line.split(": ", 1) for line in (files / "printed.txt").read_text("utf-8").splitlines()]
    found = [
        [turn.speaker, " ".join(transcript.words(turn).split())]
        for turn in transcript.turns
        if turn.kind == "speech"
    ]
    assert found == said
    assert "page_furniture" in dict(transcript.warnings)


def test_a_browsers_address_and_date_are_no_text(read, make):
    body = rows(WIDE, "ett stycke.", WIDE, "ett till.")
    page = [("2024-03-12 14:05 Samtal", 8, False), ("", 30, False), *body]
    transcript = read(make.pdf([page], footer="https://example.se/samtal.html {number}/1"), "a.pdf")
    assert [transcript.words(turn) for turn in transcript.turns] == [
        f"{WIDE} ett stycke.",
        f"{WIDE} ett till.",
    ]


def test_a_line_that_comes_back_within_the_text_is_no_header(pdf):
    pages = [
        rows("Anna: Mm.", WIDE, f"sida {n}.", WIDE, "igen.", "Fatima: Jaså?") for n in ("ett", "två", "tre")
    ]
    found, warnings = pdf(*pages)
    assert [words for *_, words in found if words == "Jaså?"] == ["Jaså?"] * 3
    assert warnings.get("page_furniture") is None


@pytest.mark.parametrize(
    ("above", "below", "elsewhere", "joined"),
    [
        ("e-", "tjänsten är stängd.", "", "e-tjänsten är stängd."),
        ("mamma-", "barn-gruppen är stor.", "", "mamma-barn-gruppen är stor."),
        ("språk-", "kaféet är bra.", "Ett språk-kaféet till.", "språk-kaféet är bra."),
        ("språk-", "kaféet är bra.", "Det språkkaféet till.", "språkkaféet är bra."),
    ],
)
def test_a_hyphen_that_belongs_to_the_word_stays(pdf, above, below, elsewhere, joined):
    found, _ = pdf(rows(f"{WIDE} {above}", below, *([elsewhere] if elsewhere else [])))
    assert found[0][2] == f"{WIDE} {joined}"


def test_columns_are_read_one_after_the_other_however_they_were_written(read, make):
    """Line by line across both columns, as some programs write them."""
    left = [f"Vänstra spalten rad {n} går hit" for n in range(9)]
    right = [f"Högra spalten rad {n} går hit ut" for n in range(9)]
    lines = [(f"{a}{' ' * 20}{b}", 11, False) for a, b in zip(left, right, strict=True)]
    transcript = read(make.pdf([lines]), "a.pdf")
    assert " ".join(transcript.text.split()) == " ".join(left + right)


def test_pages_of_pictures_among_others_are_named(read, make):
    data = picture(make.pdf([rows("Text"), rows(WIDE, "ett stycke.", WIDE, "ett till.")]))
    assert dict(read(data, "a.pdf").warnings)["pages_without_text"] == {"pages": "1"}


def test_a_small_file_that_claims_any_number_of_pages_is_refused(read):
    kids = "3 0 R " * 6000
    data = (
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n"
        f"<</Type/Pages/Kids[{kids}]/Count 6000>>\nendobj\n"
        "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
        "trailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
    )
    with pytest.raises(SourceError) as caught:
        read(data.encode(), "a.pdf")
    assert caught.value.reason == "too_large"


def test_a_name_in_bold_that_opens_pages_is_no_header(pdf):
    page = [("Anna", 11, True), (f"{WIDE}.", 11, False), ("Omar", 11, True), (f"{WIDE}.", 11, False)]
    found, warnings = pdf(page * 2, page * 2, page * 2)
    assert [words for *_, words in found] == [f"{WIDE}."] * 12
    assert "page_furniture" not in warnings


def test_the_only_line_of_a_page_is_text(pdf):
    found, warnings = pdf(rows(f"{WIDE}.", f"{WIDE}!"), rows("Tack för i dag."))
    assert found[-1] == ("paragraph", 2, "Tack för i dag.")
    assert "page_furniture" not in warnings


def test_short_paragraphs_with_gaps_between_them_are_not_joined(read, make):
    names = ("Anna", "Omar", "Siv", "Omar")
    said = ("Hur är det då?", "Det är ganska bra här.", "Jo, det är det nog faktiskt.", "Precis så är det.")
    page = [row for name, text in zip(names, said, strict=True) for row in ((name, 11, False), ("", 8, False),
            (text, 11, False), ("", 8, False))]  # fmt: skip
    transcript = read(make.pdf([page * 2]), "a.pdf")
    assert [(turn.speaker, transcript.words(turn)) for turn in transcript.turns] == [
        *zip(names, said, strict=True)
    ] * 2
