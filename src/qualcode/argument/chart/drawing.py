"""The map of claims as SVG: shapes tell kinds, bars how many sources stand for and against.

Colour repeats what shape, stripes, dashes and figures say. Colours stand as attributes, so that a picture
alone needs no style sheet; classes let a page choose others (for dark paper).
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from qualcode.argument.chart import layout, lettering
from qualcode.argument.chart.shapes import Box, Point, at, bar, bars, head, outline, stroke
from qualcode.argument.chart.tags import INK, LINE, PAPER, SOFT, tag, words
from qualcode.argument.chart.wording import Sayings
from qualcode.argument.dossier import Dossier
from qualcode.argument.dossier_tables import MapEdge, MapNode

BOX, GUTTER, MARGIN = 262.0, 68.0, 10.0
"""Width of a claim, space between columns and around the whole, in pixels."""
LABEL, SMALL, STEP = 15.5, 12.0, 19.0
"""Sizes of letters, and from one line of a name to the next, in pixels."""


def svg(dossier: Dossier, *, inline: bool = False) -> str:
    """The map.

    Args:
        dossier: Whose claims.
        inline: To stand in a page: with links to the claims' headings (``#claim-`` and their ids).
    """
    say = Sayings(dossier)
    labels = {node.id: lettering.wrapped(say.label(node), LABEL, BOX - 26) for node in dossier.nodes}
    heights = {node.id: _height(len(labels[node.id])) for node in dossier.nodes}
    placed = layout.of(dossier.nodes, dossier.edges, heights)
    boxes = {
        node.id: Box(_left(placed.columns[node.id]), MARGIN + placed.tops[node.id], BOX, heights[node.id])
        for node in dossier.nodes
    }
    across = max(placed.n_columns, 2)
    width = 2 * MARGIN + across * BOX + (across - 1) * GUTTER
    kinds = list(dict.fromkeys(node.kind for node in dossier.nodes))
    legend, height = _legend(say, kinds, MARGIN + placed.height + 26, width)
    parts = [
        tag("title", escape(say.title), id="map-title"),
        tag("desc", escape(say.about if inline else say.all()), id="map-desc"),
        tag("rect", class_="map-ground", width="100%", height="100%", fill=PAPER),
        *_edges(dossier, placed, boxes),
        *(_node(node, boxes[node.id], labels[node.id], say, inline) for node in dossier.nodes),
        *legend,
    ]
    whole = tag(
        "svg",
        "\n" + "\n".join(parts) + "\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="map",
        lang=dossier.language,
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="group" if inline else "img",
        aria_labelledby="map-title map-desc",
        font_family=lettering.FAMILY,
    )
    return whole + "\n"


def size(picture: str) -> tuple[float, float]:
    """A picture's width and height, in pixels."""
    width, height = re.findall(r' (?:width|height)="(\d+)"', picture[: picture.index(">")])
    return float(width), float(height)


def _left(column: int) -> float:
    return MARGIN + column * (BOX + GUTTER)


def _heard(node: MapNode) -> bool:
    return node.balance is not None or bool(node.supports or node.challenges)


def _height(lines: int) -> float:
    return 13 + STEP * lines + SMALL + 6


def _node(node: MapNode, box: Box, label: list[str], say: Sayings, inline: bool) -> str:
    x, y = box.x + 13, box.y + 5
    found = [tag("title", escape(say.node(node))), outline(node.kind, box)]
    for number, line in enumerate(label, 1):
        found.append(words(line, x, y + STEP * number - 2, LABEL, INK, font_weight="600"))
    base = box.y + box.height - 9
    found.append(words(say.meta(node), x, base, SMALL, SOFT))
    if _heard(node):
        found += bars(box, base, node.supports, node.challenges, say.most)
    if inline:
        return tag("a", "".join(found), href=f"#claim-{node.id}", class_="map-node")
    return tag("g", "".join(found), class_="map-node")


def _edges(dossier: Dossier, placed: layout.Layout, boxes: Mapping[str, Box]) -> Iterator[str]:
    """Curves, which leave a claim at heights in the order of where they go."""
    columns = placed.columns
    ports: dict[tuple[str, bool], list[tuple[float, int]]] = defaultdict(list)
    for number, edge in enumerate(dossier.edges):
        for own, other in ((edge.start, edge.end), (edge.end, edge.start)):
            right = columns[other] >= columns[own]
            way = placed.passing.get(number, ())
            near = (way[0] if right else way[-1])[1] if way else boxes[other].middle
            ports[own, right].append((near, number))
    points: dict[tuple[str, int], Point] = {}
    for (id_, right), goes in ports.items():
        box = boxes[id_]
        for place, (_, number) in enumerate(sorted(goes), 1):
            y = box.y + box.height * place / (len(goes) + 1)
            points[id_, number] = (box.x + box.width if right else box.x, y)
    for number, edge in enumerate(dossier.edges):
        ends = points[edge.start, number], points[edge.end, number]
        yield _edge(edge, columns, ends, placed.passing.get(number, ()))


def _edge(
    edge: MapEdge, columns: Mapping[str, int], ends: tuple[Point, Point], way: Sequence[tuple[int, float]]
) -> str:
    start, end = ends
    forward = columns[edge.start] < columns[edge.end]
    if columns[edge.start] == columns[edge.end]:
        bulge = start[0] + GUTTER * 0.6
        path = f"M{at(*start)} C{at(bulge, start[1])} {at(bulge, end[1])} {at(*end)}"
    else:
        path = _path(start, end, way if forward else way[::-1], forward)
    line = stroke(edge.relation, path) + head(edge.relation, end, 1 if forward else -1)
    return tag("g", line, class_="map-edge")


def _path(start: Point, end: Point, way: Sequence[tuple[int, float]], forward: bool) -> str:
    """Curved between columns, straight where it passes one."""
    points = [start]
    for column, y in way:
        sides = [(_left(column), y), (_left(column) + BOX, y)]
        points += sides if forward else sides[::-1]
    points.append(end)
    path = f"M{at(*start)}"
    for number, (one, other) in enumerate(itertools.pairwise(points)):
        middle = (one[0] + other[0]) / 2
        bent = f" C{at(middle, one[1])} {at(middle, other[1])} {at(*other)}"
        path += f" L{at(*other)}" if number % 2 else bent
    return path


def _legend(say: Sayings, kinds: list[str], top: float, width: float) -> tuple[list[str], float]:
    """Rows of signs and words, and where they end."""
    entries = [(kind, say.kind(kind)) for kind in kinds]
    entries += [(key, say.legend(key)) for key in ("rests_on", "against", "supports", "challenges", "share")]
    rule = f"M{at(MARGIN, top - 12)} H{width - MARGIN:.1f}"
    found = [tag("path", class_="map-line", d=rule, stroke=LINE, stroke_width=0.6)]
    x, y = MARGIN, top
    for key, text in entries:
        sign = 0 if key == "share" else 42
        wide = sign + lettering.width(text, SMALL + 1) + 18
        if x + wide > width and x > MARGIN:
            x, y = MARGIN, y + 24
        found += [_sign(key, x, y), words(text, x + sign, y + 12, SMALL + 1, INK)]
        x += wide
    return found, y + 24 + MARGIN


def _sign(key: str, x: float, y: float) -> str:
    if key in ("rests_on", "against"):
        return stroke(key, f"M{at(x, y + 8)} H{x + 34:.1f}") + head(key, (x + 34, y + 8), 1)
    if key in ("supports", "challenges"):
        return bar(x, y + 3, 34, supports=key == "supports")
    return "" if key == "share" else outline(key, Box(x, y, 34, 16))
