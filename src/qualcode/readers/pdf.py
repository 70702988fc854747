"""PDF files with a text layer: rows of type put back together to headings and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from qualcode.errors import Place, SourceError
from qualcode.readers.lines import Line, Reading, Warned
from qualcode.readers.pdf_pages import Page, Row, pages
from qualcode.study import SourceSettings

SUFFIXES = (".pdf",)

# Type this much larger than the body's is a heading's; bold type needs less.
_LARGER, _BOLD_LARGER = 1.15, 1.05
_LONGEST_HEADING = 120
# A gap this much wider than between the lines of a paragraph.
_GAP = 1.25
_DIGITS = re.compile(r"\d+")
_KEPT_HYPHEN = re.compile(r"(?:\d-$)|(?:\b[A-ZÅÄÖ]{2,}-$)")
_ELLIPTIC = re.compile(r"(?:och|eller|samt|respektive|till|and|or)\b")


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's lines, without headers, footers and page numbers (a warning says which).

    Raises:
        SourceError: ``image_only``, ``encrypted``, ``truncated`` or ``damaged``.
    """
    found = pages(data, name)
    rows = [row for page in found for row in page.rows]
    text = "".join(row.text for row in rows)
    letters = sum(character.isalpha() for character in text)
    if (any(page.pictures for page in found) and letters < 20 * (len(found) > 1) + 1) or letters < 0.3 * len(
        text
    ):
        raise SourceError("image_only", where=Place(name))
    furniture = _furniture(found)
    rows = [row for row in rows if id(row) not in furniture]
    return Reading(_lines(rows), _warnings(found, furniture))


def _warnings(found: list[Page], furniture: dict[int, str]) -> list[Warned]:
    warnings: list[Warned] = []
    said = list(dict.fromkeys(furniture.values()))
    if said:
        warnings.append(("page_furniture", {"text": " · ".join(said)}))
    blank = [
        str(number)
        for number, page in enumerate(found, 1)
        if page.pictures and all(id(row) in furniture for row in page.rows)
    ]
    if blank:
        warnings.append(("pages_without_text", {"pages": ", ".join(blank)}))
    elif pictures := sum(page.pictures for page in found):
        warnings.append(("pictures", {"count": str(pictures)}))
    return warnings


def _furniture(found: list[Page]) -> dict[int, str]:
    """Headers, footers and page numbers: the same row but for its digits, at the same place, on most pages.

    Returns:
        What each of them says (a page number as ``1, 2, …``), by the identity of its row.
    """
    at: dict[tuple[str, int], list[Row]] = {}
    for page in found:
        for row in _edges(page):
            at.setdefault((_DIGITS.sub("#", row.text), round(row.y / 6)), []).append(row)
    repeated: dict[int, str] = {}
    for (pattern, _), rows in at.items():
        if len(rows) >= max(2, len(found) / 2):
            shown = pattern.replace("#", "…") if len({row.text for row in rows}) > 1 else rows[0].text
            repeated.update((id(row), shown) for row in rows)
    return repeated


def _edges(page: Page) -> list[Row]:
    """Rows at the top and bottom of a page that stand apart from its body."""
    rows = sorted(page.rows, key=lambda row: -row.y)
    if len(rows) < 3:
        return rows if len(rows) < 2 else []
    gaps = [above.y - below.y for above, below in pairwise(rows)]
    usual = median(gaps)
    found: list[Row] = []
    for edge, steps in ((rows, gaps), (rows[::-1], gaps[::-1])):
        for depth in (1, 2, 3):
            if depth < len(edge) and steps[depth - 1] > 1.4 * usual:
                found = found + [row for row in edge[:depth] if row not in found]
                break
    return found


def _lines(rows: list[Row]) -> list[Line]:
    if not rows:
        return []
    body = _body_size(rows)
    levels = _levels(rows, body)
    leading = _leading(rows, body)
    margin = _margins(rows)
    found: list[Line] = []
    before: Row | None = None
    for row in rows:
        level = levels.get(row.size, 0) if _is_heading(row, body) else 0
        opens = before is None or _starts(row, before, leading, margin[before.page])
        if level and before and not opens and found[-1].heading == level:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {row.text}")
        else:
            opens = opens or bool(level) or bool(found and found[-1].heading)
            line = Line(row.text, opens=opens, heading=level, bold=row.bold, page=row.page)
            if not opens:
                found[-1], line = _joined(found[-1], line)
            found.append(replace(line, cells="\t" in row.text))
        before = row
    return found


def _body_size(rows: list[Row]) -> float:
    """The size most of the text is set in."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    return sizes.most_common(1)[0][0]


def _levels(rows: list[Row], body: float) -> dict[float, int]:
    """Heading level by size, the largest first."""
    larger = sorted({row.size for row in rows if _is_heading(row, body)}, reverse=True)
    return {size: level for level, size in enumerate(larger, 1)}


def _is_heading(row: Row, body: float) -> bool:
    factor = _BOLD_LARGER if row.bold >= len(row.text) else _LARGER
    return row.size > factor * body and len(row.text) <= _LONGEST_HEADING


def _leading(rows: list[Row], body: float) -> float:
    """From base line to base line within a paragraph."""
    steps = [
        above.y - below.y
        for above, below in pairwise(rows)
        if above.page == below.page and above.size == below.size == body and above.y > below.y
    ]
    return sorted(steps)[len(steps) // 10] if steps else body


def _margins(rows: list[Row]) -> dict[int, float]:
    """Right margin by page; a page with few rows has the widest of all."""
    by_page: dict[int, list[float]] = {}
    for row in rows:
        by_page.setdefault(row.page, []).append(row.right)
    widest = max(row.right for row in rows)
    return {page: max(edges) if len(edges) > 7 else widest for page, edges in by_page.items()}


def _starts(row: Row, before: Row, leading: float, margin: float) -> bool:
    """Whether a row starts a paragraph: a gap above, other type, or room for its word on the row before."""
    if abs(row.size - before.size) > 0.08 * row.size:
        return True
    room = margin - before.right > row.first_word + 0.35 * row.size
    if row.page != before.page or row.y > before.y:
        return room or (
            before.text.rstrip().endswith((".", "!", "?", "…", ":")) and not row.text[:1].islower()
        )
    return room or before.y - row.y > _GAP * leading


def _joined(above: Line, line: Line) -> tuple[Line, Line]:
    """Two rows of a paragraph, a word that was broken between them put together."""
    text = above.text.rstrip()
    if not text.endswith("-") or not text[-2:-1].isalnum() or not line.text[:1].isalpha():
        return above, replace(line, glue=" ")
    if line.text[0].isupper() or _ELLIPTIC.match(line.text):
        # "in-" and "och utflyttning" are two words; "SFI-" and "Fittja" belong together with the hyphen.
        return above, replace(line, glue=" " if _ELLIPTIC.match(line.text) else "")
    if _KEPT_HYPHEN.search(text):
        return above, replace(line, glue="")
    return replace(above, text=text[:-1], bold=min(above.bold, len(text) - 1)), replace(line, glue="")
