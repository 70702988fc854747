"""Styles of the document: Word's own by their names, so that pasted text takes another template's look, and
four of the dossier's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

REFERENCE, QUESTION, FIGURES, CELL = "Citatreferens", "Intervjufråga", "Ställning", "Tabelltext"
"""Under a quote; what it answers; who stands on a side; in tables of figures. Built upon ``Normal``."""
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
TABLE = "Table Grid"
ACCENT, SHADE = "0B5563", "E6F0F0"
SIZES = {REFERENCE: 8.0, QUESTION: 8.5, FIGURES: 8.5, CELL: 8.5}
"""Of the dossier's own styles, in points."""


def prepare(document: Document, language: str) -> None:
    """Sets language, page and styles of a new document."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGES[language])
        lang.set(qn("w:eastAsia"), LANGUAGES[language])
    _only_used(document)
    accent, soft = RGBColor.from_string(ACCENT), RGBColor(0x54, 0x5B, 0x63)
    _paragraph(styles["Normal"], size=Pt(10.5), after=Pt(5))
    styles["Normal"].font.name = "Calibri"
    for level, size in ((1, 18), (2, 14), (3, 12), (4, 10.5)):
        style = styles[f"Heading {level}"]
        _paragraph(style, size=Pt(size), before=Pt(20 - 3 * level), after=Pt(4))
        style.font.color.rgb, style.font.italic = accent, False
        style.paragraph_format.keep_with_next = True
    _paragraph(styles["Title"], size=Pt(26), after=Pt(4))
    styles["Title"].font.color.rgb = accent
    _unruled(styles["Title"])
    styles["Subtitle"].font.color.rgb, styles["Subtitle"].font.italic = soft, False
    quote = styles["Quote"]
    _paragraph(quote, size=Pt(10), before=Pt(2), after=Pt(1))
    quote.font.italic, quote.font.color.rgb = False, RGBColor(0, 0, 0)
    caption = styles["Caption"]
    _paragraph(caption, size=Pt(9), before=Pt(6), after=Pt(3))
    caption.font.color.rgb, caption.paragraph_format.keep_with_next = soft, True
    for name, size in SIZES.items():
        own = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style, own.quick_style = styles["Normal"], True
        _paragraph(own, size=Pt(size), after=Pt(2 if name != CELL else 0))
        if name != CELL:
            own.font.color.rgb = soft
    styles[QUESTION].font.italic = True
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = accent, True
    for level in (1, 2):
        entry = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style = styles["Normal"]
        _paragraph(entry, size=Pt(9.5), after=Pt(0))
        entry.paragraph_format.left_indent = Cm(0.6 * (level - 1))
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2)


def _paragraph(style, *, size=None, before=None, after=None) -> None:
    if size is not None:
        style.font.size = size
    if before is not None:
        style.paragraph_format.space_before = before
    if after is not None:
        style.paragraph_format.space_after = after


def _unruled(style) -> None:
    """Takes away the line below."""
    from docx.oxml.ns import qn

    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _only_used(document: Document) -> None:
    """Drops the template's many table styles, which would come along into whatever is pasted."""
    from docx.enum.style import WD_STYLE_TYPE

    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in (TABLE, "Normal Table"):
            style.delete()
