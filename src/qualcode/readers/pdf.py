"""PDF files with a text layer: rows of type put back together to headings, paragraphs and tables."""

from __future__ import annotations

from qualcode.errors import Place, SourceError
from qualcode.readers.lines import Reading, Warned
from qualcode.readers.pdf_furniture import furniture
from qualcode.readers.pdf_hyphens import Hyphens
from qualcode.readers.pdf_layout import bands
from qualcode.readers.pdf_pages import Page, read_pages
from qualcode.readers.pdf_paragraphs import Paragraphs
from qualcode.study import SourceSettings

SUFFIXES = (".pdf",)

# A page of pictures with fewer letters than this (a stamp, a page number) has no text layer.
_FEWEST_LETTERS = 20


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's lines, without headers, footers and page numbers (a warning says which).

    Raises:
        SourceError: ``image_only``, ``encrypted``, ``truncated`` or ``damaged``.
    """
    found = read_pages(data, name)
    pages = found.pages
    text = "".join(row.text for page in pages for row in page.rows)
    letters = sum(character.isalpha() for character in text)
    few = letters < _FEWEST_LETTERS * (len(pages) > 1) + 1
    # Type that does not say which letters it stands for comes out as signs of no script.
    unknown = sum(not character.isalnum() and not character.isascii() for character in text)
    if (any(page.pictures for page in pages) and few) or unknown > 0.7 * len(text.replace(" ", "")):
        raise SourceError("image_only", where=Place(name))
    left_out = furniture(pages)
    rows = [row for page in pages for row in page.rows if id(row) not in left_out]
    laid_out = bands(rows)
    rows = [row for band in laid_out for cell in band.cells for row in cell]
    lines = Paragraphs(laid_out, Hyphens(rows, found.producer)).lines() if rows else []
    return Reading(lines, _warnings(pages, left_out))


def _warnings(pages: list[Page], left_out: dict[int, str]) -> list[Warned]:
    warnings: list[Warned] = []
    said = list(dict.fromkeys(left_out.values()))
    if said:
        warnings.append(("page_furniture", {"text": " · ".join(said)}))
    blank = [page for page in pages if page.pictures and _letters(page, left_out) < _FEWEST_LETTERS]
    if blank:
        warnings.append(("pages_without_text", {"pages": ", ".join(str(page.number) for page in blank)}))
    if pictures := sum(page.pictures for page in pages if page not in blank):
        warnings.append(("pictures", {"count": str(pictures)}))
    return warnings


def _letters(page: Page, left_out: dict[int, str]) -> int:
    return sum(character.isalpha() for row in page.rows if id(row) not in left_out for character in row.text)
