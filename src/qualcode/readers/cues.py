"""Cues of a recording, as subtitle files have them: what .srt and .vtt share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qualcode.errors import Place, SourceError
from qualcode.readers.lines import Line
from qualcode.readers.tags import unescaped

_CLOCK = r"(\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?)"
TIMES = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,200})?[ \t]{1,20}([^<>]{0,200})>", re.IGNORECASE)
# What may be a label at a row's beginning; whether it is, the whole file says.
_LABEL = re.compile(r"\s*(?:[^:\n]{1,60}:(?:\s|$)|\[[^\]\n]{1,40}\]|>>)")
_FINISHED = (".", "!", "?", "…", '"', "”", ":")
_DASH = re.compile(r"^\s*[-–—]\s*(?=\S)")


@dataclass(slots=True)
class Cue:
    """One cue: when it is shown (seconds), the rows of its text, and where it stands in the file."""

    begins: float
    ends: float
    line: int
    rows: list[str] = field(default_factory=list)


def lines_of(cues: list[Cue]) -> list[Line]:
    """A line for each speaker of each cue, and for each row that may begin with a label."""
    found: list[Line] = []
    dashes = any(_is_dialogue(cue.rows) for cue in cues)
    for cue in cues:
        opens = True
        for speaker, text in _voices(cue, dashes):
            # The space joins a sentence that was cut between two cues.
            rest = {"glue": " ", "begins": cue.begins, "ends": cue.ends, "line": cue.line}
            for row in _by_label(text) if speaker is None else [text]:
                found.append(Line(" ".join(row.split()), opens=opens, speaker=speaker, **rest))
                opens = False
    return found


def _by_label(text: str) -> list[str]:
    """A cue's text, parted above each row that may begin with somebody's label."""
    parts: list[str] = []
    for row in text.split("\n"):
        if parts and not _LABEL.match(row):
            parts[-1] += "\n" + row
        else:
            parts.append(row)
    return parts


def when(row: str, name: str, number: int) -> tuple[float, float] | None:
    """Begin and end of a row of times; ``None`` where the row is something else.

    Raises:
        SourceError: ``bad_times``, the row has an arrow but no times.
    """
    from qualcode.readers.times import seconds

    if "-->" not in row or not row.lstrip()[0].isdigit():
        return None
    found = TIMES.match(row)
    begins, ends = (seconds(found.group(1)), seconds(found.group(2))) if found else (None, None)
    if begins is None or ends is None:
        raise SourceError("bad_times", where=Place(name, number), row=row.strip()[:60])
    return begins, ends


def begin(found: list[Cue], times: tuple[float, float], number: int) -> None:
    """Open a cue; the number that SubRip puts above its times is not the text of the one before."""
    if found and found[-1].rows and found[-1].rows[-1].strip().isdigit():
        above = found[-1].rows[-2:-1]
        if (above and not above[0].strip()) or int(found[-1].rows[-1]) == len(found) + 1:
            found[-1].rows.pop()
    found.append(Cue(*times, line=number))


def _voices(cue: Cue, dashes: bool) -> list[tuple[str | None, str]]:
    """What is said in a cue, by speaker: ``<v Anna>``, or dashes where somebody else takes over."""
    text = "\n".join(cue.rows)
    marks = list(_VOICE.finditer(text))
    if marks:
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        before = [(None, text[: marks[0].start()])] if text[: marks[0].start()].strip() else []
        return _said(
            before
            + [
                (unescaped(mark.group(1)).strip(), text[mark.end() : end])
                for mark, end in zip(marks, ends, strict=True)
            ]
        )
    if not dashes or not any(_DASH.match(row) for row in cue.rows):
        return _said([(None, text)])
    parts: list[tuple[str | None, str]] = []
    for row in cue.rows:
        if _DASH.match(row):
            parts.append(("", _DASH.sub("", row)))
        elif parts:
            parts[-1] = (parts[-1][0], parts[-1][1] + "\n" + row)
        else:
            parts.append((None, row))
    return _said(parts)


def _is_dialogue(rows: list[str]) -> bool:
    """Dashes part speakers: both have one, or the second has after a finished sentence."""
    dashed = [index for index, row in enumerate(rows) if _DASH.match(row)]
    if len(dashed) > 1:
        return True
    return bool(dashed and dashed[0] and rows[dashed[0] - 1].rstrip().endswith(_FINISHED))


def _said(parts: list[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    plain = ((speaker, unescaped(_TAG.sub("", text))) for speaker, text in parts)
    return [(speaker, text.strip()) for speaker, text in plain if text.strip()]
