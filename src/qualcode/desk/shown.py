"""One quote as the page shows it: in its context, with its codes, its reasons, and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode import context, wording
from qualcode.coded import rounded
from qualcode.decisions.decision import Decision
from qualcode.desk import argued

if TYPE_CHECKING:
    from qualcode.carrier import CodingRecord
    from qualcode.coded import CodedSource
    from qualcode.desk.desk import Chosen, Done, View
    from qualcode.desk.entry import Entry
    from qualcode.desk.line import Asked, Line
    from qualcode.desk.material import Material
    from qualcode.desk.voices import Voices

EXCERPT = 90
"""Code points of a quote that its row in the line shows."""


def row(entry: Entry, asked: Asked, line: Line, material: Material) -> dict[str, Any]:
    """A quote's row in the line."""
    source = material.sources[material.source_numbers[entry.source]]
    turn = source.turns[source.segments[entry.segments[0]].turn]
    words = source.text[entry.start : entry.end]
    return {
        "id": entry.id,
        "code": material.code_numbers.get(entry.code, -1),
        "source": material.source_numbers[entry.source],
        "speaker": turn.speaker or "",
        "time": wording.clock(turn.begins),
        "words": words if len(words) <= EXCERPT else words[:EXCERPT].rstrip() + " …",
        "score": rounded(entry.score),
        "status": line.status(entry, asked.coder, asked.blind),
    }


def whole(entry: Entry, asked: Asked, view: View) -> dict[str, Any]:
    """Everything about a quote."""
    line, material, voices = view.line, view.material, view.voices
    number = material.source_numbers[entry.source]
    source = material.sources[number]
    first, last = entry.segments[0], entry.segments[-1]
    turn = source.turns[source.segments[first].turn]
    units = material.offsets[entry.source].units
    of_turn = context.segments_of_turns(source)
    opens, closes = context.around_stretch(source, (entry.start, entry.end), entry.segments, of_turn)
    return {
        **row(entry, asked, line, material),
        "segments": [first, last],
        "start": units(entry.start),
        "end": units(entry.end),
        "opens": units(opens),
        "closes": units(closes),
        "text": source.text[opens:closes],
        "question": _question(source, turn.index, of_turn),
        "role": turn.role or "",
        "place": wording.place(turn, material.language),
        "section": wording.section(turn.section),
        "attributes": [
            [name, value] for name in material.attributes if (value := entry.attributes.get(name))
        ],
        "reasons": [] if asked.blind else _reasons(entry, material),
        "given": given(entry, asked, material, voices),
        "held": _held(entry, asked, voices),
        "others": [] if asked.blind else _others(entry, asked, voices),
        "argued": view.claims.argumentation is not None,
        "claims": argued.of_quote(entry, asked, (opens, closes), material, view.claims),
    }


def undone(done: Done | Chosen) -> dict[str, Any]:
    """What was taken back: of which quote and words, its codes or its claim, and what was noted then."""
    row, before = done.rows[-1], {each.memo for each in done.before if each}
    yes = [each.code for each in done.rows if isinstance(each, Decision) and each.judgement == "yes"]
    own = [row.code] if isinstance(row, Decision) and done.kind != "only" else []
    return {
        "quote": done.quote,
        "words": row.quote,
        "codes": yes or own,
        "claim": "" if isinstance(row, Decision) else row.claim,
        "memo": next((each.memo for each in done.rows if each.memo and each.memo not in before), ""),
    }


def given(entry: Entry, asked: Asked, material: Material, voices: Voices) -> list[dict[str, Any]]:
    """Codes on the quote's words: the machine's, and what people say of them.

    Each has ``code``, ``machine`` (its score; nothing without), ``mine`` and ``theirs`` (yes, no or nothing).
    """
    codings, verdicts = material.by_segment[entry.source], voices.verdicts(entry.source)
    found: dict[int, dict[str, Any]] = {}

    def of(code: str) -> dict[str, Any]:
        number = material.code_numbers[code]
        return found.setdefault(number, {"code": number, "machine": None, "mine": None, "theirs": None})

    for segment in entry.segments:
        for code, coding in {} if asked.blind else codings.get(segment, {}).items():
            known = of(code)
            known["machine"] = max(known["machine"] or 0.0, rounded(coding.score) or 0.0)
    for (segment, code), said in verdicts.items():
        if segment in entry.segments and code in material.code_numbers:
            for each in said:
                own = each.coder == asked.coder
                if own or not asked.blind:
                    known, whose = of(code), "mine" if own else "theirs"
                    known[whose] = bool(known[whose]) or each.yes
    return [found[number] for number in sorted(found)]


def _reasons(entry: Entry, material: Material) -> list[dict[str, Any]]:
    """Why each of its segments has the code, in the order of the text."""
    codings, found = material.by_segment[entry.source], []
    source = material.sources[material.source_numbers[entry.source]]
    for segment in entry.segments:
        coding = codings.get(segment, {}).get(entry.code)
        if coding is not None:
            found.append({"words": source.segments[segment].text, **_reason(coding, material)})
    return found


def _reason(coding: CodingRecord, material: Material) -> dict[str, Any]:
    why, rules = coding.why, dict[str, list[str]]()
    for rule in why.get("rules") or ():
        words = rules.setdefault(rule["rule"], [])
        if rule["matched"] not in words:
            words.append(rule["matched"])
    return {
        "score": rounded(coding.score),
        "threshold": rounded(coding.threshold),
        "coder": wording.coder(coding.coder, material.language),
        "rules": list(rules.items()),
        "model": rounded(why.get("model_score")),
        "nearest": why.get("nearest") or "",
        "similarity": rounded(why.get("similarity")),
        "others": wording.others(why, material.language),
        "implied": material.code_numbers.get(why.get("implied_by") or "", -1),
    }


def _held(entry: Entry, asked: Asked, voices: Voices) -> dict[str, Any] | None:
    """What the reviewer says of exactly this stretch and code."""
    own = voices.held(asked.coder, (entry.source, entry.start, entry.end), entry.code)
    return {"judgement": own.judgement, "memo": own.memo, "made": own.made} if own else None


def _others(entry: Entry, asked: Asked, voices: Voices) -> list[dict[str, Any]]:
    """What others say of the code on the quote's words, each once."""
    verdicts, found = voices.verdicts(entry.source), dict[tuple[str, bool], dict[str, Any]]()
    for segment in entry.segments:
        for each in verdicts.get((segment, entry.code), ()):
            if each.coder != asked.coder:
                decision = each.decision
                found[each.coder, each.yes] = {
                    "coder": each.coder, "yes": each.yes, "date": decision.made[:10], "memo": decision.memo,
                }  # fmt: skip
    return [found[key] for key in sorted(found)]


def _question(source: CodedSource, turn: int, of_turn: list[list[int]]) -> dict[str, str] | None:
    asked = context.asked(source, turn)
    if asked is None:
        return None
    start, end = context.question(source, asked, of_turn[asked])
    return {"speaker": source.turns[asked].speaker or "", "words": source.text[start:end]}
