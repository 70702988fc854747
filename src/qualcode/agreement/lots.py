"""Samples by lot: how much of each was judged, and what of the material it was drawn from.

A sample says something of the whole material if all of it was judged. Of a sheet that was filled in from the
top as far as time allowed, or where that was easy, what was judged is no random part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.agreement.statistic import MISSING
from qualcode.decisions.decision import text_hash
from qualcode.errors import CodingsError
from qualcode.sampling import design, unsure
from qualcode.sampling.design import BY_LOT, Sample

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.agreement.material import Material
    from qualcode.agreement.said import Said
    from qualcode.codebook.model import Codebook
    from qualcode.decisions import Decision

Place = tuple[str, int, int]
GROWN = 1.1
"""A source that was edited has grown if it has more segments than this many times those it had."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How much of what was drawn people have judged.

    Attributes:
        drawn: Segments that were drawn and whose sources are still there.
        judged: Of these, how many somebody judged.
        unsure: Of the others, how many somebody looked at and left unsure.
        outside: Sources that were not there when it was drawn, or have grown since.
    """

    drawn: int = 0
    judged: int = 0
    unsure: int = 0
    outside: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is left to look at."""
        return self.judged + self.unsure >= self.drawn


@dataclass(frozen=True, eq=False)
class Lot:
    """A sample by lot of which something was judged.

    Attributes:
        sample: Its design.
        material: The segments.
        rows: The rows of the segments that were drawn, by their places; nothing for those of sources whose
            text or segments have changed.
        judged: (n_segments, n_codes) bool: whether anybody judged it, in any sample by lot.
        answered: Codes that were judged in this sample, by place.
        unsure: Codes that somebody left unsure, by place.
        within: The sources as they are now that it was drawn from.
    """

    sample: Sample
    material: Material
    rows: Mapping[Place, int | None]
    judged: np.ndarray
    answered: Mapping[Place, set[str]]
    unsure: Mapping[Place, set[str]]
    within: frozenset[int]

    def of(self, code: str) -> Judged:
        """How much of it was judged for a code."""
        column = self.material.codes.index(code)
        akin = _akin(code, self.material.codebook)
        done = {
            place
            for place, row in self.rows.items()
            if (self.judged[row, column] if row is not None else akin & self.answered.get(place, set()))
        }
        open_ = {place for place in self.rows if code in self.unsure.get(place, ())} - done
        return Judged(len(self.rows), len(done), len(open_))

    def asked(self, code: str) -> bool:
        """Whether its sheets ask for a code."""
        return not self.sample.codes or code in self.sample.codes

    @property
    def total(self) -> Judged:
        """How much of it was judged for any code, and how many segments somebody left unsure for some."""
        done = sum(
            bool(self.judged[row].any() if row is not None else self.answered.get(place))
            for place, row in self.rows.items()
        )
        return Judged(len(self.rows), done, sum(bool(self.unsure.get(place)) for place in self.rows))


def of(codings: Path, said: Said, decisions: Iterable[Decision], material: Material) -> list[Lot]:
    """The samples by lot that something was judged of, as far as their designs can be read.

    Args:
        codings: The study's ``codings/``.
        said: What holds of them.
        decisions: All that was ever said.
        material: The segments.
    """
    answered: dict[str, dict[Place, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in decisions:
        if each.drawn in BY_LOT and each.judgement != "withdrawn":
            answered[each.origin][each.source, each.start, each.end].add(each.code)
    judged = (said.ratings != MISSING).any(axis=0)
    return [
        Lot(
            sample,
            material,
            _rows(sample, material),
            judged,
            answered[sample.origin],
            _unsure(codings / design.FOLDER / sample.name),
            _within(sample, material),
        )
        for sample in _samples(codings, answered)
    ]


def outside(lots: Sequence[Lot], material: Material) -> set[int]:
    """Sources that none of some samples was drawn from, by their numbers."""
    return set(material.source_of.tolist()).difference(*(lot.within for lot in lots))


def totals(lots: Sequence[Lot], material: Material) -> dict[str, Judged]:
    """How much was judged of each sample, by its name; sources that another sample was drawn from are not
    outside of any."""
    left = outside(lots, material)
    return {lot.sample.name: replace(lot.total, outside=len(left - lot.within)) for lot in lots}


def _samples(codings: Path, origins: Iterable[str]) -> list[Sample]:
    found = []
    for origin in origins:
        try:
            sample = design.read(codings / design.FOLDER / origin.partition(":")[2])
        except CodingsError:
            # Without its design nothing is known of how it was drawn; weights go by what there is.
            continue
        found += [sample] if sample.origin == origin else []
    return found


def _rows(sample: Sample, material: Material) -> dict[Place, int | None]:
    """The rows of what was drawn; segments of sources that are gone are left out."""
    then = {name: {"text": judged} for name, judged in sample.sources.items()}
    now = {before: name for name, before in design.within(then, material.texts).items()}
    sources = {source.name: source for source in material.sources}
    same = {name for name in now if text_hash(material.texts[now[name]]) == sample.sources[name]}
    rows: dict[Place, int | None] = {}
    for unit in sample.units:
        place, number = (str(unit["source"]), int(unit["start"]), int(unit["end"])), int(unit["segment"])
        if place[0] not in now:
            continue
        segments = sources[now[place[0]]].segments if place[0] in same else ()
        spot = [(each.start, each.end) for each in segments[number - 1 : number]]
        rows[place] = material.row.get((now[place[0]], number)) if spot == [place[1:]] else None
    return rows


def _unsure(folder: Path) -> dict[Place, set[str]]:
    found: dict[Place, set[str]] = defaultdict(set)
    for cells in unsure.read(folder).values():
        for source, start, end, code in cells:
            found[source, start, end].add(code)
    return found


def _within(sample: Sample, material: Material) -> frozenset[int]:
    number = {source.name: at for at, source in enumerate(material.sources)}
    if sample.frame:
        known = design.within(sample.frame, material.texts)
        return frozenset(
            number[name]
            for name, then in known.items()
            if not _grown(sample.frame[then], material, number[name])
        )
    # An older design says only how many segments there were, and which sources something was drawn from.
    if sample.population >= len(material.source_of):
        return frozenset(number.values())
    return (
        frozenset()
        if sample.only_new
        else frozenset(number[name] for name in sample.sources if name in number)
    )


def _grown(then: Mapping[str, object], material: Material, number: int) -> bool:
    had, has = int(str(then["segments"])), int((material.source_of == number).sum())
    edited = text_hash(material.sources[number].text) != then["text"]
    return edited and has > max(had + 1, had * GROWN)


def _akin(code: str, codebook: Codebook) -> set[str]:
    """Codes whose judgement may be one of this code too: those above and below it."""
    return {other for other in codebook.ids if code in codebook.lineage(other)} | set(codebook.lineage(code))
