"""dossier.docx: Word's own styles, quotes side by side with their places, and always the same bytes."""

from __future__ import annotations

import hashlib
import itertools
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn
from tests.argument.rendered import HOSTILE, each_quote, hostile

from qualcode.argument.dossier_quotes import Side, Standing
from qualcode.argument.word import styles
from qualcode.argument.writers import dossier_docx


@pytest.fixture
def write(tmp_path):
    def written(dossier):
        (path,) = dossier_docx.write(dossier, tmp_path)
        return path

    return written


@pytest.fixture
def dossier(argued):
    return argued()


@pytest.fixture
def document(write, dossier):
    return docx.Document(str(write(dossier)))


def all_paragraphs(document):
    body = list(document.paragraphs)
    return body + [
        p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs
    ]


def side_tables(document):
    return [
        table
        for table in document.tables
        if [c.text for c in table.rows[0].cells] == ["Stöder", "Talar emot"]
    ]


def rows_of_view(table, name):
    """A view's rows, without the one that names it."""
    first = next(at for at, row in enumerate(table.rows) if row.cells[0].text == name)
    rest = list(table.rows)[first + 1 :]
    return list(
        itertools.takewhile(lambda row: row.cells[0].text not in ("Lokala röster", "Blicken utifrån"), rest)
    )


def shown(dossier):
    return [
        quote for part in dossier.parts for view in part.views for side in view.sides for quote in side.quotes
    ]


def test_headings_lead_from_chapters_to_claims_to_views(document, dossier):
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    chapters = [text for style, text in headings if style == "Heading 1"]
    assert chapters[:3] == ["I korthet", "Hypotesen", "Påståendena som hypotesen och svaren vilar på"]
    brief = [text for _, text in headings[: [text for _, text in headings].index("Hypotesen")]]
    assert brief[1:4] == ["Översikt", "Kartan över påståenden", "Vad som saknas"]
    assert {part.label for part in dossier.parts} <= {
        text for style, text in headings if style == "Heading 2"
    }
    levels = [int(style[-1]) for style, _ in headings]
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_styles_are_words_own_so_that_pasted_text_takes_another_look(document):
    used = {p.style.name for p in all_paragraphs(document)}
    assert {"Title", "Subtitle", "Heading 1", "Quote", "Caption", "List Bullet", "List Number"} <= used
    own = used & {styles.REFERENCE, styles.QUESTION, styles.FIGURES, styles.CELL}
    assert own and all(document.styles[name].base_style.name == "Normal" for name in own)
    assert {table.style.name for table in document.tables} == {"Table Grid"}
    for paragraph in all_paragraphs(document):
        assert all(run.font.size is None and run.font.name is None for run in paragraph.runs)


def test_quotes_stand_side_by_side_verbatim_with_their_reference(document, dossier):
    part = dossier.part("ger-jobb")
    table = side_tables(document)[0]
    local = rows_of_view(table, "Lokala röster")
    beside = [row for row in local if row.cells[0]._tc is not row.cells[1]._tc]
    assert "2 källor" in beside[0].cells[0].text
    for column, side in enumerate((part.local.supports, part.local.challenges)):
        cells = [row.cells[column] for row in beside[1:]]
        said = [p.text for cell in cells for p in cell.paragraphs if p.style.name == "Quote"]
        assert said == [quote.text for quote in side.quotes]
        for quote, cell in zip(side.quotes, cells, strict=False):
            assert all(words in cell.text for words in (quote.source, quote.place, quote.id, "○"))
    (both,) = [
        row for row in local if row.cells[0]._tc is row.cells[1]._tc and "tomma löften" in row.cells[0].text
    ]
    assert part.local.both.quotes[0].text in both.cells[0].text


