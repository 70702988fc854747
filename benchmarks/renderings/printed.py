"""PDF files by reportlab and Chromium: columns, hyphenated words, headers, footers, page numbers."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from renderings import LeftOut, Rendered, Rendering
from renderings.plain import clock
from renderings.truth import Truth, untimed

FORMATS = ("pdf",)
MARGIN, GAP = 2.2 * cm, 0.9 * cm
# Both the width of a line and its height are smaller where there are two columns.
BODY = {1: (11, 15), 2: (10, 13)}
CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-pdf-header-footer",
)


def render(truths: list[Truth]) -> Rendered:
    """PDF files."""
    for truth in truths:
        for columns in (1, 2):
            for hyphens in (False, True):
                for justified in (False, True) if columns == 1 else (True,):
                    layout = f"reportlab, {columns} col." + ", hyphens" * hyphens + ", justified" * justified
                    data = _reportlab(truth, columns, hyphens=hyphens, justified=justified)
                    yield Rendering("pdf", layout, truth.name, ".pdf", data, untimed(truth.said))
        if truth.is_conversation:
            yield Rendering("pdf", "reportlab, table", truth.name, ".pdf", _table(truth), truth.spoken, 1.0)
            alone = _reportlab(truth, 1, hyphens=False, justified=False, alone=True)
            layout = "reportlab, names alone"
            yield Rendering("pdf", layout, truth.name, ".pdf", alone, untimed(truth.said))
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        yield LeftOut("pdf", "Chromium's files, as it is not installed")
        return
    yield from _by_chromium(truths, chromium)


def _table(truth: Truth) -> bytes:
    """A table without rules: time, speaker, text."""
    body = ParagraphStyle("body", fontName=_font(), fontSize=10, leading=13)
    rows = [
        [Paragraph(clock(one.begins), body), Paragraph(html.escape(one.speaker), body),
         [Paragraph(html.escape(text), body) for text in one.paragraphs]]
        for one in truth.spoken
    ]  # fmt: skip
    stream = io.BytesIO()
    style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    widths = (2.1 * cm, 4.2 * cm, 10 * cm)
    SimpleDocTemplate(stream).build([Table(rows, colWidths=widths, splitInRow=1, style=style)])
    return stream.getvalue()


def _reportlab(truth: Truth, columns: int, *, hyphens: bool, justified: bool, alone: bool = False) -> bytes:
    font = _font()
    size, leading = BODY[columns]
    body = ParagraphStyle(
        "body", fontName=font, fontSize=size, leading=leading, spaceAfter=6, alignment=4 if justified else 0,
        hyphenationLang="sv_SE" if hyphens else "", uriWasteReduce=0, embeddedHyphenation=1,
    )  # fmt: skip
    story = []
    for one in truth.said:
        if one.kind == "heading":
            style = ParagraphStyle(
                "heading",
                body,
                fontSize=size + 8 - 3 * one.level,
                leading=22,
                hyphenationLang="",
                alignment=0,
            )
            story.append(Paragraph(f"<b>{html.escape(one.text)}</b>", style))
        elif one.kind == "note":
            style = ParagraphStyle("note", body, leftIndent=14 * one.level, bulletIndent=14 * one.level - 10)
            story.append(Paragraph(html.escape(one.text), style, bulletText="•"))
        else:
            label = f"{one.speaker}: " if one.speaker and not alone else ""
            story += [Paragraph(html.escape(one.speaker), body)] if alone and one.speaker else []
            first, *more = (html.escape(paragraph) for paragraph in one.paragraphs)
            story += [Paragraph(html.escape(label) + first, body), *(Paragraph(text, body) for text in more)]
    stream = io.BytesIO()
    width = (A4[0] - 2 * MARGIN - GAP * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + number * (width + GAP), MARGIN, width, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
        for number in range(columns)
    ]

    def furnish(canvas: Any, page: Any) -> None:
        canvas.setFont(font, 8)
        canvas.drawString(MARGIN, A4[1] - 1.2 * cm, f"{truth.title} – utskrift")
        canvas.drawRightString(A4[0] - MARGIN, 1.1 * cm, f"Sida {page.page}")

    document = BaseDocTemplate(stream, pagesize=A4, title=truth.title)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furnish))
    document.build(story)
    return stream.getvalue()


def _font() -> str:
    """A font that has all the letters; the one that reportlab brings."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
        pdfmetrics.registerFontFamily(
            "Vera", normal="Vera", bold="VeraBd", italic="Vera", boldItalic="VeraBd"
        )
    return "Vera"


def _by_chromium(truths: list[Truth], chromium: str) -> Iterator[Rendering]:
    with tempfile.TemporaryDirectory() as folder:
        for truth in truths:
            for layout, style in (
                ("one column", "body { font: 11pt/1.4 serif }"),
                ("two columns", "body { font: 10pt/1.35 sans-serif; columns: 2; column-gap: 1cm }"),
                ("justified, hyphens", "body { font: 11pt/1.4 serif; text-align: justify; hyphens: auto }"),
                ("label in a column of its own", "body { font: 11pt/1.4 serif } p { margin-left: 3.2cm }"
                 " b { float: left; margin-left: -3.2cm }"),
            ):  # fmt: skip
                page, made = Path(folder) / "sida.html", Path(folder) / "sida.pdf"
                page.write_text(_page(truth, style), "utf-8")
                told = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri())
                subprocess.run([chromium, *CHROMIUM, *told], check=True, capture_output=True, timeout=120)
                yield Rendering(
                    "pdf", f"Chromium, {layout}", truth.name, ".pdf", made.read_bytes(), untimed(truth.said)
                )


def _page(truth: Truth, style: str) -> str:
    """A web page with running header and page numbers in its margins."""
    running = (
        f'@page {{ size: A4; margin: 2.3cm; @top-left {{ content: "{truth.title}"; font-size: 8pt }}'
        ' @bottom-center { content: counter(page) " (" counter(pages) ")"; font-size: 8pt } }'
    )
    rows = []
    for one in truth.said:
        if one.kind == "heading":
            rows.append(f"<h{one.level + 1}>{html.escape(one.text)}</h{one.level + 1}>")
        elif one.kind == "note":
            rows.append("<ul>" * one.level + f"<li>{html.escape(one.text)}</li>" + "</ul>" * one.level)
        else:
            label = f"<b>{html.escape(one.speaker)}:</b> " if one.speaker else ""
            first, *more = (html.escape(paragraph) for paragraph in one.paragraphs)
            rows += [f"<p>{label}{first}</p>", *(f"<p>{text}</p>" for text in more)]
    return (
        f'<!DOCTYPE html><html lang="sv"><meta charset="utf-8"><title>{html.escape(truth.title)}</title>'
        f"<style>{running} {style}</style><body>{''.join(rows)}</body></html>"
    )
