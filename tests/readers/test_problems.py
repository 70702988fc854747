"""Files that cannot be read say why, and what to do."""

import os
import pickle
import zipfile
from io import BytesIO

import pytest

from qualcode import readers
from qualcode.errors import Place, SourceError
from qualcode.messages import section

PLAIN = "Anna: Hej.\nFatima: Hej."
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLD_WORD + "EncryptedPackage".encode("utf-16-le")
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaa">]>'


@pytest.fixture
def reason(read):
    def reason(content, name):
        with pytest.raises(SourceError) as caught:
            read(content, name)
        assert str(caught.value).startswith(name)
        assert caught.value.in_language("sv") != caught.value.what
        return caught.value.reason

    return reason


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t", "a.docx", "empty"),
        (b"\xef\xbb\xbf\n", "a.md", "empty"),
        ("... 12 --- !\n", "a.txt", "no_words"),
        ("WEBVTT\n\n", "a.vtt", "no_words"),
        (PLAIN, "a.docx", "wrong_format"),
        (PLAIN, "a.pdf", "wrong_format"),
        (OLD_WORD, "a.docx", "wrong_format"),
        (b"%PDF-1.4\n", "a.txt", "wrong_format"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.md", "wrong_format"),
        ("<!DOCTYPE html><html>Hej</html>", "a.txt", "wrong_format"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHej\n", "a.txt", "wrong_format"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHej\n", "a.txt", "wrong_format"),
        (LOCKED, "a.docx", "encrypted"),
        (b"%PDF-1.4\nhej", "a.pdf", "truncated"),
        (b"%PDF-1.4\nhej\n%%EOF", "a.pdf", "damaged"),
        (b"{\\rtf1 Hej {\\b du", "a.rtf", "truncated"),
        (PLAIN, "a.doc", "unknown_format"),
        (PLAIN, "utan-suffix", "unknown_format"),
    ],
)
def test_each_reason_is_told(reason, content, name, expected):
    assert reason(content, name) == expected


def test_what_a_file_looks_like_is_said(read):
    with pytest.raises(
        SourceError, match=r"not Word \(.docx\) as its suffix says; it looks like Word 97–2003"
    ):
        read(OLD_WORD, "a.docx")


def test_a_problem_stays_itself_in_another_process():
    problem = SourceError("undecodable", where=Place("a.txt", 2, 3), encoding="utf-8")
    revived = pickle.loads(pickle.dumps(problem))
    assert (str(revived), revived.reason, revived.where) == (
        str(problem),
        "undecodable",
        Place("a.txt", 2, 3),
    )
    assert revived.in_language("sv") == problem.in_language("sv")


def test_a_cut_office_file_is_truncated(reason, make):
    data = make.docx("<w:p><w:r><w:t>Hej</w:t></w:r></w:p>")
    assert reason(data[: len(data) // 2], "a.docx") == "truncated"


@pytest.mark.parametrize(
    ("part", "name"),
    [("word/document.xml", "a.docx"), ("word/styles.xml", "a.docx"), ("content.xml", "a.odt")],
)
def test_entities_and_broken_xml_are_refused(reason, make, part, name):
    whole = {"word/document.xml": "<x><body/></x>"} if name.endswith("docx") else {}
    assert reason(make.zip({**whole, part: f"{ENTITY}<x><body>&a;</body></x>"}), name) == "unsafe_xml"
    assert reason(make.zip({**whole, part: "<x><body>"}), name) == "damaged"


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_xml_that_is_nested_beyond_reason_is_refused(reason, make, name):
    nested = "<sdt>" * 20_000 + "</sdt>" * 20_000
    made = make.docx(nested) if name == "a.docx" else make.odt(nested)
    assert reason(made, name) == "damaged"


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(reason, make, name):
    part = "content.xml" if name.endswith("odt") else "word/document.xml"
    assert reason(make.zip({part: "<a/>" + " " * 20_000_000}), name) == "too_large"


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_an_archive_that_is_no_document_is_told(reason, make, name):
    assert reason(make.zip({"hej.txt": "Hej."}), name) == "wrong_format"


def test_an_encrypted_part_is_told(reason):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    data = bytearray(buffer.getvalue())
    for start in (6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    assert reason(bytes(data), "a.docx") == "encrypted"


def test_an_odt_under_a_password_is_told(reason, make):
    manifest = "<m><encryption-data/></m>"
    assert reason(make.zip({"content.xml": "?", "META-INF/manifest.xml": manifest}), "a.odt") == "encrypted"


def test_files_that_are_gone_or_no_files_are_told(tmp_path):
    (tmp_path / "mapp.txt").mkdir()
    for name, expected in (("borta.txt", "missing"), ("mapp.txt", "unreadable")):
        with pytest.raises(SourceError) as caught:
            readers.read(tmp_path / name, name)
        assert caught.value.reason == expected


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(PLAIN)
    path.chmod(0)
    with pytest.raises(SourceError) as caught:
        readers.read(path, "a.txt")
    assert caught.value.reason == "unreadable"


def test_a_file_that_is_too_large_is_not_opened(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(readers.LARGEST + 1)
    with pytest.raises(SourceError) as caught:
        readers.read(path, "a.txt")
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("kind", ["source_problems", "source_warnings"])
def test_both_languages_say_the_same_with_the_same_values(kind):
    import string

    names = lambda text: {name for _, name, _, _ in string.Formatter().parse(text) if name}  # noqa: E731
    swedish, english = section(kind, "sv"), section(kind, "en")
    assert {key: names(text) for key, text in swedish.items()} == {
        key: names(text) for key, text in english.items()
    }


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        ('{"segments": [\n  {"text": "Hej" "speaker": 1}]}', "a.json", "a.json:2:18"),
        ('{"segments": [\n  {"text": "Hej', "a.json", "a.json:2:12"),
        ('<?xml version="1.0"?>\n<!-- x -->\n  <rss><item/></rss>', "a.xml", "a.xml:3:3"),
        ("<x:a xmlns:x='x'>Hej</x:a>", "a.eaf", "a.eaf:1:1"),
        (f"<?xml version='1.0'?>\n{ENTITY}<TEI>&a;</TEI>", "a.xml", "a.xml:2:1"),
        ("<TEI>\n<text>Hej</body></TEI>", "a.xml", "a.xml:2:12"),
        (b"<html>\n<p>Hej p\xc3\xa5 d\xe4 dig</html>", "a.html", "a.html:2:12"),
    ],
)
def test_errors_say_line_and_column_where_they_are_known(read, content, name, place):
    with pytest.raises(SourceError) as caught:
        read(content, name)
    assert str(caught.value.where) == place
