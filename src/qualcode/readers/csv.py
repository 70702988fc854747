"""CSV and TSV: survey answers and workshop notes, as Excel, LibreOffice and survey services save them."""

from __future__ import annotations

import csv
import io
import re

from qualcode.errors import Place, SourceError
from qualcode.readers import answers
from qualcode.readers.lines import Reading
from qualcode.readers.text import decode
from qualcode.study import SourceSettings

SUFFIXES = (".csv", ".tsv")

_SEPARATORS = ";\t,|"
# What a cell may hold at most; the module's own limit is lower than a long interview.
_LONGEST_CELL = 2**31 - 1
_LOOKED_AT = 64 * 1024


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's answers, row by row.

    Raises:
        SourceError: its bytes are not text, or ``open_quote``, a quotation mark that is never closed.
    """
    text, warnings = decode(data, name, settings.encoding)
    text, separator, before = _without_statement(text)
    separator = separator or _separator(text)
    rows = _rows(text, separator, strict=True)
    if rows is None:
        rows = _unquoted_rows(text, separator)
    if rows is None:
        rows = _rows(text, separator, strict=False)
        warnings = [*warnings, ("quotes_in_cells", {})]
    if rows is None:
        raise SourceError("open_quote", where=Place(name, _open_quote(text, separator) + before))
    rows = [answers.Row(row.line + before, row.cells) for row in rows]
    return answers.read([answers.Table(rows)], name, settings, warnings)


def _without_statement(text: str) -> tuple[str, str, int]:
    """The text without Excel's own first line (``sep=;``), the separator it states, and 1 for the line."""
    stated = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    return (text[stated.end() :], stated.group(1), 1) if stated else (text, "", 0)


def _separator(text: str) -> str:
    """The character that parts the first rows into most columns, evenly."""
    sample = text[:_LOOKED_AT]
    best, most = ",", (0.0, 0.0)
    for separator in _SEPARATORS:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if any(row)][:50]
        if len(widths) > 1 and len(sample) < len(text):
            widths.pop()
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        even = widths.count(usual) / len(widths)
        if (score := (round(even, 1) * (1 if widths[0] > 1 else 0.5), usual)) > most:
            best, most = separator, score
    return best


def _rows(text: str, separator: str, *, strict: bool) -> list[answers.Row] | None:
    """Rows with words in them; ``None`` where quotation marks stand as they may not."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    found: list[answers.Row] = []
    line = 1
    try:
        for cells in reader:
            starts, line = line, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                found.append(answers.Row(starts, cells))
    except csv.Error:
        return None
    return found if strict or not _open_quote(text, separator) else None


def _unquoted_rows(text: str, separator: str) -> list[answers.Row] | None:
    """The rows of a file where quotation marks are only signs; ``None`` where its columns are uneven then."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
    found = [answers.Row(line, [_bare(cell) for cell in cells]) for line, cells in enumerate(reader, 1)]
    found = [row for row in found if any(cell.strip() for cell in row.cells)]
    return found if len(found) > 1 and len({len(row.cells) for row in found}) == 1 else None


def _bare(cell: str) -> str:
    """A cell without the quotation marks around it, if there are none within."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', ""):
        return cell[1:-1].replace('""', '"')
    return cell


def _open_quote(text: str, separator: str) -> int:
    """Line of the quotation mark that opens the last cell and is never closed; 0 where all are."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = starts = 1
    for _ in reader:
        starts, line = line, reader.line_num + 1
    # A row more is read as a row of its own, unless it still stands between quotation marks.
    more = csv.reader(io.StringIO(text.rstrip("\n") + "\nx", newline=""), delimiter=separator)
    *_, last = more
    return 0 if last == ["x"] else starts
