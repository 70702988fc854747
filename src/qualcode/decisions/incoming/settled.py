"""The list of moved and open decisions (:mod:`qualcode.decisions.settle_sheet`), with places chosen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qualcode.decisions import anchors, settling
from qualcode.decisions.anchors import Spot
from qualcode.decisions.incoming import workbooks
from qualcode.decisions.incoming.taken import Material, Taken, plain, titles
from qualcode.errors import CodingsError, Place


def read(path: Path, sheets: Mapping[str, workbooks.Rows], material: Material) -> Taken:
    """The rows that settle what the list settles; what was settled before is passed over.

    Raises:
        CodingsError: the list's hidden row is gone.
    """
    taken = Taken(path)
    for rows in sheets.values():
        for number, row in enumerate(rows):
            keys = {str(key): column for column, key in enumerate(row) if key}
            if {"id", "decision", "quote"} <= keys.keys():
                _settle(rows, number, keys, material, taken)
                return taken
    raise CodingsError(
        "the list's hidden row is gone.",
        where=Place(path.name),
        remedy="Write the list again with `qualcode codings settle --list FILE.xlsx`.",
    )


def _settle(
    rows: workbooks.Rows, top: int, keys: Mapping[str, int], material: Material, taken: Taken
) -> None:
    open_ = {case.id: case for case in settling.cases(anchors.place(material.said, material.texts))}
    for number, row in enumerate(rows[top + 2 :], top + 2):
        id_, said = (workbooks.words(row, keys[name]).strip() for name in ("id", "decision"))
        case = open_.get(id_)
        if not id_ or not said:
            taken.empty += bool(id_)
            continue
        if case is None:
            continue
        if plain(said) in titles("settle.gone"):
            taken.decisions += settling.dropped(case, material.made)
            taken.judged += 1
            continue
        spot = _spot(workbooks.words(row, keys.get(f"spot:{said}")), material)
        if spot is None:
            taken.refuse(
                number + 1, workbooks.cell(number, keys["decision"]),
                f"“{said}” is no place, or the text there was edited since.",
                "Write the list again with `qualcode codings settle --list FILE.xlsx`.",
            )  # fmt: skip
            continue
        taken.decisions += settling.moved(case, spot, material.texts, material.made)
        taken.judged += 1


def _spot(key: str, material: Material) -> Spot | None:
    parts: list[Any] = key.split(":", 3)
    if len(parts) != 4:
        return None
    judged, start, end, source = parts
    words = material.words_at(source, judged, int(start), int(end))
    return None if words is None else Spot(source, int(start), int(end), words)
