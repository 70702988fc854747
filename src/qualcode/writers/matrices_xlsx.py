"""``matrices.xlsx``: an overview and one sheet a matrix, to read, filter and calculate in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import matrices, wording
from qualcode.gate import wording as gate_wording
from qualcode.messages import message, section
from qualcode.writers import validation_sheet
from qualcode.writers.columns import Column, attribute_column
from qualcode.writers.grid import Grid
from qualcode.writers.overview import draw_overview
from qualcode.writers.workbook import QUIET, Workbook

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.result import Run

NAME = "matrices.xlsx"
SCALE = "#4f9d94"
"""The strongest shade of a cell."""
PALE = "#a9d0ca"
"""The same for a column on its own, whose numbers are read more than its colours."""
OWN_BRANCH = "#d5dbe1"


def write(run: Run, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    with Workbook(path, run) as book:
        Matrices(book, run).draw()
    return [path]


class Matrices:
    """The sheets of one run's workbook."""

    def __init__(self, book: Workbook, run: Run) -> None:
        self._book, self._run = book, run
        self._tables = run.tables
        self._paths = run.tables.paths
        self._titles = section("tables.columns", run.language)
        self._sheets = section("sheets", run.language)
        self._names = {
            path: " › ".join(run.codebook[code].name for code in path.split("/")) for path in self._paths
        }
        self._standings = [run.standing(path.split("/")[-1]) for path in self._paths]
        self._headers = {
            path: gate_wording.marked(book.codes[path].name, standing, run.language)
            for path, standing in zip(self._paths, self._standings, strict=True)
        }

    def draw(self) -> None:
        """All sheets in order."""
        sheets = ("codes", "source_code", "attribute_code", "code_code", "segment_code", "codings")
        draw_overview(self._book, self._run, sheets)
        for name in sheets:
            getattr(self, f"_{name}")(self._book.sheet(self._sheets[name]))
            if name == "codes" and self._run.validation is not None:
                sheet = self._book.sheet(message("gate.sheet", self._run.language))
                validation_sheet.draw(self._book, self._run, sheet, self._names)

    def _codes(self, sheet: Grid) -> None:
        table, book = self._tables.codes, self._book
        codes = [book.codes[path] for path in table["code"]]
        themes = [book.codes[path.split("/")[0]].name for path in table["code"]]
        names = [code.name if level else "" for code, level in zip(codes, table["level"], strict=True)]
        chips = {row: book.chip(path) for row, path in enumerate(table["code"])}
        columns = [
            Column(self._titles["theme"], themes, width=34, styles=chips),
            Column(self._titles["subcode"], names, width=34),
            Column(self._titles["segments"], table["segments"].tolist(), "whole", 10),
            Column(self._titles["share"], table["share"].tolist(), "share", 13),
            Column(self._titles["sources"], table["sources"].tolist(), "whole", 9),
            Column(self._titles["share_of_sources"], table["share_of_sources"].tolist(), "share", 13),
            Column(self._titles["speakers"], table["speakers"].tolist(), "whole", 9),
            Column(self._titles["largest_source"], table["largest_source"].tolist(), width=28),
            Column(self._titles["largest_share"], table["largest_share"].tolist(), "share", 14),
            *self._validation(),
            Column(self._titles["definition"], [code.definition for code in codes], width=60, quiet=True),
        ]
        rows = book.rows(sheet, columns, frozen=2)
        for column in (3, 5):
            book.shade(sheet, rows, column, column, PALE)
        one_voice = {"type": "formula", "criteria": f"=AND($C{rows[0] + 1}>=4,$I{rows[0] + 1}>=0.5)"}
        alarm = book.format(font_color="#b3261e", bold=True)
        sheet.conditional_format(rows[0], 8, rows[1], 8, one_voice | {"format": alarm})

    def _validation(self) -> list[Column]:
        """Each code's status and estimated prevalence."""
        standings = [standing for standing in self._standings if standing]
        if not standings:
            return []
        said, language = section("gate.columns", self._run.language), self._run.language
        estimated = [standing.prevalence for standing in standings]
        return [
            Column(
                said["status"],
                [validation_sheet.status_of(standing, language) for standing in standings],
                width=24,
                styles=validation_sheet.status_styles(self._book, standings),
            ),
            Column(said["estimated"], [each and each.segments for each in estimated], "whole", 13),
            Column(said["estimated_low"], [each and each.low for each in estimated], "whole", 11),
            Column(said["estimated_high"], [each and each.high for each in estimated], "whole", 11),
        ]

    def _source_code(self, sheet: Grid) -> None:
        table = self._tables.source_code
        attributes = list(self._tables.attributes)
        lead = [
            Column(self._titles["source"], table["source"].tolist(), width=30),
            *(attribute_column(name, table[name].tolist()) for name in attributes),
            Column(self._titles["segments"], table["segments"].tolist(), "whole", 10),
        ]
        bands = [("count", "", "whole"), ("share", matrices.SHARE, "share")]
        self._blocks(sheet, table, lead, bands, frozen=1)

    def _attribute_code(self, sheet: Grid) -> None:
        table = self._tables.attribute_code
        everybody = message("tables.all", self._run.language)
        missing = message("tables.missing", self._run.language)
        values = [value or missing for value in table["value"]]
        lead = [
            Column(
                self._titles["attribute"],
                ["" if name == matrices.ALL else name for name in table["attribute"]],
                width=16,
            ),
            Column(
                self._titles["value"],
                [everybody if value == matrices.ALL else value for value in values],
                width=22,
            ),
            Column(self._titles["cases"], table["sources"].tolist(), "whole", 9),
            Column(self._titles["segments"], table["segments"].tolist(), "whole", 10),
        ]
        bands = [
            ("count", "", "whole"),
            ("share", matrices.SHARE, "share"),
            ("share_of_cases", matrices.SHARE_OF_SOURCES, "share"),
        ]
        self._blocks(sheet, table, lead, bands, frozen=2)

    def _code_code(self, sheet: Grid) -> None:
        table = self._tables.code_code
        names = [self._names[path] for path in table["code"]]
        chips = {row: self._book.chip(path) for row, path in enumerate(table["code"])}
        lead = [Column(self._titles["code"], names, width=60, styles=chips)]
        bands = [("together", "", "whole"), ("jaccard", matrices.JACCARD, "index")]
        self._blocks(sheet, table, lead, bands, frozen=1, kin=True)

    def _segment_code(self, sheet: Grid) -> None:
        table = self._tables.segment_code
        lead = [
            Column(self._titles["source"], table["source"].tolist(), width=22),
            Column(self._titles["segment"], table["segment"].tolist(), "whole", 10),
            Column(self._titles["speaker"], table["speaker"].tolist(), width=13),
            Column(self._titles["text"], table["text"].tolist(), width=70),
        ]
        columns = [*lead, *self._matrix(table, "", "score", sparse=True)]
        rows = self._book.rows(sheet, columns, frozen=2)
        self._book.shade(sheet, rows, len(lead), len(columns) - 1, SCALE)

    def _codings(self, sheet: Grid) -> None:
        table = self._tables.codings
        language = self._run.language
        coders = {coder: wording.coder(coder, language) for coder in table["coder"].unique()}
        roles = {role: wording.role(role, language) for role in table["role"].unique()}
        columns = [
            Column(self._titles["source"], table["source"].tolist(), width=22),
            Column(self._titles["segment"], table["segment"].tolist(), "whole", 10),
            Column(self._titles["code"], [self._names[path] for path in table["code"]], width=30),
            Column(self._titles["text"], table["text"].tolist(), width=70),
            Column(self._titles["score"], table["score"].tolist(), "score", 10),
            Column(self._titles["why"], table["why"].tolist(), width=70, quiet=True),
            Column(self._titles["coder"], [coders[coder] for coder in table["coder"]], width=20, quiet=True),
            Column(self._titles["speaker"], table["speaker"].tolist(), width=13),
            Column(self._titles["role"], [roles[role] for role in table["role"]], width=13),
            Column(self._titles["turn"], table["turn"].tolist(), "whole", 7),
            Column(self._titles["begins"], [_clock(seconds) for seconds in table["begins"]], width=10),
            Column(self._titles["section"], table["section"].tolist(), width=24),
            *(attribute_column(name, table[name].tolist()) for name in self._tables.attributes),
        ]
        rows = self._book.rows(sheet, columns, frozen=3)
        self._book.shade(sheet, rows, 4, 4, PALE)
        sheet.print_area(0, 0, rows[1], 7)

    def _blocks(
        self,
        sheet: Grid,
        table: pd.DataFrame,
        lead: list[Column],
        bands: list[tuple[str, str, Any]],
        *,
        frozen: int,
        kin: bool = False,
    ) -> None:
        """The same codes several times side by side, once a measure."""
        columns, spans = list(lead), [("", len(lead))]
        parts = []
        for number, (title, suffix, kind) in enumerate(bands):
            if number:
                parts.append(len(columns) + 1)
                columns.append(Column("", [], width=2))
                spans.append(("", 1))
            columns += self._matrix(table, suffix, kind)
            spans.append((message(f"sheets.band.{title}", self._run.language), len(self._paths)))
        rows = self._book.rows(sheet, columns, frozen=frozen, bands=spans)
        self._book.print_in_parts(sheet, columns, parts)
        sheet.repeat_columns(0, frozen - 1)
        first = len(lead)
        for _ in bands:
            if kin:
                self._grey_kin(sheet, rows[0], first)
            self._book.shade(sheet, rows, first, first + len(self._paths) - 1, SCALE)
            first += len(self._paths) + 1

    def _grey_kin(self, sheet: Grid, top: int, left: int) -> None:
        """Codes of one line, which always go together, outside the colour scale."""
        style = self._book.format(bg_color=OWN_BRANCH, font_color=QUIET)
        for row, one in enumerate(self._paths):
            for column, other in enumerate(self._paths):
                if f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/"):
                    sheet.conditional_format(
                        top + row, left + column, top + row, left + column,
                        {"type": "no_errors", "format": style, "stop_if_true": True},
                    )  # fmt: skip

    def _matrix(self, table: pd.DataFrame, suffix: str, kind: Any, *, sparse: bool = False) -> list[Column]:
        return [
            Column(
                self._headers[path],
                table[path + suffix].tolist(),
                kind,
                None,
                color=self._book.colors[path],
                depth=path.count("/"),
                sparse=sparse,
            )
            for path in self._paths
        ]


def _clock(seconds: float) -> str:
    return "" if seconds != seconds else wording.clock(seconds)
