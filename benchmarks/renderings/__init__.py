"""Invented transcripts written into files by the tools that people's files come from.

Each module has ``render(truths) -> Iterator[Rendering]`` for a family of formats. What a format cannot hold
(times in plain text, headings in subtitles) is taken out of what is expected of it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.study import SourceSettings
    from renderings.truth import Said


@dataclass(frozen=True)
class Rendering:
    """A file and what should be read out of it.

    Attributes:
        format: The row of the table it counts for.
        layout: How it is written, in a word or two.
        text: Which transcript it holds.
        suffix: The file's, with its dot.
        data: Its bytes.
        expected: Turns, notes, paragraphs and headings in order.
        times: How far (seconds) a turn's begin may be off, as the file's own times are rounded; nothing where
            it has none.
        ends: The file also says when turns end.
        speakers: It says who speaks; otherwise only its words are compared, as one text.
        head: Facts about the interview stand before the first turn, and only what is spoken is compared.
        settings: What the study states of the source.
    """

    format: str
    layout: str
    text: str
    suffix: str
    data: bytes
    expected: tuple[Said, ...]
    times: float | None = None
    ends: bool = False
    speakers: bool = True
    head: bool = False
    settings: SourceSettings | None = None


@dataclass(frozen=True)
class LeftOut:
    """Renderings that could not be made here, and why."""

    format: str
    why: str


Rendered = Iterator[Rendering | LeftOut]
