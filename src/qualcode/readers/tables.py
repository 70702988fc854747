"""Tables of documents as lines: a conversation where columns hold times, speakers and what is said.

Other tables' rows stay rows (``lines.of_row``), which the file's head or its labels may make sense of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.readers import labels, times, words
from qualcode.readers.clocks import stamp_of
from qualcode.readers.lines import Line, of_row

Cell = list[Line]
_LONGEST_LABEL = 40
_MOST_COLUMNS = 63
_NUMBER = re.compile(r"[#(]?\d{1,5}[.)]?$")
_SPEAKERS = frozenset(
    ("talare", "vem", "namn", "person", "personer", "röst", "vem talar", "vem säger", "vem som talar")
) | {"speaker", "speakers", "who", "name"}
_TIMES = frozenset(("tid", "time", "tidpunkt", "tidkod", "start", "timestamp", "tidsstämpel", "timecode"))
_NUMBERS = frozenset(("nr", "nummer", "rad", "#", "no", "line", "replik nr"))
_SAID = frozenset(
    ("text", "yttrande", "vad som sägs", "vad sägs", "transkription", "transkript", "replik", "innehåll")
) | {"tal", "uttalande", "vad", "utsaga", "transcript", "speech", "utterance", "content"}
_COLUMN_TITLES = _SPEAKERS | _TIMES | _NUMBERS | _SAID


@dataclass(slots=True)
class _Columns:
    """Which column holds what; ``None`` where no column does."""

    speaker: int
    said: int
    begins: int | None = None
    number: int | None = None
    named: bool = False


def lines_of(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """A table's lines.

    Args:
        rows: The lines of each cell, by row; cells that a merged one covers are empty.
    """
    width = max((len(row) for row in rows), default=0)
    if width > _MOST_COLUMNS:
        return [line for row in rows for line in _row(list(row))]
    table = _with_times_apart([[*row, *([] for _ in range(width - len(row)))] for row in rows])
    titles = _titles(table)
    columns = _columns(table[1:] if titles else table, titles)
    if columns is None:
        return [line for row in table for line in _row(row)]
    found: list[Line] = []
    if titles:
        found.append(Line("\t".join(filter(None, map(_text, table[0]))), cells=True, head=True))
    speaker = ""
    for row in table[1:] if titles else table:
        speaker = _text(row[columns.speaker]).strip(" :") or speaker
        found += _turn(row, columns, speaker)
    return found


def _with_times_apart(table: list[list[Cell]]) -> list[list[Cell]]:
    """The table with ``Anna 0:12`` in two columns, where most cells of a column are so."""
    for index in range(len(table[0]) if len(table) > 2 else 0):
        cells = [row[index] for row in table]
        told = [labels.parse(cell[0]) if len(cell) == 1 else None for cell in cells]
        timed = [one is not None and one.shape == "timed" and one.begins is not None for one in told]
        if sum(timed) >= 0.7 * sum(map(bool, cells)) and sum(timed) > 2:
            return [
                [
                    *row[:index],
                    [Line(stamp_of(str(one.begins)).strip())],
                    [Line(one.label)],
                    *row[index + 1 :],
                ]
                if is_timed
                else [*row[:index], [], *row[index:]]
                for row, one, is_timed in zip(table, told, timed, strict=True)
            ]
    return table


def _row(row: list[Cell]) -> list[Line]:
    found = of_row(row)
    if found and found[0].cells:
        # What follows in the last cell goes on in the row.
        return [found[0], *(replace(line, opens=False) for line in found[1:])]
    return found


def _text(cell: Cell) -> str:
    return " ".join(" ".join(line.text for line in cell).split())


def _titles(table: list[list[Cell]]) -> list[str]:
    """Keys of the column titles, if the first row is one of titles."""
    if len(table) < 3:
        return []
    titles = [words.key(_text(cell).strip(" :")) for cell in table[0]]
    known = sum(title in _COLUMN_TITLES for title in titles)
    return titles if known >= 2 or (known and known >= len(list(filter(None, titles))) - 1) else []


def _columns(table: list[list[Cell]], titles: list[str]) -> _Columns | None:
    """The columns of a conversation; ``None`` where the table is none."""
    if len(table) < 3 or len(table[0]) < 2:
        return None
    columns = [[_text(row[index]) for row in table] for index in range(len(table[0]))]
    filled = [[text for text in column if text] for column in columns]
    title = dict(enumerate(titles))
    timed = [i for i, texts in enumerate(filled) if _share(texts, _is_time) >= 0.7]
    numbers = [i for i, texts in enumerate(filled) if i not in timed and _share(texts, _NUMBER.match) >= 0.8]
    left = [i for i, texts in enumerate(filled) if texts and i not in timed and i not in numbers]
    named = [i for i in left if title.get(i) in _SPEAKERS]
    speakers = named or [i for i in left if _may_be_speakers(table, i, filled[i])]
    if not speakers:
        return None
    speaker = speakers[0]
    said = [i for i in left if i != speaker and title.get(i) in _SAID] or sorted(
        (i for i in left if i != speaker), key=lambda i: -sum(map(len, filled[i]))
    )
    if not said or sum(map(len, filled[said[0]])) <= sum(map(len, filled[speaker])):
        return None
    return _Columns(speaker, said[0], (timed or [None])[0], (numbers or [None])[0], bool(named))


def _share(texts: list[str], fits: object) -> float:
    return sum(bool(fits(text)) for text in texts) / len(texts) if texts else 0.0  # type: ignore[operator]


def _is_time(text: str) -> bool:
    stamp = times.leading(text) if times.may_hold_time(text) else None
    return stamp is not None and not stamp.text.strip(" –—-0123456789:.,]")


def _may_be_speakers(table: list[list[Cell]], index: int, texts: list[str]) -> bool:
    """Short, and few that come back."""
    if len(texts) < 0.4 * len(table) or any(len(row[index]) > 1 for row in table):
        return False
    keys = {words.key(text.strip(" :")) for text in texts}
    return all(len(text) <= _LONGEST_LABEL for text in texts) and 2 <= len(keys) <= max(2, 0.5 * len(texts))


def _turn(row: list[Cell], columns: _Columns, speaker: str) -> list[Line]:
    """A row's lines; a row that fills one cell of other columns is a heading or a remark of its own."""
    first, *rest = row[columns.said] or [Line("")]
    own = _text(row[columns.speaker]).strip(" :")
    taken = {columns.speaker, columns.said, columns.begins, columns.number}
    beside = [
        replace(line, head=True, bullet=False)
        for i, cell in enumerate(row)
        if i not in taken
        for line in cell
    ]
    if not first.text.strip():
        return [*row[columns.speaker], *beside]
    stamp = times.leading(_text(row[columns.begins])) if columns.begins is not None else None
    rest = [replace(line, opens=False, bullet=False, heading=0) for line in rest]
    first = replace(first, bullet=False, heading=0)
    if columns.named:
        begins, ends = (stamp.begins, stamp.ends) if stamp else (None, None)
        spoken = replace(first, speaker=speaker, begins=begins, ends=ends)
        return [spoken, *rest, *beside]
    if not own:
        return [replace(first, opens=False), *rest, *beside]
    before = [_text(row[columns.begins])] if columns.begins is not None and row[columns.begins] else []
    text = "\t".join([*before, own, " ".join(first.text.split())])
    return [replace(first, text=text, bold=0, cells=True), *rest, *beside]
