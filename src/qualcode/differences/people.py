"""What people had said by the time of each run, of the places that are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.decisions.decision import Decision, in_force
from qualcode.decisions.ledger import read_as_of
from qualcode.differences.changed import Cause, Certainty
from qualcode.differences.places import SourcePair
from qualcode.differences.question import Question
from qualcode.differences.record import RunRecord, Said

NO_DECISIONS = "no_decisions"
"""The note that it is not known what people had said."""
LONG = 20
"""Code points from which on a segment's words are taken for the same wherever they stand."""


@dataclass
class People:
    """Decisions that held when two runs were made.

    Attributes:
        before: Those of the earlier run, by source name.
        after: Those of the later one.
        since: Decisions that the later run could know and the earlier one could not.
        known: Whether it is known of both runs which decisions there were: those are still there, or the run
            has them in a table of its own.
    """

    before: dict[str, list[Decision]] = field(default_factory=dict)
    after: dict[str, list[Decision]] = field(default_factory=dict)
    since: list[Decision] = field(default_factory=list)
    known: bool = True

    @classmethod
    def of(cls, before: RunRecord, after: RunRecord, codings: Path) -> People:
        """What was said by the time of two runs.

        Args:
            before: The earlier run.
            after: The later one.
            codings: The study's folder of decisions.
        """
        said = [_said(run, codings) for run in (before, after)]
        was, now = said
        if was is None or now is None:
            return cls(known=False)
        return cls(_by_source(in_force(was)), _by_source(in_force(now)), _without(now, was))

    def of_places(
        self, pair: SourcePair, segments: tuple[list[int], list[int]], code: str, related: Collection[str]
    ) -> list[Decision | None]:
        """The latest decision on a code at a place, in each run.

        Args:
            pair: The source.
            segments: The place's segments in each run.
            code: The code's id.
            related: Codes that come and go with it: itself, those above it and below it.
        """
        found: list[Decision | None] = []
        for said, source, numbers in zip(
            (self.before, self.after), (pair.before, pair.after), segments, strict=True
        ):
            of_source = said.get(source.name, []) if source else []
            there = [source.segments[number] for number in numbers] if source else []
            here = [
                decision
                for decision in of_source
                if decision.code in related and any(touches(decision, segment) for segment in there)
            ]
            here = [decision for decision in here if decision.code == code] or here
            found.append(max(here, key=lambda decision: decision.made, default=None))
        return found


def touches(decision: Decision, segment: Said) -> bool:
    """Whether a decision is about words of a segment: at the same place, or, where the text before it was
    edited, the same words elsewhere."""
    start, end = max(decision.start, segment.start), min(decision.end, segment.end)
    if start < end and (
        decision.quote[start - decision.start : end - decision.start]
        == segment.text[start - segment.start : end - segment.start]
    ):
        return True
    return decision.quote in segment.text or (len(segment.text) >= LONG and segment.text in decision.quote)


def _said(run: RunRecord, codings: Path) -> list[Decision] | None:
    known = run.manifest.get("decisions")
    said = None if known is None else read_as_of(codings, known)
    return said if said is not None else run.decisions


def _by_source(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.source, []).append(decision)
    return found


def _without(decisions: list[Decision], others: list[Decision]) -> list[Decision]:
    known = set(map(_told, others))
    return [decision for decision in decisions if _told(decision) not in known]


def _told(decision: Decision) -> Decision:
    """A decision as a run's own table tells it, too: without the hash of the text."""
    return replace(decision, text_hash="")


def by_person(question: Question) -> tuple[tuple[Cause, ...], Certainty] | None:
    """The person whose coding it is, where the run itself says so."""
    for side in (1, 0):
        standing, said, other = question.sides[side], question.said[side], question.said[1 - side]
        if not standing.given or said is None or said.judgement != "yes":
            continue
        if said.coder in standing.coder.split(" + ") and (other is None or other.judgement != "yes"):
            return (person_cause(*question.said),), "found"
    return None


def person_cause(was: Decision | None, now: Decision | None) -> Cause:
    """A person's decision as a reason, with what stood before it; or one that holds no longer."""
    if now is None:
        assert was is not None
        return Cause("person", "removed", was.code, was.coder, was.judgement)
    action, before = ("changed", was.judgement) if was else ("added", "")
    return Cause("person", action, now.code, now.coder, before, now.judgement)
