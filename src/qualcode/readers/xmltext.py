"""XML of programs, parsed without trusting it: what .eaf and .xml share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.errors import Place, SourceError
from qualcode.readers.text import decode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)")
_NAMES = {
    "Trans": "Transcriber (.trs)",
    "basic-transcription": "EXMARaLDA (.exb)",
    "rss": "RSS",
    "svg": "SVG",
    "html": "HTML (.html)",
    "package": "Word XML",
    "wordDocument": "Word XML",
    "document": "OpenDocument (.fodt)",
    "tt": "TTML",
    "folia": "FoLiA",
}


def parse(data: bytes, name: str, encoding: str | None) -> Element:
    """The root of an XML file.

    Raises:
        SourceError: ``unsafe_xml`` for entities and document types, ``truncated`` or ``damaged`` at the place
            where it is not well-formed, ``wrong_format`` where it is no XML.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    content: str | bytes = data
    if encoding and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = _DECLARED.sub("", decode(data, name, encoding)[0])
    try:
        return fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise SourceError("unsafe_xml", where=_place(content, name, _DOCTYPE)) from None
    except ParseError as error:
        line, column = error.position
        opening = data.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:2]
        if not opening.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
            raise SourceError("wrong_format", where=Place(name), expected="XML", found=".txt") from None
        # Expat's number for an element, or a token, that the end of the file leaves open.
        cut = error.code in (3, 5)
        raise SourceError("truncated" if cut else "damaged", where=Place(name, line, column + 1)) from None
    except (ValueError, LookupError):
        raise SourceError("damaged", where=Place(name)) from None


def unlike(root: Element, data: bytes, name: str, expected: str) -> SourceError:
    """The error for XML of another kind, at its first element.

    Args:
        root: That element.
        data: The file's bytes.
        name: The source.
        expected: What its suffix promises.
    """
    where = _place(data, name, re.compile(rf"<(?:[\w.-]+:)?{re.escape(tag(root))}\b"))
    return SourceError("wrong_format", where=where, expected=expected, found=kind_of(root))


def _place(content: str | bytes, name: str, pattern: re.Pattern[str]) -> Place:
    """Where a pattern first stands in a file; the file alone where it does not."""
    if isinstance(content, bytes):
        utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        content = content.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    found = pattern.search(content)
    if found is None:
        return Place(name)
    before = content[: found.start()]
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))


def tag(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace (``id`` also as ``xml:id``); empty without it."""
    if (value := element.get(name)) is not None:
        return value
    return element.get(f"{{http://www.w3.org/XML/1998/namespace}}{name}", "")


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of these names."""
    return (child for child in element if tag(child) in names)


def kind_of(root: Element) -> str:
    """What a file with this root is, as a person would call it."""
    return _NAMES.get(tag(root), f"XML <{tag(root)[:40]}>")
