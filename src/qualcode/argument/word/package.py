"""A document as a file: the same content gives the same bytes, and a picture is there as SVG and PNG."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape

WHEN = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the earliest that an archive can say."""
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def saved(document: Document) -> bytes:
    """The document's bytes, without anything that differs from one writing to the next."""
    raw = io.BytesIO()
    document.save(raw)
    made = io.BytesIO()
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            about = zipfile.ZipInfo(member.filename, WHEN)
            about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, 0, 0
            after.writestr(about, before.read(member))
    return made.getvalue()


def plain(document: Document) -> None:
    """Takes out what the library's template brings along: its thumbnail, author and dates, and that Word is
    to open it as a document of an earlier Word."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    core = document.core_properties._element
    for child in list(core):
        core.remove(child)


def add_svg(document: Document, shape: InlineShape, svg: str) -> None:
    """Puts an SVG behind a picture's PNG: programs that know it show the SVG, others the PNG.

    After Microsoft's [MS-ODRAWXML], 2.3.1.1 (``svgBlip``).
    """
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    part = Part(PackURI("/word/media/map.svg"), "image/svg+xml", svg.encode(), document.part.package)
    relation = document.part.relate_to(part, f"{_RELATIONS}/image")
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_DRAWING}"><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG}" xmlns:r="{_RELATIONS}" r:embed="{relation}"/>'
            "</a:ext></a:extLst>"
        )
    )
