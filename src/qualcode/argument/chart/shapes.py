"""Shapes of the map: a claim's outline by its kind, and its bars."""

from __future__ import annotations

from dataclasses import dataclass

INK, SOFT, PAPER = "#1c2024", "#545b63", "#ffffff"
FOR, AGAINST = "#0b5563", "#9c3d17"


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
    frame = f'class="map-box" fill="{PAPER}" stroke="{INK}"'
    rect = f'x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"'
    if kind == "hypothesis":
        inner = f'x="{x + 3.5:.1f}" y="{y + 3.5:.1f}" width="{w - 7:.1f}" height="{h - 7:.1f}"'
        return f'<rect {rect} rx="3" {frame} stroke-width="2"/><rect {inner} rx="1.5" {frame} stroke-width="1"/>'
    if kind == "question":
        return f'<rect {rect} rx="{min(h / 2, 18):.1f}" {frame} stroke-width="1.3"/>'
    if kind == "objection":
        cut = min(9.0, h / 3)
        corners = (
            f"M{x + cut:.1f},{y:.1f} H{x + w - cut:.1f} L{x + w:.1f},{y + cut:.1f} V{y + h - cut:.1f} "
            f"L{x + w - cut:.1f},{y + h:.1f} H{x + cut:.1f} L{x:.1f},{y + h - cut:.1f} V{y + cut:.1f} Z"
        )
        return f'<path d="{corners}" {frame} stroke-width="1.6" stroke-dasharray="6 3"/>'
    if kind == "measure":
        edge = f'<rect class="map-edge-of-measure" x="{x:.1f}" y="{y:.1f}" width="6" height="{h:.1f}" fill="{INK}"/>'
        return f'<rect {rect} {frame} stroke-width="1.3"/>{edge}'
    return f'<rect {rect} rx="3" {frame} stroke-width="1.3"/>'


def bars(box: Box, supports: int, challenges: int, most: int) -> list[str]:
    """Sources against, striped, to the left of a middle line, and for, filled, to the right of it.

    Args:
        box: The claim's.
        supports: Sources for it.
        challenges: Sources against it.
        most: The most of either on the whole map, whose bar takes all the room.
    """
    middle, y, height = box.x + box.width / 2, box.y + box.height - 20, 10
    room = box.width / 2 - 40
    unit = room / max(most, 1)
    left, right = challenges * unit, supports * unit
    found = []
    if challenges:
        found.append(
            f'<rect class="map-challenge" x="{middle - left:.1f}" y="{y:.1f}" width="{left:.1f}" '
            f'height="{height}" fill="url(#map-stripes)" stroke="{AGAINST}" stroke-width="1"/>'
        )
    if supports:
        found.append(
            f'<rect class="map-support" x="{middle:.1f}" y="{y:.1f}" width="{right:.1f}" height="{height}" fill="{FOR}"/>'
        )
    found.append(
        f'<path class="map-axis" d="M{middle:.1f},{y - 3:.1f} V{y + height + 3:.1f}" stroke="{INK}" stroke-width="1"/>'
    )
    for words, x, anchor in (
        (f"−{challenges}", middle - left - 5, "end"),
        (f"+{supports}", middle + right + 5, "start"),
    ):
        found.append(
            f'<text class="map-ink" x="{x:.1f}" y="{y + 9:.1f}" font-size="11" text-anchor="{anchor}" fill="{INK}">{words}</text>'
        )
    return found
