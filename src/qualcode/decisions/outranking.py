"""People's decisions in place of a machine's codings.

On each segment that people have spoken of, yes adds a coding or makes it theirs, and no takes it away. A code
brings those above it, as everywhere, and one that was there only for the sake of a code below it goes with
that. What the machine says stands as a reason beside theirs, and whole in
:attr:`~qualcode.coded.CodedSource.machine`.

Whoever chose the borders of a stretch (in a list that was imported, or a quote in review) finds quotes with
these borders, one in each turn. Segments that were drawn and put before a person have none of the person's
own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.carrier import CodingRecord
from qualcode.coded import CodedSource, Marked
from qualcode.decisions.on_segments import HALF, spoken_of, spoken_of_by_turn

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.decisions.agreed import Agreed
    from qualcode.decisions.anchors import Placed

OWN_BORDERS = ("import", "review")
"""Origins of decisions whose borders a person chose or confirmed."""

_NOTHING: dict[str, Any] = {
    "rules": [], "model": None, "model_score": None, "nearest": None, "similarity": None, "implied_by": None,
}  # fmt: skip


def voices(agreed: Agreed) -> list[dict[str, Any]]:
    """What people say, as it stands in a coding's ``why``: ``coder``, ``yes``, ``date``, ``drawn`` (how the
    text came before them) and ``memo``."""
    return [
        {
            "coder": each.coder,
            "yes": each.yes,
            "date": each.decision.made[:10],
            "drawn": each.decision.drawn,
            "memo": each.decision.memo,
        }
        for each in agreed.voices
    ]


def outrank(
    source: CodedSource,
    said: Mapping[tuple[int, str], Agreed],
    placed: Sequence[Placed],
    codebook: Codebook,
) -> CodedSource:
    """A source with people's decisions in place of the machine's.

    Args:
        source: As the machine coded it.
        said: What holds of its segments, by index and code; codes that the codebook does not have are left
            alone.
        placed: Decisions that stand in it.
        codebook: What was coded with.
    """
    by_segment: dict[int, dict[str, Agreed]] = defaultdict(dict)
    for (segment, code), agreed in said.items():
        if code in codebook:
            by_segment[segment][code] = agreed
    if not by_segment:
        return source
    order = {code: number for number, code in enumerate(codebook.ids)}
    of_segment: dict[int, dict[str, CodingRecord]] = defaultdict(dict)
    for record in source.codings:
        of_segment[record.segment][record.code] = record
    for segment, agreed_of in by_segment.items():
        of_segment[segment] = _judged(segment, of_segment[segment], agreed_of, codebook)
    codings = [
        of_segment[segment][code]
        for segment in sorted(of_segment)
        for code in sorted(of_segment[segment], key=order.__getitem__)
    ]
    marked = _marked(source, placed, of_segment, said, codebook)
    return replace(source, codings=codings, marked=marked, machine=source.codings)


def _judged(
    segment: int, given: Mapping[str, CodingRecord], said: Mapping[str, Agreed], codebook: Codebook
) -> dict[str, CodingRecord]:
    held = dict(given)
    for code, agreed in said.items():
        before = held.pop(code, None)
        if agreed.yes:
            held[code] = _theirs(segment, code, agreed, before)
        elif agreed.yes is None and before is not None:
            held[code] = replace(before, why={**before.why, "people": voices(agreed)})
    for code, record in list(held.items()):
        implied_by = record.why.get("implied_by")
        if implied_by and implied_by not in held:
            below = [other for other in held if other != code and code in codebook.lineage(other)]
            if below:
                held[code] = replace(record, why={**record.why, "implied_by": below[0]})
            elif record.score is not None:
                del held[code]
    for code, record in list(held.items()):
        for above in codebook.lineage(code)[:-1]:
            if above not in held:
                held[above] = replace(record, code=above, why={**_NOTHING, "implied_by": code})
    return held


def _theirs(segment: int, code: str, agreed: Agreed, before: CodingRecord | None) -> CodingRecord:
    yes = [each for each in agreed.voices if each.yes]
    why = dict(before.why) if before else dict(_NOTHING)
    implied = all(each.implied for each in yes)
    why["implied_by"] = yes[0].decision.code if implied else None
    why["people"] = voices(agreed)
    return CodingRecord(segment, code, _names(each.coder for each in yes), None, None, why)


def _names(coders: Any) -> str:
    return " + ".join(sorted(set(coders)))


def _marked(
    source: CodedSource,
    placed: Sequence[Placed],
    of_segment: Mapping[int, Mapping[str, CodingRecord]],
    said: Mapping[tuple[int, str], Agreed],
    codebook: Codebook,
) -> list[Marked]:
    """Stretches that are theirs, turn by turn, for their code and those above it, by place and code."""
    limits = [(segment.start, segment.end) for segment in source.segments]
    coders: dict[tuple[int, int, str, str], set[str]] = defaultdict(set)
    for each in _standing(placed):
        decision, spot = each.decision, each.spot
        if spot is not None and decision.judgement == "yes" and decision.code in codebook:
            for code in codebook.lineage(decision.code):
                coders[spot.start, spot.end, code, decision.code].add(decision.coder)
    found: dict[tuple[int, int, str], Marked] = {}
    for (start, end, code, brought_by), names in sorted(coders.items()):
        spoken = spoken_of(start, end, limits)
        theirs = [
            index
            for index in spoken
            if code in of_segment[index] and (agreed := said.get((index, code))) and agreed.yes
        ]
        for opens, closes, there in spoken_of_by_turn(start, end, limits, source) if theirs else ():
            own = [index for index in there if index in theirs]
            if not own and not set(spoken).isdisjoint(there):
                continue
            why = {
                **of_segment[(own or theirs)[0]][code].why,
                "implied_by": brought_by if brought_by != code else None,
            }
            # One place and code may have several below it, and be a part of several stretches.
            known = found.get((opens, closes, code))
            found[opens, closes, code] = (
                Marked(opens, closes, code, _names(names), tuple(own or there), why)
                if known is None
                else replace(known, coder=_names({*known.coder.split(" + "), *names}))
            )
    return [found[key] for key in sorted(found)]


def _standing(placed: Sequence[Placed]) -> list[Placed]:
    """Decisions with borders of their own, without those whose words the same person judged again later."""
    own = [each for each in placed if each.decision.drawn in OWN_BORDERS and each.spot is not None]
    by_subject: dict[tuple[str, str], list[tuple[str, int, Placed]]] = defaultdict(list)
    for number, each in enumerate(placed):
        if each.spot is not None:
            by_subject[each.decision.coder, each.decision.code].append((each.decision.made, number, each))
    kept = []
    for each in own:
        rivals = sorted(by_subject[each.decision.coder, each.decision.code], key=lambda rival: rival[:2])
        later = [rival for _, _, rival in rivals]
        later = later[next(at for at, rival in enumerate(later) if rival is each) + 1 :]
        if not any(_replaces(rival, each) for rival in later):
            kept.append(each)
    return kept


def _replaces(later: Placed, earlier: Placed) -> bool:
    assert later.spot is not None and earlier.spot is not None
    if later.decision.drawn not in OWN_BORDERS and later.decision.judgement == "yes":
        return False  # a segment that was drawn has the code; it says nothing of other borders
    shared = min(later.spot.end, earlier.spot.end) - max(later.spot.start, earlier.spot.start)
    return shared >= HALF * (earlier.spot.end - earlier.spot.start)
