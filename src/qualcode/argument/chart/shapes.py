"""Shapes of the map: a claim's outline by its kind, its bars, and lines between claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.argument.chart.tags import AGAINST, FOR, INK, LINE, PAPER, tag, words

Point = tuple[float, float]
HIGH, STEP = 10.0, 5.0
"""Height of a bar, and from one stripe to the next, in pixels."""


@dataclass(frozen=True)
class Box:
    """Where something stands, in pixels from the upper left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.y + self.height / 2


def outline(kind: str, box: Box) -> str:
    """A kind's shape: hypothesis with a double line, question with round ends, objection with cut corners
    and dashes, measure with a thick left edge, claim a plain box."""
    x, y, w, h = box.x, box.y, box.width, box.height
    look = {"class_": "map-box", "fill": PAPER, "stroke": INK}
    if kind == "hypothesis":
        inner = tag("rect", x=x + 3.5, y=y + 3.5, width=w - 7, height=h - 7, rx=1.5, **look, stroke_width=1)
        return tag("rect", x=x, y=y, width=w, height=h, rx=3, **look, stroke_width=2) + inner
    if kind == "objection":
        cut = min(9.0, h / 3)
        corners = (
            f"M{at(x + cut, y)} H{x + w - cut:.1f} L{at(x + w, y + cut)} V{y + h - cut:.1f} "
            f"L{at(x + w - cut, y + h)} H{x + cut:.1f} L{at(x, y + h - cut)} V{y + cut:.1f} Z"
        )
        return tag("path", d=corners, **look, stroke_width=1.6, stroke_dasharray="6 3")
    round_ = {"question": min(h / 2, 18.0), "measure": 0.0}.get(kind, 3.0)
    frame = tag("rect", x=x, y=y, width=w, height=h, rx=round_, **look, stroke_width=1.3)
    if kind == "measure":
        return frame + tag("rect", class_="map-edge-of-measure", x=x, y=y, width=6, height=h, fill=INK)
    return frame


def bar(x: float, y: float, width: float, *, supports: bool) -> str:
    """A bar of sources: filled for a claim, striped against it."""
    if supports:
        return tag("rect", class_="map-support", x=x, y=y, width=width, height=HIGH, fill=FOR)
    look = {"fill": PAPER, "stroke": AGAINST, "stroke_width": 1}
    ground = tag("rect", class_="map-challenge", x=x, y=y, width=width, height=HIGH, **look)
    stripes = " ".join(_stripes(x, y, width))
    return ground + tag("path", class_="map-stripe", d=stripes, stroke=AGAINST, stroke_width=1.8)


def _stripes(x: float, y: float, width: float) -> Iterator[str]:
    """Slanting lines that end at the bar's edges; patterns and clips are not known to every program."""
    start = x - HIGH + STEP / 2
    while start < x + width:
        left, right = max(start, x), min(start + HIGH, x + width)
        if right > left:
            yield f"M{at(left, y + HIGH - (left - start))} L{at(right, y + HIGH - (right - start))}"
        start += STEP


ASIDE, FIGURE = 128.0, 13.0
"""Room to the left of the bars, and size of the figures beside them, in pixels."""


def bars(box: Box, base: float, supports: int, challenges: int, most: int) -> list[str]:
    """Sources against, striped, to the left of a middle line, and for, filled, to the right of it.

    Args:
        box: The claim's.
        base: Where the figures stand, their base line.
        supports: Sources for it.
        challenges: Sources against it.
        most: The most of either on the whole map, whose bar takes all the room.
    """
    room = (box.width - ASIDE - 10) / 2
    middle, y = box.x + ASIDE + room, base - 9
    unit = (room - 26) / max(most, 1)
    left, right = challenges * unit, supports * unit
    found = [bar(middle - left, y, left, supports=False)] if challenges else []
    found += [bar(middle, y, right, supports=True)] if supports else []
    axis = f"M{at(middle, y - 3)} V{y + 13:.1f}"
    return [
        *found,
        tag("path", class_="map-axis", d=axis, stroke=INK, stroke_width=1),
        words(_signed("−", challenges), middle - left - 5, base, FIGURE, INK, text_anchor="end"),
        words(_signed("+", supports), middle + right + 5, base, FIGURE, INK, text_anchor="start"),
    ]


def _signed(sign: str, number: int) -> str:
    return f"{sign}{number}" if number else "0"


def stroke(relation: str, path: str) -> str:
    """A line of a relation: dashed where something is raised against a claim."""
    if relation == "against":
        look = {"class_": "map-against", "stroke": AGAINST, "stroke_width": 1.8, "stroke_dasharray": "6 4"}
    else:
        look = {"class_": "map-line", "stroke": LINE, "stroke_width": 1.3}
    return tag("path", d=path, fill="none", **look)


def head(relation: str, end: Point, way: int) -> str:
    """What a line ends in: an arrowhead, or a bar across it where something is raised against a claim.

    Args:
        relation: Of the line.
        end: Where it ends.
        way: 1 if it goes to the right, −1 to the left.
    """
    x, y = end
    if relation == "against":
        across = f"M{at(x - 5 * way, y - 6)} V{y + 6:.1f}"
        return tag("path", class_="map-against", d=across, stroke=AGAINST, stroke_width=2.6)
    back = x - 8 * way
    point = f"M{at(x, y)} L{at(back, y - 4)} L{at(back, y + 4)} Z"
    return tag("path", class_="map-head", d=point, fill=LINE)


def at(x: float, y: float) -> str:
    """A point in a path."""
    return f"{x:.1f},{y:.1f}"
