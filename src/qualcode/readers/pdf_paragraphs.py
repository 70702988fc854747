"""A PDF file's rows as headings, paragraphs and rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from qualcode.readers import labels, tables, words
from qualcode.readers.lines import Line
from qualcode.readers.pdf_hyphens import Hyphens
from qualcode.readers.pdf_layout import Band
from qualcode.readers.pdf_rows import Row
from qualcode.readers.pdf_tables import Table, table_at

# Type this much larger than the body's is a heading's; bold type needs less.
_LARGER, _BOLD_LARGER = 1.15, 1.05
_LONGEST_HEADING = 120
# A gap this much wider than between the lines of a paragraph.
_GAP = 1.25
# A shorter row hardly fills its line.
_SHORTEST_ROW = 25
_SENTENCE_ENDS = (".", "!", "?", "…", ":", '."', '?"', ".”", "?”", "]", ")", "#")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"\s*\d{1,4}[.)]\s*(?=[^\W\d_])")
_BULLETS = ("•", "▪", "◦", "●", "○", "■", "\uf0b7", "\uf0a7", "‣")


@dataclass(slots=True)
class _Paragraph:
    """Rows that are one paragraph."""

    rows: list[Row] = field(default_factory=list)
    heading: int = 0
    tabbed: bool = False


class Paragraphs:
    """Puts rows together.

    Args:
        laid_out: The rows in reading order.
        hyphens: What hyphens at the ends of rows mean.
    """

    def __init__(self, laid_out: list[Band], hyphens: Hyphens) -> None:
        self._bands, self._hyphens = laid_out, hyphens
        rows = [row for band in laid_out for cell in band.cells for row in cell]
        sizes: Counter[float] = Counter()
        for row in rows:
            sizes[row.size] += len(row.text)
        self._body = sizes.most_common(1)[0][0]
        larger = sorted({row.size for row in rows if self._is_heading(row)}, reverse=True)
        self._levels = {size: level for level, size in enumerate(larger, 1)}
        self._margin = self._margins()
        self._inner = self._inner_margins()
        self._leading = self._leading_of(rows)
        self._labels = self._recurring_labels()

    def lines(self) -> list[Line]:
        """All lines, in reading order."""
        found: list[Line] = []
        run: list[Row] = []
        index = 0
        while index < len(self._bands):
            table = table_at(self._bands, index, self._body)
            if table:
                found += self._paragraph_lines(run)
                found += self._table_lines(table)
                run, index = [], table.end
                continue
            run += _beside(self._bands[index])
            index += 1
        return found + self._paragraph_lines(run)

    def _table_lines(self, table: Table) -> list[Line]:
        columns = [[one for row in table.rows for one in row[index]] for index in range(len(table.rows[0]))]
        ends = [*table.lefts[1:], float("inf")]
        margins = [
            max((row.right for row in column if row.right < end), default=0.0)
            for column, end in zip(columns, ends, strict=True)
        ]
        return tables.lines_of(
            [
                [
                    [self._line(one, margin) for one in self._paragraphs(cell, margin)]
                    for cell, margin in zip(row, margins, strict=True)
                ]
                for row in table.rows
            ]
        )

    def _paragraph_lines(self, rows: list[Row]) -> list[Line]:
        return [self._line(one, None) for one in self._paragraphs(rows, None)]

    def _paragraphs(self, rows: list[Row], margin: float | None) -> list[_Paragraph]:
        found: list[_Paragraph] = []
        before: Row | None = None
        for row in rows:
            level = self._levels.get(row.size, 0) if self._is_heading(row) else 0
            last = found[-1] if found else None
            starts = before is None or self._starts(row, before, margin, level)
            if last and last.heading and level == last.heading and before:
                starts = not self._heading_goes_on(row, before)
            elif last and (level or last.heading):
                starts = True
            if starts or last is None:
                found.append(_Paragraph([row], level))
            else:
                last.rows.append(row)
            before = row
        return found

    def _heading_goes_on(self, row: Row, before: Row) -> bool:
        step = before.y - row.y
        return row.page == before.page and 0 < step < 1.6 * row.size

    def _line(self, paragraph: _Paragraph, margin: float | None) -> Line:
        text, bold, all_bold = "", 0, True
        before: Row | None = None
        for row in paragraph.rows:
            own = row.text.strip() if before else row.text.rstrip()
            if before:
                dropped, glue = self._joint(text, own, before, margin)
                if dropped:
                    text = text[:-1]
                    bold = min(bold, len(text))
                text += glue
            if all_bold:
                bold = len(text) + min(row.bold, len(own)) if row.bold else bold
                all_bold = row.bold >= len(own)
            text += own
            before = row
        first = paragraph.rows[0]
        italic = all(row.italic for row in paragraph.rows)
        return Line(
            text, heading=paragraph.heading, bold=bold, italic=italic, page=first.page, cells="\t" in text
        )

    def _joint(self, above: str, below: str, row: Row, margin: float | None) -> tuple[bool, str]:
        """Whether the last character goes, and what joins two rows of a paragraph."""
        if row.hyphen:
            return self._hyphens.between(above, below, row.hyphen)
        last, first = row.text.rpartition("\t")[2], _FIRST_WORD.match(below)
        full = self._edge(row, margin) - row.right < 1.2 * (row.right - row.inset) / len(last)
        tail = _LAST_WORD.search(last)
        alone = len(last) > 9 and not any(one.isspace() for one in last)
        if full and first and tail and alone and below[0].islower():
            return False, "" if self._hyphens.cut(tail.group(), first.group()) else " "
        tight = above[-1:] in "–/" and above[-2:-1].isalnum() and below[:1].isalnum()
        return False, "" if tight and (above[-1:] == "/" or below[:1].isdigit()) else " "

    def _starts(self, row: Row, before: Row, margin: float | None, level: int) -> bool:
        """Whether a row starts a paragraph: a gap above, other type, or room on the row before."""
        if abs(row.size - before.size) > 0.08 * row.size or row.text.lstrip()[:1] in _BULLETS:
            return True
        if self._is_label(row) or self._is_label_alone(before):
            return True
        room = self._has_room(before, row, margin)
        apart = row.page != before.page or row.column != before.column
        if apart or row.y > before.y:
            return room or (before.text.rstrip().endswith(_SENTENCE_ENDS) and not row.text[:1].islower())
        return room or before.y - row.y > _GAP * self._leading

    def _has_room(self, before: Row, row: Row, margin: float | None) -> bool:
        """The first word of a row would have fitted on the row before."""
        room = self._edge(before, margin) - before.right
        return not before.hyphen and room > row.first_word + 0.35 * row.size

    def _edge(self, row: Row, margin: float | None) -> float:
        """How far to the right a row might have gone on."""
        if margin is not None:
            return margin
        return self._inner.get(round(row.inset / 3), self._margin[row.column])

    def _is_heading(self, row: Row) -> bool:
        factor = _BOLD_LARGER if row.bold >= len(row.text) else _LARGER
        return row.size > factor * self._body and len(row.text) <= _LONGEST_HEADING

    def _is_label(self, row: Row) -> bool:
        """Whether a row begins with a label that often begins paragraphs."""
        found = _parsed(row)
        return found.key in self._labels and _may_open(found, row)

    def _is_label_alone(self, row: Row) -> bool:
        """Whether a row is nothing but a label or a time."""
        found = _parsed(row)
        return found.stamp_only or (found.key in self._labels and not found.text.strip())

    def _recurring_labels(self) -> frozenset[str]:
        """Keys of what looks like labels and begins rows after a short row, a gap or another page's end."""
        count: Counter[str] = Counter()
        before: Row | None = None
        for band in self._bands:
            row = _beside(band)[0]
            found = _parsed(row)
            if found.label and _may_open(found, row):
                edge = self._margin[before.column] if before else 0.0
                short = before is not None and edge - before.right > row.first_word + 0.35 * row.size
                apart = before is None or before.y - row.y > _GAP * self._leading or before.page != row.page
                told = words.part(found.label) or words.is_titled(found.label) or _COUNTED.match(row.text)
                set_off = found.shape != "colon" or told or len(band.cells) > 1
                if found.label[0].isupper() or words.part(found.label):
                    count[found.key] += bool(short or apart or set_off)
            before = _beside(band)[-1]
        return frozenset(key for key, times in count.items() if times >= 2)

    def _leading_of(self, rows: list[Row]) -> float:
        """From base line to base line within a paragraph: after full rows whose sentence goes on."""
        steps = sorted(
            above.y - below.y
            for above, below in pairwise(rows)
            if above.page == below.page
            and above.size == below.size == self._body
            and above.y > below.y + 0.5 * above.size
            and len(above.text) >= _SHORTEST_ROW
            and not above.text.rstrip().endswith(_SENTENCE_ENDS)
            and not self._has_room(above, below, None)
        )
        return steps[len(steps) // 10] if steps else 1.2 * self._body

    def _inner_margins(self) -> dict[int, float]:
        """Right margin of what stands beside labels, by its left edge, where it takes several rows."""
        rows: dict[int, list[Row]] = {}
        for band in self._bands:
            for cell in band.cells[1:]:
                if len(cell) > 1:
                    rows.setdefault(round(cell[0].inset / 3), []).extend(cell)
        return {left: max(row.right for row in cells) for left, cells in rows.items() if len(cells) > 3}

    def _margins(self) -> dict[int, float]:
        """Right margin by column of text; one with few rows has that of others that begin where it does."""
        edges: dict[int, list[Row]] = {}
        for band in self._bands:
            edges.setdefault(band.cells[0][0].column, []).extend(row for cell in band.cells for row in cell)
        found = {column: _right_of(rows) for column, rows in edges.items()}
        lefts = {column: min(row.left for row in rows) for column, rows in edges.items()}
        for column, rows in edges.items():
            if len(rows) <= 7:
                alike = [
                    found[other]
                    for other in edges
                    if abs(lefts[other] - lefts[column]) < 2 * self._body and len(edges[other]) > 7
                ]
                found[column] = max([found[column], *([median(alike)] if alike else [])])
        if all(len(rows) <= 7 for rows in edges.values()):
            widest = max(found.values())
            found = dict.fromkeys(found, widest)
        return found


def _parsed(row: Row) -> labels.Parsed:
    """The row as it may be read, without the number that may count the turn."""
    counted = _COUNTED.match(row.text)
    start = counted.end() if counted else 0
    return labels.parse(Line(row.text[start:], bold=max(0, row.bold - start)))


def _may_open(found: labels.Parsed, row: Row) -> bool:
    """Whether a label is set off from what is said: by a sign, a time, or a bold row of its own."""
    if found.shape == "alone":
        return row.bold >= len(row.text) and words.is_name(found.label or "")
    return found.shape in ("colon", "tab", "bold", "timed", "bracket")


def _right_of(rows: list[Row]) -> float:
    """Right edge of a column of text; a word that is too long for it may stick out."""
    words = [row.right for row in rows if " " in row.text.strip()]
    return max(words or [row.right for row in rows])


def _beside(band: Band) -> list[Row]:
    """A band's rows with the first rows of its cells put on one, parted by tabs."""
    if len(band.cells) == 1:
        return band.cells[0]
    heads = [_one(cell) for cell in band.cells[:-1]]
    first, *rest = band.cells[-1]
    head = heads[0]
    joined = replace(
        first,
        text="\t".join([*(one.text.strip() for one in heads), first.text]),
        left=head.left,
        bold=head.bold,
        first_word=head.first_word,
    )
    return [joined, *rest]


def _one(cell: list[Row]) -> Row:
    """A label's rows as one."""
    return cell[0] if len(cell) == 1 else replace(cell[0], text=" ".join(row.text.strip() for row in cell))
