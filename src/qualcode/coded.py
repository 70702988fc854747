"""A coded Doc as plain values: what tables, quotes and checks read instead of spans and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.codebook.model import Codebook


@dataclass(frozen=True, slots=True)
class CodedTurn:
    """A :class:`~qualcode.transcript.Turn`, read back from a Doc."""

    start: int
    end: int
    kind: str = "speech"
    speaker: str | None = None
    role: str | None = None
    section: tuple[str, ...] = ()
    begins: float | None = None
    ends: float | None = None
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit of coding.

    Attributes:
        start: First code point in the source's text.
        end: Code point after the last.
        turn: Index of its turn, from 0.
        coded: Whether it was put before the coders at all (headings and, by default, interviewers are not).
    """

    start: int
    end: int
    turn: int
    coded: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one segment: index of the segment, who gave it, how sure, and why."""

    segment: int
    code: str
    coder: str
    score: float
    threshold: float | None = None
    why: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodedSource:
    """One source with everything that was said about it."""

    name: str
    text: str
    turns: tuple[CodedTurn, ...]
    segments: tuple[Segment, ...]
    codings: tuple[Coding, ...]
    sha256: str = ""
    codebook: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Any, ...] = ()


def sources(docs: Iterable[Doc]) -> list[CodedSource]:
    """The Docs' contents, in the natural order of their names (``intervju-2`` before ``intervju-10``)."""
    return sorted(map(source, docs), key=lambda each: natural(each.name))


def source(doc: Doc) -> CodedSource:
    """One Doc's contents; groups that it does not have count as empty."""
    said = doc.spans["turns"].attrs if "turns" in doc.spans else {}
    cut = doc.spans["segments"].attrs if "segments" in doc.spans else {}
    given = doc.spans["codings"].attrs if "codings" in doc.spans else {}
    turns = tuple(
        CodedTurn(span.start_char, span.end_char, **{**turn, "section": tuple(turn.get("section") or ())})
        for span, turn in zip(doc.spans.get("turns", ()), said.get("turns", ()), strict=True)
    )
    segments = tuple(
        Segment(span.start_char, span.end_char, turn, bool(coded))
        for span, turn, coded in zip(
            doc.spans.get("segments", ()), cut.get("turn", ()), cut.get("coded", ()), strict=True
        )
    )
    codings = tuple(
        Coding(
            coding["segment"],
            span.label_,
            coding["coder"],
            coding["score"],
            coding.get("threshold"),
            coding.get("why") or {},
        )
        for span, coding in zip(doc.spans.get("codings", ()), given.get("codings", ()), strict=True)
    )
    return CodedSource(
        name=said.get("source", ""),
        text=doc.text,
        turns=turns,
        segments=segments,
        codings=codings,
        sha256=said.get("sha256", ""),
        codebook=given.get("codebook", ""),
        attributes={str(key): str(value) for key, value in (said.get("attributes") or {}).items()},
        warnings=tuple(said.get("warnings") or ()),
    )


def natural(name: str) -> tuple[Any, ...]:
    """A sort key in which numbers in a name count as numbers; ties are broken by the name itself."""
    parts = re.split(r"(\d+)", name.casefold())
    return ([(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts], name)


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
