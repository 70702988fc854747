"""``report.html``: the page for reviewers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.result import Run

NAME = "report.html"


def write(run: Run, folder: Path) -> list[Path]:
    """Writes the page into the folder.

    Returns:
        Its path.
    """
    from qualcode.report.page import render

    path = folder / NAME
    # A lone surrogate can stand in no file; as an escape it is still valid in the page's JSON.
    path.write_bytes(render(run).encode("utf-8", "backslashreplace"))
    return [path]
