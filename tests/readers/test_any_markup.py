"""Files of data and markup, whole, cut or hit: read without a word lost, or refused with a reason."""

import csv
import io
import json
import re
from functools import lru_cache
from html import escape

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode import readers
from qualcode.errors import SourceError

few = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
# Whatever researchers' texts may hold, XML's characters only; a word of letters first, so that there is text.
said = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufffe\uffff"), max_size=30
).map(lambda text: f"ord {text}")
pieces = st.sampled_from(
    ["Anna: ", "<b>", "</p>", "&lt;", '"', ";", "\\", "[00:01:02] ", "=1+1", "NA ", "<!--", "{", "😀"]
)
texts = st.lists(st.one_of(said, pieces), min_size=1, max_size=5).map(lambda parts: "ord " + "".join(parts))


def _json(rows) -> bytes:
    return json.dumps([{"speaker": "Anna", "text": row, "start": n} for n, row in enumerate(rows)]).encode()


def _otr(rows) -> bytes:
    return json.dumps({"text": _paragraphs(rows), "media": ""}).encode()


def _csv(rows) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([["Nr", "Vad tycker du?"], *enumerate(rows)])
    return stream.getvalue().encode()


def _xlsx(rows) -> bytes:
    book = openpyxl.Workbook()
    for number, row in enumerate(["Vad tycker du?", *rows], 1):
        book.active.cell(number, 1, row).data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _paragraphs(rows) -> str:
    return "".join(f"<p>{escape(row)}</p>" for row in rows)


def _html(rows) -> bytes:
    return f"<!DOCTYPE html><html><body>{_paragraphs(rows)}</body></html>".encode()


def _eaf(rows) -> bytes:
    notes = "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}"><ANNOTATION_VALUE>{escape(row)}'
        "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        for n, row in enumerate(rows)
    )
    return f'<ANNOTATION_DOCUMENT><TIER TIER_ID="Anna">{notes}</TIER></ANNOTATION_DOCUMENT>'.encode()


def _tei(rows) -> bytes:
    spoken = "".join(f"<u who='#a'>{escape(row)}</u>" for row in rows)
    return f"<TEI><text><body>{spoken}</body></text></TEI>".encode()


WRITERS = {
    ".json": _json, ".otr": _otr, ".csv": _csv, ".xlsx": _xlsx, ".html": _html, ".eaf": _eaf, ".xml": _tei,
}  # fmt: skip


@lru_cache
def _whole(suffix: str) -> bytes:
    # Written once: a workbook holds the time at which it was made.
    return WRITERS[suffix](["Det är mörkt vid torget på kvällen.", "Fler lampor behövs i parken."])


@pytest.mark.parametrize("suffix", WRITERS)
@few
@given(rows=st.lists(texts, min_size=2, max_size=6))
def test_no_letter_is_lost(read_or_refuse, suffix, rows):
    transcript = read_or_refuse(suffix, WRITERS[suffix](rows))
    assert transcript is not None
    labels = " ".join(turn.speaker or "" for turn in transcript.turns)
    attributes = " ".join(value for turn in transcript.turns for value in turn.attributes.values())
    kept = letters(f"{transcript.text} {labels} {attributes}")
    assert [word for row in rows for word in letters(row) if word not in kept] == []
    assert transcript.text == "\n\n".join(transcript.words(turn) for turn in transcript.turns)
    transcript.text.encode()


def letters(text: str) -> set[str]:
    from qualcode.readers.text import tidy
    from qualcode.transcript import normalize

    return set(re.findall(r"[^\W\d_]+", normalize(tidy(text))))


@pytest.mark.parametrize("suffix", WRITERS)
@few
@given(data=st.data())
def test_a_file_that_was_cut_or_hit_is_refused_or_read(read_or_refuse, suffix, data):
    whole = bytearray(_whole(suffix))
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            del whole[where : where + data.draw(st.integers(1, 400))]
            whole = whole or bytearray(b"x")
        else:
            whole[where] = data.draw(st.integers(0, 255))
    read_or_refuse(suffix, bytes(whole))


@pytest.mark.parametrize("suffix", WRITERS)
@few
@given(data=st.binary(max_size=300))
def test_random_bytes_are_refused_or_read(read_or_refuse, suffix, data):
    start = {".json": b'[{"text":"', ".otr": b'{"text":"', ".xlsx": b"PK\x03\x04", ".xml": b"<TEI>"}.get(
        suffix, b""
    )
    read_or_refuse(suffix, start + data)


@pytest.mark.parametrize("suffix", [".csv", ".json", ".html", ".xml", ".eaf", ".otr", ".tsv"])
@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b"\xef\xbb\xbf", "empty"), (b"a\0b" * 9, None)]
)
def test_empty_files_marks_alone_and_nul_bytes_are_told(tmp_path, suffix, data, reason):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        readers.read(path, path.name)
    assert caught.value.reason in ({reason} if reason else {"not_text", "wrong_format", "damaged"})


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_unpacked(tmp_path, make):
    sheet = "<worksheet>" + " " * 20_000_000 + "</worksheet>"
    path = tmp_path / "a.xlsx"
    path.write_bytes(make.zip({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}))
    with pytest.raises(SourceError) as caught:
        readers.read(path, path.name)
    assert caught.value.reason == "too_large"


def test_entities_in_a_workbook_are_refused(tmp_path):
    import zipfile

    path = tmp_path / "a.xlsx"
    path.write_bytes(_xlsx(["Fler lampor i parken"]))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/extra.xml", '<!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>')
    with pytest.raises(SourceError) as caught:
        readers.read(path, path.name)
    assert caught.value.reason == "unsafe_xml"


OPENED = (
    "span class=name",
    "div class=speaker",
    "span class=time",
    "time",
    "p",
    "div",
    "dl",
    "dt",
    "dd",
    "table",
)
marked = st.sampled_from(
    [
        *(f"<{tag}>" for tag in (*OPENED, "td", "li", "br", "/span", "/time", "/p", "/div", "/dl", "/table")),
        *("<span class=name>Anna</span>", "<span class=name>Omar</span>", "<span class=time>0:12</span>"),
        *("0:13", "hej", "mörkt", "ord?"),
    ]
)


@settings(few, max_examples=150)
@given(pieces=st.lists(marked, min_size=2, max_size=25))
def test_no_word_is_lost_in_elements_that_say_who_speaks(read_or_refuse, pieces):
    page = "<html><body>" + "".join(f"{piece}\n" for piece in pieces)
    transcript = read_or_refuse(".html", page.encode())
    if transcript is not None:
        labels = " ".join(turn.speaker or "" for turn in transcript.turns)
        kept = letters(f"{transcript.text} {labels}")
        assert letters(re.sub(r"<[^>]*>", " ", page)) - kept == set()
