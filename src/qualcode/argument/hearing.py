"""What is heard in segments: an argumentation's cues, found as the codebook's rules are, and its searches,
found as :mod:`qualcode.search` finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from qualcode.argument.model import Argumentation, Criterion
from qualcode.argument.searches import Searches
from qualcode.codebook.model import Code, Codebook
from qualcode.coded import CodedSource

Heard = dict[tuple[str, int], dict[str, list[str]]]
"""By source and index of the segment: the keys that are heard there, each with the words that tell it."""
ASKING = ("interviewer", "facilitator")
"""Roles of those who ask; they give no evidence, though a study may have their words coded."""
SIDES_ASKED = ("supports", "challenges")


def cue_key(cue: str) -> str:
    """The key of a cue."""
    return f"cue:{cue}"


def search_key(claim: str, side: str, number: int) -> str:
    """The key of a criterion's own search."""
    return f"search:{claim}:{side}:{number}"


def asked_key(claim: str) -> str:
    """The key of what touches a claim in an interviewer's turn."""
    return f"asked:{claim}"


def hear(
    argumentation: Argumentation, sources: Sequence[CodedSource], language_of: Mapping[str, str]
) -> tuple[Heard, Heard]:
    """Listens for everything an argumentation names.

    Args:
        argumentation: The argumentation.
        sources: The sources.
        language_of: Each source's language, by name.

    Returns:
        What is heard in the segments that are coded, and in interviewers' questions.
    """
    said = [(source, index) for source in sources for index, each in enumerate(source.segments) if each.coded]
    heard = _listen(_cues(argumentation), said, language_of)
    sought = list(_searched(argumentation))
    every = [query for _, queries in sought for query in queries]
    every += [query for claim in argumentation.claims for query in claim.asked]
    searches = Searches(sources, language_of, every)
    for key, queries in sought:
        for name, index, words in searches.segments(queries):
            _note(heard, (name, index), key, words)
    asking = {(source.name, index) for source in sources for index in questions(source)}
    asked: Heard = {}
    for claim in argumentation.claims:
        for name, index, words in searches.segments(claim.asked):
            if (name, index) in asking:
                _note(asked, (name, index), asked_key(claim.id), words)
    return heard, asked


def questions(source: CodedSource) -> Iterator[int]:
    """Indices of the segments in which somebody asks: interviewers' and facilitators' turns; in a source
    without either, its headings, which are what was asked in a workshop."""
    asking = [turn.role in ASKING for turn in source.turns]
    if not any(asking):
        asking = [turn.kind == "heading" for turn in source.turns]
    for index, segment in enumerate(source.segments):
        if asking[segment.turn]:
            yield index


def _cues(argumentation: Argumentation) -> Codebook:
    """The cues, in the place of codes."""
    codes = (
        Code(id=cue_key(cue.id), name=cue.name, definition=cue.name, rules=cue.rules, veto=cue.veto)
        for cue in argumentation.cues
    )
    return Codebook(title="", codes=tuple(codes))


def _searched(argumentation: Argumentation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Keys of criteria, each with its searches."""
    for claim in argumentation.claims:
        for side in SIDES_ASKED:
            criteria: tuple[Criterion, ...] = getattr(claim, side)
            for number, criterion in enumerate(criteria):
                if criterion.search:
                    yield search_key(claim.id, side, number), criterion.search


def _note(heard: Heard, place: tuple[str, int], key: str, words: str) -> None:
    noted = heard.setdefault(place, {}).setdefault(key, [])
    if words not in noted:
        noted.append(words)


def _listen(
    sought: Codebook, places: Sequence[tuple[CodedSource, int]], language_of: Mapping[str, str]
) -> Heard:
    from qualcode.coding.rules import match_texts

    by_language: dict[str, list[tuple[CodedSource, int]]] = defaultdict(list)
    for source, index in places:
        by_language[language_of.get(source.name, "sv")].append((source, index))
    heard: Heard = {}
    for language, of_language in sorted(by_language.items()) if sought.codes else ():
        texts = [source.segments[index].text for source, index in of_language]
        for (source, index), matches in zip(of_language, match_texts(sought, texts, language), strict=True):
            for match in matches:
                _note(heard, (source.name, index), match.code, match.matched)
    return heard
