"""Zip packages of office documents, opened without trusting them."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from qualcode.errors import Place, SourceError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# A long interview's XML is under 10 MB; a bomb declares gigabytes.
_LARGEST_PART = 32 * 2**20
# Elements and attributes of a part; each takes a hundred bytes and more once it is parsed.
_MOST_MARKUP = 3_000_000
_LARGEST_PACKAGE = 512 * 2**20
_MOST_PARTS = 10_000
# XML of real documents packs to a 5th up to a 50th.
_RATIO = 200
_SMALL = 10 * 2**20


class Package:
    """The parts of a zip package.

    Args:
        data: The file's bytes.
        name: The source's name, for errors.

    Raises:
        SourceError: ``truncated``, ``damaged``, ``encrypted`` or ``too_large``.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
            cut = b"PK\x05\x06" not in data[-66_000:]
            raise SourceError("truncated" if cut else "damaged", where=Place(name)) from None
        self._check()

    def names(self) -> list[str]:
        """Names of all parts."""
        return self._zip.namelist()

    def read(self, part: str) -> bytes:
        """A part's bytes, no more of them than the package declares.

        Raises:
            SourceError: the part is missing or damaged.
        """
        try:
            return self._zip.read(part)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError):
            raise SourceError("damaged", where=Place(f"{self.name}/{part}")) from None
        except RuntimeError:
            raise SourceError("encrypted", where=Place(self.name)) from None

    def xml(self, part: str) -> Element:
        """A part's XML, without any entity or document type.

        Raises:
            SourceError: ``unsafe_xml`` or ``damaged``.
        """
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        data = self.read(part)
        if data.count(b"<") + data.count(b"=") > _MOST_MARKUP:
            raise SourceError("too_large", where=Place(f"{self.name}/{part}"))
        try:
            return fromstring(data, forbid_dtd=True)
        except DefusedXmlException:
            raise SourceError("unsafe_xml", where=Place(f"{self.name}/{part}")) from None
        except (ParseError, ValueError, LookupError) as error:
            where = Place(f"{self.name}/{part}", *getattr(error, "position", ()))
            raise SourceError("damaged", where=where) from None

    def _check(self) -> None:
        """Refuse sizes that no document has, before anything is unpacked."""
        parts = self._zip.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_PACKAGE:
            raise SourceError("too_large", where=Place(self.name))
        for part in parts:
            if part.flag_bits & 0x1:
                raise SourceError("encrypted", where=Place(self.name))
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # Office programs write no other, and others cannot be unpacked in bounded steps.
                raise SourceError("damaged", where=Place(f"{self.name}/{part.filename}"))
            packed = part.file_size > _SMALL and part.file_size > _RATIO * max(part.compress_size, 1)
            if packed or (part.filename.endswith((".xml", ".rels")) and part.file_size > _LARGEST_PART):
                raise SourceError("too_large", where=Place(f"{self.name}/{part.filename}"))
