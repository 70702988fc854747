"""``map.svg`` and ``map.png``: the map of claims as pictures of their own."""

from __future__ import annotations

from pathlib import Path

from qualcode.argument.chart import drawing, png
from qualcode.argument.dossier import Dossier

NAME = "map.svg"


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """The files."""
    picture = drawing.svg(dossier)
    path, drawn = folder / NAME, folder / "map.png"
    path.write_text(picture, "utf-8", newline="\n")
    drawn.write_bytes(png.of(picture))
    return [path, drawn]
