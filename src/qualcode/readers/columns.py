"""What the columns of a table are: texts, a speaker, times, attributes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.readers import words
from qualcode.study import SourceSettings

if TYPE_CHECKING:
    from qualcode.readers.answers import Row

_NUMBER = re.compile(
    r"[-+]?[\d\s.,]{1,40}%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][\d:.]{4,15}Z?)?|\d{1,2}:\d\d(:\d\d)?"
)
_TEXT_HEADER = re.compile(
    r"\b(text|transcript|fritext\w*|öppet svar|svarstext|kommentar\w*|comments?|anteckning\w*|notes?|"
    r"lapp(en)?|post-?it|citat|quote|beskriv\w*|motiver\w*|utveckla|berätta|förklara|describe|explain|övrig[at]|"
    r"synpunkt\w*|förslag|idé\w*|tankar|innehåll|yttrande|replik|hur|varför|how|why)\b",
    re.IGNORECASE,
)
_SPEAKERS = frozenset("talare speaker speaker_name speaker_label talarens_namn".split())  # noqa: SIM905
# Of a transcript; in other tables these columns say who answers.
_PEOPLE = frozenset("person vem namn name who röst participant deltagare vem_talar".split())  # noqa: SIM905
_BEGINS = frozenset(
    "start begin begins starttid start_time tid tidpunkt timestamp "  # noqa: SIM905
    "tidskod tidkod timecode tidsstämpel in".split()
)
_ENDS = frozenset("end ends slut stop sluttid end_time out".split())  # noqa: SIM905
_TEXTS = frozenset("text transcript transcription transkript yttrande replik sentence utterance".split())  # noqa: SIM905
# Some rows are enough to know a column by.
_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Columns:
    """Indexes of a table's columns by what they hold.

    Attributes:
        text: What was said or written, in order.
        attributes: What describes the row.
        speaker: Who said it.
        begins: When it begins in a recording.
        ends: When it ends there.
        is_transcript: The table is a transcript, so that its text's header is no question.
    """

    text: tuple[int, ...]
    attributes: tuple[int, ...]
    speaker: int | None = None
    begins: int | None = None
    ends: int | None = None
    is_transcript: bool = False


def stated(settings: SourceSettings) -> frozenset[str]:
    """Keys of the columns that the study names."""
    return frozenset(
        words.key(column) for column in (*settings.text_columns, settings.speaker_column or "") if column
    )


def named(settings: SourceSettings, keys: Iterable[str]) -> list[str]:
    """The columns of these keys as the study writes them."""
    every = (*settings.text_columns, settings.speaker_column or "")
    return [column for column in every if words.key(column) in set(keys)]


def split(rows: list[Row]) -> tuple[list[Row], list[str], list[Row]]:
    """Rows above the header (a title, a date), the header, and the rows below.

    The header is the first row that fills most of the table's columns. A table whose first row has a number
    where the rows below have numbers too has no header; its columns are then called by their letters.
    """
    filled = [sum(1 for cell in row.cells if cell.strip()) for row in rows[:_LOOKED_AT]]
    if not filled:
        return [], [], []
    usual = Counter(count for count in filled if count).most_common(1)[0][0]
    first = next(
        index for index, count in enumerate(filled) if count >= min(max(filled), 0.6 * usual) and count
    )
    width = max(len(row.cells) for row in rows)
    cells = rows[first].cells + [""] * (width - len(rows[first].cells))
    below = rows[first + 1 :]
    if _is_data(cells, below):
        return rows[:first], [_letters(index) for index in range(width)], rows[first:]
    return rows[:first], _unique(cells), below


def choose(header: list[str], rows: list[Row], settings: SourceSettings) -> Columns:
    """What each column is: as the study says, or as its values look."""
    keys = [words.key(column) for column in header]
    plain = [re.sub(r"[\s-]+", "_", key) for key in keys]
    speaker = _at(keys, {words.key(settings.speaker_column or "")})
    if speaker is None and settings.speaker_column is None:
        speaker = _at(plain, _SPEAKERS)
    begins, ends, transcript = _at(plain, _BEGINS), _at(plain, _ENDS), _at(plain, _TEXTS)
    if speaker is None and settings.speaker_column is None and None not in (begins, transcript):
        speaker = _at(plain, _PEOPLE)
    if transcript is None or (speaker is None and (begins is None or ends is None)):
        begins = ends = transcript = None
    used = {speaker, begins, ends}
    wanted = {words.key(column) for column in settings.text_columns}
    if wanted:
        text = tuple(index for index, key in enumerate(keys) if key in wanted)
    elif transcript is not None:
        text = (transcript,)
    else:
        text = _guessed(header, rows, used)
    rest = tuple(index for index in range(len(header)) if index not in used and index not in text)
    return Columns(text, rest, speaker, begins, ends, transcript is not None and len(text) == 1)


def _guessed(header: list[str], rows: list[Row], used: set[int | None]) -> tuple[int, ...]:
    values = {
        index: [
            row.cells[index].strip()
            for row in rows[:_LOOKED_AT]
            if index < len(row.cells) and row.cells[index].strip()
        ]
        for index in range(len(header))
        if index not in used
    }
    text = tuple(index for index, found in values.items() if _is_free(header[index], found))
    if text:
        return text
    # No column is long: the one with most letters is what there is to code.
    letters = {index: sum(map(str.isalpha, "".join(found))) for index, found in values.items()}
    most = max(letters, key=letters.__getitem__, default=None)
    return () if most is None or not letters[most] else (most,)


def _is_free(header: str, values: list[str]) -> bool:
    """Free text: several words, and hardly ever the same twice."""
    said = [value for value in values if not _NUMBER.fullmatch(value)]
    if not said or len(said) < 0.3 * len(values):
        return False
    mean = sum(len(value.split()) for value in said) / len(said)
    distinct = len(set(said)) / len(said)
    asks = header.rstrip().endswith("?") or _TEXT_HEADER.search(header) is not None
    if asks:
        return mean >= 2 and distinct >= 0.5
    return mean >= 5 and distinct >= 0.5


def _is_data(first: list[str], below: list[Row]) -> bool:
    """Whether the first row looks like those below it: a number above numbers, or a sentence."""
    if len(first) == 1 and first[0].rstrip().endswith((".", "!")):
        return True
    for index, cell in enumerate(first):
        if cell.strip() and _NUMBER.fullmatch(cell.strip()) and any(map(str.isdigit, cell)):
            values = [row.cells[index].strip() for row in below[:50] if index < len(row.cells)]
            alike = [value for value in values if value and _NUMBER.fullmatch(value)]
            if values and len(alike) >= 0.8 * len(values):
                return True
    return False


def _unique(cells: list[str]) -> list[str]:
    """Headers that tell columns apart: those without one by their letters, doubled ones by a number."""
    found: list[str] = []
    seen: Counter[str] = Counter()
    taken = {" ".join(cell.split()) for cell in cells}
    for index, cell in enumerate(cells):
        header = " ".join(cell.split()) or _letters(index)
        seen[header] += 1
        number = seen[header]
        while number > 1 and f"{header} ({number})" in taken:
            number += 1
        found.append(header if number == 1 else f"{header} ({number})")
        taken.add(found[-1])
    return found


def _letters(index: int) -> str:
    """A column's letters, as spreadsheets count: 0 → ``A``, 26 → ``AA``."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def _at(keys: list[str], wanted: Iterable[str]) -> int | None:
    wanted = set(wanted) - {""}
    return next((index for index, key in enumerate(keys) if key in wanted), None)
