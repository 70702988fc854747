"""Coded Docs as plain values in a fixed order: what tables, quotes and checks are made from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode import carrier

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.carrier import CodingRecord, SegmentView, SourceView, TurnView
    from qualcode.codebook.model import Codebook


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a turn that people gave a code, with the borders that they gave it.

    Attributes:
        start: First code point in the source's text.
        end: After the last one.
        code: The code's id.
        coder: Who did, joined by ``" + "``.
        segments: Indices of the segments that have the code by it.
        why: As a coding's.
    """

    start: int
    end: int
    code: str
    coder: str
    segments: tuple[int, ...]
    why: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CodedSource:
    """One source with everything that was said about it.

    Attributes:
        about: Name, hash of the file, attributes, warnings.
        text: All of its text; offsets count in it.
        turns: In the order of the text.
        segments: In the order of the text.
        codings: As they were set.
        codebook: Fingerprint of the codebook that the codings follow; empty without codings.
        marked: Quotes with borders of people's own.
        machine: The codings as they were before people's decisions; None where nobody has decided.
    """

    about: SourceView
    text: str
    turns: list[TurnView]
    segments: list[SegmentView]
    codings: list[CodingRecord]
    codebook: str
    marked: list[Marked] = field(default_factory=list)
    machine: list[CodingRecord] | None = None

    @property
    def name(self) -> str:
        """The source's name."""
        return self.about.name

    @property
    def attributes(self) -> dict[str, str]:
        """What ``metadata.csv`` says of it."""
        return self.about.attributes

    def described(self, turn: TurnView) -> dict[str, str]:
        """What is known of whoever a turn speaks for: its row's attributes, before the source's."""
        return {**self.attributes, **turn.attributes} if turn.attributes else self.attributes

    def by_turn(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """A stretch as what is said in each turn: the turn's index, first code point, and after the last one.

        Where it is cut it has no space at its ends; what stands between turns (who speaks) is in none.
        """
        found = []
        first = bisect_right(self.turns, start, key=lambda turn: turn.end)
        for index in range(first, len(self.turns)):
            turn = self.turns[index]
            if turn.start >= end:
                break
            opens, closes = max(start, turn.start), min(end, turn.end)
            if (opens, closes) != (start, end):
                words = self.text[opens:closes]
                opens, closes = closes - len(words.lstrip()), opens + len(words.rstrip())
            if opens < closes:
                found.append((index, opens, closes))
        return found

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, in hex."""
        return self.about.sha256

    @property
    def warnings(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """What a researcher should know of it: message keys with their values."""
        return self.about.warnings


def to_bytes(source: CodedSource) -> bytes:
    """A source as JSON, for :func:`from_bytes`."""
    import orjson

    return orjson.dumps(source)


def from_bytes(data: bytes) -> CodedSource:
    """The source that :func:`to_bytes` packed."""
    import orjson

    values = orjson.loads(data)
    about = values["about"]
    warnings = tuple((key, details) for key, details in about["warnings"])
    return CodedSource(
        about=carrier.SourceView(**{**about, "warnings": warnings}),
        text=values["text"],
        turns=[carrier.TurnView(**{**turn, "section": tuple(turn["section"])}) for turn in values["turns"]],
        segments=[carrier.SegmentView(**segment) for segment in values["segments"]],
        codings=_records(values["codings"]) or [],
        codebook=values["codebook"],
        marked=[Marked(**{**each, "segments": tuple(each["segments"])}) for each in values["marked"]],
        machine=_records(values["machine"]),
    )


def _records(values: list[dict[str, Any]] | None) -> list[CodingRecord] | None:
    return None if values is None else [carrier.CodingRecord(**each) for each in values]


def sources(docs: Iterable[Doc | CodedSource]) -> list[CodedSource]:
    """The Docs' contents, in the natural order of their names (``intervju-2`` before ``intervju-10``).

    What already is a source stays as it is, so that a Doc need not be read twice.
    """
    read = (doc if isinstance(doc, CodedSource) else source(doc) for doc in docs)
    return sorted(read, key=lambda each: natural(each.name))


def source(doc: Doc) -> CodedSource:
    """One Doc's contents."""
    return CodedSource(
        about=carrier.source(doc),
        text=carrier.text(doc),
        turns=carrier.turns(doc),
        segments=carrier.segments(doc),
        codings=carrier.codings(doc),
        codebook=carrier.codebook_of(doc) or "",
    )


def natural(name: str) -> tuple[Any, ...]:
    """A sort key in which numbers in a name count as numbers; ties are broken by the name itself."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return ([(int(part), "") if part.isdecimal() else (-1, part) for part in parts], name)


def tree_order(codebook: Codebook) -> tuple[str, ...]:
    """All code ids, each theme followed by what stands under it, however the file orders them."""
    found: list[str] = []

    def visit(code: str) -> None:
        found.append(code)
        for child in codebook.children(code):
            visit(child.id)

    for theme in codebook.themes:
        visit(theme.id)
    return tuple(found)


def rounded(value: float | None) -> float | None:
    """Four decimals: more are noise of the machine that computed them."""
    return None if value is None else round(float(value), 4)
