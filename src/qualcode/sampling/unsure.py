"""What coders left unsure of a sample: ``codings/samples/<name>/unsure.json``, by their latest sheets.

It is no judgement and is not among the decisions. Figures that were measured without it say how much it is,
for what people are unsure of is what they agree on least.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

FILE = "unsure.json"

Cell = tuple[str, int, int, str]
"""Source, start and end of the segment, and the code's id."""


def read(folder: Path) -> dict[str, set[Cell]]:
    """What each coder of a sample left unsure; nothing where that is not known.

    Args:
        folder: The sample's.
    """
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
        return {
            str(coder): {(str(source), int(start), int(end), str(code)) for source, start, end, code in cells}
            for coder, cells in told.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep(folder: Path, coder: str, cells: Iterable[Cell]) -> None:
    """Notes what a coder left unsure, in place of what they did before.

    Args:
        folder: The sample's; nothing is kept where there is none.
        coder: Their name.
        cells: All of them.

    Raises:
        OSError: it cannot be written.
    """
    if not folder.is_dir():
        return
    told = {**read(folder), coder: set(cells)}
    known = {name: sorted(own) for name, own in told.items() if own}
    beside, path = folder / f".{FILE}-{os.getpid()}", folder / FILE
    if not known and not path.exists():
        return
    beside.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    os.replace(beside, path)
