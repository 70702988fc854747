"""Documents and PDF files made part by part, so that a test says what is in them."""

from __future__ import annotations

import io
import zipfile


def zipped(parts: dict[str, str]) -> bytes:
    """A zip package of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def make_docx(body: str, **parts: str) -> bytes:
    """A Word document with the given body, styles as Swedish Word names them, and further parts by name."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    styles = (
        '<w:style w:styleId="Rubrik"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Rubrik2"><w:name w:val="Rubrik 2"/></w:style>'
        '<w:style w:styleId="Egen"><w:name w:val="Min rubrik"/><w:basedOn w:val="Rubrik1"/></w:style>'
        '<w:style w:styleId="Punktlista"><w:name w:val="List Bullet"/></w:style>'
    )
    return zipped(
        {
            "_rels/.rels": f'<Relationships><Relationship Type="{relations}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {word}>{styles}</w:styles>",
            **{
                f"word/{name}.xml": f"<w:{name} {word}>{content}</w:{name}>"
                for name, content in parts.items()
            },
        }
    )


def make_odt(body: str, automatic: str = "") -> bytes:
    """An OpenDocument text with the given body and automatic styles."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"))
    )
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        }
    )


def make_pdf(pages, footer: str = "") -> bytes:
    """A PDF of pages of rows (text, size, bold), in Helvetica as every PDF reader has it."""
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/%b/Encoding/WinAnsiEncoding>>"
    objects += [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    for index, rows in enumerate(pages):
        y, drawn = 780.0, []
        below = [(footer.format(number=index + 1), 9, False)] if footer else []
        for text, size, bold in rows:
            y -= 1.3 * size
            drawn.append(_drawn(text, 72, y, size, bold))
        drawn += [_drawn(text, 72, 40, size, bold) for text, size, bold in below]
        stream = b"\n".join(drawn)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>" % (6 + 2 * index)
        )
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        out.rfind(b"xref\n0"),
    )
    return bytes(out)


def _drawn(text: str, x: float, y: float, size: float, bold: bool) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F%d %.1f Tf %.1f %.1f Td (%b) Tj ET" % (2 if bold else 1, size, x, y, escaped)
