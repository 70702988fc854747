"""Something to judge at the desk, and what it is called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to judge.

    Attributes:
        id: A quote's id, ``p…`` for a stretch of people's, ``s…`` for a segment, ``c…`` for a passage that a
            claim alone tells of.
        source: The source's name.
        start: First code point.
        end: After the last one.
        segments: Indices of its segments, from 0.
        code: The code's id; empty for a segment that is judged blind, and for a claim's passage.
        score: The machine's; None for what people gave.
        margin: How far that is from the threshold (:attr:`qualcode.desk.material.Material.margins`).
        attributes: Of its source and response.
        coders: Who gave it, where people did.
    """

    id: str
    source: str
    start: int
    end: int
    segments: tuple[int, ...]
    code: str
    score: float | None
    margin: float
    attributes: dict[str, str]
    coders: tuple[str, ...] = ()


def stretch_id(source: str, start: int, end: int, code: str) -> str:
    """The id of a stretch that people gave a code."""
    return "p" + _digest(source, start, end, code)[:12]


def passage_id(source: str, start: int, end: int) -> str:
    """The id of a passage that a claim alone tells of."""
    return "c" + _digest(source, start, end)[:12]


def mixed(coder: str, id_: str) -> str:
    """By what entries are ordered where nothing else orders them, for each person otherwise."""
    return _digest(coder, id_)


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
