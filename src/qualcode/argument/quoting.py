"""Passages as a reader sees them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode import context, wording
from qualcode.argument import saying
from qualcode.argument.dossier_quotes import CodeOfQuote, Quote
from qualcode.argument.passages import Passage
from qualcode.argument.ranking import Ranked
from qualcode.messages import message

if TYPE_CHECKING:
    from qualcode.argument.addresses import Addresses
    from qualcode.argument.judging import Material
    from qualcode.argument.likeness import Candidate
    from qualcode.argument.model import Claim
    from qualcode.argument.ranking import Statuses
    from qualcode.coded import CodedSource


def id_of(source: str, text: str, start: int, end: int) -> str:
    """A passage's id: of its source, its words, and which occurrence of them it is; it stays when text
    elsewhere in the source changes."""
    words = text[start:end]
    occurrence = text.count(words, 0, start)
    key = "\x1f".join((source, words, str(occurrence)))
    return "p" + hashlib.sha256(key.encode()).hexdigest()[:11]


@dataclass(frozen=True)
class Quoting:
    """What quotes are shown with.

    Attributes:
        material: The sources.
        statuses: Where each code stands by the gate.
        addresses: Of the run's report page.
        language: That people read in.
    """

    material: Material
    statuses: Statuses
    addresses: Addresses
    language: str

    def quote(self, ranked: Ranked, claim: Claim) -> Quote:
        """A passage as it is shown under a claim."""
        passage = ranked.passage
        source, turn = passage.source, passage.source.turns[passage.turn]
        first = passage.segments[0] + 1
        before, after, question = self._around(passage)
        codes = [record.code for record in ranked.records]
        deepest = sorted(codes, key=lambda code: -len(self.material.codebook.lineage(code)))
        people = self.material.people
        return Quote(
            id=id_of(source.name, source.text, passage.start, passage.end),
            side=passage.side,
            stance="confirmed" if passage.confirmed_by else "suggested",
            confirmed_by=passage.confirmed_by,
            pinned_by=passage.pinned_by,
            source=source.name,
            speaker=turn.speaker,
            role=turn.role,
            turn=passage.turn + 1,
            segments=tuple(index + 1 for index in passage.segments),
            start=passage.start,
            end=passage.end,
            text=passage.text,
            before=before,
            after=after,
            question=question,
            place=wording.place(turn, self.language),
            begins=turn.begins,
            language=people.language_of.get(source.name, ""),
            outside=people.outside(source),
            group=ranked.group,
            district=ranked.place,
            attributes=dict(source.described(turn)),
            codes=self._codes(ranked),
            score=ranked.score,
            rank=ranked.rank,
            reason=saying.reason(ranked, claim, self.material, self.language),
            href=self.addresses.quote(source.name, passage.start, passage.end, deepest, first),
            transcript_href=self.addresses.place(source.name, first),
        )

    def candidate(self, candidate: Candidate, claim: Claim) -> Quote:
        """A passage that a person is to read, as it is shown under a claim; its rank is its likeness."""
        passage, people = candidate.passage, self.material.people
        turn = passage.source.turns[passage.turn]
        group, place = people.group(passage.source, turn), people.place(passage.source, turn)
        ranked = Ranked(passage, None, (), None, candidate.likeness, group, place)
        like = message("dossier.reason.like", self.language, sentence=candidate.sentence.strip())
        return replace(self.quote(ranked, claim), stance="unread", reason=like)

    def _codes(self, ranked: Ranked) -> tuple[CodeOfQuote, ...]:
        found = []
        for record in ranked.records:
            people = record.coder if record.score is None else ""
            status = self.statuses.get(record.code, "untested")
            name = self.material.codebook[record.code].name
            found.append(CodeOfQuote(record.code, name, status, record.score, people))
        return tuple(sorted(found, key=lambda code: -(1.0 if code.score is None else code.score)))

    def _around(self, passage: Passage) -> tuple[str, str, str]:
        """What the same turn says before and after, and what it answers."""
        source = passage.source
        of_turn = context.segments_of_turns(source)
        stretch = passage.start, passage.end
        opens, closes = context.around_stretch(source, stretch, passage.segments, of_turn)
        before, after = source.text[opens : passage.start], source.text[passage.end : closes]
        return before, after, question(source, passage.turn, of_turn)


def question(source: CodedSource, turn: int, of_turn: Sequence[list[int]]) -> str:
    """What a turn answers; empty if it answers nothing."""
    asked = context.asked(source, turn)
    if asked is None:
        return ""
    start, end = context.question(source, asked, of_turn[asked])
    return source.text[start:end]
