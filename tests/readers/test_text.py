"""Bytes to text."""

import codecs
import unicodedata

import pytest

from qualcode.errors import SourceError
from qualcode.readers.text import decode, tidy
from qualcode.study import SourceSettings

SWEDISH = "Åsa går på ön – café ”Söder”.\nNästa rad.\n"


@pytest.mark.parametrize(
    "data",
    [
        SWEDISH.encode("utf-8"),
        SWEDISH.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + SWEDISH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SWEDISH.encode("utf-16-be"),
        SWEDISH.replace("\n", "\r\n").encode("utf-8"),
        SWEDISH.replace("\n", "\r").encode("utf-8"),
    ],
)
def test_unicode_is_read_with_and_without_its_mark(data):
    assert decode(data, "a.txt") == (SWEDISH, [])


def test_windows_text_is_read_with_a_warning():
    assert decode(SWEDISH.encode("cp1252"), "a.txt") == (SWEDISH, [("cp1252", {})])


def test_windows_text_that_ends_in_a_letter_is_not_taken_for_cut_utf8():
    assert decode("Det får gå så".encode("cp1252"), "a.txt")[0] == "Det får gå så"


def test_the_study_may_state_the_encoding(read):
    transcript = read(SWEDISH.encode("mac_roman"), settings=SourceSettings(encoding="mac_roman"))
    assert "Åsa går på ön" in transcript.text
    assert read(SWEDISH.encode("utf-16-le"), settings=SourceSettings(encoding="utf-16-le")).text


@pytest.mark.parametrize(
    ("data", "encoding", "reason", "place"),
    [
        (b"hej\nn\x00\xe4", None, "not_text", "a.txt:2"),
        ("hej\nDär å där ö".encode()[:-1], None, "truncated", "a.txt:2:11"),
        ("Där\nä".encode() + b"\xff", None, "undecodable", "a.txt:2:2"),
        (b"Hej\n\x81 d\xe4r", None, "undecodable", "a.txt:2:1"),
        (codecs.BOM_UTF16_LE + "hej".encode("utf-16-le")[:-1], None, "truncated", "a.txt:1:3"),
        (b"hej", "latin-99", "unknown_encoding", "a.txt"),
        (b"d\xe4r", "utf-8", "undecodable", "a.txt:1:2"),
        (b"h\0e\0j\0", "utf-8", "not_text", "a.txt:1"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_their_place(data, encoding, reason, place):
    with pytest.raises(SourceError) as caught:
        decode(data, "a.txt", encoding)
    assert (caught.value.reason, str(caught.value.where)) == (reason, place)


def test_text_that_was_saved_wrong_once_is_told():
    assert decode("FrÃ¥gan Ã¤r".encode(), "a.txt")[1] == [("mojibake", {})]


def test_signs_that_nobody_sees_are_gone_and_letters_stay(read):
    assert tidy("trygg\u00adhet\u200b i\u00a0dag\ufeff\x02!") == "trygghet i dag!"
    assert tidy("👩\u200d🎓 går\ti skolan") == "👩\u200d🎓 går\ti skolan"
    decomposed = unicodedata.normalize("NFD", "Åsa är här.")
    assert read(decomposed).text == "Åsa är här."


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_where_it_can_be_nothing_else(read, encoding):
    assert decode(SWEDISH.encode(encoding), "a.txt") == (SWEDISH, [])
    assert read(SWEDISH.encode(encoding)).text.startswith("Åsa går på ön")


@pytest.mark.parametrize("data", [b"h\0\xff\0\x01\0\x02\0", b"a\0b\0\0\0", b"\0\0\0\0a\0", b"ab\0\0cd\0\0"])
def test_other_nul_bytes_are_no_utf16(data):
    with pytest.raises(SourceError) as caught:
        decode(data, "a.txt")
    assert caught.value.reason == "not_text"


def test_hyphens_that_do_not_break_are_hyphens():
    assert tidy("Älvsjö\u2011Hagsätra") == "Älvsjö-Hagsätra"


def test_labels_are_told_alike_however_their_letters_are_stored(read):
    said = (
        "INT: Hur många?\nIP1: Tre stycken, ja:\n\nEtt: den här.\n\nTvå: den där.\n\nINT: Jaså?\nIP1: Ja.\n"
    )
    composed, taken_apart = read(said.encode()), read(unicodedata.normalize("NFD", said).encode())
    assert [turn.speaker for turn in composed.turns] == ["INT", "IP1", "INT", "IP1"]
    assert taken_apart.turns == composed.turns
