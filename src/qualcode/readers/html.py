"""HTML: exported transcripts, as noScribe, oTranscribe, Word and LibreOffice write them."""

from __future__ import annotations

import codecs
import re

from qualcode.errors import Place, SourceError
from qualcode.readers import markup
from qualcode.readers.lines import Reading, Warned
from qualcode.readers.text import decode
from qualcode.study import SourceSettings

SUFFIXES = (".html", ".htm", ".xhtml")

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
# What pages call by these names is Windows-1252, as the HTML standard says.
_WINDOWS = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"})


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The page's lines, without scripts, styles, comments and what is hidden.

    Raises:
        SourceError: its bytes are not text, or it has no markup at all.
    """
    text, warnings = _decoded(data, name, settings.encoding)
    reading, tags = markup.read(text, warnings)
    if not tags:
        raise SourceError("wrong_format", where=Place(name), expected="HTML (.html)", found=".txt")
    return reading


def _decoded(data: bytes, name: str, stated: str | None) -> tuple[str, list[Warned]]:
    """The page's text: the study's word on the encoding, its mark, UTF-8, and then what the page says."""
    declared = _CHARSET.search(data[:4096])
    if stated or declared is None or _is_utf8(data):
        return decode(data, name, stated)
    encoding = declared.group(1).decode("ascii", "replace").lower()
    encoding = "cp1252" if encoding in _WINDOWS else encoding
    try:
        # A page whose declaration can be read byte by byte is not in UTF-16, whatever it says.
        known = codecs.lookup(encoding).name not in ("utf-8", "utf-16", "utf-16-le", "utf-16-be")
    except LookupError:
        known = False
    return decode(data, name, encoding if known else None)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