def test_a_view_in_which_nobody_says_anything_takes_no_room(write, dossier):
    quiet = replace(dossier, parts=tuple(
        replace(part, outside=replace(part.outside, supports=Side("supports", (), Standing()),
                challenges=Side("challenges", (), Standing()), both=Side("both", (), Standing())))
        for part in dossier.parts
    ))  # fmt: skip
    document = docx.Document(str(write(quiet)))
    cells = [c.text for table in side_tables(document) for row in table.rows for c in row.cells]
    assert "Lokala röster" in cells and "Blicken utifrån" not in cells


def test_quotes_of_one_side_alone_take_the_whole_width(document, dossier):
    part = dossier.part("vardar")
    table = next(
        t for t in side_tables(document) if part.local.supports.quotes[0].text in t.rows[-1].cells[0].text
    )
    assert table.rows[-1].cells[0]._tc is table.rows[-1].cells[1]._tc
    assert "Talar emot: Inget." in table.rows[2].cells[0].text


def test_every_quote_is_in_the_document_and_links_to_its_place(document, dossier):
    said = [p.text for p in all_paragraphs(document) if p.style.name == "Quote"]
    assert {quote.text for quote in shown(dossier)} <= set(said)
    targets = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    assert {quote.href for quote in shown(dossier)} <= targets
    assert all(re.match(r"\.\./[^/]+/report\.html#/", target) for target in targets)


def test_a_persons_stance_and_a_machines_are_told_apart(write, dossier):
    confirmed = each_quote(dossier, lambda q: replace(q, stance="confirmed", confirmed_by="Eva"))
    words = " ".join(p.text for p in all_paragraphs(docx.Document(str(write(confirmed)))))
    quoted = [
        p.text
        for p in all_paragraphs(docx.Document(str(write(confirmed))))
        if p.style.name == styles.REFERENCE
    ]
    assert "● bekräftat av Eva" in words and not any("○" in text for text in quoted)


def test_codes_that_are_not_validated_are_marked(document):
    words = [p.text for p in all_paragraphs(document) if p.style.name == styles.REFERENCE]
    assert any(text.startswith("○◇ ") for text in words)
    assert any("◇ vilar på en kod som inte är validerad" in p.text for p in document.paragraphs)


def test_heading_rows_repeat_and_rows_stay_whole(document):
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_tables_part_between_quotes_but_not_below_their_headings(document):
    def tied(row):
        found = [p for cell in row.cells for p in cell.paragraphs]
        return any(
            p.paragraph_format.keep_with_next or p.style.paragraph_format.keep_with_next for p in found
        )

    for table in side_tables(document):
        rows = list(table.rows)
        quotes = [
            row for row in rows if any(p.style.name == "Quote" for c in row.cells for p in c.paragraphs)
        ]
        assert not any(map(tied, quotes))
        assert all(tied(row) for row in rows if row not in quotes)


