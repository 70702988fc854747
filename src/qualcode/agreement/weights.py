"""How many segments each judged one stands for, where a sample was drawn more densely in some places."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

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
    designed = _designed(codings / "samples" / name / "design.json")
    found = {row: designed[place] for row, place in places.items() if place in designed}
    if len(found) == len(places):
        return found
    if kind != "stratified":
        return dict.fromkeys(places, len(material.source_of) / len(places))
    here = Counter(material.source_of.tolist())
    judged = Counter(int(material.source_of[row]) for row in places)
    sources = {row: int(material.source_of[row]) for row in places}
    return {row: here[source] / judged[source] for row, source in sources.items()}


def _designed(path: Path) -> dict[Place, float]:
    try:
        units: Iterable[Mapping[str, object]] = json.loads(path.read_text("utf-8"))["units"]
        return {
            (str(unit["source"]), int(unit["start"]), int(unit["end"])): float(unit["weight"])  # type: ignore
            for unit in units
            if unit["weight"] is not None
        }
    except (OSError, ValueError, LookupError, TypeError):
        # Without its design a sample can still be weighted by source.
        return {}


def _place(verdict: Verdict) -> Place:
    return verdict.decision.source, verdict.decision.start, verdict.decision.end
