"""``dossier.xlsx``: overview, quotes with a column to choose in, tables, gaps, codes and the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.argument import phrasing
from qualcode.argument.dossier import ClaimPart, Dossier
from qualcode.argument.dossier_quotes import Quote
from qualcode.argument.dossier_tables import Table
from qualcode.messages import message, section
from qualcode.writers.cells import fitted
from qualcode.writers.columns import height
from qualcode.writers.workbook import INK, LEFT, LINE, PAPER, new_book

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Book

NAME = "dossier.xlsx"
KEYS = (
    "decision", "claim", "kind", "view", "side", "listed", "stance", "text", "where", "group", "district",
    "codes", "score", "reason", "id", "claim_id",
)  # fmt: skip
"""Columns of the sheet of quotes; they stand in its hidden first row, for whoever takes it back in."""
WIDTHS = (14, 30, 14, 14, 16, 12, 18, 70, 34, 16, 16, 30, 8, 44, 14, 22)
CHOICES = ("pin", "supports", "challenges", "both", "neither", "ban", "withdrawn")
"""What may be chosen, as the catalogue has words for it (``dossier.sheet.choices``)."""
SHEET_NAME = 31


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    with new_book(path, dossier.title) as book:
        sheets = _Sheets(book, dossier)
        sheets.overview()
        sheets.quotes()
        for table in dossier.tables:
            sheets.table(table)
        sheets.gaps()
        sheets.codes()
        sheets.rule()
        sheets.rules()
        sheets.about()
    return [path]


class _Sheets:
    def __init__(self, book: Book, dossier: Dossier) -> None:
        self._book, self._dossier = book, dossier
        self._say = partial(message, language=dossier.language)
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def overview(self) -> None:
        say, rows = self._say, []
        for part in self._dossier.parts:
            on = phrasing.on_sides(part)
            figures = [*on.values(), part.strength, part.total] if part.evidenced else [None] * 5
            rows.append([
                say(f"dossier.kinds.{part.kind}"), part.label, part.text, *figures,
                say(f"dossier.contrasts.{part.contrast}") if part.evidenced else "",
                sum(gap.kind not in ("unvalidated", "unconfirmed") for gap in part.gaps),
            ])  # fmt: skip
        names = (
            "kind",
            "claim",
            "text",
            "supports",
            "challenges",
            "both",
            "strength",
            "balance",
            "views",
            "gaps",
        )
        self._rows(say("dossier.sheet.overview"), names, (18, 34, 64, 6, 6, 6, 9, 9, 40, 9), rows)

    def quotes(self) -> None:
        say, language = self._say, self._dossier.language
        sheet = self._sheet(say("dossier.sheet.quotes"))
        titles = section("dossier.sheet.columns", language)
        for column, (key, width) in enumerate(zip(KEYS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, key)
            sheet.write_string(1, column, titles[key], self._look(bold=True, bg_color=PAPER))
        sheet.set_row(0, None, None, {"hidden": True})
        rows = list(self._quotes())
        for number, cells in enumerate(rows, 2):
            self._line(sheet, number, cells, WIDTHS, open_=1)
        sheet.freeze_panes(2, 2)
        sheet.repeat_rows(1)
        if rows:
            sheet.autofilter(1, 0, len(rows) + 1, len(KEYS) - 1)
            words = section("dossier.sheet.choices", language)
            rule = {"validate": "list", "source": [words[choice] for choice in CHOICES]}
            sheet.data_validation(2, 0, len(rows) + 1, 0, rule)
        sheet.protect("", dict.fromkeys(("format_columns", "format_rows", "autofilter", "sort"), True))

    def _quotes(self) -> Iterator[list[Any]]:
        say = self._say
        for part in self._dossier.parts:
            names = phrasing.sides(part, self._dossier.language)
            for view in part.views:
                for side in view.sides:
                    for one in side.quotes:
                        yield self._quote(part, one, names[side.name], "shown")
                    for one in side.rest:
                        yield self._quote(part, one, names[side.name], "more")
            for one in part.candidates:
                yield self._quote(part, one, say("dossier.sheet.perhaps", side=names[one.side]), "read")

    def _quote(self, part: ClaimPart, one: Quote, side: str, place: str) -> list[Any]:
        say, language = self._say, self._dossier.language
        stance = say(f"dossier.stances.{one.stance}", person=one.confirmed_by)
        if one.stance != "unread":
            stance = f"{phrasing.mark(one)} {stance}"
        return [
            "", part.label, say(f"dossier.kinds.{part.kind}"),
            say(f"dossier.views.{'outside' if one.outside else 'local'}"), side,
            say(f"dossier.sheet.places.{place}"), stance, one.text,
            ", ".join(filter(None, (phrasing.speaker(one, language), one.source, one.place))),
            one.group, one.district, ", ".join(code.name for code in one.codes), one.score,
            one.reason, one.id, part.id,
        ]  # fmt: skip

    def table(self, table: Table) -> None:
        say, unknown = self._say, self._say("dossier.tables.unknown")
        sheet = self._sheet(table.title[:SHEET_NAME])
        head = self._look(bold=True, bg_color=PAPER)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(table.columns), 14)
        sheet.write_string(0, 0, say("dossier.tables.claim"), head)
        sheet.write_string(1, 0, say("dossier.tables.sources"), self._look(italic=True))
        for column, (name, number) in enumerate(zip(table.columns, table.sources, strict=True), 1):
            sheet.write_string(0, column, name or unknown, head)
            sheet.write_number(1, column, number, self._look(italic=True, align="center"))
        middle = self._look(align="center", bottom=1, bottom_color=LINE)
        for number, row in enumerate(table.rows, 2):
            sheet.write_string(number, 0, row.claim.label, self._look(bottom=1, bottom_color=LINE))
            for column, cell in enumerate(row.cells, 1):
                sheet.write_string(number, column, phrasing.cell(cell), middle)
        sheet.write_string(len(table.rows) + 3, 0, say("dossier.tables.help"), self._look())
        sheet.set_row(len(table.rows) + 3, 100)
        sheet.freeze_panes(2, 1)

    def gaps(self) -> None:
        labels = {part.id: part.label for part in self._dossier.parts}
        rows = [
            [self._say(f"dossier.gap_headings.{gap.kind}"), labels[gap.claim], gap.about, gap.text]
            for gap in self._dossier.gaps
        ]
        self._rows(self._say("dossier.sheet.gaps"), ("gap", "claim", "about", "text"), (34, 34, 40, 80), rows)

    def codes(self) -> None:
        labels = {part.id: part.label for part in self._dossier.parts}
        rows = [
            [code.name, code.path, code.text, ", ".join(labels[claim] for claim in code.claims)]
            for code in self._dossier.codes
        ]
        self._rows(
            self._say("dossier.sheet.codes"), ("code", "path", "standing", "claims"), (34, 34, 60, 60), rows
        )

    def rule(self) -> None:
        say, made = self._say, self._dossier.provenance
        rows = [[line] for line in (*self._dossier.notes, *self._dossier.rule.lines)]
        rows.append([
            say("dossier.page.run", run=made.run, codebook=made.codebook, argument=made.argument,
                file=made.argument_file, version=made.version)
        ])  # fmt: skip
        self._rows(say("dossier.sheet.rule"), ("rule",), (120,), rows)

    def rules(self) -> None:
        """What was looked for under each claim."""
        rows = [
            [part.label, phrasing.sides(part, self._dossier.language)[side], rule]
            for part in self._dossier.parts
            for side, rule in part.rules
        ]
        self._rows(self._say("dossier.page.rules_heading"), ("claim", "side", "sought"), (34, 18, 120), rows)

    def about(self) -> None:
        """What the file is, for whoever takes it back in."""
        sheet = self._book.add_worksheet("qualcode")
        for row, (key, value) in enumerate((("kind", "dossier"), ("run", self._dossier.provenance.run))):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, value)
        sheet.hide()

    def _rows(
        self, name: str, keys: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[Any]]
    ) -> None:
        sheet = self._sheet(name)
        titles = section("dossier.sheet.columns", self._dossier.language)
        for column, (key, width) in enumerate(zip(keys, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, titles[key], self._look(bold=True, bg_color=PAPER))
        for number, cells in enumerate(rows, 1):
            self._line(sheet, number, cells, widths)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(keys) - 1)

    def _line(
        self, sheet: Any, number: int, cells: Sequence[Any], widths: Sequence[float], *, open_: int = 0
    ) -> None:
        """A row of words and figures; the first ``open_`` cells may be filled in."""
        words_of = [cell if isinstance(cell, str) else "" for cell in cells]
        sheet.set_row(number, max(height(w, width) for w, width in zip(words_of, widths, strict=True)) + 3)
        for column, cell in enumerate(cells):
            look = {"bottom": 1, "bottom_color": LINE, "locked": column >= open_}
            if isinstance(cell, str):
                sheet.write_string(number, column, fitted(cell, " …"), self._look(**look, **LEFT))
            elif cell is not None:
                figures = {"num_format": "0.00"} if isinstance(cell, float) else {}
                sheet.write_number(number, column, cell, self._look(**look, **figures))

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name[:SHEET_NAME])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _look(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            look = {"valign": "top", "font_color": INK, "text_wrap": True, **properties}
            self._looks[key] = self._book.add_format(look)
        return self._looks[key]
