"""``quotes.xlsx`` with decisions on its quotes: keep, remove, another code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode.decisions.decision import Decision, Judgement
from qualcode.decisions.incoming import workbooks
from qualcode.decisions.incoming.taken import Material, Taken, coder_name, plain, titles
from qualcode.sampling.rows import guard

KEY = "qualcode"
"""Header of the hidden column that tells where a quote stands and what code it has: ``guard``, ``code`` and a
sample's ``key``, joined by ``|``."""


def key_column(rows: workbooks.Rows) -> int | None:
    """The hidden column, where a sheet has one."""
    return next((at for at, title in enumerate(rows[0]) if title == KEY), None) if rows else None


def read(path: Path, rows: workbooks.Rows, material: Material) -> Taken:
    """The decisions in a sheet of quotes. *Remove* is a no to the quote's code, *keep* a yes; another code is
    a yes to that one, and a no to the quote's unless that is kept or stands above it."""
    return _Reading(path, rows, material).taken()


class _Reading:
    def __init__(self, path: Path, rows: workbooks.Rows, material: Material) -> None:
        self._rows, self._material, self._taken = rows, material, Taken(path)
        self._origin = f"review:{path.name}"
        self._columns: dict[str, int | None] = {"key": key_column(rows)}
        for name in ("decision", "other_code", "memo", "reviewer", "quote"):
            called = titles(f"tables.columns.{name}")
            self._columns[name] = next(
                (at for at, title in enumerate(rows[0]) if plain(title) in called), None
            )

    def taken(self) -> Taken:
        for number, row in enumerate(self._rows[1:], 1):
            if self._words(row, "key"):
                self._row(number, row)
        return self._taken

    def _words(self, row: tuple[Any, ...], name: str) -> str:
        return workbooks.words(row, self._columns[name]).strip()

    def _refuse(self, number: int, name: str, what: str, remedy: str) -> None:
        self._taken.refuse(number + 1, workbooks.cell(number, self._columns[name] or 0), what, remedy)

    def _row(self, number: int, row: tuple[Any, ...]) -> None:
        said, other, memo = (
            plain(self._words(row, "decision")),
            self._words(row, "other_code"),
            self._words(row, "memo"),
        )
        if not said and not other:
            self._taken.empty += 1
            self._taken.notes += bool(memo)
            return
        known = {name: titles(f"review.{name}") for name in ("keep", "remove", "other")}
        if said and not any(said in words for words in known.values()):
            self._refuse(
                number, "decision", f"“{said}” is no decision.", "Choose behåll, ta bort or annan kod."
            )
            return
        if said in known["other"] and not other:
            self._refuse(number, "other_code", "it does not say which other code.", "Choose the code there.")
            return
        coder = coder_name(self._words(row, "reviewer")) or self._material.coder
        if not coder:
            self._refuse(
                number, "reviewer", "it does not say who decided.",
                "Write the name there, or import the file with --coder NAME.",
            )  # fmt: skip
            return
        place = self._place(number, row)
        if place is None:
            return
        code, where = place
        codes = self._codes(number, said, other, code, known)
        if codes:
            self._taken.judged += 1
        for each, judgement in codes.items():
            self._taken.decisions.append(
                Decision(*where, each, judgement, coder, self._material.made, self._origin, memo)
            )

    def _codes(
        self, number: int, said: str, other: str, code: str, known: dict[str, set[str]]
    ) -> dict[str, Judgement]:
        found: dict[str, Judgement] = {}
        if said in known["keep"]:
            found[code] = "yes"
        elif said in known["remove"]:
            found[code] = "no"
        if other:
            new = self._material.code(other)
            if new is None:
                like = self._material.like(other)
                self._refuse(number, "other_code", f"the codebook has no code '{other}'.", like)
                return {}
            below = new in self._material.codebook and code in self._material.codebook.lineage(new)
            if code not in found and not below:
                found[code] = "no"
            found[new] = "yes"
        if code not in self._material.codebook:
            self._refuse(
                number, "key", f"the codebook has no code '{code}' any more.", self._material.like(code)
            )
            found.pop(code, None)
        return found

    def _place(self, number: int, row: tuple[Any, ...]) -> tuple[str, tuple[str, str, int, int, str]] | None:
        stamp, code, key = [*self._words(row, "key").split("|", 2), "", ""][:3]
        text = workbooks.words(row, self._columns["quote"])
        if not key or guard(f"{code}|{key}", text) != stamp:
            self._refuse(
                number, "quote", "the quote was changed, or belongs to another row; the row is not taken.",
                "Put its words back. Other quotes are brought in as a list (source, quote, code).",
            )  # fmt: skip
            return None
        judged, start, end, source = key.split(":", 3)
        exact = self._material.words_at(source, judged, int(start), int(end))
        if exact is None and len(text) != int(end) - int(start):
            self._refuse(
                number, "quote", "the transcript was edited since, and the cell lacks its exact words.",
                "Decide on the quote in a new quotes.xlsx.",
            )  # fmt: skip
            return None
        return code, (source, judged, int(start), int(end), text if exact is None else exact)
