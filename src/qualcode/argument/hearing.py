"""What is heard in segments: the cues and searches of an argumentation, found as the codebook's rules are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qualcode.argument.model import Argumentation, Criterion
from qualcode.codebook.model import Code, Codebook, Rule
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
    asked = [(source, index) for source in sources for index in questions(source)]
    return (
        _listen(Codebook(title="", codes=tuple(_sought(argumentation))), said, language_of),
        _listen(Codebook(title="", codes=tuple(_asked(argumentation))), asked, language_of),
    )


def questions(source: CodedSource) -> Iterator[int]:
    """Indices of the segments in which somebody asks: interviewers' and facilitators' turns; in a source
    without either, its headings, which are what was asked in a workshop."""
    asking = [turn.role in ASKING for turn in source.turns]
    if not any(asking):
        asking = [turn.kind == "heading" for turn in source.turns]
    for index, segment in enumerate(source.segments):
        if asking[segment.turn]:
            yield index


def rules_of(searches: Iterable[str]) -> tuple[Rule, ...]:
    """Free searches as rules: a word in its inflections and compounds, a phrase, a ``/regular
    expression/``."""
    words, phrases, found = [], [], []
    for text in searches:
        if len(text) > 2 and text.startswith("/") and text.endswith("/"):
            found.append(Rule(regex=text[1:-1]))
        elif " " in text.strip():
            phrases.append(text.strip())
        else:
            words.append(text.strip())
    if words:
        found.append(Rule(words=tuple(words)))
    if phrases:
        found.append(Rule(phrases=tuple(phrases)))
    return tuple(found)


def _sought(argumentation: Argumentation) -> Iterator[Code]:
    for cue in argumentation.cues:
        key = cue_key(cue.id)
        yield Code(id=key, name=cue.name, definition=cue.name, rules=cue.rules, veto=cue.veto)
    for claim in argumentation.claims:
        for side in SIDES_ASKED:
            criteria: tuple[Criterion, ...] = getattr(claim, side)
            for number, criterion in enumerate(criteria):
                if criterion.search:
                    key = search_key(claim.id, side, number)
                    yield Code(id=key, name=key, definition=key, rules=rules_of(criterion.search))


def _asked(argumentation: Argumentation) -> Iterator[Code]:
    for claim in argumentation.claims:
        if claim.asked:
            key = asked_key(claim.id)
            yield Code(id=key, name=key, definition=key, rules=rules_of(claim.asked))


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
            keys: dict[str, list[str]] = {}
            for match in matches:
                words = keys.setdefault(match.code, [])
                if match.matched not in words:
                    words.append(match.matched)
            if keys:
                heard[source.name, index] = keys
    return heard
