"""Markdown: headings, lists, quotes and tables; its marks are taken off, every word stays."""

from __future__ import annotations

import re
from dataclasses import replace

from qualcode.readers import txt
from qualcode.readers.lines import Line, Reading
from qualcode.readers.text import decode
from qualcode.study import SourceSettings

SUFFIXES = (".md", ".markdown")

_QUOTED = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_FENCE = re.compile(r"^[ \t]{0,3}(```|~~~)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|<])")
_STRONG = re.compile(
    r"(\*\*\*|\*\*|__|(?<![\w*])\*(?=[^\s*])|(?<![\w_])_(?=[^\s_]))(.+?)(?<=\S)\1(?!\w)", re.DOTALL
)
_EMPHASIZED = re.compile(r"\s*(?:\*[^*\s](?:[^*]*[^*\s])?\*|_[^_\s](?:[^_]*[^_\s])?_)\s*")
# The first code point of Unicode's private use area, where no letter is.
_ASIDE = 0xE000
_BACK = {_ASIDE + code: chr(code) for code in range(128)}
_BREAK = re.compile(r"(?:(?<! ) {2,}|\\|<br ?/?>)$")


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's lines.

    Raises:
        SourceError: its bytes are not text.
    """
    text, warnings = decode(data, name, settings.encoding)
    front, text = txt.without_front_matter(text)
    rows = [_QUOTED.sub("", row) for row in text.split("\n")]
    broken = {number for number, row in enumerate(rows, 1) if _BREAK.search(row)}
    rows = [_row(row) for row in rows]
    found: list[Line] = []
    for line in txt.lines_of("\n".join(rows)):
        if found and line.line - 1 in broken and line.line == found[-1].line + 1 and not line.opens:
            line = replace(line, glue="\n")
        found.append(_plain(line))
    return Reading(front + found, warnings)


def _row(row: str) -> str:
    """A row of the file without rules, fences and table frames; empty where nothing is left."""
    if _FENCE.match(row) or (_TABLE_RULE.match(row) and "|" in row):
        return ""
    row = _BREAK.sub("", row)
    if row.lstrip().startswith("|") and row.rstrip().endswith("|") and row.count("|") > 2:
        return "\t".join(cell.strip() for cell in row.strip().strip("|").split("|"))
    return row


def _plain(line: Line) -> Line:
    """The line without marks of emphasis and escapes; how much of its beginning is bold is kept."""
    text, bold = line.text, line.bold
    cells = "\t" in text.strip()
    if not bold and (marked := re.match(r"\s*(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1", text)):
        bold = len(marked.group(2))
        text = marked.group(2) + text[marked.end() :]
    italic = _EMPHASIZED.fullmatch(text) is not None
    head, rest = _unmarked(text[:bold]), _unmarked(text[bold:])
    return replace(line, text=head + rest, bold=len(head), italic=italic, cells=cells)


def _unmarked(text: str) -> str:
    # An escaped mark is put out of the way of the pattern for emphasis.
    escaped = "\\" in text
    if escaped:
        text = _ESCAPED.sub(lambda found: chr(_ASIDE + ord(found.group(1))), text)
    if "*" in text or "_" in text:
        text = _STRONG.sub(r"\2", text)
    return text.translate(_BACK) if escaped else text
