"""Documents made to do harm, or hit by accident, end in a named reason and stay within bounds."""

import io
import random
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode import readers
from qualcode.errors import SourceError

PARAGRAPH = "<w:p><w:r><w:t>Anna: Hej.</w:t></w:r></w:p>"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SUFFIXES = (".docx", ".odt", ".rtf", ".pdf")


def document(body: str) -> str:
    return f"<w:document {WORD}><w:body>{body}</w:body></w:document>"


@pytest.fixture
def refused(read):
    def refused(data: bytes, name: str) -> str:
        with pytest.raises(SourceError) as caught:
            read(data, name)
        return caught.value.reason

    return refused


def zipped(parts, method=zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def test_a_package_that_lies_about_its_size_is_read_no_further_than_it_says(refused, monkeypatch):
    data = bytearray(zipped({"word/document.xml": document(PARAGRAPH * 400_000)}))
    entry = data.index(b"PK\x01\x02")
    for place in (22, entry + 24):
        data[place : place + 4] = struct.pack("<I", 100_000)
    read_whole, lengths = zipfile.ZipFile.read, []

    def read_and_note(self, name, *rest):
        found = read_whole(self, name, *rest)
        lengths.append(len(found))
        return found

    monkeypatch.setattr(zipfile.ZipFile, "read", read_and_note)
    assert refused(bytes(data), "a.docx") == "damaged"
    assert all(length <= 100_000 for length in lengths)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_no_office_program_has_is_refused(refused, method):
    assert refused(zipped({"word/document.xml": document(PARAGRAPH)}, method), "a.docx") == "damaged"


def test_more_parts_or_markup_than_any_document_has_are_refused(refused):
    many = {f"part{number}": "" for number in range(10_001)}
    assert refused(zipped({**many, "word/document.xml": document(PARAGRAPH)}), "a.docx") == "too_large"
    assert (
        refused(zipped({"word/document.xml": "<a>" + "<b/>" * 3_000_001 + "</a>"}), "a.docx") == "too_large"
    )


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_in_every_encoding(refused, prolog, encoding):
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{prolog}{document(PARAGRAPH)}'
    assert refused(zipped({"word/document.xml": xml.encode(encoding)}), "a.docx") == "unsafe_xml"


def test_an_odt_that_is_encrypted_as_a_whole_is_told(refused):
    """As LibreOffice from 24.2 on writes it: no content.xml beside the encrypted package."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "encrypted-package": "x" * 99,
        "META-INF/manifest.xml": "<m><encryption-data/></m>",
    }
    assert refused(zipped(parts), "a.odt") == "encrypted"


def test_a_huge_paragraph_and_nul_bytes_lose_no_word(read):
    words = " ".join(f"ord{number}" for number in range(100_000))
    assert read(
        zipped({"word/document.xml": document(PARAGRAPH.replace("Hej.", words))}), "a.docx"
    ).text.endswith(words)
    transcript = read(b"{\\rtf1\\ansi\\pard h\0ej p\0\\'e5 dig\\par}", "a.rtf")
    assert transcript.text == "hej på dig"


def test_a_wide_row_among_many_takes_no_room_of_its_own(read):
    row = rb"\trowd\intbl a\cell b\cell\row "
    data = rb"{\rtf1\ansi\trowd " + rb"\intbl x\cell " * 5000 + rb"\row " + row * 5000 + rb"\pard\par}"
    text = read(data, "a.rtf").text
    assert (text.count("x"), text.count("b")) == (5000, 5000)


WORDS = ("torget", "bänken", "kvällen", "biblioteket", "lampan", "trappan", "gården", "skolan", "bussen")
few = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@few
@given(
    said=st.lists(
        st.lists(
            st.sampled_from([*WORDS, "Anna:", "I:", "å/ä", "in-", "[skratt]", "*", "0:12"]),
            min_size=1,
            max_size=30,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_word_of_a_document_is_lost(read, make, said):
    """Whatever is taken for a label: the words are in the text or are a speaker's."""
    body = "".join(f"<w:p><w:r><w:t>{' '.join(words)}</w:t></w:r></w:p>" for words in said)
    rows = [(" ".join(words[i : i + 9]), 11, False) for words in said for i in range(0, len(words), 9)]
    for data, name in ((make.docx(body), "a.docx"), (make.pdf([rows]), "a.pdf")):
        try:
            text = read(data, name).text
        except SourceError as error:
            assert error.reason == "no_words"
            continue
        for word in WORDS:
            # A word that stands alone before speech may be a label, and then is named with every turn.
            assert text.count(word) == sum(words.count(word) for words in said)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_hundred_damaged_files_are_read_or_refused(read, write, suffix):
    """Bytes are changed, cut out, doubled and swapped; in packages also within their parts."""
    chance = random.Random(suffix)
    whole = write(suffix).read_bytes()
    for _ in range(100):
        data = _hit(whole, chance)
        if suffix in (".docx", ".odt") and chance.random() < 0.7:
            data = _with_hit_part(whole, chance)
        try:
            readers_read = read(data, f"a{suffix}")
        except SourceError as error:
            assert str(error.where).startswith(f"a{suffix}")
        else:
            assert readers_read.text


def _hit(data: bytes, chance: random.Random) -> bytes:
    hit = bytearray(data)
    for _ in range(chance.choice([1, 2, 8])):
        place, kind = chance.randrange(len(hit)), chance.randrange(5)
        if kind == 0:
            hit[place] = chance.randrange(256)
        elif kind == 1:
            del hit[place : place + chance.choice([1, 10, 100])]
        elif kind == 2:
            hit[place:place] = hit[place // 2 : place // 2 + chance.choice([5, 50, 500])]
        elif kind == 3:
            hit[place:place] = chance.choice(
                [b"{{{{", b"}}}}", b"\\bin99", b"\\u-1", b"\0\0", b"&#0;", b"<!DO"]
            )
        else:
            del hit[place + 1 :]
        if not hit:
            break
    return bytes(hit)


def _with_hit_part(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    hit = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    return zipped(
        {name: _hit(content, chance) if name == hit else content for name, content in parts.items()}
    )


def test_readers_know_these_formats():
    assert set(SUFFIXES) <= set(readers.suffixes())
