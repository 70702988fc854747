"""Paragraphs, links, fields and tables, as Word has them and python-docx has not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qualcode.argument.word.styles import SHADE, TABLE
from qualcode.argument.xmltext import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run


def element(name: str, /, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of its namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def text(paragraph: Paragraph, words: str, *, bold: bool = False, lang: str = "") -> Run:
    """Adds words; line breaks and tabs stay what they are.

    Args:
        paragraph: Where to.
        words: The words.
        bold: Whether they are bold.
        lang: Language tag, where it is not the document's.
    """
    run = paragraph.add_run(visible(words))
    if bold:
        run.bold = True
    if lang:
        run._r.get_or_add_rPr().append(element("lang", val=lang))
    return run


def link(paragraph: Paragraph, words: str, *, address: str = "", anchor: str = "") -> None:
    """Adds a link to an address beside the document, or to a bookmark in it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    made = element("hyperlink", history="1")
    if address:
        made.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        made.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(visible(words), style="Hyperlink")
    made.append(run._r)
    paragraph._p.append(made)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Makes a paragraph a place to link to."""
    start = element("bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """Adds a field with what it shows until Word reckons it anew."""
    begin(paragraph, code)
    paragraph.add_run(shown)
    end(paragraph)


def begin(paragraph: Paragraph, code: str) -> None:
    """Opens a field; what comes up to :func:`end` is what it shows."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))


def end(paragraph: Paragraph) -> None:
    """Closes a field."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def table(document: Document, rows: int, widths: Sequence[float], header: int = 1) -> Table:
    """A table with columns of fixed widths, in cm, whose first rows stand on every page, and whose rows stay
    whole."""
    from docx.shared import Cm

    made = document.add_table(rows=rows, cols=len(widths))
    made.style = TABLE
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    for number, row in enumerate(made.rows):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
        _whole(row)
        if number < header:
            row._tr.get_or_add_trPr().append(element("tblHeader"))
            for cell in row.cells:
                shade(cell, SHADE)
    return made


def row(table: Table) -> _Row:
    """A new last row of a table, which stays whole."""
    made = table.add_row()
    _whole(made)
    return made


def across(table: Table, row: int) -> _Cell:
    """All cells of a row as one."""
    cells = table.rows[row].cells
    return cells[0].merge(cells[-1])


def high(row: _Row, height: float) -> None:
    """Gives a row a height, in cm."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm

    row.height, row.height_rule = Cm(height), WD_ROW_HEIGHT_RULE.EXACTLY


def upright(cell: _Cell) -> None:
    """Turns a cell's words, to be read from below."""
    cell._tc.get_or_add_tcPr().append(element("textDirection", val="btLr"))
    _middle(cell)


def low(cell: _Cell) -> None:
    """Sets a cell's words at its foot."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def narrow(table: Table) -> None:
    """Leaves little room between a table's lines and words."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w="45", type="dxa"))
    table._tbl.tblPr.append(margins)


def _middle(cell: _Cell) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def shade(cell: _Cell, color: str) -> None:
    """Gives a cell a ground."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=color))


def put(
    cell: _Cell,
    words: str,
    *,
    style: str = "",
    bold: bool = False,
    right: bool = False,
    middle: bool = False,
    tied: bool = False,
) -> Paragraph:
    """Words in a cell's first paragraph.

    Args:
        cell: The cell.
        words: The words; may be empty.
        style: The paragraph's, where it is not the document's usual one.
        bold: Whether they are bold.
        right: Whether they stand to the right.
        middle: Whether they stand in the middle.
        tied: Whether the row stays on the page of the next one.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    if style:
        paragraph.style = style
    if tied:
        paragraph.paragraph_format.keep_with_next = True
    if right or middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
    if words:
        text(paragraph, words, bold=bold)
    return paragraph
