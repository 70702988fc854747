"""Measures the machine's codings by people's, code by code, and decides where each code stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qualcode.agreement import pairs
from qualcode.agreement.bootstrap import ACROSS, FEWEST_SOURCES, WITHIN
from qualcode.agreement.figures import Agreement
from qualcode.agreement.prevalence import Prevalence, beside
from qualcode.gate.settings import Gate
from qualcode.gate.standing import BELOW, UNTESTED, VALIDATED, Standing

if TYPE_CHECKING:
    from qualcode.agreement.lots import Judged

PEOPLE, MACHINE = "people", "machine"


def judge(
    codes: Sequence[str],
    machine: np.ndarray,
    people: np.ndarray,
    sources: np.ndarray,
    gate: Gate,
    weights: np.ndarray | None = None,
    learnt: tuple[np.ndarray, np.ndarray] | None = None,
) -> dict[str, Standing]:
    """Every code's standing.

    Args:
        codes: Their ids.
        machine: (n_segments, n_codes) bool, what the machine gave, on the whole material.
        people: (n_people, n_segments, n_codes) of 1, 0 and -1 for not judged.
        sources: (n_segments,) int, each segment's source.
        gate: What they must reach.
        weights: (n_segments,) float, how many segments each judged one stands for; equal without them.
        learnt: (n_segments,) bool, segments that the machine has learnt from, which are none of those that
            were judged here, and (n_segments, n_codes) bool, what all have by the people who taught it.
    """
    seen, held = learnt or (np.zeros(len(machine), bool), machine)
    return {
        code: _standing(
            code,
            machine[:, place],
            people[:, :, place],
            sources,
            gate.of(code),
            weights,
            partial(beside, seen, held[:, place]),
        )
        for place, code in enumerate(codes)
    }


def _standing(
    code: str,
    machine: np.ndarray,
    people: np.ndarray,
    sources: np.ndarray,
    gate: Gate,
    weights: np.ndarray | None,
    estimate: Callable[..., Prevalence | None],
) -> Standing:
    asked = (code, gate.statistic, gate.bound, gate.least, gate.segments)
    judged = np.flatnonzero((people >= 0).any(axis=0)) if len(people) else np.zeros(0, np.int64)
    if not len(judged):
        return _made(asked, UNTESTED, "few")
    said = people[:, judged]
    weight = np.ones(len(judged)) if weights is None else weights[judged]
    parts = pairs.cells(said.T, machine[judged].astype(np.int64)) * (weight / weight.mean())[:, None]
    how = ACROSS if gate.resample == "sources" else WITHIN
    found = pairs.compare((PEOPLE, MACHINE), code, parts, sources[judged], how=how)
    having = np.where(said >= 0, said, 0).sum(axis=0) / (said >= 0).sum(axis=0)
    prevalence = estimate(machine, judged, having, None if weights is None else weight)
    status, why = _status(found, gate)
    n_people = int((said >= 0).any(axis=1).sum())
    return _made(asked, status, why, found, n_people, prevalence)


def held_back(standing: Standing, judged: Judged) -> Standing:
    """A standing with how much of what was drawn was judged; what was judged in part, or drawn from a part of
    the material, says nothing of the whole of it."""
    if judged.whole and not judged.outside:
        return dataclasses.replace(standing, judged=judged)
    status, why = standing.status, standing.why
    if not judged.whole:
        status, why = UNTESTED, "partial"
    elif status == VALIDATED:
        status, why = UNTESTED, "outside"
    return dataclasses.replace(standing, status=status, why=why, prevalence=None, judged=judged)


def _made(
    asked: tuple[str, str, str, float, int],
    status: str,
    why: str,
    found: Agreement | None = None,
    people: int = 0,
    prevalence: Prevalence | None = None,
) -> Standing:
    code, statistic, bound, least, needed = asked
    n, sources = (found.n, found.sources) if found else (0, 0)
    return Standing(code, status, why, statistic, bound, least, needed, n, sources, people, found, prevalence)


def _status(found: Agreement, gate: Gate) -> tuple[str, str]:
    if found.n < gate.segments:
        return UNTESTED, "few"
    people, machine = (share or 0.0 for share in found.having)
    figure = found.figures[gate.statistic]
    if figure.value is None:
        if people <= 0 and machine <= 0:
            return UNTESTED, "nobody"
        if people >= 1 and machine >= 1:
            return UNTESTED, "everybody"
        if machine <= 0:
            return BELOW, "never_given"
        # Where one side gave it to all and the other to some, nothing is shown either way.
        return (BELOW, "people_never") if people <= 0 else (UNTESTED, "everybody")
    if gate.bound == "value":
        return (VALIDATED, "") if figure.value >= gate.least else (BELOW, "low")
    if gate.resample == "sources" and found.sources < FEWEST_SOURCES:
        return UNTESTED, "one_source"
    if figure.low is None:
        # Too rare for an interval; a figure that is too low by itself needs none.
        return (UNTESTED, "too_rare") if figure.value >= gate.least else (BELOW, "low")
    if figure.low >= gate.least:
        return VALIDATED, ""
    return BELOW, "wide" if figure.value >= gate.least else "low"
