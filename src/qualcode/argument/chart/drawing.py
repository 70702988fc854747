"""The map of claims as SVG: shapes tell kinds, bars how many sources stand for and against.

Colour repeats what shape, stripes, dashes and figures say. Colours stand as attributes, so that a picture
alone needs no style sheet; classes let a page choose others (for dark paper).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape

from qualcode.argument.chart import layout, lettering
from qualcode.argument.chart.shapes import Box, bars, outline
from qualcode.argument.chart.wording import Sayings
from qualcode.argument.dossier import Dossier
from qualcode.argument.dossier_tables import MapEdge, MapNode

BOX, GUTTER, MARGIN = 246.0, 84.0, 12.0
"""Width of a claim, space between columns and around the whole, in pixels."""
LABEL, SMALL = 13.5, 10.5
"""Sizes of letters, in pixels."""
INK, SOFT, PAPER, LINE, AGAINST = "#1c2024", "#545b63", "#ffffff", "#6d757d", "#9c3d17"


def svg(dossier: Dossier, *, inline: bool = False) -> str:
    """The map.

    Args:
        dossier: Whose claims.
        inline: To stand in a page: with links to the claims' headings (``#claim-`` and their ids).
    """
    say = Sayings(dossier)
    labels = {node.id: lettering.wrapped(say.label(node), LABEL, BOX - 26) for node in dossier.nodes}
    heights = {node.id: _height(node, len(labels[node.id])) for node in dossier.nodes}
    placed = layout.of(dossier.nodes, dossier.edges, heights)
    boxes = {
        node.id: Box(
            MARGIN + placed.columns[node.id] * (BOX + GUTTER), MARGIN + placed.tops[node.id], BOX, heights[node.id]
        )
        for node in dossier.nodes
    }
    across = max(placed.n_columns, 2)
    width = 2 * MARGIN + across * BOX + (across - 1) * GUTTER
    body = MARGIN + placed.height + 26
    kinds = list(dict.fromkeys(node.kind for node in dossier.nodes))
    legend, below = _legend(say, kinds, body, width)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" lang="{dossier.language}" '
        f'width="{width:.0f}" height="{below:.0f}" viewBox="0 0 {width:.0f} {below:.0f}" '
        f'role="{"group" if inline else "img"}" aria-labelledby="map-title map-desc" '
        f'font-family="{lettering.FAMILY}">',
        f'<title id="map-title">{_text(say.title)}</title>',
        f'<desc id="map-desc">{_text(say.about if inline else say.all())}</desc>',
        _patterns(),
        f'<rect class="map-ground" width="100%" height="100%" fill="{PAPER}"/>',
        *_edges(dossier, placed, boxes),
        *(_node(node, boxes[node.id], labels[node.id], say, inline) for node in dossier.nodes),
        *legend,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _height(node: MapNode, lines: int) -> float:
    return 27 + 17 * lines + (22 if node.balance is not None or node.supports or node.challenges else 0)


def _patterns() -> str:
    return (
        '<defs><pattern id="map-stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<rect class="map-ground" width="5" height="5" fill="{PAPER}"/>'
        f'<rect class="map-stripe" width="2.4" height="5" fill="{AGAINST}"/></pattern></defs>'
    )


def _node(node: MapNode, box: Box, label: list[str], say: Sayings, inline: bool) -> str:
    found = [outline(node.kind, box)]
    x, y = box.x + 13, box.y + 17
    found.append(f'<text class="map-soft" x="{x:.1f}" y="{y:.1f}" font-size="{SMALL}" fill="{SOFT}">{_text(say.meta(node))}</text>')
    for number, line in enumerate(label):
        at = y + 17 * (number + 1)
        found.append(f'<text class="map-ink" x="{x:.1f}" y="{at:.1f}" font-size="{LABEL}" font-weight="600" fill="{INK}">{_text(line)}</text>')
    if node.balance is not None or node.supports or node.challenges:
        found += bars(box, node.supports, node.challenges, say.most)
    title = f"<title>{_text(say.node(node))}</title>"
    inside = "".join([title, *found])
    if inline:
        return f'<a href="#claim-{escape(node.id)}" class="map-node">{inside}</a>'
    return f'<g class="map-node">{inside}</g>'


def _edges(dossier: Dossier, placed: layout.Layout, boxes: dict[str, Box]) -> Iterator[str]:
    """Curves, which leave a claim at heights in the order of where they go."""
    columns = placed.columns
    ports: dict[tuple[str, bool], list[tuple[float, int]]] = defaultdict(list)
    for number, edge in enumerate(dossier.edges):
        for own, other in ((edge.start, edge.end), (edge.end, edge.start)):
            right = columns[other] >= columns[own]
            way = placed.passing.get(number, ())
            near = (way[0] if right else way[-1])[1] if way else boxes[other].middle
            ports[own, right].append((near, number))
    at: dict[tuple[str, int], tuple[float, float]] = {}
    for (id_, right), goes in ports.items():
        box = boxes[id_]
        for place, (_, number) in enumerate(sorted(goes), 1):
            y = box.y + box.height * place / (len(goes) + 1)
            at[id_, number] = (box.x + box.width if right else box.x, y)
    for number, edge in enumerate(dossier.edges):
        yield _edge(edge, columns, at[edge.start, number], at[edge.end, number], placed.passing.get(number, ()))


def _edge(edge: MapEdge, columns, start, end, way) -> str:  # noqa: ANN001
    if columns[edge.start] == columns[edge.end]:
        bulge = start[0] + GUTTER * 0.6
        path = f"M{_at(start)} C{bulge:.1f},{start[1]:.1f} {bulge:.1f},{end[1]:.1f} {_at(end)}"
        return _line(edge, path, end, -1)
    forward = columns[edge.start] < columns[edge.end]
    points = [start]
    for column, y in way if forward else reversed(way):
        left = MARGIN + column * (BOX + GUTTER)
        points += [(left, y), (left + BOX, y)] if forward else [(left + BOX, y), (left, y)]
    points.append(end)
    path = f"M{_at(points[0])}"
    for number in range(0, len(points) - 1):
        (x1, y1), (x2, y2) = points[number], points[number + 1]
        if number % 2:
            path += f" L{_at((x2, y2))}"
        else:
            middle = (x1 + x2) / 2
            path += f" C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    return _line(edge, path, end, 1 if forward else -1)


def _line(edge: MapEdge, path: str, end: tuple[float, float], way: int) -> str:
    return f'<g class="map-edge">{stroke(edge.relation, path)}{head(edge.relation, end, way)}</g>'


def stroke(relation: str, path: str) -> str:
    """A line of a relation: dashed where something is raised against a claim."""
    if relation == "against":
        return f'<path class="map-against" d="{path}" fill="none" stroke="{AGAINST}" stroke-width="1.8" stroke-dasharray="6 4"/>'
    return f'<path class="map-line" d="{path}" fill="none" stroke="{LINE}" stroke-width="1.3"/>'


def head(relation: str, end: tuple[float, float], way: int) -> str:
    """What a line ends in: an arrowhead, or a bar across it where something is raised against a claim."""
    x, y = end
    if relation == "against":
        at = x - 5 * way
        return f'<path class="map-against" d="M{at:.1f},{y - 6:.1f} V{y + 6:.1f}" stroke="{AGAINST}" stroke-width="2.6"/>'
    back = x - 8 * way
    return f'<path class="map-head" d="M{x:.1f},{y:.1f} L{back:.1f},{y - 4:.1f} L{back:.1f},{y + 4:.1f} Z" fill="{LINE}"/>'


def _legend(say: Sayings, kinds: list[str], top: float, width: float) -> tuple[list[str], float]:
    """Rows of signs and words, and where they end."""
    entries: list[tuple[str, str]] = [(kind, say.kind(kind)) for kind in kinds]
    entries += [(key, say.legend(key)) for key in ("rests_on", "against", "supports", "challenges", "share")]
    found, x, y = [f'<path class="map-line" d="M{MARGIN},{top - 12:.1f} H{width - MARGIN:.1f}" stroke="{LINE}" stroke-width="0.6"/>'], MARGIN, top
    for key, words in entries:
        wide = 42 + lettering.width(words, SMALL + 1) + 18 - (38 if key == "share" else 0)
        if x + wide > width and x > MARGIN:
            x, y = MARGIN, y + 24
        found += _sign(key, x, y)
        at = x if key == "share" else x + 42
        found.append(f'<text class="map-ink" x="{at:.1f}" y="{y + 12:.1f}" font-size="{SMALL + 1}" fill="{INK}">{_text(words)}</text>')
        x += wide
    return found, y + 24 + MARGIN


def _sign(key: str, x: float, y: float) -> list[str]:
    if key in ("rests_on", "against"):
        end = (x + 34, y + 8)
        return [stroke(key, f"M{x:.1f},{y + 8:.1f} H{x + 34:.1f}"), head(key, end, 1)]
    if key == "supports":
        return [f'<rect class="map-support" x="{x:.1f}" y="{y + 3:.1f}" width="34" height="10" fill="#0b5563"/>']
    if key == "challenges":
        return [f'<rect class="map-challenge" x="{x:.1f}" y="{y + 3:.1f}" width="34" height="10" fill="url(#map-stripes)" stroke="{AGAINST}"/>']
    return [] if key == "share" else [outline(key, Box(x, y, 34, 16))]


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _text(words: str) -> str:
    return escape(words)


def size(svg: str) -> tuple[float, float]:
    """A picture's width and height, in pixels."""
    width, height = re.findall(r' (?:width|height)="(\d+)"', svg[: svg.index(">")])
    return float(width), float(height)
