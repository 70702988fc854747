"""The words of a workbook, which stand together in one part of it.

xlsxwriter makes half a dozen calls and searches of each of them. Words in which nothing needs care, nearly
all, are written here at once, to the letter as it writes them; the others go its own way.
"""

from __future__ import annotations

import re

from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.workbook import Workbook

_CARE = re.compile(r"[^\t\n -%'-;=?-^`-\uFFFD]|\A\s|\s\Z|\A\Z")
"""What may read otherwise than as itself: ``& < >``, control characters, ``_`` that Excel has in their place,
what lies beyond the basic plane, and space at an end."""


class Book(Workbook):
    """A workbook that writes its words so."""

    def _get_packager(self) -> Packager:
        return _Parts()


class _Parts(Packager):
    def _write_shared_strings_file(self) -> None:
        words = _Words()
        words.string_table = self.workbook.str_table
        if self.workbook.str_table.count:
            words._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            words._assemble_xml_file()


class _Words(SharedStrings):
    def _write_sst_strings(self) -> None:
        plain: list[str] = []
        for string in self.string_table.string_array:
            if _CARE.search(string) is None:
                plain.append(f"<si><t>{string}</t></si>")
            else:
                self.fh.write("".join(plain))
                plain.clear()
                self._write_si(string)
        self.fh.write("".join(plain))
