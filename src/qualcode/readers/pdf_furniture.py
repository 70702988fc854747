"""What stands on PDF pages beside their text: headers, footers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from qualcode.readers.pdf_pages import Page
from qualcode.readers.pdf_rows import Row

_DIGITS = re.compile(r"\d+")
_DEEPEST = 3
# A row belongs to a header at the same height, give or take (points).
_SAME_HEIGHT = 4.0
_APART = 1.3
_PAGE_NUMBER = re.compile(
    r"(?:sidan?|page|s\.|p\.)?\s*[-–—]?\s*(\d{1,4})\s*(?:(?:av|of|/|\()\s*(\d{1,4})\s*\)?)?\s*[-–—]?$",
    re.IGNORECASE,
)
# What browsers print around a page.
_ADDRESS = re.compile(r"(?:file|https?)://\S+(?:\s+\d+/\d+)?$|about:blank(?:\s+\d+/\d+)?$")
_PRINTED_AT = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?:,? (?:kl\. )?\d{1,2}[:.]\d\d(?:\s?[AP]M)?)", re.IGNORECASE
)
# So large a part of the pages has a header.
_MOST = 0.6
# … or a second row of one.
_MOST_INNER = 0.75
# Headers and footers stand so near the page's edge (of its height).
_NEAR_EDGE = 0.09
_Band = list[Row]
_Candidate = tuple[list[_Band], _Band]


def furniture(pages: list[Page]) -> dict[int, str]:
    """Headers, footers and page numbers: the same row but for its digits at the same height of many pages.

    Returns:
        What each of them says (a page number as ``…``), by the identity of its row.
    """
    edges = [edge for page in pages for edge in _edges(page)]
    heights = {page.number: page.height for page in pages}
    sizes = [row.size for page in pages for row in page.rows for _ in row.text]
    body = median(sizes) if sizes else 0.0
    often = Counter(row.text.strip() for page in pages for row in page.rows if row.size >= 0.95 * body)
    found: dict[int, str] = {}
    for depth in range(_DEEPEST):
        here = [(edge, edge[depth]) for edge in edges if len(edge) > depth + (len(pages) == 1)]
        outside_taken = [
            (edge, band)
            for edge, band in here
            if all(id(row) in found for outer in edge[:depth] for row in outer)
        ]
        groups: dict[str, list[list[_Candidate]]] = {}
        for edge, band in outside_taken:
            alike = groups.setdefault(_pattern(band), [])
            same = (group for group in alike if abs(group[0][1][0].y - band[0].y) <= _SAME_HEIGHT)
            if (group := next(same, None)) is not None:
                group.append((edge, band))
            else:
                alike.append([(edge, band)])
        for group in (group for alike in groups.values() for group in alike):
            small = depth == 0 and all(
                _is_small_print(edge, heights[band[0].page], body) for edge, band in group
            )
            if not small and often[_text(group[0][1])] >= len(group) + 2:
                # A speaker's name that happens to open some pages stands within them, too.
                continue
            if small or _repeats(group, depth, len(pages)) or _is_number(group, depth, len(pages)):
                texts = {_text(band) for _, band in group}
                shown = _DIGITS.sub("…", _text(group[0][1])) if len(texts) > 1 else next(iter(texts))
                found.update((id(row), shown) for _, band in group for row in band)
    return found


def _edges(page: Page) -> list[list[_Band]]:
    """The page's rows by height, from the top and from the bottom."""
    bands: list[_Band] = []
    for row in sorted(page.rows, key=lambda row: -row.y):
        if bands and abs(bands[-1][0].y - row.y) < 0.3 * row.size:
            bands[-1].append(row)
        else:
            bands.append([row])
    for band in bands:
        band.sort(key=lambda row: row.left)
    return [bands, bands[::-1]] if bands else []


def _text(band: _Band) -> str:
    return "\t".join(row.text.strip() for row in band)


def _pattern(band: _Band) -> str:
    return _DIGITS.sub("#", _text(band))


def _repeats(group: list[_Candidate], depth: int, pages: int) -> bool:
    """On most pages, or most odd or even ones, and apart from the text beside it on half of them at least.

    What stands on nearly all of many pages need not be apart.
    """
    pattern = _pattern(group[0][1])
    if not any(character.isalpha() for character in pattern) and not _PAGE_NUMBER.match(_text(group[0][1])):
        return False
    # The only row of a page is both its highest and its lowest.
    on = {band[0].page for _, band in group}
    if not _counts_pages(group):
        return False
    odd = sum(page % 2 for page in on)
    shares = (len(on) / max(1, pages - 1), odd / ((pages + 1) // 2), (len(on) - odd) / max(1, pages // 2))
    if depth and len(on) / pages < _MOST_INNER:
        return False
    if len(on) < 2 or max(shares) < _MOST or (max(shares[1:]) >= _MOST > shares[0] and len(on) < 3):
        return False
    apart = sum(_is_apart(edge, depth) for edge, _ in group)
    return apart >= 0.5 * len(group) or (depth == 0 and len(on) >= 4 and shares[0] >= 0.8)


def _counts_pages(group: list[_Candidate]) -> bool:
    """Whether all numbers in the rows stay the same or go up with the page."""
    rows = [(band[0].page, [int(number) for number in _DIGITS.findall(_text(band))]) for _, band in group]
    first_page, first = rows[0]
    return all(
        number in (before, before + page - first_page)
        for page, numbers in rows
        for before, number in zip(first, numbers, strict=True)
    )


def _is_small_print(edge: list[_Band], height: float, body: float) -> bool:
    """In small type near the page's edge and apart from the text: a header, on however few pages."""
    band = edge[0]
    near = min(height - band[0].y, band[0].y) < _NEAR_EDGE * height
    short = len(_text(band)) <= 90 and not _text(band).rstrip().endswith((".", "?", "!", "…", ":"))
    small = all(row.size <= 0.85 * body for row in band)
    return near and short and small and len(edge) > 1 and _is_apart(edge, 0)


def _is_apart(edge: list[_Band], depth: int) -> bool:
    if len(edge) <= depth + 1:
        return True
    steps = [abs(one[0].y - other[0].y) for one, other in pairwise(edge)]
    inner = sorted(steps[depth + 1 :])
    usual = inner[len(inner) // 4] if inner else edge[depth][0].size * 1.3
    if depth and steps[depth] < 0.9 * steps[depth - 1]:
        # It is nearer to the text than to the rows that lie further out.
        return False
    own, other = edge[depth][0], edge[depth + 1][0]
    return steps[depth] > _APART * usual or own.size < 0.9 * other.size


def _is_number(group: list[_Candidate], depth: int, pages: int) -> bool:
    """A page's own number, or what a browser prints around a page, on however many pages."""
    for edge, band in group:
        text = " ".join(row.text.strip() for row in band)
        if _ADDRESS.search(text) or (_PRINTED_AT.match(text) and _has_address(edge)):
            continue
        if not _is_apart(edge, depth):
            return False
        number = _PAGE_NUMBER.match(text)
        if not number or int(number[1]) != band[0].page or (number[2] and int(number[2]) != pages):
            return False
        if pages == 1 and not number[2] and text.isdigit() and len(edge) < 4:
            return False
    return True


def _has_address(edge: list[_Band]) -> bool:
    return _ADDRESS.search(" ".join(row.text.strip() for row in edge[-1])) is not None
