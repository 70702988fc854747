"""What a file holds, what it is compared with, and how its cells are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.decisions.decision import Decision, text_hash
from qualcode.errors import CodingsError, Place
from qualcode.located import nearest
from qualcode.messages import message
from qualcode.transcript import normalize

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook

YES = {"ja", "j", "yes", "y", "1", "1.0", "x", "sant", "true"}
NO = {"nej", "n", "no", "0", "0.0", "falskt", "false"}
UNSURE = {"osäker", "?", "unsure"}


@dataclass
class Taken:
    """What a file says.

    Attributes:
        path: The file.
        decisions: In the order of the file.
        problems: What could not be taken, and why.
        judged: Rows with at least one judgement.
        empty: Rows without any.
        unsure: Cells that say so; they are no judgements.
        left_unsure: Source, start, end and code of those in a sample's sheet.
        sample: Of a sample's sheet, the sample's name.
        coder: Who filled it in.
        rows: How many of the segments that were handed out it has.
        notes: Notes on rows without a judgement; they are not taken.
    """

    path: Path
    decisions: list[Decision] = field(default_factory=list)
    problems: list[CodingsError] = field(default_factory=list)
    judged: int = 0
    empty: int = 0
    unsure: int = 0
    left_unsure: list[tuple[str, int, int, str]] = field(default_factory=list)
    sample: str = ""
    coder: str = ""
    rows: int = 0
    notes: int = 0

    def refuse(self, row: int, cell: str, what: str, remedy: str) -> None:
        """Notes what could not be taken, by file, row and cell (its column's letter and row, or its name)."""
        place = Place(f"{self.path.name}:{row}:{cell}")
        self.problems.append(CodingsError(what, where=place, remedy=remedy))


@dataclass(frozen=True)
class Material:
    """What a file is compared with.

    Attributes:
        texts: Every source's text, by name.
        codebook: The study's.
        made: The time that new decisions state.
        coder: Who filled it in, if the command line says so.
        said: The study's decisions that hold.
    """

    texts: Mapping[str, str]
    codebook: Codebook
    made: str
    coder: str = ""
    said: Sequence[Decision] = ()

    def code(self, words: str) -> str | None:
        """A code's id by its id, path or name, or by names with › between them."""
        wanted = _plain(words)
        for code_id in self.codebook.ids:
            if wanted in self._called(code_id):
                return code_id
        return None

    def like(self, words: str) -> str:
        """What to do about a code that there is not."""
        wanted = words.strip()
        near = nearest(wanted, self.codebook.ids)
        near = near or nearest(wanted, [code.name for code in self.codebook.codes])
        return f"Did you mean '{near}'?" if near else "`qualcode codebook show` lists the codes."

    def source(self, words: str) -> str | None:
        """A source's name, as it is written or without its suffix if only one is called so."""
        wanted = normalize(words).strip().replace("\\", "/")
        if wanted in self.texts:
            return wanted
        alike = [
            name
            for name in self.texts
            if wanted.casefold() in (name.casefold(), name.rsplit(".", 1)[0].casefold())
        ]
        return alike[0] if len(alike) == 1 else None

    def words_at(self, source: str, judged: str, start: int, end: int) -> str | None:
        """The words at a place of a text, if the source still has that text."""
        text = self.texts.get(source)
        return text[start:end] if text is not None and text_hash(text) == judged else None

    def _called(self, code_id: str) -> set[str]:
        line = self.codebook.lineage(code_id)
        names = [self.codebook[each].name for each in line]
        return {_plain(each) for each in (code_id, "/".join(line), names[-1], " › ".join(names))}


def titles(key: str) -> set[str]:
    """What a column is called in any language, for comparison with :func:`_plain` words."""
    return {_plain(message(key, language)) for language in ("sv", "en")}


def plain(value: Any) -> str:
    """A cell's words for comparison: without case, and with single spaces."""
    return _plain("" if value is None else str(value))


def coder_name(words: Any) -> str | None:
    """A person's name as decisions have it; nothing if it is none, or one that a machine bears."""
    name = " ".join(normalize(str(words or "")).split())
    if not name or name.startswith("(") or name.casefold() == "rules" or "@" in name or " + " in name:
        return None
    return name


def without_repeats(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions without those that say the same again."""
    return list(dict.fromkeys(decisions))


def _plain(words: str) -> str:
    return " ".join(normalize(words).casefold().split())
