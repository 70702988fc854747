"""Standings as rows of plain values: for ``validation.csv``, the manifest and the workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qualcode.agreement.figures import STATISTICS, Figure
from qualcode.gate import wording
from qualcode.gate.standing import Standing

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.gate.standing import Validation

INTERVALS = tuple(name for name in STATISTICS if name != "rho")


def of(
    validation: Validation, codebook: Codebook, codes: Iterable[str], language: str
) -> list[dict[str, Any]]:
    """One row a code.

    Args:
        validation: The standings.
        codebook: For the codes' paths.
        codes: Ids of the codes, in the order of the tables; those that it does not know are left out.
        language: Of ``words``.

    Returns:
        ``code`` (path), ``code_id``, ``status``, ``reason`` (a key of
        :data:`qualcode.gate.standing.REASONS`), what is demanded (``statistic``, ``bound``, ``least``,
        ``needed``), what was judged (``n``, ``sources``, ``people``, ``share_people``, ``share_machine``),
        each statistic with ``_low`` and ``_high``, ``raw_segments``, the estimated prevalence (``estimated``
        segments, ``_low``, ``_high``, ``_share``), all of it in ``words``, and of how many segments that
        samples drew by lot (``drawn``) people were ``unsure``.
    """
    known = (code for code in codes if code in validation.by_code)
    return [_row(validation.by_code[code], codebook.path(code), language) for code in known]


def short(standing: Standing | None) -> dict[str, Any]:
    """What the terminal and the manifest say of a code; empty of one that was not measured."""
    if standing is None:
        return {}
    figure, estimated = standing.figure, standing.prevalence
    return {
        "status": standing.status,
        "reason": standing.why,
        "statistic": standing.statistic,
        "value": _rounded(figure.value),
        "low": _rounded(figure.low),
        "high": _rounded(figure.high),
        "n": standing.n,
        "needed": standing.needed,
        "estimated": _rounded(estimated.segments, 1) if estimated else None,
        "estimated_low": _rounded(estimated.low, 1) if estimated else None,
        "estimated_high": _rounded(estimated.high, 1) if estimated else None,
        "drawn": standing.judged.drawn if standing.judged else None,
        "judged": standing.judged.judged if standing.judged else None,
    }


def _row(standing: Standing, path: str, language: str) -> dict[str, Any]:
    found = standing.agreement
    people, machine = found.having if found else (None, None)
    estimated = standing.prevalence
    row: dict[str, Any] = {
        "code": path,
        "code_id": standing.code,
        "status": standing.status,
        "reason": standing.why,
        "statistic": standing.statistic,
        "bound": standing.bound,
        "least": standing.least,
        "needed": standing.needed,
        "n": standing.n,
        "sources": standing.sources,
        "people": standing.people,
        "share_people": _rounded(people),
        "share_machine": _rounded(machine),
    }
    for name in STATISTICS:
        figure = found.figures[name] if found else Figure()
        row[name] = _rounded(figure.value)
        if name in INTERVALS:
            row |= {f"{name}_low": _rounded(figure.low), f"{name}_high": _rounded(figure.high)}
    return row | {
        "raw_segments": estimated.raw if estimated else None,
        "estimated": _rounded(estimated.segments, 1) if estimated else None,
        "estimated_low": _rounded(estimated.low, 1) if estimated else None,
        "estimated_high": _rounded(estimated.high, 1) if estimated else None,
        "estimated_share": _rounded(estimated.share) if estimated else None,
        "words": wording.sentence(standing, language),
        "drawn": standing.judged.drawn if standing.judged else None,
        "unsure": standing.judged.unsure if standing.judged else None,
    }


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(float(value), digits)
