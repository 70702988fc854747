"""Standings in words, for outputs and terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.agreement.figures import Figure
from qualcode.gate.standing import STATUSES, UNTESTED, Standing, Validation
from qualcode.messages import message
from qualcode.wording import decimal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.agreement.lots import Judged
    from qualcode.gate.settings import Gate


def mark(standing: Standing, language: str = "sv") -> str:
    """A sign for the status, which :func:`legend` explains."""
    return message(f"gate.mark.{standing.status}", language)


def status(standing: Standing, language: str = "sv") -> str:
    """The status in a word or three."""
    return message(f"gate.status.{standing.status}", language)


def marked(name: str, standing: Standing | None, language: str = "sv") -> str:
    """A code's name with its mark and, unless it is validated, its status in short."""
    if standing is None:
        return name
    if not standing.why:
        return f"{mark(standing, language)} {name}"
    short = message(f"gate.short.{standing.status}", language)
    return f"{mark(standing, language)} {name} ({short})"


def sentence(standing: Standing, language: str = "sv") -> str:
    """The status, the figures and the reason, in a sentence or two."""
    known = standing.figure.value is not None
    key = "untested_with" if standing.status == UNTESTED and known else standing.status
    return message(
        f"gate.said.{key}", language, why=reason(standing, language), figures=measured(standing, language)
    )


def reason(standing: Standing, language: str = "sv") -> str:
    """Why a code is not validated; empty for one that is."""
    if not standing.why:
        return ""
    return message(
        f"gate.why.{standing.why}",
        language,
        n=standing.n,
        needed=standing.needed,
        sources=standing.sources,
        bound=message(f"gate.bound.{standing.bound}", language),
        least=decimal(standing.least, language),
        judged=standing.judged.judged if standing.judged else standing.n,
        drawn=standing.judged.drawn if standing.judged else standing.n,
        outside=standing.judged.outside if standing.judged else 0,
    )


def measured(standing: Standing, language: str = "sv") -> str:
    """The figure that counts, with its interval and what it was measured on."""
    people = (
        message("gate.said.people.one", language)
        if standing.people == 1
        else message("gate.said.people.many", language, n=standing.people)
    )
    said = message(
        "gate.said.measured",
        language,
        statistic=message(f"agreement.statistics.{standing.statistic}", language),
        figure=figure(standing.figure, language),
        people=people,
        n=standing.n,
        sources=standing.sources,
    )
    judged = standing.judged
    if judged is None or not judged.unsure:
        return said
    left = message("gate.said.unsure", language, unsure=judged.unsure, drawn=judged.drawn)
    return f"{said}; {left}"


def figure(found: Figure, language: str = "sv") -> str:
    """``0,78 (0,66–0,88)``; a dash without a figure."""
    if found.value is None:
        return "–"
    if found.low is None or found.high is None:
        return _two(found.value, language)
    return f"{_two(found.value, language)} ({_two(found.low, language)}–{_two(found.high, language)})"


def _two(value: float, language: str) -> str:
    # Adding 0 makes a negative zero a plain one.
    return decimal(round(value, 2) + 0, language)


def prevalence(standing: Standing, language: str = "sv") -> str:
    """The estimated prevalence beside the raw count; empty where there is none."""
    found = standing.prevalence
    if found is None:
        return ""
    share = f"{decimal(100 * found.share, language, 0)} %"
    return message(
        "gate.prevalence.said",
        language,
        segments=round(found.segments),
        low=round(found.low),
        high=round(found.high),
        share=share,
        raw=found.raw,
    )


def demand(gate: Gate, language: str = "sv") -> str:
    """What the study demands of a code."""
    said = _demand(gate, language)
    if not gate.codes:
        return said
    own = "; ".join(f"{code}: {_short(gate.of(code), language)}" for code in sorted(gate.codes))
    return f"{said} {message('gate.demand_own', language, codes=own)}"


def tally(validation: Validation, language: str = "sv") -> str:
    """How many codes have each status."""
    counts = {status: validation.count(status) for status in STATUSES}
    return message("gate.tally", language, codes=len(validation.by_code), **counts)


def notes(validation: Validation, language: str = "sv") -> list[str]:
    """What a reader must know besides: that the run is strict, that judgements do not count."""
    found = []
    if validation.left_out:
        found.append(message("gate.strict", language, codes=", ".join(validation.left_out)))
    if validation.unplaced:
        found.append(message("gate.unplaced", language, count=validation.unplaced))
    if validation.learnt:
        found.append(message("gate.learnt", language, count=validation.learnt))
    return [*found, *of_samples(validation.lots, validation.changed, language)]


def of_samples(lots: Mapping[str, Judged], changed: int, language: str = "sv") -> list[str]:
    """What a reader must know of samples by lot: which were judged in part, or left unsure, or drawn before
    there was all that there is, and that blind judgements were changed.

    Args:
        lots: How much of each was judged, by its name.
        changed: How many were changed.
        language: ``sv`` or ``en``.
    """
    found = []
    for name, judged in lots.items():
        counts = {"name": name, "drawn": judged.drawn, "judged": judged.judged}
        if judged.judged < judged.drawn:
            found.append(message("gate.samples.partial", language, **counts))
        if judged.unsure:
            found.append(message("gate.samples.unsure", language, **counts, unsure=judged.unsure))
        if judged.outside:
            found.append(message("gate.samples.outside", language, **counts, outside=judged.outside))
    if changed:
        found.append(message("gate.samples.changed", language, count=changed))
    return found


def _demand(gate: Gate, language: str) -> str:
    origins = "; ".join(message(f"agreement.origins.{origin}", language) for origin in gate.origins)
    return message(
        "gate.demand",
        language,
        statistic=message(f"agreement.statistics.{gate.statistic}", language),
        bound=message(f"gate.bound.{gate.bound}", language),
        least=decimal(gate.least, language),
        needed=gate.segments,
        origins=origins,
    )


def _short(gate: Gate, language: str) -> str:
    statistic = message(f"agreement.statistics.{gate.statistic}", language)
    bound = message(f"gate.bound.{gate.bound}", language)
    return f"{statistic}, {bound} {decimal(gate.least, language)} ({gate.segments})"
