"""SubRip subtitles: numbered cues with times."""

from __future__ import annotations

from qualcode.errors import Place, SourceError
from qualcode.readers import cues
from qualcode.readers.lines import Reading
from qualcode.readers.text import decode
from qualcode.study import SourceSettings

SUFFIXES = (".srt",)


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's cues.

    Raises:
        SourceError: its bytes are not text, it has no cues, or a cue's times cannot be read.
    """
    text, warnings = decode(data, name, settings.encoding)
    found: list[cues.Cue] = []
    rows = text.split("\n")
    for number, row in enumerate(rows, 1):
        if times := cues.when(row, name, number):
            cues.begin(found, times, number)
        elif found:
            found[-1].rows.append(row)
        elif row.strip() and not row.strip().isdigit():
            raise SourceError(
                "wrong_format", where=Place(name, number), expected="SubRip (.srt)", found=".txt"
            )
    return Reading(cues.lines_of(found), warnings, cues=True)
