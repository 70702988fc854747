"""A whole source as the page shows it: its turns and segments, and in the margin who says which code of it.

Tables are stored by column; offsets count UTF-16 units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode import wording
from qualcode.coded import rounded

if TYPE_CHECKING:
    from qualcode.desk.desk import View


def of_source(number: int, coder: str, blind: bool, view: View) -> dict[str, Any]:
    """A source.

    Args:
        number: Its number, from 0.
        coder: The reviewer.
        blind: Whether they see no machine's codes and no other people's.
        view: The run.
    """
    material = view.material
    source = material.sources[number]
    units = material.offsets[source.name].units
    language = material.study.language_of(source.name)
    return {
        "number": number,
        "name": source.name,
        "lang": language,
        "text": source.text,
        "attributes": [[name, value] for name, value in source.attributes.items() if value],
        "turns": {
            "start": [units(turn.start) for turn in source.turns],
            "end": [units(turn.end) for turn in source.turns],
            "speaker": [turn.speaker or "" for turn in source.turns],
            "role": [turn.role or "" for turn in source.turns],
            "kind": [turn.kind for turn in source.turns],
            "time": [wording.clock(turn.begins) for turn in source.turns],
            "place": [wording.place(turn, material.language) for turn in source.turns],
        },
        "segments": {
            "start": [units(segment.start) for segment in source.segments],
            "end": [units(segment.end) for segment in source.segments],
            "turn": [segment.turn for segment in source.segments],
            "coded": [segment.coded for segment in source.segments],
        },
        **margin(number, coder, blind, view),
    }


def margin(number: int, coder: str, blind: bool, view: View) -> dict[str, Any]:
    """What is said of a source: ``machine`` (codings by segment), ``said`` (people's words by segment),
    ``stretches`` (people's yes, with the borders that they gave it) and ``quotes`` (what can be judged)."""
    material, voices = view.material, view.voices
    source = material.sources[number]
    units, codes = material.offsets[source.name].units, material.code_numbers
    given = [] if blind else source.codings
    said = [
        (segment, codes[code], each.coder, each.yes, each.implied)
        for (segment, code), verdicts in sorted(voices.verdicts(source.name).items())
        if code in codes
        for each in verdicts
        if not blind or each.coder == coder
    ]
    stretches = [
        (units(each.spot.start), units(each.spot.end), codes[each.decision.code], each.decision.coder)
        for each in voices.placed(source.name)
        if each.spot is not None
        and each.decision.judgement == "yes"
        and each.decision.code in codes
        and (not blind or each.decision.coder == coder)
    ]
    quotes = [
        (each.id, codes.get(each.code, -1), each.segments[0], each.segments[-1])
        for each in view.line.entries(blind)
        if each.source == source.name
    ]
    return {
        "machine": {
            "segment": [coding.segment for coding in given],
            "code": [codes[coding.code] for coding in given],
            "score": [rounded(coding.score) for coding in given],
        },
        "said": _columns(("segment", "code", "coder", "yes", "implied"), said),
        "stretches": _columns(("start", "end", "code", "coder"), stretches),
        "quotes": _columns(("id", "code", "first", "last"), quotes),
    }


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
