"""Codes' colours, made visible: whatever the codebook says, a bar stands out from light and dark paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.coded import tree_order

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook

PALETTE = ("#2f6f9f", "#b4552d", "#5a7d2a", "#7b4b94", "#b8326b", "#2b7f78", "#8a6a12", "#5b62b0")
"""For themes without a colour of their own, in turn."""
LIGHT, DARK = "#ffffff", "#1d2024"
"""The papers that colours are shown on; the stylesheet's ``--paper``."""
CONTRAST = 3.2
"""WCAG asks for 3 : 1 for graphics."""

Rgb = tuple[float, float, float]


def of_codes(codebook: Codebook) -> list[tuple[str, str]]:
    """Each code's colour on light and on dark paper, in the order of the codebook's tree.

    A code without a colour (or with something else in its place) has that of the code above it, a theme the
    next of :data:`PALETTE`.
    """
    themes = [code.id for code in codebook.themes]
    found = []
    for code in tree_order(codebook):
        line = [codebook[each].color for each in reversed(codebook.lineage(code))]
        own = next((color for color in line if color and re.fullmatch(r"#[0-9a-fA-F]{6}", color)), None)
        color = own or PALETTE[themes.index(codebook.lineage(code)[0]) % len(PALETTE)]
        found.append((readable(color, LIGHT), readable(color, DARK)))
    return found


def readable(color: str, paper: str) -> str:
    """The colour, moved away from the paper's until it has :data:`CONTRAST` to it; ``#rrggbb``."""
    end = (0.0, 0.0, 0.0) if _luminance(_rgb(paper)) > 0.5 else (255.0, 255.0, 255.0)
    start = _rgb(color)
    for step in range(21):
        mixed = tuple(round(a + (b - a) * step / 20) for a, b in zip(start, end, strict=True))
        if contrast(_hex(mixed), paper) >= CONTRAST:
            return _hex(mixed)
    return _hex(end)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Rgb) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(color: str) -> Rgb:
    return tuple(float(int(color[at : at + 2], 16)) for at in (1, 3, 5))  # type: ignore[return-value]


def _hex(color: tuple[float, ...]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in color)
