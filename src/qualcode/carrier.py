"""A source as one spaCy ``Doc``: how turns, segments, matches and codings lie in it and are read.

Nobody else touches ``SpanGroup.attrs``. Everything that belongs to a ``Doc`` lies in its span groups, so that
a ``DocBin`` keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from qualcode.errors import OutputError
from qualcode.transcript import Kind, Role, Transcript

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

TURN_FIELDS = ("speaker", "role", "kind", "section", "begins", "ends", "line", "page", "case", "attributes")


@dataclass(frozen=True, slots=True)
class SourceView:
    """The source that a Doc holds; see :class:`qualcode.transcript.Transcript`."""

    name: str
    sha256: str
    attributes: dict[str, str]
    warnings: tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn; ``index`` counts from 0, ``start`` and ``end`` are code points of the source's text."""

    index: int
    start: int
    end: int
    text: str
    speaker: str | None
    role: Role | None
    kind: Kind
    section: tuple[str, ...]
    begins: float | None
    ends: float | None
    line: int | None
    page: int | None
    case: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment; ``turn`` is its turn's index, ``coded`` says whether coders look at it."""

    index: int
    start: int
    end: int
    text: str
    turn: int
    coded: bool


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule found: whole words, as they are written; ``start`` and ``end`` in code points."""

    segment: int
    code: str
    rule: str
    matched: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CodingRecord:
    """One code on one segment.

    Attributes:
        segment: Index of the segment.
        code: The code's id.
        coder: Who voted for it (``rules``, ``multilingual-e5-small@<revision>``, both joined by ``" + "``).
        score: Probability; None for a code that people gave, which is no matter of probability.
        threshold: From which score the code is given; None with the score.
        why: ``rules`` (a list of ``rule`` and ``matched``), ``model``, ``model_score``, ``nearest``,
            ``similarity``, ``implied_by``; and where people spoke, ``people``
            (:func:`qualcode.decisions.outranking.voices`).
    """

    segment: int
    code: str
    coder: str
    score: float | None
    threshold: float | None
    why: dict[str, Any] = field(default_factory=dict)


def doc_of(transcript: Transcript, nlp: Language) -> Doc:
    """The transcript as a Doc, run through the pipeline.

    Raises:
        OutputError: the Doc does not hold the transcript's text to the letter, or a turn's limits stand
            inside a word; nothing may be built on such a Doc.
    """
    doc = nlp.make_doc(transcript.text)
    attrs = {
        "source": transcript.name,
        "sha256": transcript.sha256,
        "attributes": dict(transcript.attributes),
        "warnings": [[key, dict(values)] for key, values in transcript.warnings],
    }
    turns = [{name: getattr(turn, name) for name in TURN_FIELDS} for turn in transcript.turns]
    limits = [(turn.start, turn.end) for turn in transcript.turns]
    _set_turns(doc, limits, turns, attrs)
    doc = nlp(doc)
    _check_text(doc, transcript)
    return doc


def set_paragraphs(doc: Doc, limits: list[tuple[int, int]]) -> None:
    """Makes each paragraph of a Doc that came without turns a turn of no speaker."""
    blank = dict.fromkeys(TURN_FIELDS) | {"kind": "paragraph", "section": [], "case": "", "attributes": {}}
    _set_turns(doc, limits, [dict(blank) for _ in limits], {"source": "", "sha256": ""})


def _set_turns(
    doc: Doc, limits: list[tuple[int, int]], turns: list[dict[str, Any]], attrs: dict[str, Any]
) -> None:
    from spacy.tokens import SpanGroup

    spans = [doc.char_span(start, end) for start, end in limits]
    for (start, end), span in zip(limits, spans, strict=True):
        if span is None:
            raise OutputError(
                f"turn at {start}–{end} of source {attrs['source']!r} does not begin and end with a word.",
                remedy="Report this as a defect, with the file's kind.",
            )
    for turn in turns:
        turn["section"] = list(turn["section"])
    attrs = {"attributes": {}, "warnings": [], **attrs, "turns": turns}
    doc.spans["turns"] = SpanGroup(doc, name="turns", spans=spans, attrs=attrs)


def _check_text(doc: Doc, transcript: Transcript) -> None:
    if text(doc) != transcript.text:
        raise OutputError(
            f"the text of source {transcript.name!r} changed on its way through the pipeline.",
            remedy="Report this as a defect; nothing was coded.",
        )


def text(doc: Doc) -> str:
    """The Doc's text, as ``doc.text``, in a tenth of the time: each distinct word is made a string once."""
    import numpy as np
    from spacy.attrs import ORTH, SPACY

    if not len(doc):
        return ""
    orths, places = np.unique(doc.to_array([ORTH]), return_inverse=True)
    words = [doc.vocab.strings[orth] for orth in orths.tolist()]
    spaced = places.ravel() + len(words) * doc.to_array([SPACY]).astype(np.int64)
    return "".join(map([*words, *(word + " " for word in words)].__getitem__, spaced.tolist()))


def source(doc: Doc) -> SourceView:
    """The source that the Doc holds."""
    attrs = doc.spans["turns"].attrs
    warnings = tuple((key, dict(values)) for key, values in attrs["warnings"])
    return SourceView(attrs["source"], attrs["sha256"], dict(attrs["attributes"]), warnings)


