"""Two runs of a study side by side: what came, went and moved, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.codebook.model import Codebook
from qualcode.coded import tree_order
from qualcode.differences.causes import Search
from qualcode.differences.changed import Action, Change, Differences, SaidSince, SourceChange, Standing, tally
from qualcode.differences.factors import Factors
from qualcode.differences.heard import Text
from qualcode.differences.people import NO_DECISIONS, People, touches
from qualcode.differences.places import SourcePair, Stretch, pairs
from qualcode.differences.question import Question
from qualcode.differences.reading import reading_causes
from qualcode.differences.record import Given, RunRecord, SourceRecord
from qualcode.study import Study

LEAST = 0.05
"""Difference of scores from which on a coding is said to have moved."""


def compare(study: Study, before: RunRecord, after: RunRecord, *, least: float = LEAST) -> Differences:
    """What differs between two runs' codings, with the reasons.

    Args:
        study: The study, whose decisions and caches are read.
        before: The earlier run.
        after: The later one.
        least: Difference of scores from which on a coding has moved.

    Raises:
        OutputError: a run lacks its tables.
    """
    factors = Factors(before, after)
    people = People.of(before, after, study.codings)
    matched = pairs(before.sources, after.sources)
    raised = [
        (place, question)
        for place in _places(matched)
        for question in _questions(place, factors, people, (before, after), least)
    ]
    judged = before.judged or after.judged
    questions = [question for _, question in raised]
    search = Search(factors, study, (before, after), questions, people.known or not judged)
    search.answer()
    codebook = _codebook(before, after, study)
    changes = _ordered(raised, codebook)
    counts = [_counted(run, factors) for run in (before, after)]
    return Differences(
        before,
        after,
        codebook,
        tuple(changes),
        tally(changes, counts[0], counts[1]),
        tuple(_sources(matched)),
        tuple(_said(people, after, study.settings.deidentify.enabled)),
        (*(factor.cause for factor in factors.seen), *factors.harmless, *factors.unseen),
        tuple(_notes(before, after, people, search)),
        least,
    )


@dataclass(frozen=True)
class _Place:
    pair: SourcePair
    stretch: Stretch
    number: int


def _places(matched: Iterable[SourcePair]) -> Iterator[_Place]:
    number = 0
    for pair in matched:
        for stretch in pair.stretches():
            yield _Place(pair, stretch, number)
            number += 1


def _questions(
    place: _Place, factors: Factors, people: People, runs: tuple[RunRecord, RunRecord], least: float
) -> Iterator[Question]:
    pair, stretch = place.pair, place.stretch
    given = [_given(pair.before, stretch.before), _given(pair.after, stretch.after)]
    if not given[0] and not given[1]:
        return
    by_code = [{_now(factors, each): each for each in side} for side in (given[0],)] + [
        {each.code: each for each in given[1]}
    ]
    for code in {**by_code[0], **by_code[1]}:
        was, now = by_code[0].get(code), by_code[1].get(code)
        action: Action = "came" if was is None else "went" if now is None else "moved"
        if was is not None and now is not None and not _moved(was, now, least):
            continue
        segments = [*stretch.before], [*stretch.after]
        texts = _texts(0, pair.before, stretch.before), _texts(1, pair.after, stretch.after)
        yield Question(
            action,
            code,
            (_standing(pair.before, stretch.before, was), _standing(pair.after, stretch.after, now)),
            texts,
            reading_causes(pair, stretch, texts, runs, factors),
            tuple(people.of_places(pair, segments, code, factors.related(code))),  # type: ignore[arg-type]
        )


def _given(source: SourceRecord | None, numbers: Sequence[int]) -> list[Given]:
    """A place's codings, the surest of each code."""
    if source is None:
        return []
    found: dict[str, Given] = {}
    for number in numbers:
        for given in source.by_segment.get(number, ()):
            before = found.get(given.code)
            if before is None or (before.score is not None and (given.score or 0.0) > before.score):
                found[given.code] = given
    return list(found.values())


def _moved(was: Given, now: Given, least: float) -> bool:
    if was.score is None or now.score is None:
        return False
    return round(abs(now.score - was.score), 4) >= least


def _now(factors: Factors, given: Given) -> str:
    return factors.ids.get(given.code, given.code)


def _texts(side: int, source: SourceRecord | None, numbers: Sequence[int]) -> tuple[Text, ...]:
    if source is None:
        return ()
    return tuple((side, source.name, number) for number in numbers if source.segments[number].coded)


