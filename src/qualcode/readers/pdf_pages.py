"""PDF pages: their rows of type and their pictures, as PDFium tells them."""

from __future__ import annotations

import ctypes
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any

from qualcode.errors import Place, SourceError
from qualcode.readers.pdf_rows import Row, Text

# PDFium may only be used by one thread at a time.
_LOCK = threading.Lock()
_PASSWORD = 4
# Bullets that are drawn and not written are of about this width (points).
_SMALLEST_MARK, _LARGEST_MARK = 1.5, 8.0
DRAWN_BULLET = "•"
_Box = tuple[float, float, float, float]
_MOST_MARKS = 2000
# Ten times what the longest books have; a small file may claim any number of pages.
_MOST_PAGES, _MOST_CHARACTERS = 5000, 10_000_000
_LARGE_PICTURE = 0.15


@dataclass(slots=True)
class Page:
    """The rows of a page in the order of the file, and how many large pictures it has."""

    rows: list[Row]
    pictures: int
    number: int = 1
    height: float = 842.0


@dataclass(slots=True)
class Pages:
    """A file's pages, and the program that wrote them."""

    pages: list[Page]
    producer: str = ""


def read_pages(data: bytes, name: str) -> Pages:
    """All pages of a PDF file.

    Raises:
        SourceError: ``encrypted``, ``truncated``, ``damaged`` or ``too_large``.
    """
    import pypdfium2 as pdfium

    with _LOCK:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            password = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
            reason = "encrypted" if password else "truncated" if is_cut(data) else "damaged"
            raise SourceError(reason, where=Place(name)) from None
        try:
            if is_cut(data):
                raise SourceError("truncated", where=Place(name))
            producer = document.get_metadata_value("Producer")
            if len(document) > _MOST_PAGES:
                raise SourceError("too_large", where=Place(name))
            starts: Counter[int] = Counter()
            found, letters = [], 0
            for number in range(len(document)):
                found.append(_page(document, number, starts))
                letters += sum(len(row.text) for row in found[-1].rows)
                if letters > _MOST_CHARACTERS:
                    raise SourceError("too_large", where=Place(name))
            return Pages(found, producer)
        except pdfium.PdfiumError:
            raise SourceError("damaged", where=Place(name)) from None
        finally:
            document.close()


def is_cut(data: bytes) -> bool:
    """Whether the file's closing mark is missing; PDFium would read what is left and say nothing."""
    return b"%%EOF" not in data[-2048:]


def _page(document: Any, number: int, starts: Counter[int]) -> Page:
    page = document[number]
    text_page = page.get_textpage()
    try:
        rows = Text(text_page.raw, number + 1).rows(starts)
        pictures, marks = _drawn(page)
        for row in rows:
            if any(_is_bullet_of(mark, row) for mark in marks):
                row.text = f"{DRAWN_BULLET} {row.text}"
        return Page(rows, pictures, number + 1, page.get_size()[1])
    finally:
        text_page.close()
        page.close()


def _drawn(page: Any) -> tuple[int, list[_Box]]:
    """How many pictures cover a good part of the page, and small dots and squares that may be bullets."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    edges = [ctypes.c_float() for _ in range(4)]
    pictures, marks = 0, []
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        found = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(found)
        if kind not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            continue
        raw.FPDFPageObj_GetBounds(found, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += (right - left) * (top - bottom) >= _LARGE_PICTURE * width * height
        elif len(marks) < _MOST_MARKS and _is_small_and_round(right - left, top - bottom):
            marks.append((left, bottom, right, top))
    return pictures, marks


def _is_small_and_round(width: float, height: float) -> bool:
    return _SMALLEST_MARK < width < _LARGEST_MARK and abs(width - height) < 1


def _is_bullet_of(mark: _Box, row: Row) -> bool:
    left, bottom, right, top = mark
    beside = 0.1 * row.size < row.left - right < 1.6 * row.size and right - left < 0.6 * row.size
    return beside and row.y - 0.1 * row.size < bottom and top < row.y + 0.8 * row.size
