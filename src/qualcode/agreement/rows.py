"""Comparisons as rows of plain values, for programs: CSV and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.agreement.comparisons import MACHINE, PEOPLE
from qualcode.agreement.figures import STATISTICS

if TYPE_CHECKING:
    from qualcode.agreement.figures import Agreement
    from qualcode.agreement.of_study import Result

STANDING_FOR = {PEOPLE: "people", MACHINE: "machine"}


def of(result: Result) -> list[dict[str, Any]]:
    """One row a comparison and code.

    Returns:
        ``kind`` and ``between`` of :class:`qualcode.agreement.comparisons.Comparison`, ``coders`` (joined by
        ``" | "``), ``code`` (path; empty for all codes together), ``code_id``, ``unit``, ``n`` (segments),
        ``sources``, ``shares`` (of the code, in the order of the coders), and each statistic with ``_low``,
        ``_high`` and ``_why``.
    """
    return [
        _row(result, comparison.kind, comparison.between, comparison.coders, row)
        for comparison in result.comparisons
        for row in comparison.rows
    ]


def _row(result: Result, kind: str, between: str, coders: tuple[str, ...], row: Agreement) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": kind,
        "between": between,
        "coders": " | ".join(STANDING_FOR.get(name, name) for name in coders),
        "code": result.codebook.path(row.code) if row.code else "",
        "code_id": row.code,
        "unit": row.unit,
        "n": row.n,
        "sources": row.sources,
        "shares": " | ".join("" if share is None else f"{share:.4f}" for share in row.having),
    }
    for name in STATISTICS:
        figure = row.figures[name]
        found[name] = _rounded(figure.value)
        found[f"{name}_low"], found[f"{name}_high"] = _rounded(figure.low), _rounded(figure.high)
        found[f"{name}_why"] = figure.why
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)