def test_the_contents_are_a_field_that_is_filled_and_leads_to_headings(document):
    body = document.element.body
    codes = "".join(text.text for text in body.iter(qn("w:instrText")))
    assert 'TOC \\o "1-2"' in codes and "SEQ Tabell" in codes
    entries = [p for p in document.paragraphs if p.style.name.startswith("toc")]
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    headings = [p.text for p in document.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert [entry.text for entry in entries] == headings and anchors <= bookmarks
    fields = [each.get(qn("w:fldCharType")) for each in body.iter(qn("w:fldChar"))]
    assert fields.count("begin") == fields.count("separate") == fields.count("end")


def test_spelling_follows_each_texts_language(write, dossier):
    document = docx.Document(str(write(dossier)))
    (default,) = document.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    assert default.get(qn("w:val")) == "sv-SE"
    english = each_quote(dossier, lambda q: replace(q, language="en"))
    document = docx.Document(str(write(english)))
    for paragraph in all_paragraphs(document):
        if paragraph.style.name == "Quote":
            assert [lang.get(qn("w:val")) for lang in paragraph._p.iter(qn("w:lang"))] == ["en-GB"]


def test_the_map_is_svg_and_png_with_words_for_those_who_do_not_see_it(write, dossier):
    path = write(dossier)
    document = docx.Document(str(path))
    (shape,) = document.inline_shapes
    assert "Det ger jobb" in shape._inline.docPr.get("descr")
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        ET.fromstring(package.read("word/media/map.svg"))
        assert any(name.endswith(".png") for name in names)
        assert b"image/svg+xml" in package.read("[Content_Types].xml")
    assert "svgBlip" in document.element.xml
    section = document.sections[-1]
    room = section.page_width - section.left_margin - section.right_margin
    assert (
        shape.width <= room
        and shape.height < section.page_height - section.top_margin - section.bottom_margin
    )


def test_pages_tell_the_run_and_their_number(document, dossier):
    section = document.sections[0]
    assert dossier.provenance.run in section.header.paragraphs[0].text
    codes = [text.text.strip() for text in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    core = document.core_properties
    assert core.title == "Underlag för argumentet: Prov av ett argument" and core.subject == "Provstudie"
    assert core.language == "sv-SE" and core.author.startswith("qualcode")
    assert core.created.strftime("%Y-%m-%d_%H-%M-%S") == dossier.provenance.run
    assert core.modified == core.created


def test_names_of_groups_stand_upright_and_wide_tables_are_parted(write, dossier):
    table = next(each for each in dossier.tables if each.key == "claim_group")
    names = tuple(f"grupp {number} bostadsrättsföreningsordförande" for number in range(20))
    rows = tuple(replace(row, cells=(row.cells[0],) * 20) for row in table.rows)
    wide = replace(table, columns=names, sources=(1,) * 20, rows=rows)
    document = docx.Document(str(write(replace(dossier, tables=(wide,)))))
    heads = [c.text for each in document.tables for c in each.rows[0].cells if c.text.startswith("grupp ")]
    assert heads == list(names)
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for each in document.tables:
        assert sum(column.width for column in each.columns) <= room
    for row in (each.rows[0] for each in document.tables if "grupp" in each.rows[0].cells[1].text):
        turned = [c._tc.tcPr.find(qn("w:textDirection")) for c in row.cells[1:]]
        assert {each.get(qn("w:val")) for each in turned} == {"btLr"}
        # Capitals of nine points are at most 0.2 cm wide.
        assert row.height.cm > 0.13 * len("bostadsrättsföreningsordförande")


def test_small_tables_of_the_same_claims_share_one(document, dossier):
    heads = [[c.text for c in table.rows[0].cells] for table in document.tables]
    names = [name or "okänd" for table in dossier.tables for name in table.columns]
    assert ["Påstående", *names] in heads


def test_the_same_dossier_gives_the_same_bytes(write, dossier):
    digests = {hashlib.sha256(write(dossier).read_bytes()).hexdigest() for _ in range(2)}
    assert len(digests) == 1
    with zipfile.ZipFile(write(dossier)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"thumbnail" not in package.read("_rels/.rels")


def test_hostile_words_are_words(write, argued):
    path = write(hostile(argued()))
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels", ".svg")):
                ET.fromstring(package.read(name))
    document = docx.Document(str(path))
    quote = next(p for p in all_paragraphs(document) if p.style.name == "Quote")
    assert "<script>alert(1)</script> & ]]> ␀␇␛ � �" in quote.text and "{{ 7*7 }} <w:p/> &lt;" in quote.text
    assert HOSTILE[:14] in quote.text
    for paragraph in document.paragraphs:
        if paragraph.style.name in ("Title", "Heading 2", styles.REFERENCE):
            assert "\u202e" not in paragraph.text and "\n" not in paragraph.text


def test_the_document_speaks_english(write, dossier):
    document = docx.Document(str(write(replace(dossier, language="en"))))
    words = {p.text for p in document.paragraphs}
    assert {"Overview", "In brief", "What is missing"} <= words
    (default,) = document.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    assert default.get(qn("w:val")) == "en-GB"
