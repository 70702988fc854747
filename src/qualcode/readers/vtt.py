"""WebVTT: cues with times and voices (``<v Anna>``), as Teams and Zoom export them."""

from __future__ import annotations

import re

from qualcode.errors import Place, SourceError
from qualcode.readers import cues
from qualcode.readers.lines import Reading, Warned
from qualcode.readers.text import decode
from qualcode.study import SourceSettings

SUFFIXES = (".vtt",)
DRAFT = "qualcode: draft"
"""What a note begins with where a machine has made the transcript and nobody has corrected it."""

# YouTube's captions time each word, and repeat each row above the next one.
_TIMED_WORD = re.compile(r"<\d+:\d\d(?::\d\d)?\.\d+><c[.>]")
_TAG = re.compile(r"<[^>]*>")
_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's cues; notes to the editor are counted in a warning, styles are nobody's words.

    Raises:
        SourceError: its bytes are not text, it is no WebVTT, or a cue's times cannot be read.
    """
    text, warnings = decode(data, name, settings.encoding)
    blocks = _blocks(text)
    if not re.match(r"\s*WEBVTT(\s|$)", text) and not any("-->" in row for _, row in blocks[0][:2]):
        raise SourceError("wrong_format", where=Place(name, 1), expected="WebVTT (.vtt)", found=".txt")
    found: list[cues.Cue] = []
    notes, draft = 0, False
    for block in blocks:
        if _ASIDE.match(block[0][1]):
            is_draft = len(block) > 1 and block[1][1].strip() == DRAFT
            draft = draft or is_draft
            notes += block[0][1].startswith("NOTE") and not is_draft
            continue
        opened, timed = False, any("-->" in row for _, row in block)
        for number, row in block:
            if timed and (times := cues.when(row, name, number)):
                if opened:
                    cues.begin(found, times, number)
                else:
                    # What stands above the times in a block is the cue's own name.
                    found.append(cues.Cue(*times, line=number))
                opened = True
            elif opened if timed else found:
                # Without times of its own, a block is what an empty line cut off from the cue before.
                found[-1].rows.append(row)
    if _TIMED_WORD.search(text):
        found = _unrolled(found)
    warnings += _noted(notes) + ([("machine_draft", {})] if draft else [])
    return Reading(cues.lines_of(found), warnings, cues=True)


def _blocks(text: str) -> list[list[tuple[int, str]]]:
    """Rows with their numbers, in blocks parted by empty lines; at least one block."""
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, row in enumerate(text.split("\n"), 1):
        if row.strip():
            blocks[-1].append((number, row))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block] or [[(1, "")]]


def _unrolled(found: list[cues.Cue]) -> list[cues.Cue]:
    """Cues without the row that rolls up from the cue before."""
    above = ""
    for cue in found:
        shown = [_TAG.sub("", row).strip() for row in cue.rows]
        if shown and shown[0] and shown[0] == above:
            del cue.rows[0]
        above = shown[-1] if shown else above
    return [cue for cue in found if cue.rows]


def _noted(notes: int) -> list[Warned]:
    return [("comments_left_out", {"count": str(notes)})] if notes else []
