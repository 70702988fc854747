"""The review list: what was replaced, where and by which rule, and what looks like a name and was not.

It holds the names themselves. So it lies beside the key, never in ``outputs/``, and is written for a person
to read, correct the study's list by, and delete.
"""

from __future__ import annotations

import csv
import os
from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.deidentify.found import Found
from qualcode.deidentify.sealed import private_folder
from qualcode.errors import OutputError, Place
from qualcode.messages import message
from qualcode.wording import clock
from qualcode.writers.cells import guarded

if TYPE_CHECKING:
    from qualcode.deidentify.findings import Findings
    from qualcode.study import Study
    from qualcode.transcript import Transcript

NAME = "review"
_AROUND = 45
COLUMNS = (
    "state",
    "kind",
    "original",
    "pseudonym",
    "rule",
    "source",
    "place",
    "turn",
    "time",
    "before",
    "after",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch.

    Attributes:
        state: ``replaced``, ``kept`` (its kind stays in this study) or ``looks`` (like a name).
        kind: As in :data:`qualcode.deidentify.found.KINDS`.
        original: What stands in the source.
        pseudonym: What stands there now; empty where it stayed.
        rule: What found it.
        source: The source's own name.
        place: ``text``, ``label``, ``section``, ``file_name``, or the column of ``metadata.csv``.
        turn: Number of the turn, from 1; None outside of the text.
        time: When the turn begins.
        before: Words before it.
        after: Words after it.
    """

    state: str
    kind: str
    original: str
    pseudonym: str
    rule: str
    source: str
    place: str
    turn: int | None
    time: str
    before: str
    after: str


def rows(
    source: str, transcript: Transcript, findings: Findings, shown: Callable[[Found, str], str]
) -> list[Row]:
    """The rows of one source: its name, metadata, labels and text in order.

    Args:
        source: Its own name.
        transcript: As it was read.
        findings: What was found in it.
        shown: The pseudonym of a stretch; empty where it stays.
    """
    starts = [turn.start for turn in transcript.turns]

    def row(found: Found, words: str, place: str, looks: bool = False) -> Row:
        number = bisect_right(starts, found.start) if place == "text" else None
        pseudonym = "" if looks else shown(found, words[found.start : found.end])
        return Row(
            "looks" if looks else "replaced" if pseudonym else "kept",
            found.kind,
            words[found.start : found.end],
            pseudonym,
            found.rule,
            source,
            place,
            number,
            clock(transcript.turns[number - 1].begins) if number else "",
            " ".join(words[max(0, found.start - _AROUND) : found.start].split()),
            " ".join(words[found.end : found.end + _AROUND].split()),
        )

    made = [row(found, source, "file_name") for found in findings.name]
    for column, stretches in findings.attributes.items():
        made += [row(found, transcript.attributes[column], column) for found in stretches]
    for (column, value), stretches in findings.responses.items():
        made += [row(found, value, column) for found in stretches]
    for place, part in (("label", findings.labels), ("section", findings.sections)):
        made += [row(found, words, place) for words, stretches in part.items() for found in stretches]
    told = [(found.start, row(found, transcript.text, "text")) for found in findings.text]
    told += [(found.start, row(found, transcript.text, "text", True)) for found in findings.looks]
    return made + [one for _, one in sorted(told, key=lambda pair: pair[0])]


def write(study: Study, found: Iterable[Row]) -> list[Path]:
    """The list as .csv and .xlsx beside the key, in place of an earlier one.

    Raises:
        OutputError: a file cannot be written; it may be open in Excel.
    """
    language = study.settings.outputs.language
    header = [message(f"deidentify.review.columns.{column}", language) for column in COLUMNS]
    told = [_said(row, language) for row in sorted(found, key=lambda row: row.state != "looks")]
    paths = [study.keys / f"{NAME}.csv", study.keys / f"{NAME}.xlsx"]
    try:
        private_folder(study.keys)
        for path, make in zip(paths, (_csv, _xlsx), strict=True):
            beside = path.with_name(f".{path.name}.{os.getpid()}")
            beside.touch(mode=0o600)
            make(beside, header, told, study)
            os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise OutputError(
            f"the review list could not be written ({error.strerror or error}).",
            where=Place(path),
            remedy="Close it if it is open in another program, and run again.",
        ) from error
    return paths


def _said(row: Row, language: str) -> list[str | int]:
    values: list[str | int] = ["" if value is None else value for value in astuple(row)]
    values[0] = message(f"deidentify.review.states.{row.state}", language)
    values[1] = message(f"deidentify.kinds.{row.kind}", language) if row.kind else ""
    values[4] = message(f"deidentify.rules.{row.rule}", language)
    if row.place in ("text", "label", "section", "file_name"):
        values[6] = message(f"deidentify.review.places.{row.place}", language)
    return values


def _csv(path: Path, header: list[str], told: list[list[str | int]], study: Study) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(
            [guarded(value) if isinstance(value, str) else value for value in row] for row in told
        )


def _xlsx(path: Path, header: list[str], told: list[list[str | int]], study: Study) -> None:
    import xlsxwriter

    language, listed = study.settings.outputs.language, study.settings.deidentify.list

    with xlsxwriter.Workbook(
        str(path),
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        sheet = book.add_worksheet(message("deidentify.review.sheet", language))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.merge_range(
            0, 0, 0, len(header) - 1, message("deidentify.review.note", language, list=listed), wrapped
        )
        sheet.set_row(0, 48)
        for column, title in enumerate(header):
            sheet.write_string(1, column, title, book.add_format({"bold": True, "bottom": 1}))
        for number, row in enumerate(told, 2):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, value)
        for column, width in enumerate((22, 14, 26, 16, 28, 30, 16, 6, 9, 42, 42)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(2, 3)
        sheet.autofilter(1, 0, 1 + len(told), len(header) - 1)
