"""Quotes: adjacent segments of a turn that share a code, with what is needed to read them alone."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qualcode import context, wording
from qualcode.coded import CodedSource, rounded, sources, tree_order

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.carrier import CodingRecord
    from qualcode.codebook.model import Codebook


@dataclass(frozen=True, slots=True)
class Quote:
    """What one speaker said on one code in one go.

    All texts are exact: ``text`` is ``source_text[start:end]``, ``before + text + after`` is
    ``source_text[start - len(before) : end + len(after)]``, and ``question`` is
    ``source_text[question_start : question_start + len(question)]``.

    Attributes:
        id: ``q`` and twelve hex digits, from source, code, text and its occurrence; it stays when text
            elsewhere in the source or other codes change.
        code: The code's id.
        path: The code's path, ``theme/subcode``.
        source: The source's name.
        turn: The turn's number in the source, from 1.
        segments: Numbers of its segments in the source, from 1.
        start: First code point in the source's text.
        end: Code point after the last.
        text: The words themselves.
        before: What the same turn says right before.
        after: What the same turn says right after.
        question: The turn it answers: the closest one before by somebody else that is more than a murmur; for
            a paragraph, the paragraph before.
        question_start: Where that stands in the source's text.
        question_speaker: Who said it.
        question_role: And in which role.
        speaker: Who says it.
        role: The speaker's role.
        kind: ``speech``, ``note`` or ``paragraph``.
        section: Headings the turn stands under, joined by ``›``.
        place: Where in the source, for a person: ``tur 12, 00:03:10, s. 4``.
        begins: Seconds from the recording's start, of the turn.
        score: The highest of its segments' scores; None where people gave the code on all of them.
        coder: Who gave the code: everyone who did in one of its segments, joined by ``+``.
        why: The segments' reasons as one, shaped as a coding's: all rules, and the model's surest voice.
        reason: ``why`` as a sentence or two.
        specific: False when every segment of it has a code further down the same branch too, so that a reader
            meets it there.
        attributes: The source's, and those of the response it stands in.
    """

    id: str
    code: str
    path: str
    source: str
    turn: int
    segments: tuple[int, ...]
    start: int
    end: int
    text: str
    before: str
    after: str
    question: str
    question_start: int | None
    question_speaker: str | None
    question_role: str | None
    speaker: str | None
    role: str | None
    kind: str
    section: str
    place: str
    begins: float | None
    score: float | None
    coder: str
    why: dict[str, Any]
    reason: str
    specific: bool
    attributes: dict[str, str]

    @property
    def theme(self) -> str:
        """Id of the code at the top of its branch."""
        return self.path.split("/", 1)[0]


def collect(docs: Iterable[Doc | CodedSource], codebook: Codebook, *, language: str = "sv") -> list[Quote]:
    """All quotes: by code in the order of all tables, then source in natural order, then place.

    Codings of codes that the codebook does not have are left to :mod:`qualcode.verify` to refuse.
    """
    return in_order((of_source(source, codebook, language=language) for source in sources(docs)), codebook)


def in_order(of_sources: Iterable[list[Quote]], codebook: Codebook) -> list[Quote]:
    """Quotes of several sources, which come in natural order, as :func:`collect` has them."""
    rank = {code: number for number, code in enumerate(tree_order(codebook))}
    return sorted((quote for quotes in of_sources for quote in quotes), key=lambda quote: rank[quote.code])


def count(sources: Iterable[CodedSource], codebook: Codebook) -> int:
    """How many quotes :func:`collect` makes of sources."""
    return sum(len(source.marked) + sum(1 for _ in _runs(source, codebook)) for source in sources)


def of_source(source: CodedSource, codebook: Codebook, *, language: str = "sv") -> list[Quote]:
    """One source's quotes, in the order of its text."""
    below = _below(codebook)
    codes_of: dict[int, set[str]] = {}
    for coding in source.codings:
        codes_of.setdefault(coding.segment, set()).add(coding.code)
    of_turn = context.segments_of_turns(source)
    shared: dict[int, dict[str, Any]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for codings in _runs(source, codebook):
        numbers = sorted({coding.segment for coding in codings})
        first, last = source.segments[numbers[0]], source.segments[numbers[-1]]
        if first.turn not in shared:
            shared[first.turn] = _of_turn(source, first.turn, of_turn, language)
        code = codings[0].code
        text = source.text[first.start : last.end]
        seen[code, text] += 1
        opens, closes = context.around(source, numbers[0], numbers[-1], of_turn[first.turn])
        found.append(
            Quote(
                id=_id(source.name, code, text, seen[code, text]),
                code=code,
                path=codebook.path(code),
                source=source.name,
                segments=tuple(number + 1 for number in numbers),
                start=first.start,
                end=last.end,
                text=text,
                before=source.text[opens : first.start],
                after=source.text[last.end : closes],
                score=rounded(
                    max((coding.score for coding in codings if coding.score is not None), default=None)
                ),
                coder=_voices(codings),
                why=(why := merged_why(codings)),
                reason=wording.why(why, codebook, language),
                specific=not all(codes_of[number] & below[code] for number in numbers),
                attributes=dict(source.described(source.turns[first.turn])),
                **shared[first.turn],
            )
        )
    for each in source.marked:
        numbers = [
            number
            for number, segment in enumerate(source.segments)
            if segment.start < each.end and each.start < segment.end
        ]
        first = source.segments[numbers[0]]
        if first.turn not in shared:
            shared[first.turn] = _of_turn(source, first.turn, of_turn, language)
        text = source.text[each.start : each.end]
        seen[each.code, text] += 1
        opens, closes = context.around_stretch(source, (each.start, each.end), numbers, of_turn)
        found.append(
            Quote(
                id=_id(source.name, each.code, text, seen[each.code, text]),
                code=each.code,
                path=codebook.path(each.code),
                source=source.name,
                segments=tuple(number + 1 for number in numbers),
                start=each.start,
                end=each.end,
                text=text,
                before=source.text[opens : each.start],
                after=source.text[each.end : closes],
                score=None,
                coder=each.coder,
                why=each.why,
                reason=wording.why(each.why, codebook, language),
                specific=not all(codes_of.get(number, set()) & below[each.code] for number in each.segments),
                attributes=dict(source.described(source.turns[first.turn])),
                **shared[first.turn],
            )
        )
    return sorted(found, key=lambda quote: quote.start)


def _of_turn(source: CodedSource, number: int, of_turn: list[list[int]], language: str) -> dict[str, Any]:
    """What all quotes of a turn have in common."""
    turn = source.turns[number]
    asked = context.asked(source, number)
    asker = source.turns[asked] if asked is not None else None
    asks, asks_until = context.question(source, asked, of_turn[asked]) if asker else (None, None)
    return {
        "turn": number + 1,
        "question": source.text[asks:asks_until] if asker else "",
        "question_start": asks,
        "question_speaker": asker.speaker if asker else None,
        "question_role": asker.role if asker else None,
        "speaker": turn.speaker,
        "role": turn.role,
        "kind": turn.kind,
        "section": wording.section(turn.section),
        "place": wording.place(turn, language),
        "begins": turn.begins,
    }


def _runs(source: CodedSource, codebook: Codebook) -> Iterator[list[CodingRecord]]:
    """Codings of one code on adjacent segments of one turn, run by run; within a code in the text's order.
    Those that people gave borders of their own are left to them."""
    theirs = {(number, each.code) for each in source.marked for number in each.segments}
    known = [
        coding
        for coding in source.codings
        if coding.code in codebook and (coding.segment, coding.code) not in theirs
    ]
    ordered = sorted(known, key=lambda coding: (coding.code, coding.segment))
    for _, of_code in groupby(ordered, key=lambda coding: coding.code):
        run: list[CodingRecord] = []
        for coding in of_code:
            if run and not _adjoin(source, run[-1].segment, coding.segment):
                yield run
                run = []
            run.append(coding)
        yield run


def _adjoin(source: CodedSource, one: int, other: int) -> bool:
    return other - one <= 1 and source.segments[one].turn == source.segments[other].turn


def merged_why(codings: list[CodingRecord]) -> dict[str, Any]:
    """One reason of several: every rule once, and the model's voice on the segment it was surest of."""
    rules: list[dict[str, str]] = []
    for coding in codings:
        if found := coding.why.get("rules"):
            rules += [rule for rule in found if rule not in rules]
    surest = codings[0].why
    if len(codings) > 1:
        surest = max(
            codings, key=lambda coding: (coding.why.get("model_score") or 0.0, coding.score or 0.0)
        ).why
    implied = [coding.why.get("implied_by") for coding in codings]
    people: list[dict[str, Any]] = []
    for coding in codings:
        people += [voice for voice in coding.why.get("people") or () if voice not in people]
    return {
        "rules": rules,
        "model": surest.get("model"),
        "model_score": rounded(surest.get("model_score")),
        "nearest": surest.get("nearest"),
        "similarity": rounded(surest.get("similarity")),
        "implied_by": implied[0] if all(implied) else None,
        **({"people": people} if people else {}),
        **({"others": surest["others"]} if "others" in surest else {}),
    }


def _voices(codings: list[CodingRecord]) -> str:
    if len(codings) == 1:
        return codings[0].coder
    return " + ".join(dict.fromkeys(voice for coding in codings for voice in coding.coder.split(" + ")))


def _below(codebook: Codebook) -> dict[str, set[str]]:
    below: dict[str, set[str]] = {code: set() for code in codebook.ids}
    for code in codebook.ids:
        for above in codebook.lineage(code)[:-1]:
            below[above].add(code)
    return below


def _id(source: str, code: str, text: str, occurrence: int) -> str:
    key = "\x1f".join((source, code, text, str(occurrence)))
    return "q" + hashlib.sha256(key.encode()).hexdigest()[:12]
