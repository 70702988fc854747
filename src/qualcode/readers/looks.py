"""What a file looks like from its first bytes, whatever its suffix says."""

from __future__ import annotations

import re

from qualcode.errors import Place, SourceError

_STARTS = (
    (b"%PDF-", "PDF (.pdf)"),
    (b"{\\rtf", "RTF (.rtf)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word 97–2003 (.doc)"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"RIFF", "WAV"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
)
_TEXTS = (".txt", ".md", ".markdown")
_NAMES = {
    ".docx": "Word (.docx)",
    ".odt": "OpenDocument (.odt)",
    ".pdf": "PDF (.pdf)",
    ".rtf": "RTF (.rtf)",
    ".srt": "SubRip (.srt)",
    ".vtt": "WebVTT (.vtt)",
    ".xlsx": "Excel (.xlsx)",
    ".xlsm": "Excel (.xlsx)",
    ".csv": "CSV (.csv)",
    ".tsv": "TSV (.tsv)",
    ".json": "JSON (.json)",
    ".otr": "oTranscribe (.otr)",
    ".html": "HTML (.html)",
    ".htm": "HTML (.html)",
    ".xhtml": "HTML (.html)",
    ".eaf": "ELAN (.eaf)",
    ".xml": "XML (.xml)",
    ".tei": "XML (.xml)",
}
_PACKAGES = (".docx", ".odt", ".xlsx", ".xlsm")
_HTML = re.compile(rb"\s*(<!doctype html|<html)", re.IGNORECASE)
_SRT = re.compile(rb"(\xef\xbb\xbf)?\s*\d+\s*\r?\n\d+:\d\d:\d\d[,.]\d+ --> ")
_VTT = re.compile(rb"(\xef\xbb\xbf)?WEBVTT[\s\r\n]")
# Inside a zip file, what tells the office formats apart.
_PARTS = (
    (b"word/document", "Word (.docx)"),
    (b"application/vnd.oasis.opendocument.text", "OpenDocument (.odt)"),
    (b"application/vnd.oasis.opendocument", "OpenDocument"),
    (b"xl/workbook", "Excel (.xlsx)"),
    (b"ppt/presentation", "PowerPoint (.pptx)"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def looks_like(data: bytes) -> str | None:
    """The format that the bytes say they are, by its usual name; ``None`` for what may be plain text."""
    if data.startswith(b"PK\x03\x04"):
        # The end of a zip file lists its parts; a truncated one still names the first of them.
        listing = data[:8192] + data[-65536:]
        return next((found for part, found in _PARTS if part in listing), "ZIP")
    if data[4:8] == b"ftyp":
        return "MP4/M4A"
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if b"%PDF-" in data[:1024]:
        return "PDF (.pdf)"
    if _HTML.match(data[:512]):
        return "HTML (.html)"
    if _VTT.match(data[:64]):
        return "WebVTT (.vtt)"
    if _SRT.match(data[:128]):
        return "SubRip (.srt)"
    return None


def check(data: bytes, suffix: str, name: str) -> None:
    """Refuse a file that is not what its suffix says.

    Raises:
        SourceError: ``wrong_format``, or ``encrypted`` for an office file under a password.
    """
    found = looks_like(data)
    expected = _NAMES.get(suffix, suffix)
    if found == "Word 97–2003 (.doc)" and _ENCRYPTED_OFFICE in data:
        raise SourceError("encrypted", where=Place(name))
    if found is None:
        # Formats of text are let through; the others always say what they are.
        wrong = suffix in (*_PACKAGES, ".pdf", ".rtf")
        found = ".txt" if b"\0" not in data[:4096] else "binary"
    else:
        wrong = found != expected and (suffix in _TEXTS or suffix in _NAMES)
        if suffix in (".srt", ".vtt") and found in ("SubRip (.srt)", "WebVTT (.vtt)"):
            wrong = False
        if suffix in _PACKAGES and found == "ZIP":
            wrong = False
    if wrong:
        raise SourceError("wrong_format", where=Place(name), expected=expected, found=found)
