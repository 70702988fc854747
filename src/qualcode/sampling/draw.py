"""Which segments are drawn.

Every segment has a number by lot, made of the seed and its place (permanent random numbers: Ohlsson,
*Coordination of samples using permanent random numbers*, 1995). The lowest ones are drawn, which is a simple
random sample without replacement, the same on every machine, and other sources' texts do not change it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from qualcode.coded import CodedSource, sources
from qualcode.decisions.decision import text_hash

SOURCE = "source"
"""To stratify by, beside attributes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment that can be drawn.

    Attributes:
        source: Name of its source.
        segment: Its index in it, from 0.
        start: First code point in the source's text.
        end: After the last one.
        text_hash: Of the source's text, as decisions have it.
        attributes: Of whoever it speaks for.
    """

    source: str
    segment: int
    start: int
    end: int
    text_hash: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A segment that was drawn.

    Attributes:
        unit: The segment.
        stratum: Its values of what was stratified by.
        probability: With which it was drawn; None if not by lot.
    """

    unit: Unit
    stratum: tuple[str, ...]
    probability: float | None


def units(coded: Iterable[CodedSource]) -> list[Unit]:
    """All segments that are put before coders, in the order of sources and texts."""
    found = []
    for source in sources(coded):
        judged = text_hash(source.text)
        for segment in source.segments:
            if segment.coded:
                described = source.described(source.turns[segment.turn])
                attributes = tuple(sorted(described.items()))
                found.append(Unit(source.name, segment.index, segment.start, segment.end, judged, attributes))
    return found


def frame(population: Iterable[Unit]) -> dict[str, dict[str, str | int]]:
    """Of every source the hash of its text, and how many of its segments can be drawn."""
    counts = Counter((unit.source, unit.text_hash) for unit in population)
    return {source: {"text": judged, "segments": n} for (source, judged), n in counts.items()}


def strata(population: Sequence[Unit], by: Sequence[str]) -> dict[tuple[str, ...], list[Unit]]:
    """Segments by their values of ``source`` and attributes; one without a value has an empty one."""
    found: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in population:
        values = dict(unit.attributes)
        found[tuple(unit.source if name == SOURCE else values.get(name, "") for name in by)].append(unit)
    return dict(sorted(found.items()))


def by_lot(
    population: Sequence[Unit], n: int, seed: int, by: Sequence[str] = (), *, equal: bool = False
) -> list[Drawn]:
    """A random sample, in the order of the texts.

    Args:
        population: What is drawn from.
        n: How many; all if there are no more.
        seed: The same seed draws the same segments.
        by: Strata: ``source`` and attributes. Each gets its share (at least one segment), by the method of
            largest remainders.
        equal: The same number in each stratum instead, as far as it has them.
    """
    groups = strata(population, by)
    sizes = [len(group) for group in groups.values()]
    chosen = []
    for (stratum, group), share in zip(groups.items(), _allocated(sizes, n, equal), strict=True):
        ordered = sorted(group, key=partial(lot, seed=seed))
        chosen += [Drawn(unit, stratum, share / len(group)) for unit in ordered[:share]]
    place = {unit: number for number, unit in enumerate(population)}
    return sorted(chosen, key=lambda drawn: place[drawn.unit])


def lot(unit: Unit, seed: int) -> str:
    """A segment's number by lot, as hexadecimal digits."""
    key = "\x1f".join(map(str, (seed, unit.source, unit.start, unit.end, unit.text_hash)))
    return hashlib.sha256(key.encode()).hexdigest()


def shared_out(
    drawn: Sequence[Drawn], coders: Sequence[str], seed: int, overlap: int
) -> dict[str, list[Drawn]]:
    """Segments split among coders.

    Args:
        drawn: All of them.
        coders: Names.
        seed: Of the lot that decides who gets which.
        overlap: How many everybody gets, so that agreement can be measured.
    """
    order = sorted(drawn, key=lambda each: lot(each.unit, seed + 1))
    common, rest = order[:overlap], order[overlap:]
    mine = {who: {id(each) for each in (*common, *rest[at :: len(coders)])} for at, who in enumerate(coders)}
    return {who: [each for each in drawn if id(each) in mine[who]] for who in coders}


def _allocated(sizes: Sequence[int], n: int, equal: bool) -> list[int]:
    """How many of each stratum; they sum to n, or to more where each gets at least one."""
    n = min(n, sum(sizes))
    shares = [0] * len(sizes)
    if equal:
        while sum(shares) < n:
            room = [at for at, size in enumerate(sizes) if shares[at] < size]
            for at in sorted(room, key=lambda at: (shares[at], at))[: n - sum(shares)]:
                shares[at] += 1
        return shares
    exact = [n * size / sum(sizes) for size in sizes] if sizes else []
    shares = [max(1, int(share)) for share in exact]
    remainders = sorted(range(len(sizes)), key=lambda at: (int(exact[at]) - exact[at], at))
    for at in remainders:
        if sum(shares) < n and shares[at] < sizes[at] and exact[at] >= 1:
            shares[at] += 1
    return shares


def without(population: Iterable[Unit], taken: Collection[tuple[str, int, int]]) -> list[Unit]:
    """Segments but those at some places: source, start and end."""
    return [unit for unit in population if (unit.source, unit.start, unit.end) not in taken]