def _standing(source: SourceRecord | None, numbers: Sequence[int], given: Given | None) -> Standing:
    if source is None or not numbers:
        return Standing(source.name if source else "", ())
    segments = [source.segments[number] for number in numbers]
    text = " ".join(segment.text for segment in segments)
    known = Standing(source.name, tuple(number + 1 for number in numbers), text, segments[0].speaker)
    if given is None:
        return known
    return replace(
        known,
        given=True,
        score=given.score,
        threshold=given.threshold,
        coder=given.coder,
        nearest=given.nearest,
        similarity=given.similarity,
    )


def _ordered(raised: Sequence[tuple[_Place, Question]], codebook: Codebook) -> list[Change]:
    rank = {code: number for number, code in enumerate(tree_order(codebook))}
    at: dict[tuple[int, str], set[str]] = defaultdict(set)
    for place, question in raised:
        at[place.number, question.action].add(question.code)

    def specific(place: _Place, question: Question) -> bool:
        others = at[place.number, question.action] - {question.code}
        return not any(question.code in codebook.lineage(code) for code in others if code in codebook)

    order = ("came", "went", "moved")

    def place_in_list(each: tuple[_Place, Question]) -> tuple[int, int, int]:
        place, question = each
        return rank.get(question.code, len(rank)), order.index(question.action), place.number

    return [
        Change(q.action, q.code, *q.sides, q.causes, q.certainty, specific(place, q))
        for place, q in sorted(raised, key=place_in_list)
    ]


def _codebook(before: RunRecord, after: RunRecord, study: Study) -> Codebook:
    """The later run's codebook, with the codes of the earlier one that are gone."""
    known = after.codebook or before.codebook
    if known is None:
        from qualcode.codebook import load

        known = load(study.codebook)
    gone = [code for code in (before.codebook.codes if before.codebook else ()) if code.id not in known]
    if after.codebook is not None and before.codebook is not None:
        from qualcode.codebook.changes import same_codes

        renamed = {code.id for code in same_codes(before.codebook, after.codebook).values()}
        gone = [code for code in gone if code.id not in renamed]
    ids = {*known.ids, *(code.id for code in gone)}
    gone = [c if c.parent is None or c.parent in ids else c.model_copy(update={"parent": None}) for c in gone]
    return known.model_copy(update={"codes": (*known.codes, *gone)})


def _counted(run: RunRecord, factors: Factors) -> Counter[str]:
    """Segments by code."""
    return Counter(
        _now(factors, given) for source in run.sources.values() for given in source.codings.values()
    )


def _sources(matched: Iterable[SourcePair]) -> Iterator[SourceChange]:
    for pair in matched:
        if pair.before is None or pair.after is None:
            yield SourceChange(pair.name, ("added" if pair.before is None else "removed",))
            continue
        cut = [(each.text, each.coded) for each in pair.before.segments] != [
            (each.text, each.coded) for each in pair.after.segments
        ]
        happened = {"renamed": pair.renamed, "edited": pair.edited, "cut": cut and not pair.edited}
        if what := tuple(name for name, so in happened.items() if so):
            yield SourceChange(pair.name, what, pair.before.name if pair.renamed else "")


def _said(people: People, after: RunRecord, deidentified: bool) -> Iterator[SaidSince]:
    """Decisions since. What a person once quoted may hold names: a de-identified study shows only words that
    stand in the run."""
    for decision in people.since:
        source = after.sources.get(decision.source)
        numbers = [
            number
            for number, segment in enumerate(source.segments if source else ())
            if touches(decision, segment)
        ]
        agrees: bool | None = None
        if source and numbers and decision.judgement != "withdrawn":
            has = any((number, decision.code) in source.codings for number in numbers)
            agrees = has == (decision.judgement == "yes")
        hidden = deidentified and not numbers
        source_name, quote = ("", "") if hidden else (decision.source, decision.quote)
        yield SaidSince(source_name, decision.code, decision.judgement, decision.coder, quote, agrees)


def _notes(before: RunRecord, after: RunRecord, people: People, search: Search) -> Iterator[str]:
    if before.codebook is None:
        yield "no_codebook_before"
    if after.codebook is None:
        yield "no_codebook_after"
    elif before.codebook is not None and search.questions and not search.able:
        yield "not_decided_again"
    if not people.known:
        yield NO_DECISIONS
