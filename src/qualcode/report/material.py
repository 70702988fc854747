"""What the page's scripts work on: sources, turns, segments, codings and quotes, as compact JSON.

Tables are stored by column, repeated words once. Offsets count UTF-16 units, as JavaScript strings do;
everywhere else in the program they count code points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from qualcode import cases, wording
from qualcode.coded import CodedSource, tree_order
from qualcode.offsets import Offsets
from qualcode.report import provenance, validation

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord
    from qualcode.quotes import Quote
    from qualcode.result import Run

FOREMOST = ("grupp", "group", "stadsdel", "district", "plats", "place", "typ", "type")
"""Attributes that a reader looks at first, if the study has them."""
AT_HAND = 2
"""So many of the first attributes are shown with every quote; the others with their source."""

Columns = dict[str, list[Any]]


class Words:
    """Words that occur often, each kept once; ``number`` gives a word's place, -1 for none."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, word: str | None) -> int:
        """A word's place, which it gets when it first comes; −1 for none."""
        return self._numbers.setdefault(word, len(self._numbers)) if word else -1

    @property
    def all(self) -> list[str]:
        """All words by their places."""
        return list(self._numbers)


class _Shared:
    """Words shared by all sources."""

    def __init__(self) -> None:
        self.speakers, self.roles, self.kinds, self.sections = Words(), Words(), Words(), Words()
        self.coders, self.rules, self.texts = Words(), Words(), Words()


def of_run(run: Run) -> dict[str, Any]:
    """Everything the scripts need, ready for JSON."""
    from qualcode.messages import section

    shared = _Shared()
    codes = {code: number for number, code in enumerate(tree_order(run.codebook))}
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for quote in run.quotes:
        quotes[quote.source].append(quote)
    names = [name for name, _ in attributes(run)]
    sources = [
        {
            "name": source.name,
            "lang": run.study.language_of(source.name),
            "warnings": provenance.warnings(source, run.language),
            "attributes": [source.attributes.get(name, "") for name in names],
            **_answers(source, names, shared),
            **_source(source, quotes[source.name], codes, shared, run.language),
        }
        for source in run.sources
    ]
    return {
        "language": run.language,
        "messages": section("report.page", run.language),
        "roleNames": section("roles", run.language),
        "codes": _codes(run, codes),
        "attributes": names,
        "atHand": AT_HAND,
        "few": cases.FEW,
        "sources": sources,
        **{name: words.all for name, words in vars(shared).items()},
    }


def attributes(run: Run) -> list[tuple[str, str]]:
    """All attributes that any source or response has, as the study and as the tables call them; those
    that tell groups and places (:data:`FOREMOST`) first, the others as the study has them."""
    names = dict.fromkeys(name for source in run.sources for name in source.attributes)
    for source in run.sources:
        for turn in source.turns:
            if turn.attributes:
                names.update(dict.fromkeys(turn.attributes))
    pairs = zip(names, run.tables.attributes, strict=True)
    return sorted(pairs, key=lambda pair: rank(pair[0]))


def rank(attribute: str) -> int:
    """Where an attribute stands among others: those that tell groups and places first."""
    name = attribute.casefold()
    return FOREMOST.index(name) if name in FOREMOST else len(FOREMOST)


def _answers(source: CodedSource, names: list[str], shared: _Shared) -> dict[str, Any]:
    """What a table of responses says of whoever gave each, a row a turn; ``None`` where it says nothing."""
    if not any(turn.case for turn in source.turns):
        return {}
    numbers: dict[str, int] = {}
    who = [numbers.setdefault(turn.case, len(numbers)) for turn in source.turns]
    if not any(turn.attributes for turn in source.turns):
        return {"cases": who}
    own = [turn.attributes for turn in source.turns]
    there = [name for name in names if any(name in each for each in own)]
    answers: Columns = {
        name: [shared.texts.number(each[name]) if name in each else None for each in own] for name in there
    }
    return {"answers": answers, "cases": who}


def code_name(run: Run, code: str) -> str:
    """A code's name with those above it: ``Trygghet › Belysning``."""
    return " › ".join(run.codebook[each].name for each in run.codebook.lineage(code))


