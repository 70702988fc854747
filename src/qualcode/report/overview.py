"""The overview's figures and charts as rows and cells, counted from the run's tables.

They are tables first: every number stands as text, shade and length only repeat it. Cells link to the quotes
behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from qualcode import cases, matrices
from qualcode.coded import tree_order
from qualcode.messages import message as said
from qualcode.report import material
from qualcode.report.numerals import count, percent

if TYPE_CHECKING:
    from qualcode.result import Run

SHADES = 7
"""Steps of the heat maps; the stylesheet's ``.h1`` to ``.h7``."""
MOST_VALUES = 12
"""Attributes with more values than this (dates, names) are filters, not charts."""


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """A code as a chart's row or column: ``number`` is its place in the tree, ``level`` 0 for themes."""

    number: int
    id: str
    name: str
    path: str
    level: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the link to what it counts.

    Attributes:
        count: As it is shown; empty where nothing can be counted.
        share: As per cent, for reading beside or instead of it.
        length: The share, 0–100, for a bar.
        shade: 0 to :data:`SHADES`.
        link: Address within the page, empty for none.
        more: A further figure, said in words.
    """

    count: str
    share: str
    length: float
    shade: int
    link: str
    more: str = ""


def address(view: str, **chosen: Any) -> str:
    """An address within the page: the view and what is chosen there, as the scripts read it."""
    pairs = [
        (name, one) for name, many in chosen.items() for one in (many if isinstance(many, list) else [many])
    ]
    return f"#/{view}" + (f"?{urlencode(pairs, quote_via=percent_encoded)}" if pairs else "")


def columns(run: Run) -> list[CodeColumn]:
    """All codes in the order of their tree, which is that of all tables."""
    codebook = run.codebook
    return [
        CodeColumn(number, code, codebook[code].name, codebook.path(code), len(codebook.lineage(code)) - 1)
        for number, code in enumerate(tree_order(codebook))
    ]


def figures(run: Run) -> dict[str, str]:
    """How much there is: sources, turns of speech, coded segments, those with a code, quotes."""
    has = run.tables.segment_code[list(run.tables.paths)].gt(0).any(axis=1)
    numbers = {
        "sources": len(run.sources),
        "segments": len(run.tables.segment_code),
        "with_code": int(has.sum()),
        "quotes": sum(quote.specific for quote in run.quotes),
    }
    return {name: count(number, run.language) for name, number in numbers.items()}


def codes(run: Run) -> list[dict[str, Any]]:
    """How much and how widely each code is spoken of; bars are as long as the largest code's is 100."""
    language, total = run.language, len(run.sources)
    largest = max((*run.tables.codes["segments"], 1))
    return [
        {
            "code": code,
            "segments": Cell(
                count(row.segments, language),
                percent(row.share, language),
                _length(row.segments / largest),
                0,
                address("citat", kod=code.id) if row.segments else "",
            ),
            "sources": count(row.sources, language),
            "sources_length": _length(row.sources / total if total else 0),
            "largest": percent(row.largest_share, language) if row.segments else "",
            "largest_source": row.largest_source,
        }
        for code, row in zip(columns(run), run.tables.codes.itertuples(), strict=True)
    ]


def sources(run: Run) -> list[dict[str, Any]]:
    """Codes over sources: a row a source, a cell a code, shaded by the share of the source's segments."""
    rows = run.tables.source_code.to_dict("records")
    shares = [row[code.path + matrices.SHARE] for row in rows for code in columns(run)]
    top = max(shares, default=0)
    return [
        {
            "name": row["source"],
            "segments": count(row["segments"], run.language),
            "link": address("kallor", kalla=row["source"]),
            "cells": [
                Cell(
                    count(row[code.path], run.language),
                    percent(row[code.path + matrices.SHARE], run.language),
                    0,
                    _shade(row[code.path + matrices.SHARE], top),
                    address("citat", kod=code.id, kalla=row["source"]) if row[code.path] else "",
                )
                for code in columns(run)
            ],
        }
        for row in rows
    ]


def attributes(run: Run) -> list[dict[str, Any]]:
    """Attributes by theme: per value, the share of its segments and the number of its sources with the theme.

    Attributes with one value, or more than :data:`MOST_VALUES`, are left out.
    """
    table = run.tables.attribute_code
    themes = [code for code in columns(run) if code.level == 0]
    charts = []
    for name, column in material.attributes(run):
        rows = table[table["attribute"] == column].to_dict("records")
        if not 1 < len(rows) <= MOST_VALUES or all(row["sources"] <= 1 for row in rows):
            continue
        top = max((row[code.path + matrices.SHARE] for row in rows for code in themes), default=0) or 1
        charts.append({"name": name, "rows": [_group(run, name, row, themes, top) for row in rows]})
    return charts


def _group(
    run: Run, name: str, row: dict[str, Any], themes: Sequence[CodeColumn], top: float
) -> dict[str, Any]:
    where = {f"a.{name}": row["value"]}
    return {
        "value": row["value"],
        "sources": count(row["sources"], run.language),
        "few": row["sources"] < cases.FEW,
        "segments": count(row["segments"], run.language),
        "cells": [
            Cell(
                count(row[code.path], run.language),
                percent(row[code.path + matrices.SHARE], run.language),
                _length(row[code.path + matrices.SHARE] / top),
                0,
                address("citat", kod=code.id, **where) if row[code.path] else "",
                said(
                    f"report.charts.attributes.{'source' if row['sources'] == 1 else 'sources'}",
                    run.language,
                    n=count(round(row[code.path + matrices.SHARE_OF_SOURCES] * row["sources"]), run.language),
                    of=count(row["sources"], run.language),
                ),
            )
            for code in themes
        ],
    }


def together(run: Run) -> list[dict[str, Any]]:
    """Codes in the same segments, each pair once: a row a code, cells for the codes before it and for itself.

    Shaded by the Jaccard index, both / either; a code's own cell has all its segments and no shade. A code
    and those above it always stand together: their cells are empty.
    """
    rows = run.tables.code_code.to_dict("records")
    all_codes = columns(run)
    lines = {code.id: run.codebook.lineage(code.id) for code in all_codes}
    pairs = {
        (one.id, other.id): (row[other.path], row[other.path + matrices.JACCARD])
        for one, row in zip(all_codes, rows, strict=True)
        for other in all_codes[: one.number]
        if one.id not in lines[other.id] and other.id not in lines[one.id]
    }
    top = max((jaccard for _, jaccard in pairs.values()), default=0)

    def cell(one: CodeColumn, other: CodeColumn, row: dict[str, Any]) -> Cell:
        if one == other:
            link = address("citat", kod=one.id) if row[one.path] else ""
            return Cell(count(row[one.path], run.language), "", 0, 0, link)
        if (one.id, other.id) not in pairs:
            return Cell("", "", 0, 0, "")
        both, jaccard = pairs[one.id, other.id]
        link = address("citat", kod=[one.id, other.id], alla=1) if both else ""
        return Cell(count(both, run.language), percent(jaccard, run.language), 0, _shade(jaccard, top), link)

    return [
        {"code": one, "cells": [cell(one, other, row) for other in all_codes[: one.number + 1]]}
        for one, row in zip(all_codes, rows, strict=True)
    ]


def _length(share: float) -> float:
    return round(100 * float(share), 1)


def _shade(share: float, top: float) -> int:
    """0 for nothing, else 1 to :data:`SHADES` in even steps up to the chart's largest share."""
    return 0 if share <= 0 or top <= 0 else min(SHADES, 1 + int(share / top * SHADES * 0.999))
