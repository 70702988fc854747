"""Words in the cells of spreadsheets: nothing in a transcript is run as a formula, and nothing is lost.

In .xlsx, words are written as words, never as a formula or link, so they stay as they are. A .csv has no
types: Excel, LibreOffice and Google Sheets take what starts with ``=``, ``+``, ``-`` or ``@`` for a formula
(`CSV injection <https://owasp.org/www-community/attacks/CSV_Injection>`_), so such words get an apostrophe
before them. :func:`unguarded` takes it away again, without doubt; the exact words are also
``text[start:end]`` of the source.
"""

from __future__ import annotations

import re

LIMIT = 32_767
"""Most UTF-16 units that Excel keeps in a cell."""
_FORMULA = re.compile(r"['\s\x00-\x20\ufeff]*[=+\-@＝＋－＠]|'*[\t\r\n]")
_GUARDED = re.compile(rf"'(?:{_FORMULA.pattern})")


def guarded(words: str) -> str:
    """Words as a .csv holds them: with an apostrophe before what a spreadsheet would run."""
    if words[:1].isalnum():
        return words
    return "'" + words if _FORMULA.match(words) else words


def unguarded(cell: str) -> str:
    """The words that :func:`guarded` was given."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def fitted(words: str, note: str) -> str:
    """Words that fit into a cell of Excel; those that do not are cut, and say so.

    Args:
        words: The words.
        note: What to say at the end if they are cut: where the whole text is.
    """
    if len(words) <= LIMIT // 2 or len(words.encode("utf-16-le")) // 2 <= LIMIT:
        return words
    room = 2 * (LIMIT - len(note.encode("utf-16-le")) // 2)
    return words.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + note
