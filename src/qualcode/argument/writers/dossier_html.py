"""``dossier.html``: the dossier as one page that opens from a disk and loads nothing."""

from __future__ import annotations

from pathlib import Path

from qualcode.argument.dossier import Dossier
from qualcode.argument.page import rendering

NAME = "dossier.html"


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """The file."""
    path = folder / NAME
    path.write_text(rendering.render(dossier), "utf-8", newline="\n")
    return [path]
