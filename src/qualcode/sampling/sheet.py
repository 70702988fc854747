"""The workbook that a person fills in: instructions, the segments with a cell for each code, the codebook.

The words are locked (without a password), every cell for an answer has its choices, and a hidden column
guards each row's words. The hidden first row says what each column is, so that columns may be moved and the
sheet may be saved by other programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from qualcode.messages import message, section
from qualcode.report import colors
from qualcode.sampling.rows import Row
from qualcode.writers.cells import fitted
from qualcode.writers.columns import height
from qualcode.writers.workbook import DATED, INK, LINE, PAPER, QUIET, ink, paler

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from qualcode.codebook.model import Codebook

ABOUT = "qualcode"
"""Name of the hidden sheet that says what the workbook is."""
WORDS = (("number", 5), ("speaker", 12), ("before", 34), ("text", 54), ("after", 28))
NAME_CELL = (2, 1)
"""Row and column of the coder's name on the first sheet, from 0."""
TOP = 2
"""First row with a segment, from 0; above it stand the hidden keys and the headers."""
TALLEST = 300.0


class Sheet:
    """A sheet for one coder.

    Args:
        path: The file.
        codebook: The study's.
        codes: Ids of the codes that are asked for.
        origin: As the decisions will state it.
        coder: Who is to fill it in; empty if that is not known.
        title: Of the study.
        language: ``sv`` or ``en``.
    """

    def __init__(
        self, path: Path, codebook: Codebook, codes: Sequence[str], *, origin: str, coder: str, title: str,
        language: str,
    ) -> None:  # fmt: skip
        self._path, self._codebook, self._codes = path, codebook, list(codes)
        self._origin, self._coder, self._title, self._language = origin, coder, title, language
        self._said = section("sample", language)
        pairs = zip(codebook.codes, colors.of_codes(codebook), strict=True)
        self._colors = {code.id: pair[0] for code, pair in pairs}

    def write(self, rows: Sequence[Row]) -> None:
        """Writes the file."""
        options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        self._book = xlsxwriter.Workbook(self._path, options)
        self._book.set_properties({"title": self._said["title"].format(title=self._title), "created": DATED})
        self._reading(len(rows))
        self._coding(rows)
        self._codebook_sheet()
        about = self._book.add_worksheet(ABOUT)
        known = {"kind": "sample", "origin": self._origin, "language": self._language}
        for row, (name, value) in enumerate(known.items()):
            about.write_string(row, 0, name)
            about.write_string(row, 1, value)
        about.hide()
        self._book.close()

    def _format(self, **look: Any) -> Format:
        return self._book.add_format({"valign": "top", "font_color": INK, **look})

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(self._said[f"sheets.{name}"])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        allowed = dict.fromkeys(("format_cells", "format_columns", "format_rows", "autofilter"), True)
        sheet.protect("", allowed)
        return sheet

    def _reading(self, n_rows: int) -> None:
        sheet, said = self._sheet("reading"), self._said
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 92)
        sheet.set_row(0, 30)
        title = said["title"].format(title=self._title)
        sheet.write_string(0, 0, title, self._format(bold=True, font_size=18))
        row, column = NAME_CELL
        sheet.set_row(row, 22)
        sheet.write_string(row, 0, said["coder"], self._format(bold=True, valign="vcenter"))
        box = self._format(locked=False, border=1, border_color=QUIET, bg_color="#fff8dc", valign="vcenter")
        sheet.write_string(row, column, self._coder or said["name_here"], box)
        lines = [said["count"].format(units=n_rows, codes=len(self._codes))]
        lines += [said[name] for name in ("blind", "judge", "rest", "subcodes", "unsure", "locked")]
        lines.append(said["back"].format(file=self._path.name))
        for at, line in enumerate(lines, row + 2):
            sheet.set_row(at, height(line, 108) + 6)
            sheet.merge_range(at, 0, at, 1, "", self._format(text_wrap=True))
            sheet.write_string(at, 0, line, self._format(text_wrap=True))

    def _coding(self, rows: Sequence[Row]) -> None:
        sheet, said = self._sheet("coding"), self._said
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(1, 150)
        header = {"bold": True, "text_wrap": True, "bg_color": PAPER, "valign": "bottom"}
        n_words, n_codes = len(WORDS), len(self._codes)
        for column, (name, width) in enumerate(WORDS):
            self._head(sheet, column, name, said[f"columns.{name}"], width, self._format(**header))
        for column, code_id in enumerate(self._codes, n_words):
            self._code_head(sheet, column, code_id)
        rest = n_words + n_codes
        upright = self._format(**{**header, "rotation": 90, "align": "center"})
        self._head(sheet, rest, "rest", said["columns.rest"], 7.5, upright)
        for column, (name, width) in enumerate((("memo", 40), ("source", 24), ("place", 22)), rest + 1):
            self._head(sheet, column, name, said[f"columns.{name}"], width, self._format(**header))
        hidden = rest + 4
        for column, name in enumerate(("key", "guard"), hidden):
            sheet.write_string(0, column, name)
        sheet.set_column(hidden, hidden + 1, 10, None, {"hidden": True})
        self._fill(sheet, rows, rest)
        last = TOP + max(len(rows), 1) - 1
        self._choices(sheet, TOP, n_words, last, rest)
        sheet.freeze_panes(TOP, 4)
        sheet.autofilter(1, 0, last, rest + 3)
        sheet.repeat_rows(1)

    def _fill(self, sheet: Worksheet, rows: Sequence[Row], rest: int) -> None:
        line = {"bottom": 1, "bottom_color": LINE, "text_wrap": True}
        plain, quiet = self._format(**line, indent=1), self._format(**line, font_color=QUIET, indent=1)
        number = self._format(**line, font_color=QUIET, align="center")
        strong = self._format(**line, bg_color="#f7fafc")
        answer = self._format(**line, locked=False, align="center", left=1, left_color=LINE)
        free = self._format(**line, locked=False)
        cut = message("sheets.cut", self._language)
        for at, row in enumerate(rows, TOP):
            words = {name: getattr(row, name, "") for name, _ in WORDS}
            tall = max(height(words[name], width) for name, width in WORDS if words[name])
            sheet.set_row(at, min(TALLEST, tall + 3))
            sheet.write_number(at, 0, at - TOP + 1, number)
            for column, (name, _) in enumerate(WORDS[1:], 1):
                look = strong if name == "text" else plain if name == "speaker" else quiet
                sheet.write_string(at, column, fitted(words[name], cut), look)
            for column in range(len(WORDS), rest + 1):
                sheet.write_blank(at, column, None, answer)
            sheet.write_blank(at, rest + 1, None, free)
            for column, value in enumerate((row.source, row.place), rest + 2):
                sheet.write_string(at, column, value, quiet)
            for column, value in enumerate((row.key, row.guard), rest + 4):
                sheet.write_string(at, column, value)

    def _choices(self, sheet: Worksheet, top: int, first: int, last: int, rest: int) -> None:
        answers = [self._said[f"answers.{name}"] for name in ("has", "lacks", "unsure")]
        for columns, choices, wrong in (
            ((first, rest - 1), answers, self._said["wrong"]),
            ((rest, rest), answers[:1], self._said["wrong_rest"]),
        ):
            rule = {"validate": "list", "source": choices, "error_message": wrong}
            sheet.data_validation(top, columns[0], last, columns[1], rule)
        for color, answer in zip(("#cfe8d5", "#eef1f4", "#fbe7b2"), answers, strict=True):
            rule = {"type": "cell", "criteria": "==", "value": f'"{answer}"'}
            style = self._book.add_format({"bg_color": color})
            sheet.conditional_format(top, first, last, rest, {**rule, "format": style})

    def _head(self, sheet: Worksheet, column: int, key: str, title: str, width: float, look: Format) -> None:
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, key)
        sheet.write_string(1, column, title, look)

    def _code_head(self, sheet: Worksheet, column: int, code_id: str) -> None:
        code, below = self._codebook[code_id], len(self._codebook.lineage(code_id)) > 1
        color = paler(self._colors[code_id]) if below else self._colors[code_id]
        look = self._format(
            bold=not below, bg_color=color, font_color=ink(color), rotation=90, align="center",
            valign="bottom", text_wrap=True, right=1, right_color="#ffffff",
        )  # fmt: skip
        self._head(sheet, column, f"code:{code_id}", code.name, 7.5, look)
        note = f"{code.name}\n{' '.join(code.definition.split())}"
        sheet.write_comment(1, column, note, {"x_scale": 2.2, "y_scale": 1.6})

    def _codebook_sheet(self) -> None:
        sheet, said, book = self._sheet("codebook"), self._said, self._codebook
        columns = (
            ("code", 28), ("definition", 50), ("include", 42),
            ("exclude", 42), ("positive", 52), ("negative", 46),
        )  # fmt: skip
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, said[f"columns.{name}"], self._format(bold=True, bg_color=PAPER))
        look = self._format(text_wrap=True, bottom=1, bottom_color=LINE)
        cut = message("sheets.cut", self._language)
        for row, code_id in enumerate(self._codes, 1):
            code, depth = book[code_id], len(book.lineage(code_id)) - 1
            color = paler(self._colors[code_id]) if depth else self._colors[code_id]
            chip = self._format(
                bold=not depth, bg_color=color, font_color=ink(color), text_wrap=True, indent=2 * depth,
                bottom=1, bottom_color=LINE,
            )  # fmt: skip
            parts = (code.include, code.exclude, code.examples.positive, code.examples.negative)
            cells = [
                " ".join(code.definition.split()),
                *("\n".join(f"• {each}" for each in part) for part in parts),
            ]
            sheet.write_string(row, 0, code.name, chip)
            for column, words in enumerate(cells, 1):
                sheet.write_string(row, column, fitted(words, cut), look)
            tall = max(height(words, width) for words, (_, width) in zip(cells, columns[1:], strict=True))
            sheet.set_row(row, tall + 3)
        sheet.freeze_panes(1, 1)
