"""One judgement by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Judgement = Literal["yes", "no", "withdrawn"]
"""Has the code; has it not, after looking; or what this person said before of the same place and code no
longer holds, and nothing takes its place."""

ORIGINS = ("random", "stratified", "uncertain", "review", "import", "training")
"""How a stretch of text came before a person, before the first ``:`` of an origin.

``random``, ``stratified``, ``uncertain``: drawn by ``qualcode sample`` and coded blind, without sight of
any machine's codes; after the colon stands the sample's name. ``review``: a machine's quote was judged, in
the review desk or in ``quotes.xlsx``. ``import``: it came from elsewhere (after the colon: from which file),
a free choice of places. ``training``: drawn to teach a coder.

Only ``random`` (and ``stratified``, weighted) says how often a machine is right on the whole material.
"""


About = tuple[str, str, str, int, int, str]
"""Coder, source, hash of its text, start, end and code."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One code on one stretch of text, judged by one person.

    Attributes:
        source: Name of the source.
        text_hash: Of the source's whole text when it was judged (:func:`text_hash`).
        start: First code point in that text.
        end: After the last one.
        quote: The text between them, to the letter.
        code: The code's id.
        judgement: ``yes``, ``no`` or ``withdrawn``.
        coder: The person's name.
        made: When, in UTC (:func:`now`); later ones replace earlier ones.
        origin: How the text came before the person (:data:`ORIGINS`).
        memo: What they noted.
    """

    source: str
    text_hash: str
    start: int
    end: int
    quote: str
    code: str
    judgement: Judgement
    coder: str
    made: str
    origin: str
    memo: str = ""

    @property
    def drawn(self) -> str:
        """The origin without its details: ``random``, ``review`` …"""
        return self.origin.partition(":")[0]

    @property
    def blind(self) -> bool:
        """Whether the person saw no machine's codes."""
        return self.drawn in ("random", "stratified", "uncertain")

    @property
    def about(self) -> About:
        """What it is about, and who says it: a later decision with the same replaces it."""
        return self.coder, self.source, self.text_hash, self.start, self.end, self.code


def first_said(said: Iterable[Decision]) -> dict[About, Decision]:
    """What each person said first of each place and code, by :attr:`Decision.about`; withdrawals apart."""
    found: dict[About, Decision] = {}
    for decision in sorted(said, key=lambda each: each.made):
        if decision.judgement != "withdrawn":
            found.setdefault(decision.about, decision)
    return found


def text_hash(text: str) -> str:
    """The hash of a source's text as decisions name it: the first 16 hex digits of SHA-256 over UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def now() -> str:
    """The time as decisions state it, in UTC, so that they can be put in order: ``2026-03-01T09:00:00Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_force(said: Iterable[Decision]) -> list[Decision]:
    """What holds of all that was said, in the order in which it was first said.

    Of several decisions of one person about one place and code, the one with the latest time holds; at the
    same time, the one that stands last. One that was withdrawn is left out.
    """
    held: dict[About, Decision] = {}
    for decision in said:
        before = held.get(decision.about)
        if before is None or decision.made >= before.made:
            held[decision.about] = decision
    return [decision for decision in held.values() if decision.judgement != "withdrawn"]
