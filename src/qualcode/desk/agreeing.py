"""How far people agree at this moment, with the machine and with each other, code by code, and how much is
wanted until the gate can be decided.

Figures are those of ``qualcode agreement`` and of a run's gate, with their intervals and with the reasons why
there are none. Resampling takes a second or two, so they are found when somebody asks for them, and again
only when more has been said; nobody else waits meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.coded import rounded
from qualcode.messages import message

if TYPE_CHECKING:
    from qualcode.agreement.comparisons import Comparison
    from qualcode.agreement.figures import Agreement, Figure
    from qualcode.decisions.decision import Decision
    from qualcode.desk.material import Material
    from qualcode.gate.standing import Standing


@dataclass(frozen=True)
class Asking:
    """What is asked for.

    Attributes:
        material: The run, with the machine's codings.
        decisions: All that people said.
        version: Of what they said.
        judged: By code, of how many segments people say by majority that they have it, and have it not.
    """

    material: Material
    decisions: Sequence[Decision]
    version: int
    judged: dict[str, tuple[int, int]]


class Agreeing:
    """The figures of a study, kept until more is said."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[tuple[str, int] | None, dict[str, Any]] = (None, {})

    def of(self, asking: Asking) -> dict[str, Any]:
        """``demand`` (what the gate asks for, in words), ``draw`` (how many segments more it asks for, of the
        code that lacks most), ``codes`` (people and machine), ``pairs`` (people among themselves) and
        ``notes``."""
        key = asking.material.run, asking.version
        with self._lock:
            if self._known[0] != key:
                self._known = key, _figures(asking)
            return self._known[1]


def _figures(asking: Asking) -> dict[str, Any]:
    from qualcode.agreement.comparisons import Comparer
    from qualcode.agreement.material import Material as Compared
    from qualcode.agreement.said import by_kind
    from qualcode.gate import of_study as gate
    from qualcode.gate import wording
    from qualcode.reviewing import need_of

    material = asking.material
    study, language = material.study, material.language
    validation = gate.measure(study, material.sources, material.codebook, asking.decisions)
    compared = Compared.of(material.sources, material.codebook)
    comparer = Comparer(compared, chance=False)
    said = by_kind(asking.decisions, compared)
    shown = comparer.machine(said["review"])[:1] if "review" in said else []
    accepted = {row.code: row for comparison in shown for row in comparison.rows}
    codes, draw = [], 0
    for code, number in material.code_numbers.items():
        standing = validation.by_code[code]
        yes, no = asking.judged.get(code, (0, 0))
        share = standing.agreement.having[0] if standing.agreement and standing.agreement.having else None
        need = need_of(
            code,
            yes=yes,
            no=no,
            blind_yes=round((share or 0.0) * standing.n),
            blind=standing.n,
            population=len(compared.source_of),
            gate=study.settings.gate,
            **_expected(standing),
        )
        draw = max(draw, need.gate)
        if not (standing.n or yes or no or code in accepted):
            continue
        codes.append(
            {
                "number": number,
                "status": standing.status,
                "mark": wording.mark(standing, language),
                "said": _where(standing, language),
                "n": standing.n,
                "needed": min(standing.needed, len(compared.source_of)),
                "need": need.gate,
                "figure": _of_machine(standing, language),
                # Where nothing can be said of what there is, nothing can be said of more.
                "width_after": rounded(need.width_after) if standing.figure.low is not None else None,
                "accepted": _accepted(accepted.get(code), language),
                "need_yes": need.yes,
                "need_no": need.no,
            }
        )
    return {
        "demand": wording.demand(study.settings.gate, language),
        "draw": draw,
        "codes": codes,
        "pairs": [
            _between(row, comparison, material)
            for kind in said
            for comparison in comparer.people(said[kind])
            for row in comparison.rows
        ],
        "notes": wording.notes(validation, language),
    }


def _expected(standing: Standing) -> dict[str, float]:
    """The kappa that more segments are expected to show: what has been seen so far, if that says anything."""
    from qualcode.gate.standing import VALIDATED

    figure = standing.agreement.figures.get("kappa") if standing.agreement else None
    if figure is None or figure.value is None or figure.why or standing.status == VALIDATED:
        return {}
    return {"kappa": min(max(figure.value, 0.0), 0.95)}


def _where(standing: Standing, language: str) -> str:
    from qualcode.gate import wording

    why = wording.reason(standing, language)
    return f"{wording.status(standing, language)}: {why}" if why else wording.status(standing, language)


def _of_machine(standing: Standing, language: str) -> str:
    """The figure of the gate with its interval, or why there is none; empty where nothing was judged."""
    if not standing.n:
        return ""
    name = message(f"agreement.statistics.{standing.statistic}", language)
    return f"{name} {_figure(standing.figure, language)}"


def _accepted(row: Agreement | None, language: str) -> dict[str, Any] | None:
    """Of the machine's suggestions that people saw, the share that they accepted."""
    if row is None or not row.n:
        return None
    return {"n": row.n, "figure": _figure(row.figures["precision"], language)}


def _between(row: Agreement, comparison: Comparison, material: Material) -> dict[str, Any]:
    name = "alpha" if row.figures["kappa"].why == "two_only" else "kappa"
    figure = row.figures[name]
    return {
        "people": list(comparison.coders),
        "kind": message(f"agreement.kinds.{comparison.kind}", material.language),
        "code": material.code_numbers.get(row.code),
        "n": row.n,
        "same": rounded(row.figures["percent"].value),
        "value": rounded(figure.value),
        "figure": f"{message(f'agreement.statistics.{name}', material.language)} "
        + _figure(figure, material.language),
    }


def _figure(found: Figure, language: str) -> str:
    """The figure with its interval, and why that is lacking or how it was found where that is not plain."""
    from qualcode.agreement import wording

    shown = wording.figure(found, language)
    if found.value is None or found.low is not None or not found.why:
        return shown
    return f"{shown}; {wording.reason(found, language)}"
