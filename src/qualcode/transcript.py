"""What every reader returns: a source's text and the turns that stand in it."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["interviewer", "respondent", "facilitator", "participant"]
Kind = Literal["speech", "note", "paragraph", "heading", "head"]

ROLES: tuple[Role, ...] = ("interviewer", "respondent", "facilitator", "participant")
TURN_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before the next one speaks, or one note, paragraph or heading of no speaker.

    Attributes:
        start: First code point in ``Transcript.text``; the speaker's label is not part of the text.
        end: Code point after the last.
        kind: ``speech`` has a speaker; ``note`` is a bullet, a sticky note or an answer in a table;
            ``paragraph`` is running text; ``heading`` opens a section; ``head`` tells about the transcript
            (date, who takes part, what signs mean). Neither of the last two is ever coded.
        speaker: The label as written, without its punctuation (``Anna``, ``I``, ``SPEAKER_00``).
        role: What the speaker does in the conversation, where it is known.
        section: Headings the turn stands under, outermost first.
        begins: Seconds from the recording's start.
        ends: Seconds from the recording's start.
        line: Line in the file where the turn starts, from 1 (text formats).
        page: Page in the file, from 1 (PDF).
        case: Which response of the file it belongs to, where the file is a table of responses; else empty.
        attributes: What the table says of that response, by column.
    """

    start: int
    end: int
    kind: Kind = "speech"
    speaker: str | None = None
    role: Role | None = None
    section: tuple[str, ...] = ()
    begins: float | None = None
    ends: float | None = None
    line: int | None = None
    page: int | None = None
    case: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One imported source. Its text is NFC with ``\\n`` and never changes after import.

    Turns follow each other in the text, parted by ``TURN_BREAK``, and cover all of it but the breaks.

    Attributes:
        name: The file's path below ``corpus/``, with forward slashes; it names the source everywhere.
        text: All words of the source, without speaker labels and time stamps.
        turns: In the order of the text.
        sha256: Hash of the file's bytes, in hex.
        attributes: Free columns of ``metadata.csv`` (type, date, place, group, interviewer, …).
        warnings: Message keys under ``source_warnings`` with their values: what a researcher should know.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    sha256: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    warnings: tuple[tuple[str, dict[str, str]], ...] = ()

    def words(self, turn: Turn) -> str:
        """The turn's text."""
        return self.text[turn.start : turn.end]


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn before it has a place in the text: what readers collect. ``text`` may span several lines."""

    text: str
    kind: Kind = "speech"
    speaker: str | None = None
    role: Role | None = None
    section: tuple[str, ...] = ()
    begins: float | None = None
    ends: float | None = None
    line: int | None = None
    page: int | None = None
    case: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def normalize(text: str) -> str:
    """NFC with ``\\n`` line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def assemble(name: str, pieces: list[Piece], *, data: bytes = b"") -> Transcript:
    """A transcript of the pieces in order; pieces without words are left out.

    Args:
        name: The source's name.
        pieces: Turns in order; their texts are normalized and stripped here.
        data: The file's bytes, for its hash.
    """
    turns: list[Turn] = []
    parts: list[str] = []
    position = 0
    for piece in pieces:
        words = normalize(piece.text).strip()
        if not words:
            continue
        if parts:
            position += len(TURN_BREAK)
        turns.append(
            Turn(
                position,
                position + len(words),
                kind=piece.kind,
                speaker=normalize(piece.speaker) if piece.speaker else None,
                role=piece.role,
                section=tuple(normalize(heading) for heading in piece.section),
                begins=piece.begins,
                ends=piece.ends,
                line=piece.line,
                page=piece.page,
                case=piece.case,
                attributes=piece.attributes,
            )
        )
        parts.append(words)
        position += len(words)
    return Transcript(name, TURN_BREAK.join(parts), tuple(turns), sha256=hashlib.sha256(data).hexdigest())
