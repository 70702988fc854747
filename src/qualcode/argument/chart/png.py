"""SVG as PNG, for programs that show no SVG."""

from __future__ import annotations

from qualcode.argument.chart import drawing

ZOOM = 2.5
"""Pixels of the PNG per pixel of the SVG: fit for print at 16 cm."""
LONGEST = 10_000
"""Most pixels of a side; larger pictures are zoomed less."""


def of(svg: str) -> bytes:
    """The picture, on white; letters are set in what the machine has of the families that the SVG names."""
    import resvg_py

    zoom = min(ZOOM, LONGEST / max(drawing.size(svg)))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=zoom, background="#ffffff", sans_serif_family=_sans(), languages=[]
        )
    )


def _sans() -> str:
    """The face that stands for any without serifs."""
    import sys

    return {"win32": "Arial", "darwin": "Helvetica"}.get(sys.platform, "DejaVu Sans")
