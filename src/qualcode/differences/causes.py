"""Why codings came, went or moved: each difference between two runs is made alone, and all but it.

A difference that alone brings about what came about, or without which it would not have, is a cause. First it
is checked that deciding again as either run did gives what that run has; where it does not, nothing is
concluded from it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.codebook.model import Codebook
from qualcode.differences.answers import told_by_votes
from qualcode.differences.changed import Cause, Certainty, How, Standing
from qualcode.differences.factors import Factor, Factors
from qualcode.differences.heard import Text
from qualcode.differences.matches import told_by_matches
from qualcode.differences.people import by_person, person_cause
from qualcode.differences.question import Question, same_words
from qualcode.differences.replay import Decided, Replay
from qualcode.errors import ModelError

if TYPE_CHECKING:
    from qualcode.differences.record import RunRecord
    from qualcode.study import Study

CLOSE = 0.002
"""Scores that differ less are the same: vectors that are computed anew on another machine differ a little."""
PUSH = 0.25
"""Share of a score's whole movement from which on a difference counts as a cause of it."""


@dataclass
class Search:
    """The search for the reasons of many codings at once.

    Args:
        factors: What differs between the runs.
        study: The study.
        runs: The earlier run and the later one.
        questions: The codings.
        people_known: Whether it is known what people had said by the time of both runs. Where it is not, what
            deciding again does not explain can be theirs, whatever else differs.

    Attributes:
        able: Whether it could be decided again as in both runs.
    """

    factors: Factors
    study: Study
    runs: tuple[RunRecord, RunRecord]
    questions: list[Question]
    people_known: bool = True
    able: bool = False
    _replay: Replay = field(init=False)
    _texts: dict[Text, int] = field(default_factory=dict)
    _decided: dict[frozenset[Factor], Decided | None] = field(default_factory=dict)
    _columns: dict[frozenset[Factor], dict[str, int]] = field(default_factory=dict)
    _beside: dict[Factor, list[tuple[Decided, Codebook]]] = field(default_factory=dict)

    def answer(self) -> None:
        """Writes causes into every question."""
        for question in self.questions:
            for text in (*question.texts[0], *question.texts[1]):
                self._texts.setdefault(text, len(self._texts))
        self.able = bool(self.questions) and self._able()
        for question in self.questions:
            found = by_person(question)
            if found is None and self.able:
                found = self._by_deciding(question)
            question.causes, question.certainty = found or self._by_what_differs(question)

    def _able(self) -> bool:
        if not self.factors.decides_again:
            return False
        try:
            self._replay = Replay(
                self.study, self.runs, list(self._texts), same_words(self.questions), self.factors.ids
            )
            self.factors.seen += [
                each for each in self.factors.perhaps if self._replay.heard.differ(each.votes)
            ]
            return all(
                self._heard_all(self._world(done), side) for side, done in enumerate(((), self.factors.seen))
            )
        except (ModelError, OSError, ValueError):
            return False

    def _heard_all(self, decided: Decided | None, side: int) -> bool:
        """Whether a run's own segments can be decided again; not where it kept no votes of other coders."""
        rows = [row for text, row in self._texts.items() if text[0] == side]
        return decided is not None and bool(decided.known[rows].all())

    def _world(self, done: Collection[Factor]) -> Decided | None:
        key = frozenset(done)
        if key not in self._decided:
            made = self.factors.world(done)
            decided = None if made is None else self._replay.decide(made.codebook, made.settings, made.votes)
            self._decided[key] = decided
            self._columns[key] = {} if decided is None else {c: n for n, c in enumerate(decided.ids)}
        return self._decided[key]

    def _at(self, question: Question, done: Collection[Factor], side: int) -> tuple[bool, float] | None:
        """Whether a place gets the code in a world, and its score; with the words of one of the runs."""
        decided = self._world(done)
        if decided is None:
            return None
        column = self._columns[frozenset(done)].get(question.code)
        rows = [self._texts[text] for text in question.texts[side]]
        if not decided.known[rows].all():
            return None
        if column is None or not rows:
            return False, 0.0
        return bool(decided.given[rows, column].any()), float(decided.scores[rows, column].max())

    def _by_deciding(self, question: Question) -> tuple[tuple[Cause, ...], Certainty] | None:
        every = self.factors.seen
        before, after = self._at(question, (), 0), self._at(question, every, 1)
        if before is None or after is None:
            return None
        self._note_scores(question)
        if not (_true(before, question.sides[0]) and _true(after, question.sides[1])):
            return self._by_person_or_program(question, before, after)
        if not self.people_known and any(each.given and each.score is None for each in question.sides):
            return None
        nearby = before if question.reading else self._at(question, (), 1)
        if nearby is not None and (nearby[0] != before[0] or abs(nearby[1] - before[1]) > CLOSE):
            # The same words, that stand beside others now.
            question.reading = (Cause("text", "nearby", name=question.sides[1].source),)
        own: list[Factor | None] = [*every]
        if question.reading:
            own.append(None)  # stands for the text
        if not own:
            return None
        if len(own) == 1:
            return self._told(question, [(own[0], "alone", after[1] - before[1])]), "found"
        return self._searched(question, own, before, after)

    def _searched(
        self,
        question: Question,
        own: Sequence[Factor | None],
        before: tuple[bool, float],
        after: tuple[bool, float],
    ) -> tuple[tuple[Cause, ...], Certainty]:
        enough: list[Factor | None] = []
        needed: list[Factor | None] = []
        shifts: dict[Factor | None, float] = {}
        total = after[1] - before[1]
        for factor in own:
            with_it = self._at(question, [f for f in (factor,) if f is not None], int(factor is None))
            rest = [f for f in self.factors.seen if f is not factor]
            without = self._at(question, rest, int(factor is not None or not question.reading))
            if with_it is not None:
                shifts[factor] = with_it[1] - before[1]
                if with_it[0] == after[0]:
                    enough.append(factor)
            if without is not None:
                shifts.setdefault(factor, after[1] - without[1])
                if without[0] == before[0]:
                    needed.append(factor)
        found: list[Factor | None] = []
        how: How = "together"
        if question.action == "moved":
            found = [each for each in own if total and shifts.get(each, 0.0) / total >= PUSH]
        elif needed:
            found = needed
        elif enough:
            found, how = enough, "either"
        if len(found) == 1 and (question.action == "moved" or found[0] in enough):
            how = "alone"
        if found and (len(found) > 1 or how == "alone"):
            return self._told(question, [(each, how, shifts.get(each)) for each in found]), "found"
        order = sorted(own, key=lambda each: -abs(shifts.get(each, 0.0)))
        largest = [each for each in order if abs(shifts.get(each, 0.0)) >= CLOSE] or order
        return self._told(question, [(each, "partly", shifts.get(each)) for each in largest]), "undivided"

    def _told(
        self, question: Question, found: Sequence[tuple[Factor | None, How, float | None]]
    ) -> tuple[Cause, ...]:
        """Causes with the words that rules match by them."""
        causes: list[Cause] = []
        for factor, how, shift in found:
            if factor is None:
                causes += [replace(cause, how=how, shift=_rounded(shift)) for cause in question.reading]
                continue
            if factor.votes:
                told_votes = self._told_votes(question, factor)
                causes.append(replace(told_votes, how=how, shift=_rounded(shift)))
                continue
            worlds = self._around(factor)
            if not worlds:
                causes.append(replace(factor.cause, how=how, shift=_rounded(shift)))
                continue
            for side in (1, 0):
                rows = [self._texts[text] for text in question.texts[side]]
                matched = [[match for row in rows for match in decided.matches[row]] for decided, _ in worlds]
                told = told_by_matches(factor, question.code, *matched, (worlds[0][1], worlds[1][1]))
                if any(cause.words or cause.lost for cause in told) or not question.reading:
                    break
            causes += [replace(cause, how=how, shift=_rounded(shift)) for cause in told]
        return tuple(causes)

    def _told_votes(self, question: Question, factor: Factor) -> Cause:
        side = int(bool(question.texts[1]))
        kept = tuple(
            [
                said
                for text in question.texts[side]
                if (said := self._replay.heard.voted(text, factor.votes, run)) is not None
            ]
            for run in (0, 1)
        )
        return told_by_votes(factor.cause, question.code, self.factors.ids, kept)

    def _around(self, factor: Factor) -> list[tuple[Decided, Codebook]]:
        """Without a difference and with it: the earlier run with it alone, or the later one without."""
        if factor not in self._beside:
            self._beside[factor] = self._both(factor)
        return self._beside[factor]

    def _both(self, factor: Factor) -> list[tuple[Decided, Codebook]]:
        rest = [each for each in self.factors.seen if each is not factor]
        for without, with_it in (((), (factor,)), (rest, self.factors.seen)):
            found = []
            for done in (without, with_it):
                decided, made = self._world(done), self.factors.world(done)
                if decided is not None and made is not None:
                    found.append((decided, made.codebook))
            if len(found) == 2:
                return found
        return []

    def _note_scores(self, question: Question) -> None:
        """Fills in what a run keeps of codings alone: score, threshold, nearest example."""
        noted = []
        for side, done in enumerate(((), self.factors.seen)):
            decided, standing = self._world(done), question.sides[side]
            column = self._columns[frozenset(done)].get(question.code)
            rows = [self._texts[text] for text in question.texts[side]]
            if decided is not None and column is not None and rows and not standing.given:
                row = max(rows, key=lambda each: decided.scores[each, column])
                standing = replace(
                    standing,
                    score=round(float(decided.scores[row, column]), 4),
                    threshold=decided.thresholds[question.code],
                    nearest=decided.nearest[row][column],
                    similarity=round(float(decided.similarity[row, column]), 4),
                )
            noted.append(standing)
        question.sides = (noted[0], noted[1])

    def _by_person_or_program(
        self, question: Question, before: tuple[bool, float], after: tuple[bool, float]
    ) -> tuple[tuple[Cause, ...], Certainty] | None:
        """Where deciding again does not give what a run has: what else decided there."""
        was, now = question.sides
        person = [
            person_cause(*question.said)
            for said, machine, stood in (
                (question.said[1], after, now),
                (question.said[0], before, was),
            )
            if said is not None and machine[0] != stood.given and (said.judgement == "yes") == stood.given
        ]
        if person:
            return (person[0],), "found"
        if not self.people_known:
            return None
        for side, machine in ((1, after), (0, before)):
            left_out = self.factors.left_out(side)
            if left_out and machine[0] and not question.sides[side].given:
                return (left_out,), "found"
        program = [cause for cause in self.factors.unseen if cause.kind in ("program", "model")]
        if program and _true(after, now) and before[0] == now.given and question.action != "moved":
            # With all that the earlier run was made from, this qualcode decides as the later run did.
            return tuple(program), "found"
        return None

    def _by_what_differs(self, question: Question) -> tuple[tuple[Cause, ...], Certainty]:
        if not self.people_known:
            return (), "unknown"
        differ = [*question.reading, *(factor.cause for factor in self.factors.seen), *self.factors.unseen]
        one, other = question.said
        if (one and one.judgement) != (other and other.judgement):
            differ.append(person_cause(one, other))
        if len(differ) == 1:
            return (differ[0],), "only"
        return tuple(replace(cause, how="partly") for cause in differ), "undivided" if differ else "unknown"


def _true(decided: tuple[bool, float], standing: Standing) -> bool:
    """Whether deciding again gives what the run has."""
    if decided[0] != standing.given:
        return False
    return not standing.given or standing.score is None or abs(decided[1] - standing.score) <= CLOSE


def _rounded(shift: float | None) -> float | None:
    return None if shift is None else float(np.round(shift, 4))