def _codes(run: Run, numbers: dict[str, int]) -> Columns:
    ordered = [run.codebook[code] for code in numbers]
    marks = validation.marks(run)
    return {
        "id": list(numbers),
        "name": [code.name for code in ordered],
        "path": [code_name(run, code.id) for code in ordered],
        "parent": [numbers.get(code.parent or "", -1) for code in ordered],
        "definition": [code.definition for code in ordered],
        "mark": [marks[code.id].sign if code.id in marks else "" for code in ordered],
        "status": [marks[code.id].short if code.id in marks else "" for code in ordered],
        "standing": [marks[code.id].key if code.id in marks else "" for code in ordered],
    }


def _source(
    source: CodedSource, quotes: list[Quote], codes: dict[str, int], shared: _Shared, language: str
) -> dict[str, Any]:
    at = units(source.text)
    turns = source.turns
    return {
        "text": source.text,
        "turns": {
            "start": [at(turn.start) for turn in turns],
            "end": [at(turn.end) for turn in turns],
            "speaker": [shared.speakers.number(turn.speaker) for turn in turns],
            "role": [shared.roles.number(turn.role) for turn in turns],
            "kind": [shared.kinds.number(turn.kind) for turn in turns],
            "section": [shared.sections.number(wording.section(turn.section)) for turn in turns],
            "time": [wording.clock(turn.begins) for turn in turns],
            "place": [wording.place(turn, language) for turn in turns],
        },
        "segments": {
            "start": [at(segment.start) for segment in source.segments],
            "end": [at(segment.end) for segment in source.segments],
            "turn": [segment.turn for segment in source.segments],
            "coded": [int(segment.coded) for segment in source.segments],
        },
        "codings": _codings(source.codings, codes, shared, language),
        "quotes": {
            "id": [quote.id for quote in quotes],
            "code": [codes[quote.code] for quote in quotes],
            "first": [quote.segments[0] - 1 for quote in quotes],
            "last": [quote.segments[-1] - 1 for quote in quotes],
            "score": _rounded(quote.score for quote in quotes),
            **({"start": [at(quote.start) for quote in quotes]} if source.marked else {}),
            **({"end": [at(quote.end) for quote in quotes]} if source.marked else {}),
            "before": [at(quote.start - len(quote.before)) for quote in quotes],
            "after": [at(quote.end + len(quote.after)) for quote in quotes],
            "question": [
                -1 if quote.question_start is None else at(quote.question_start) for quote in quotes
            ],
            "questionEnd": [at((quote.question_start or 0) + len(quote.question)) for quote in quotes],
            "asker": [shared.speakers.number(quote.question_speaker) for quote in quotes],
        },
    }


def _people(reasons: Sequence[dict[str, Any]], shared: _Shared, language: str) -> Columns:
    """What people say of each coding, where they have said anything."""
    if not any("people" in why for why in reasons):
        return {}
    return {"people": [shared.texts.number(" ".join(wording.people(why, language))) for why in reasons]}


def _others(reasons: Sequence[dict[str, Any]], shared: _Shared, language: str) -> Columns:
    """What coders beside rules and the model say of each coding, where the study names any."""
    if not any("others" in why for why in reasons):
        return {}
    return {"others": [shared.texts.number(" ".join(wording.others(why, language))) for why in reasons]}


def _codings(
    codings: Sequence[CodingRecord], codes: dict[str, int], shared: _Shared, language: str
) -> Columns:
    reasons = [coding.why for coding in codings]
    return {
        "segment": [coding.segment for coding in codings],
        "code": [codes[coding.code] for coding in codings],
        "coder": [shared.coders.number(coding.coder) for coding in codings],
        "score": _rounded(coding.score for coding in codings),
        "threshold": _rounded(coding.threshold for coding in codings),
        **_people(reasons, shared, language),
        **_others(reasons, shared, language),
        "rules": [
            [[shared.rules.number(rule["rule"]), rule["matched"]] for rule in why.get("rules") or ()] or 0
            for why in reasons
        ],
        "model": _rounded(why.get("model_score") for why in reasons),
        "nearest": [shared.texts.number(why.get("nearest")) for why in reasons],
        "similarity": _rounded(why.get("similarity") for why in reasons),
        "implied": [codes.get(why.get("implied_by") or "", -1) for why in reasons],
    }


def _rounded(values: Iterable[float | None]) -> list[float | None]:
    return [None if value is None else round(float(value), 4) for value in values]


def units(text: str) -> Callable[[int], int]:
    """From an offset in code points to one in UTF-16 units of the same text."""
    return Offsets(text).units
