"""A copy of a table of answers is a table: the same columns, a row a response, values de-identified.

A ``.csv`` stays one; where a cell would be run as a formula, and where there are several sheets, the copy
is an ``.xlsx``, whose words are words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from qualcode.transcript import Transcript, Turn
from qualcode.writers.cells import guarded

_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
_SPEAKER, _TEXT, _BEGINS, _ENDS = "speaker", "text", "start", "end"


@dataclass(slots=True)
class Table:
    """A sheet of a copy.

    Attributes:
        name: The sheet's name; empty where the source has one only.
        above: Lines above the header.
        header: Names of the columns.
        rows: By column, the cells of each row.
    """

    name: str
    above: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)

    def cells(self) -> Iterable[list[str]]:
        """All rows as they are written, the header among them."""
        yield from ([line] for line in self.above)
        if self.header:
            yield self.header
        yield from ([row.get(column, "") for column in self.header] for row in self.rows)


def is_table(transcript: Transcript) -> bool:
    """Whether a source is a table of answers or notes, and no conversation."""
    return (
        PurePosixPath(transcript.name).suffix.casefold() in _SUFFIXES
        and all(turn.kind in ("note", "speech", "head") for turn in transcript.turns)
        and any(turn.case or turn.kind == "note" for turn in transcript.turns)
    )


def tables(transcript: Transcript) -> list[Table]:
    """The sheets of a source that :func:`is_table`."""
    found: dict[str, Table] = {}
    last: tuple[str, str] | None = None
    texts: dict[str, list[str]] = {}
    for turn in transcript.turns:
        sheet, header = _place(turn)
        table = found.setdefault(sheet, Table(sheet))
        if turn.kind == "head":
            table.above.append(transcript.words(turn))
            continue
        if (sheet, turn.case) != last or (not turn.case and header in table.rows[-1]):
            table.rows.append(dict(turn.attributes))
            last = sheet, turn.case
        row = table.rows[-1]
        row[header] = transcript.words(turn)
        for column, value in (
            (_SPEAKER, turn.speaker or ""),
            (_BEGINS, exact_clock(turn.begins) if turn.begins is not None else ""),
            (_ENDS, exact_clock(turn.ends) if turn.ends is not None else ""),
        ):
            if value:
                row[column] = value
        texts.setdefault(sheet, [])
        texts[sheet] += [header] if header not in texts[sheet] else []
    for table in found.values():
        columns = dict.fromkeys(column for row in table.rows for column in row)
        own = texts.get(table.name, [])
        table.header = [*(column for column in columns if column not in own), *own]
    return list(found.values())


def settings(transcript: Transcript) -> dict[str, object]:
    """Which columns hold what, as ``study.yaml`` says it."""
    spoken = [turn for turn in transcript.turns if turn.kind != "head"]
    text = list(dict.fromkeys(_place(turn)[1] for turn in spoken))
    speaker = _SPEAKER if any(turn.speaker for turn in spoken) else None
    return {"text_columns": text, **({"speaker_column": speaker} if speaker else {})}


def suffix(transcript: Transcript) -> str:
    """What the copy is: ``.csv`` or ``.xlsx``."""
    made = tables(transcript)
    if len(made) > 1 or made[0].name or not transcript.name.casefold().endswith((".csv", ".tsv")):
        return ".xlsx"
    return ".xlsx" if any(guarded(cell) != cell for row in made[0].cells() for cell in row) else ".csv"


def write(transcript: Transcript, path: Path) -> None:
    """Writes the copy of a table.

    Raises:
        OSError: it cannot be written.
    """
    made = tables(transcript)
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(made[0].cells())
        return
    import xlsxwriter

    from qualcode.writers.workbook import DATED

    words = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {"in_memory": True, **words}) as book:
        book.set_properties({"created": DATED})
        for table in made:
            sheet = book.add_worksheet(table.name or None)
            for number, row in enumerate(table.cells()):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell)


def exact_clock(seconds: float) -> str:
    """``hh:mm:ss``, with thousandths where there are any."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    whole = f"{hours:02}:{minutes:02}:{rest // 1000:02}"
    return f"{whole}.{rest % 1000:03}" if rest % 1000 else whole


def _place(turn: Turn) -> tuple[str, str]:
    """The sheet and the column that a turn stands in."""
    if turn.kind == "head":
        return (turn.section[0] if turn.section else ""), ""
    if turn.kind == "speech" and len(turn.section) < 2 and not turn.case:
        return (turn.section[0] if turn.section else ""), _TEXT
    if len(turn.section) > 1:
        return turn.section[0], turn.section[1]
    return "", (turn.section[0] if turn.section else _TEXT)
