"""A plain list of codings, as .csv or .xlsx: source, quote or offsets, code, coder.

Columns are found by their names, in Swedish or English and in any order. A quote is looked for in the source
as :mod:`qualcode.decisions.words` does; it must be found in one place. Without a column that says yes or no,
every row is a yes.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from qualcode.decisions.decision import Decision, Judgement, text_hash
from qualcode.decisions.incoming import workbooks
from qualcode.decisions.incoming.taken import NO, UNSURE, YES, Material, Taken, coder_name, plain
from qualcode.decisions.words import Words
from qualcode.errors import CodingsError, Place
from qualcode.transcript import normalize
from qualcode.writers.cells import unguarded

COLUMNS = {
    "source": {"source", "källa", "kalla", "fil", "file", "document", "dokument"},
    "quote": {"quote", "citat", "text", "segment", "stycke"},
    "start": {"start", "från", "begin"},
    "end": {"end", "slut", "till"},
    "code": {"code", "kod", "code_id", "tema", "theme"},
    "coder": {"coder", "kodare", "granskare", "reviewer"},
    "judgement": {"judgement", "judgment", "bedömning", "beslut", "value", "värde"},
    "memo": {"memo", "anteckning", "note", "kommentar", "comment"},
}
"""What each column may be called."""
NEEDED = ("source", "code")


def read_csv(path: Path, material: Material) -> Taken:
    """The codings in a .csv with semicolons, commas or tabs.

    Raises:
        CodingsError: it cannot be read, or lacks a column that is needed.
    """
    from qualcode.readers.text import decode

    try:
        words = decode(path.read_bytes(), path.name)[0]
    except OSError as error:
        raise CodingsError(
            f"the file cannot be read ({error.strerror or error}).",
            where=Place(path),
            remedy="Close it elsewhere.",
        ) from error
    words = words.removeprefix("\ufeff")
    first = words.lstrip().split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows: workbooks.Rows = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            rows.append(tuple(map(unguarded, cells)))
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise CodingsError(
            f"a row cannot be read ({error}).", where=Place(path, line), remedy="Mend the quotation marks."
        ) from error
    return _Reading(path, rows, lines, material).taken()


def read_sheet(path: Path, rows: workbooks.Rows, material: Material) -> Taken:
    """The codings in the first sheet of a workbook.

    Raises:
        CodingsError: it lacks a column that is needed.
    """
    return _Reading(path, rows, list(range(1, len(rows) + 1)), material).taken()


class _Reading:
    def __init__(self, path: Path, rows: workbooks.Rows, lines: list[int], material: Material) -> None:
        while rows and not any(rows[0]):
            rows, lines = rows[1:], lines[1:]
        self._rows, self._lines, self._material, self._taken = rows, lines, material, Taken(path)
        header = [plain(title) for title in rows[0]] if rows else []
        self._columns = {
            name: next((at for at, title in enumerate(header) if title in called), None)
            for name, called in COLUMNS.items()
        }
        missing = [name for name in NEEDED if self._columns[name] is None]
        if self._columns["quote"] is None and None in (self._columns["start"], self._columns["end"]):
            missing.append("quote (or start and end)")
        if self._columns["coder"] is None and not material.coder:
            missing.append("coder (or --coder NAME)")
        if missing:
            raise CodingsError(
                f"there is no column {', '.join(missing)}.",
                where=Place(path.name, lines[0] if lines else 1),
                remedy="A list has the columns source, quote (or start and end), code and coder.",
            )
        self._words_of: dict[str, Words] = {}

    def taken(self) -> Taken:
        for row, line in zip(self._rows[1:], self._lines[1:], strict=True):
            if any(value not in (None, "") for value in row):
                self._row(row, line)
        return self._taken

    def _cell(self, row: tuple[Any, ...], name: str) -> str:
        return workbooks.words(row, self._columns[name])

    def _row(self, row: tuple[Any, ...], line: int) -> None:
        said = plain(self._cell(row, "judgement"))
        if said in UNSURE:
            self._taken.unsure += 1
            return
        if said and said not in YES | NO:
            self._taken.refuse(line, "judgement", f"“{said}” is neither ja nor nej.", "Write ja or nej.")
            return
        judgement: Judgement = "no" if said in NO else "yes"
        coder = coder_name(self._cell(row, "coder")) or self._material.coder
        code, source = (
            self._material.code(self._cell(row, "code")),
            self._material.source(self._cell(row, "source")),
        )
        if not coder:
            self._taken.refuse(
                line, "coder", "it does not say who coded.", "Write a name, or give --coder NAME."
            )
        elif code is None:
            words = self._cell(row, "code").strip()
            self._taken.refuse(
                line, "code", f"the codebook has no code '{words}'.", self._material.like(words)
            )
        elif source is None:
            self._taken.refuse(line, "source", *self._unknown(self._cell(row, "source")))
        elif (place := self._place(row, line, source)) is not None:
            text, memo = self._material.texts[source], self._cell(row, "memo").strip()
            start, end = place
            origin = f"import:{self._taken.path.name}"
            self._taken.judged += 1
            self._taken.decisions.append(
                Decision(
                    source, text_hash(text), start, end, text[start:end], code, judgement, coder,
                    self._material.made, origin, memo,
                )
            )  # fmt: skip

    def _unknown(self, name: str) -> tuple[str, str]:
        from qualcode.located import nearest

        near = nearest(name.strip(), list(self._material.texts))
        remedy = f"Did you mean '{near}'?" if near else "`qualcode import` lists the sources."
        return f"there is no source '{name.strip()}'.", remedy

    def _place(self, row: tuple[Any, ...], line: int, source: str) -> tuple[int, int] | None:
        text, quote = self._material.texts[source], normalize(self._cell(row, "quote")).strip()
        start, end = self._cell(row, "start").strip(), self._cell(row, "end").strip()
        offsets = (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None
        if offsets and not 0 <= offsets[0] < offsets[1] <= len(text):
            self._taken.refuse(
                line, "start", f"{start}–{end} is no place in {source}, which has {len(text)} characters.",
                "Offsets count code points from 0; end stands after the last one.",
            )  # fmt: skip
            return None
        if not quote:
            if offsets is None:
                self._taken.refuse(line, "quote", "there is no quote and no place.", "Write the quote.")
            return offsets
        if offsets and text[slice(*offsets)].strip() == quote:
            return offsets
        words = self._words_of.setdefault(source, Words(text))
        places = words.same(quote) or words.nearly(quote)
        if len(places) == 1:
            return places[0].start, places[0].end
        if not places:
            near = words.similar(quote)
            remedy = (
                f"Most like it: “{_opening(text[near[0].start : near[0].end])}”."
                if near
                else "See the source."
            )
            self._taken.refuse(line, "quote", f"the quote is not found in {source}.", remedy)
        else:
            self._taken.refuse(
                line, "quote", f"the quote stands {len(places)} times in {source}.",
                "Quote more of it, or give start and end.",
            )  # fmt: skip
        return None


def _opening(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
