"""The invented transcripts: what is said by whom, when, and under which heading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
CHARACTERS_A_SECOND = 13.0
PAUSE = 0.62
# Texts that begin late in a recording, so that times go past the hour (seconds).
STARTS = {"group": 3420.0}


@dataclass(frozen=True)
class Said:
    """A turn, note, paragraph or heading.

    Attributes:
        text: Its words; ``\\n\\n`` between paragraphs.
        kind: As in ``Turn``.
        speaker: The label as written.
        role: What the speaker does.
        level: Of a heading or a note, from 1.
        section: Headings it stands under, outermost first.
        begins: Seconds from the recording's start.
        ends: Seconds.
    """

    text: str
    kind: str = "speech"
    speaker: str | None = None
    role: str | None = None
    level: int = 0
    section: tuple[str, ...] = ()
    begins: float | None = None
    ends: float | None = None

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs."""
        return self.text.split("\n\n")


@dataclass(frozen=True)
class Truth:
    """An invented transcript."""

    name: str
    title: str
    said: tuple[Said, ...]

    @property
    def spoken(self) -> tuple[Said, ...]:
        """Its turns, as formats without headings and notes have them."""
        return tuple(replace(one, section=()) for one in self.said if one.kind == "speech")

    @property
    def is_conversation(self) -> bool:
        """Somebody speaks in it."""
        return any(one.kind == "speech" for one in self.said)


def untimed(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The same without times."""
    return tuple(replace(one, begins=None, ends=None) for one in said)


def ended(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The same as f4 marks it: only ends are written, and a turn begins where the one before it ended."""
    found, last = [], None
    for one in said:
        found.append(replace(one, begins=last) if one.kind == "speech" else one)
        last = one.ends or last
    return tuple(found)


def load() -> list[Truth]:
    """All of them but the survey, in the order of their names."""
    return [_truth(path) for path in sorted(TEXTS.glob("*.yaml")) if path.stem != "survey"]


def survey() -> dict[str, Any]:
    """The survey: ``facts``, ``questions``, and ``rows`` with the values of both."""
    return yaml.safe_load((TEXTS / "survey.yaml").read_text("utf-8"))


def _truth(path: Path) -> Truth:
    content = yaml.safe_load(path.read_text("utf-8"))
    clock, said, headings = STARTS.get(path.stem, 3.0), [], []
    for entry in content["turns"]:
        ((who, text),) = entry.items()
        section = tuple(heading for _, heading in headings)
        if who in ("h1", "h2"):
            level = int(who[1])
            headings = [(above, heading) for above, heading in headings if above < level]
            section = tuple(heading for _, heading in headings)
            said.append(Said(text, "heading", level=level, section=section))
            headings.append((level, text))
        elif who in ("note", "subnote", "paragraph"):
            kind = "paragraph" if who == "paragraph" else "note"
            said.append(Said(text, kind, level=1 + (who == "subnote"), section=section))
        else:
            begins = round(clock, 2)
            ends = round(begins + max(0.8, len(text) / CHARACTERS_A_SECOND), 2)
            role = content["speakers"][who]
            said.append(Said(text, "speech", who, role, 0, section, begins, ends))
            clock = ends + PAUSE
    return Truth(path.stem, content["title"], tuple(said))
