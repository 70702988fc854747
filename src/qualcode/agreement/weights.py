"""How many segments each judged one stands for, where a sample was drawn more densely in some places."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.sampling import design, draw

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.agreement.material import Material
    from qualcode.agreement.said import Said
    from qualcode.decisions.on_segments import Verdict

Place = tuple[str, int, int]
"""Source, start and end of a segment when it was drawn."""


def of(codings: Path, said: Said, material: Material) -> np.ndarray | None:
    """Weights of the segments that were judged: one over the probability with which each was drawn.

    Every sample speaks for the whole material; several are put together in proportion to their sizes. A
    sample's probabilities stand in its ``design.json``. Where that is missing, a stratified sample's follow
    from how many of each source's segments it has (post-stratification by source).

    Args:
        codings: The study's ``codings/``.
        said: Judgements on samples.
        material: What they are about.

    Returns:
        (n_segments,) float64, 0 where nobody judged; nothing where all are alike.
    """
    weights = np.zeros(len(material.source_of))
    sizes = Counter()
    drawn: dict[str, dict[int, Place]] = defaultdict(dict)
    for each in said.verdicts:
        row = material.row.get((each.source, each.segment))
        if row is not None:
            drawn[each.decision.origin][row] = _place(each)
    for origin, places in drawn.items():
        sizes[origin] = len(places)
    for origin, places in drawn.items():
        share = sizes[origin] / sizes.total()
        for row, weight in _of_sample(codings, origin, places, material).items():
            weights[row] += share * weight
    judged = weights > 0
    if not judged.any() or np.ptp(weights[judged]) <= 1e-9 * weights[judged].max():
        return None
    return weights


def _of_sample(
    codings: Path, origin: str, places: Mapping[int, Place], material: Material
) -> dict[int, float]:
    kind, _, name = origin.partition(":")
    designed, strata, by = _designed(codings / design.FOLDER / name)
    found: dict[int, float] = {}
    for row, place in places.items():
        # Of a segment whose text was edited and whose place was settled since, its stratum tells.
        weight = designed.get(place) or strata.get(_stratum(by, material, row))
        if weight is not None:
            found[row] = weight
    if len(found) == len(places):
        return found
    if kind != "stratified":
        return dict.fromkeys(places, len(material.source_of) / len(places))
    here = Counter(material.source_of.tolist())
    judged = Counter(int(material.source_of[row]) for row in places)
    sources = {row: int(material.source_of[row]) for row in places}
    return {row: here[source] / judged[source] for row, source in sources.items()}


def _designed(folder: Path) -> tuple[dict[Place, float], dict[tuple[str, ...], float], list[str]]:
    """Weights by place and by stratum, and what was stratified by."""
    try:
        said: dict[str, Any] = json.loads((folder / design.FILE).read_text("utf-8"))
        places = {
            (str(unit["source"]), int(unit["start"]), int(unit["end"])): float(unit["weight"])
            for unit in said["units"]
            if unit["weight"] is not None
        }
        strata = {
            tuple(map(str, each["values"].values())): float(each["weight"])
            for each in said.get("strata", ())
            if each["weight"] is not None
        }
        return places, strata, list(said.get("stratified_by", ()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # Without its design a sample can still be weighted by source.
        return {}, {}, []


def _stratum(by: Sequence[str], material: Material, row: int) -> tuple[str, ...]:
    source = material.sources[int(material.source_of[row])]
    turn = source.turns[source.segments[int(material.number_of[row])].turn]
    values = {**source.described(turn), draw.SOURCE: source.name}
    return tuple(values.get(name, "") for name in by)


def _place(verdict: Verdict) -> Place:
    return verdict.decision.source, verdict.decision.start, verdict.decision.end
