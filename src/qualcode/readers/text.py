"""Bytes to text, and the clean-up that all formats share.

The order is byte order mark, UTF-16 that lacks its mark, strict UTF-8, Windows-1252 with a warning. Charset
detectors are not asked: they take Swedish Windows-1252 for cp1250 and turn *å* into *ĺ*.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from qualcode.errors import Place, SourceError
from qualcode.readers.lines import Warned

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The Swedish letters (and é, –, ”) as UTF-8 writes them.
_SWEDISH_UTF8 = re.compile(rb"\xc3[\xa4\xa5\xb6\x84\x85\x96\xa9]|\xe2\x80[\x93\x9d]")
_MOJIBAKE = re.compile(r"Ã[¤¥¶„…–©]|â€[“”œ™]")
_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2011": "-"})
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff\ufff9-\uffff]"
)


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, list[Warned]]:
    """The text of a file's bytes with ``\\n`` line ends, and warnings.

    Args:
        data: All bytes of the file.
        name: The source's name, for errors.
        encoding: What the study says the encoding is; a byte order mark outranks it.

    Raises:
        SourceError: ``undecodable``, ``truncated``, ``not_text`` or ``unknown_encoding``.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], marked, name), []
    if encoding:
        try:
            codecs.lookup(encoding)
            return _strict(data, encoding, name), []
        except LookupError:
            raise SourceError("unknown_encoding", where=Place(name), encoding=encoding) from None
    if unmarked := utf16_without_mark(data):
        return _strict(data, unmarked, name), []
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise SourceError("not_text", where=Place(name, line))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _windows(data, name, error)
    return _line_ends(text), [("mojibake", {})] if _MOJIBAKE.search(text) else []


def encoding_of(data: bytes, stated: str | None = None) -> str:
    """What :func:`decode` reads the bytes as: ``utf-8``, ``utf-16-le with its mark``, ``cp1252`` …

    Args:
        data: All bytes of a file that can be decoded.
        stated: What the study says the encoding is.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return f"{marked} with its mark"
    if stated:
        return stated
    if unmarked := utf16_without_mark(data):
        return unmarked
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def utf16_without_mark(data: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` for bytes that can hardly be anything else; ``None`` for all others.

    Every second byte of Western text in UTF-16 is nearly always 0, and none of the others ever is.
    """
    if len(data) < 4 or len(data) % 2 or b"\0" not in data[:4]:
        return None
    for encoding, zeros, others in (
        ("utf-16-le", data[1::2], data[::2]),
        ("utf-16-be", data[::2], data[1::2]),
    ):
        if b"\0" not in others and zeros.count(0) >= 0.8 * len(zeros):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return encoding if all(one.isprintable() or one in "\t\r\n" for one in set(text)) else None
    return None


def tidy(text: str) -> str:
    """The text in NFC without what nobody sees: control characters, soft hyphens, zero-width spaces.

    Spaces and hyphens that do not break are plain ones.

    Examples:
        >>> tidy("trygg\\u00adhet\\u00a0nu")
        'trygghet nu'
    """
    text = unicodedata.normalize("NFC", text)
    if text.isprintable() and "\u2011" not in text:
        return text
    return _INVISIBLE.sub("", text.translate(_BREAKS)).translate(_PLAIN)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = "truncated" if error.end >= len(data) and _is_cut(error) else "undecodable"
        raise SourceError(reason, where=_place(data, encoding, error, name), encoding=encoding) from None
    except UnicodeError:
        raise SourceError("undecodable", where=Place(name), encoding=encoding) from None
    if "\0" in text:
        raise SourceError("not_text", where=Place(name, text[: text.index("\0")].count("\n") + 1))
    return _line_ends(text)


def _windows(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, list[Warned]]:
    """Windows-1252, unless the file is UTF-8 that is broken in one place."""
    if _SWEDISH_UTF8.search(data):
        cut = _is_cut(error) and error.start >= len(data) - 3
        raise SourceError(
            "truncated" if cut else "undecodable",
            where=_place(data, "utf-8", error, name),
            encoding="utf-8",
        ) from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as unknown:
        where = _place(data, "cp1252", unknown, name)
        raise SourceError("undecodable", where=where, encoding="cp1252") from None
    return _line_ends(text), [("cp1252", {})]


def _is_cut(error: UnicodeDecodeError) -> bool:
    return error.reason in ("unexpected end of data", "truncated data")


def _place(data: bytes, encoding: str, error: UnicodeDecodeError, name: str) -> Place:
    before = _line_ends(data[: error.start].decode(encoding, "replace"))
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
