"""Where claims stand on the map: in columns, each edge between columns that lie beside each other.

What is argued stands left, what it rests on to the right of it, measures and objections, which lean on claims
from the other end, rightmost. Columns are ordered by the barycentre method (Sugiyama, Tagawa and Toda 1981)
with a place of its own for an edge wherever it passes a column, and set by isotonic regression (pool adjacent
violators): each as near to the middle of its neighbours as the order and the heights allow.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.argument.dossier_tables import MapEdge, MapNode

SWEEPS = 24
PASSING = 10.0
"""Height that an edge takes where it passes a column, in pixels."""
BETWEEN = 9.0
"""Least space between two in a column."""

Key = str | tuple[int, int]
"""A claim's id, or an edge's number and the column that it passes."""


@dataclass(frozen=True)
class Layout:
    """Places on the map.

    Attributes:
        columns: Number of each claim's column, from 0.
        tops: Upper edge of each claim, in pixels, 0 for the highest.
        passing: For each edge, by its number, heights at which it passes columns: ``(column, y)``, left to
            right.
        n_columns: How many columns.
        height: Of the whole.
    """

    columns: Mapping[str, int]
    tops: Mapping[str, float]
    passing: Mapping[int, Sequence[tuple[int, float]]]
    n_columns: int
    height: float


def of(nodes: Sequence[MapNode], edges: Sequence[MapEdge], heights: Mapping[str, float]) -> Layout:
    """Places for all claims; the same claims always get the same.

    Args:
        nodes: The claims, in the order to show.
        edges: Edges between them.
        heights: How high each claim is, by id.
    """
    columns = _columns(nodes)
    n_columns = max(columns.values(), default=-1) + 1
    ordered: list[list[Key]] = [[] for _ in range(n_columns)]
    for node in nodes:
        ordered[columns[node.id]].append(node.id)
    links: list[dict[Key, list[Key]]] = [defaultdict(list) for _ in range(n_columns)]
    """For each column, what its members are tied to in the next one."""
    for number, edge in enumerate(edges):
        left, right = sorted((edge.start, edge.end), key=lambda id_: columns[id_])
        chain: list[Key] = [left]
        for column in range(columns[left] + 1, columns[right]):
            chain.append((number, column))
            ordered[column].append((number, column))
        if columns[left] < columns[right]:
            chain.append(right)
        for at, (one, other) in enumerate(itertools.pairwise(chain)):
            links[columns[left] + at][one].append(other)
    ordered = _untangled(ordered, links)
    tops = _set(
        ordered,
        links,
        {**heights, **{key: PASSING for keys in ordered for key in keys if isinstance(key, tuple)}},
    )
    least = min(tops.values(), default=0.0)
    passing: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for key, top in sorted((key, top) for key, top in tops.items() if isinstance(key, tuple)):
        passing[key[0]].append((key[1], top - least + PASSING / 2))
    own = {key: top - least for key, top in tops.items() if isinstance(key, str)}
    height = max((top + heights[key] for key, top in own.items()), default=0.0)
    return Layout(columns, own, passing, n_columns, height)


def _columns(nodes: Sequence[MapNode]) -> dict[str, int]:
    leaning = ("measure", "objection")
    inner = {node.id: node.level for node in nodes if node.kind not in leaning}
    used = {level: at for at, level in enumerate(sorted(set(inner.values())))}
    found = {id_: used[level] for id_, level in inner.items()}
    first = len(used)
    outer = [node for node in nodes if node.kind in leaning]
    deepest = max((node.level for node in outer), default=0)
    return found | {node.id: first + deepest - node.level for node in outer}


def _untangled(ordered: list[list[Key]], links: list[dict[Key, list[Key]]]) -> list[list[Key]]:
    best, least = ordered, _crossings(ordered, links)
    current = [list(keys) for keys in ordered]
    back = [_turned(each) for each in links]
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        span = range(1, len(current)) if forward else range(len(current) - 2, -1, -1)
        for column in span:
            beside = current[column - 1] if forward else current[column + 1]
            ties = back[column - 1] if forward else links[column]
            at = {key: place for place, key in enumerate(beside)}
            own = {key: place for place, key in enumerate(current[column])}

            def middle(key: Key, ties=ties, at=at, own=own) -> tuple[float, int]:
                near = [at[other] for other in ties.get(key, ())]
                return (sum(near) / len(near) if near else float(own[key]), own[key])

            current[column].sort(key=middle)
        crossings = _crossings(current, links)
        if crossings < least:
            best, least = [list(keys) for keys in current], crossings
    return best


def _turned(links: Mapping[Key, Sequence[Key]]) -> dict[Key, list[Key]]:
    found: dict[Key, list[Key]] = defaultdict(list)
    for one, others in links.items():
        for other in others:
            found[other].append(one)
    return found


def _crossings(ordered: list[list[Key]], links: list[dict[Key, list[Key]]]) -> int:
    count = 0
    for column in range(len(ordered) - 1):
        at = {key: place for place, key in enumerate(ordered[column + 1])}
        ends = [
            (place, at[other])
            for place, key in enumerate(ordered[column])
            for other in links[column].get(key, ())
        ]
        count += sum(
            (a[0] - b[0]) * (a[1] - b[1]) < 0 for number, a in enumerate(ends) for b in ends[:number]
        )
    return count


def _set(
    ordered: list[list[Key]], links: list[dict[Key, list[Key]]], heights: Mapping[Key, float]
) -> dict[Key, float]:
    """Upper edges."""
    tops: dict[Key, float] = {}
    for keys in ordered:
        total = sum(heights[key] + BETWEEN for key in keys) - BETWEEN
        at = -total / 2
        for key in keys:
            tops[key], at = at, at + heights[key] + BETWEEN
    neighbours: dict[Key, list[Key]] = defaultdict(list)
    for each in links:
        for one, others in each.items():
            for other in others:
                neighbours[one].append(other)
                neighbours[other].append(one)
    for turn in range(6):
        for keys in ordered if turn % 2 else reversed(ordered):
            wanted = []
            for key in keys:
                near = [tops[other] + heights[other] / 2 for other in neighbours[key]] or [
                    tops[key] + heights[key] / 2
                ]
                wanted.append(sum(near) / len(near) - heights[key] / 2)
            for key, top in zip(keys, _apart(wanted, [heights[key] + BETWEEN for key in keys]), strict=True):
                tops[key] = top
    return tops


def _apart(wanted: Sequence[float], steps: Sequence[float]) -> list[float]:
    """Places nearest to the wanted ones (least squares) at which each keeps its step to the next."""
    offsets = [sum(steps[:number]) for number in range(len(steps))]
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        pools.append((place - offset, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (mean, n), (last, m) = pools[-2], pools[-1]
            pools[-2:] = [((mean * n + last * m) / (n + m), n + m)]
    level = [mean for mean, n in pools for _ in range(n)]
    return [mean + offset for mean, offset in zip(level, offsets, strict=True)]
