"""Sheets of a sample (:mod:`qualcode.sampling.sheet`), filled in, in whole or in part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qualcode.decisions.decision import Decision, Judgement
from qualcode.decisions.incoming import workbooks
from qualcode.decisions.incoming.taken import NO, UNSURE, YES, Material, Taken, coder_name, plain
from qualcode.errors import CodingsError, Place
from qualcode.sampling.rows import guard

CODE = "code:"
NAME_CELL = (2, 1)


def read(path: Path, sheets: Mapping[str, workbooks.Rows], material: Material) -> Taken:
    """The judgements of one coder's sheet. An empty cell is not judged, unless the row says *the rest no*.

    Raises:
        CodingsError: it does not say who filled it in, or the sheet with the segments is gone.
    """
    about = workbooks.about(dict(sheets))
    coder = _coder(path, sheets, material)
    for rows in sheets.values():
        keys = {str(key): column for column, key in enumerate(rows[0]) if key} if rows else {}
        if {"key", "guard", "text"} <= keys.keys():
            return _Reading(path, rows, keys, material, coder, about.get("origin", "import")).taken()
    raise CodingsError(
        "the sheet with the segments is not there, or its hidden first row is gone.",
        where=Place(path.name),
        remedy="Fill in a sheet as `qualcode sample` wrote it.",
    )


def _coder(path: Path, sheets: Mapping[str, workbooks.Rows], material: Material) -> str:
    if material.coder:
        return material.coder
    row, column = NAME_CELL
    first = next(iter(sheets.values()), [])
    name = coder_name(workbooks.words(first[row], column)) if len(first) > row else None
    if name is None:
        raise CodingsError(
            "it does not say who filled it in.",
            where=Place(f"{path.name}:{row + 1}:{workbooks.cell(row, column)}"),
            remedy="Write the name there on the first sheet, or import the file with --coder NAME.",
        )
    return name


class _Reading:
    def __init__(
        self,
        path: Path,
        rows: workbooks.Rows,
        keys: dict[str, int],
        material: Material,
        coder: str,
        origin: str,
    ) -> None:
        self._rows, self._keys, self._material = rows, keys, material
        self._coder, self._origin = coder, origin
        self._taken = Taken(path, sample=origin.partition(":")[2], coder=coder)
        self._codes: dict[str, int] = {}
        for key, column in keys.items():
            if key.startswith(CODE):
                self._codes[key.removeprefix(CODE)] = column

    def taken(self) -> Taken:
        unknown = {code: at for code, at in self._codes.items() if code not in self._material.codebook}
        for code, column in unknown.items():
            del self._codes[code]
            if any(workbooks.words(row, column).strip() for row in self._rows[2:]):
                self._taken.refuse(
                    1, workbooks.cell(0, column),
                    f"the codebook has no code '{code}'; its column is not taken.", self._material.like(code),
                )  # fmt: skip
        for number, row in enumerate(self._rows[2:], 2):
            if any(value is not None for value in row):
                self._row(number, row)
        return self._taken

    def _row(self, number: int, row: tuple[Any, ...]) -> None:
        taken = self._taken
        taken.rows += bool(workbooks.words(row, self._keys["key"]))
        answers, unsure = self._answers(number, row)
        memo = workbooks.words(row, self._keys.get("memo")).strip()
        if not answers:
            taken.empty += 1
            taken.notes += bool(memo)
        if not answers and not unsure:
            return
        place = self._place(number, row)
        if place is None:
            return
        source, judged, start, end, quote = place
        # Whether a code above has the segment is left open with the one below it.
        open_ = {above for code in unsure for above in self._material.codebook.lineage(code)}
        taken.left_unsure += [
            (source, start, end, code) for code in self._codes if code in open_ and code not in answers
        ]
        taken.judged += bool(answers)
        for code, yes in answers.items():
            judgement: Judgement = "yes" if yes else "no"
            taken.decisions.append(
                Decision(
                    source, judged, start, end, quote, code, judgement, self._coder, self._material.made,
                    self._origin, memo,
                )
            )  # fmt: skip

    def _answers(self, number: int, row: tuple[Any, ...]) -> tuple[dict[str, bool], list[str]]:
        """What a row says of codes, and of which it is unsure."""
        found: dict[str, bool] = {}
        unsure: list[str] = []
        open_, book = set(), self._material.codebook
        for code, column in self._codes.items():
            said = plain(workbooks.words(row, column))
            if said in YES or said in NO:
                found[code] = said in YES
            elif said in UNSURE:
                unsure.append(code)
                open_.add(code)
            elif said:
                open_.add(code)
                self._taken.refuse(
                    number + 1, workbooks.cell(number, column), f"“{said}” is none of ja, nej, osäker.",
                    "Choose one of them, or leave the cell empty.",
                )  # fmt: skip
        for code in [code for code, yes in found.items() if yes]:
            for above in book.lineage(code)[:-1] if code in found else ():
                if found.get(above) is False:
                    del found[above], found[code]
                    open_ |= {above, code}
                    self._taken.refuse(
                        number + 1, workbooks.cell(number, self._codes[code]),
                        f"yes to '{code}' and no to '{above}', which stands above it, cannot both be.",
                        "Change one of them; neither is taken.",
                    )  # fmt: skip
                    break
        self._taken.unsure += len(unsure)
        said = plain(workbooks.words(row, self._keys.get("rest")))
        if said in YES:
            above = {each for code, yes in found.items() if yes for each in book.lineage(code)}
            above |= {each for code in open_ for each in book.lineage(code)}
            found |= {code: False for code in self._codes if code not in found and code not in above}
        elif said and said not in NO:
            self._taken.refuse(
                number + 1, workbooks.cell(number, self._keys["rest"]), f"“{said}” is not ja.",
                "Choose ja, or leave the cell empty.",
            )  # fmt: skip
        return found, unsure

    def _place(self, number: int, row: tuple[Any, ...]) -> tuple[str, str, int, int, str] | None:
        key = workbooks.words(row, self._keys["key"])
        text = workbooks.words(row, self._keys["text"])
        where = number + 1, workbooks.cell(number, self._keys["text"])
        stamp = workbooks.words(row, self._keys["guard"])
        if guard(key, text) != stamp:
            self._taken.refuse(
                *where, "the words were changed, or belong to another row; the row is not taken.",
                "Put the words back as they were in the sheet that was given out.",
            )  # fmt: skip
            return None
        judged, start, end, source = key.split(":", 3)
        begins, ends = int(start), int(end)
        exact = self._material.words_at(source, judged, begins, ends)
        if exact is not None and guard(key, exact) == stamp:
            return source, judged, begins, ends, exact
        if exact is None and len(text) == ends - begins:
            return source, judged, begins, ends, text
        self._taken.refuse(
            *where, "the transcript was edited since, and the cell does not have its words to the letter.",
            "Draw the segment again; the row is not taken.",
        )  # fmt: skip
        return None
