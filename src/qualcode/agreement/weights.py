"""How many segments each judged one stands for, where samples were drawn more densely in some places."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class _Designed:
    """What a design says of how likely segments were to be drawn.

    Attributes:
        places: How many segments a drawn one stands for, by its place.
        strata: The same of each stratum.
        by: What was stratified by.
        frame: The sources that were drawn from, by their names now; nothing if it does not say so.
    """

    places: Mapping[Place, float] = field(default_factory=dict)
    strata: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    by: Sequence[str] = ()
    frame: Collection[str] | None = None


def of(codings: Path, said: Said, material: Material) -> np.ndarray | None:
    """Weights of the segments that were judged: one over the probability that any sample drew it.

    With p₁, p₂ … of a segment in each sample, that is 1 − (1 − p₁)(1 − p₂)…; where a later sample was drawn
    from what an earlier one left, p₂ is that of what was left, and the same holds. A source that came
    after a sample could not be drawn in it. Probabilities stand in a sample's ``design.json``. Where that is
    missing, a stratified sample's follow from how many of each source's segments it has (post-stratification
    by source).

    Args:
        codings: The study's ``codings/``.
        said: Judgements on samples.
        material: What they are about.

    Returns:
        (n_segments,) float64, 0 where nobody judged; nothing where all are alike.
    """
    drawn: dict[str, dict[int, Place]] = defaultdict(dict)
    for each in said.verdicts:
        row = material.row.get((each.source, each.segment))
        if row is not None:
            drawn[each.decision.origin][row] = _place(each)
    chances = np.zeros(len(material.source_of))
    for origin, places in drawn.items():
        own = _chances(codings, origin, places, material)
        chances += own - chances * own
    judged = np.zeros(len(chances), bool)
    judged[[row for places in drawn.values() for row in places]] = True
    weights = np.divide(1, chances, out=np.zeros(len(chances)), where=judged & (chances > 0))
    known = weights[weights > 0]
    if not len(known) or np.ptp(known) <= 1e-9 * known.max():
        return None
    return weights


def _chances(codings: Path, origin: str, places: Mapping[int, Place], material: Material) -> np.ndarray:
    """The probability with which a sample drew each segment of the material."""
    kind, _, name = origin.partition(":")
    designed = _designed(codings / design.FOLDER / name, material)
    chances = np.zeros(len(material.source_of))
    for row in range(len(chances)) if designed.strata else places:
        # Of a segment whose text was edited and whose place was settled since, its stratum tells.
        weight = designed.places.get(places[row]) if row in places else None
        weight = weight or _of_stratum(designed, material, row)
        chances[row] = 1 / weight if weight else 0
    if all(chances[row] for row in places):
        return chances
    if kind != "stratified":
        return np.full(len(chances), len(places) / len(chances))
    here = np.bincount(material.source_of)
    judged = Counter(int(material.source_of[row]) for row in places)
    return np.array([judged[source] / here[source] for source in material.source_of.tolist()])


def _of_stratum(designed: _Designed, material: Material, row: int) -> float | None:
    source = material.sources[int(material.source_of[row])]
    if designed.frame is not None and source.name not in designed.frame:
        return None
    turn = source.turns[source.segments[int(material.number_of[row])].turn]
    values = {**source.described(turn), draw.SOURCE: source.name} if designed.by else {}
    return designed.strata.get(tuple(values.get(name, "") for name in designed.by))


def _designed(folder: Path, material: Material) -> _Designed:
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
        frame = design.within(said["frame"], material.texts) if said.get("frame") else None
        return _Designed(places, strata, list(said.get("stratified_by", ())), frame)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # Without its design a sample can still be weighted by source.
        return _Designed()


def _place(verdict: Verdict) -> Place:
    return verdict.decision.source, verdict.decision.start, verdict.decision.end