def turns(doc: Doc) -> list[TurnView]:
    """The turns in order."""
    group, words = doc.spans["turns"], text(doc)
    views = zip(group, group.attrs["turns"], strict=True)
    return [_turn_view(index, span, view, words) for index, (span, view) in enumerate(views)]


def turn_of(doc: Doc, segment: int) -> TurnView:
    """The turn that a segment stands in."""
    index = doc.spans["segments"].attrs["turn"][segment]
    group = doc.spans["turns"]
    return _turn_view(index, group[index], group.attrs["turns"][index], text(doc))


def _turn_view(index: int, span: Span, view: dict[str, Any], words: str) -> TurnView:
    values = {**view, "section": tuple(view["section"])}
    start, end = span.start_char, span.end_char
    return TurnView(index, start, end, words[start:end], **values)


def segments(doc: Doc) -> list[SegmentView]:
    """The segments in order."""
    group, words = doc.spans["segments"], text(doc)
    places = [(span.start_char, span.end_char) for span in group]
    parallel = zip(places, group.attrs["turn"], group.attrs["coded"], strict=True)
    return [
        SegmentView(index, start, end, words[start:end], turn, coded)
        for index, ((start, end), turn, coded) in enumerate(parallel)
    ]


def text_of(doc: Doc, segment: int) -> str:
    """A segment's text."""
    return doc.spans["segments"][segment].text


def context_of(doc: Doc, segment: int) -> str:
    """What a listener has heard before a segment: headings, and the segment or turn before.

    A segment that opens its turn follows the whole turn before (a question, mostly); any other follows the
    segment before it. A heading in between starts afresh, and so does each answer in a table.
    """
    group, all_turns = doc.spans["segments"], doc.spans["turns"]
    turn = group.attrs["turn"][segment]
    views = all_turns.attrs["turns"]
    before = ""
    if segment and group.attrs["turn"][segment - 1] == turn:
        before = group[segment - 1].text
    elif turn and views[turn - 1]["kind"] != "heading" and not _answers(views[turn]):
        before = all_turns[turn - 1].text
    headings = " › ".join(views[turn]["section"])
    return "\n".join(part for part in (headings, before) if part)


def _answers(view: dict[str, Any]) -> bool:
    """Whether a turn is an answer in a table; what stands before it is another's, or about something else."""
    return bool(view["kind"] == "note" and view.get("case"))


def matches(doc: Doc) -> list[Match]:
    """What the rules matched, in the order of the text."""
    group = doc.spans.get("matches")
    if group is None:
        return []
    words = text(doc)
    parallel = zip(group, group.attrs["segment"], group.attrs["rule"], strict=True)
    found = []
    for span, segment, rule in parallel:
        start, end = span.start_char, span.end_char
        found.append(Match(segment, span.label_, rule, words[start:end], start, end))
    return found


Found = tuple[int, int, int, str, str]
"""What a rule found: segment, first token, token after the last, code and rule."""


def set_matches(doc: Doc, found: Sequence[Found]) -> list[Match]:
    """Puts rule matches into the Doc.

    Returns:
        What :func:`matches` gives from now on.
    """
    import numpy as np
    from spacy.attrs import IDX, LENGTH
    from spacy.tokens import Span, SpanGroup

    spans = [Span(doc, start, end, label=code) for _, start, end, code, _ in found]
    attrs = {"segment": [row[0] for row in found], "rule": [row[4] for row in found]}
    doc.spans["matches"] = SpanGroup(doc, name="matches", spans=spans, attrs=attrs)
    if not found:
        return []
    begins, lengths = doc.to_array([IDX, LENGTH]).astype(np.int64).T
    starts = begins[[row[1] for row in found]].tolist()
    ends = (begins + lengths)[[row[2] - 1 for row in found]].tolist()
    words = text(doc)
    return [
        Match(segment, code, rule, words[start:end], start, end)
        for (segment, _, _, code, rule), start, end in zip(found, starts, ends, strict=True)
    ]


def codings(doc: Doc) -> list[CodingRecord]:
    """The codings, in the order in which they were set."""
    group = doc.spans.get("codings")
    if group is None:
        return []
    records = zip(group, group.attrs["codings"], strict=True)
    return [CodingRecord(code=span.label_, **record) for span, record in records]


def codebook_of(doc: Doc) -> str | None:
    """Fingerprint of the codebook that the codings follow."""
    group = doc.spans.get("codings")
    return None if group is None else group.attrs["codebook"]


def set_codings(doc: Doc, records: Sequence[CodingRecord], *, codebook: str) -> None:
    """Puts codings into the Doc, in place of those it has.

    Args:
        doc: The Doc.
        records: The codings.
        codebook: The codebook's fingerprint.
    """
    from spacy.tokens import Span, SpanGroup

    places = [(span.start, span.end) for span in doc.spans["segments"]]
    spans = [Span(doc, *places[record.segment], label=record.code) for record in records]
    names = [each.name for each in fields(CodingRecord) if each.name != "code"]
    rows = [{name: getattr(record, name) for name in names} for record in records]
    attrs = {"codebook": codebook, "codings": rows}
    doc.spans["codings"] = SpanGroup(doc, name="codings", spans=spans, attrs=attrs)
