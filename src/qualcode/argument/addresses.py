"""Addresses in a run's report page: of a quote, and of a place in a transcript."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from qualcode.writers.cells import unguarded

REPORT = "report.html"
_KEPT = "!'()*-._~"
"""What JavaScript's ``encodeURIComponent`` leaves as it is, beside letters and digits."""


@dataclass(frozen=True)
class Addresses:
    """Of one run, as seen from a folder beside it in ``outputs/``.

    Attributes:
        page: Path of the report page from there; empty if the run has none.
        quotes: The run's quotes by source: first code point, the one after the last, code and id.
    """

    page: str
    quotes: dict[str, list[tuple[int, int, str, str]]]

    @classmethod
    def of(cls, run: Path) -> Addresses:
        """Those of a run's folder."""
        page = f"../{quote(run.name)}/{REPORT}" if (run / REPORT).is_file() else ""
        return cls(page, _quotes(run / "quotes.csv") if page else {})

    def quote(self, source: str, start: int, end: int, codes: Iterable[str], segment: int) -> str:
        """The address of the quote that shows a stretch: with one of the codes if there is such a one, the
        closest fitting; else the place in the transcript.

        Args:
            source: Name of the source.
            start: First code point.
            end: After the last one.
            codes: Codes, in the order of preference.
            segment: Number of the stretch's first segment, from 1.
        """
        wanted = list(codes)
        around = [each for each in self.quotes.get(source, ()) if each[0] <= start and end <= each[1]]
        around = around or [each for each in self.quotes.get(source, ()) if each[0] <= start < each[1]]
        if not around or not self.page:
            return self.place(source, segment)

        def order(each: tuple[int, int, str, str]) -> tuple[int, int, str]:
            return (wanted.index(each[2]) if each[2] in wanted else len(wanted), each[1] - each[0], each[3])

        return f"{self.page}#/citat?id={min(around, key=order)[3]}"

    def place(self, source: str, segment: int) -> str:
        """The address of a segment, by its number from 1, in its transcript; empty without a report page."""
        return f"{self.page}#/kallor?kalla={quote(source, safe=_KEPT)}&stycke={segment}" if self.page else ""


def _quotes(path: Path) -> dict[str, list[tuple[int, int, str, str]]]:
    found: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                code, id_ = unguarded(row["code_id"]), unguarded(row["id"])
                found[unguarded(row["source"])].append((int(row["start"]), int(row["end"]), code, id_))
    return dict(found)
