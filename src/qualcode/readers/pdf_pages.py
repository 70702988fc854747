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
_LARGE_PICTURE = 0.15


@dataclass(slots=True)
class Page:
    """The rows of a page in the order of the file, and how many large pictures it has."""

    rows: list[Row]
    pictures: int
    number: int = 1


@dataclass(slots=True)
class Pages:
    """A file's pages, and the program that wrote them."""

    pages: list[Page]
    producer: str = ""


def read_pages(data: bytes, name: str) -> Pages:
    """All pages of a PDF file.

    Raises:
        SourceError: ``encrypted``, ``truncated`` or ``damaged``.
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
            starts: Counter[int] = Counter()
            return Pages([_page(document, number, starts) for number in range(len(document))], producer)
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
        return Page(Text(text_page.raw, number + 1).rows(starts), _pictures(page), number + 1)
    finally:
        text_page.close()
        page.close()


def _pictures(page: Any) -> int:
    """How many pictures cover a good part of the page."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    edges = [ctypes.c_float() for _ in range(4)]
    count = 0
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        found = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_IMAGE:
            raw.FPDFPageObj_GetBounds(found, *edges)
            left, bottom, right, top = (edge.value for edge in edges)
            count += (right - left) * (top - bottom) >= _LARGE_PICTURE * width * height
    return count
