"""What differs between two codebooks, change by change."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.codebook.model import Code, Codebook, LabelledText, Rule

Action = Literal["added", "removed", "changed", "renamed", "moved"]

RULE_LISTS = ("words", "phrases", "exceptions", "unless", "requires")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        action: What happened to it.
        code: The code's id in the new codebook (the old one if it is gone); empty for the whole codebook.
        part: What it happened to: ``code``, ``name``, ``definition``, ``rule``, ``positive example`` …
        before: How it was.
        after: How it is.
    """

    action: Action
    code: str
    part: str
    before: str = ""
    after: str = ""


def diff(old: Codebook, new: Codebook) -> list[Change]:
    """All changes: first of the codebook, then code by code in the order of the new one, then what is gone.

    A code whose id changed is recognized by its unchanged definition or name.
    """
    changes = [
        Change("changed", "", field, str(getattr(old, field)), str(getattr(new, field)))
        for field in ("title", "version", "language", "memo")
        if getattr(old, field) != getattr(new, field)
    ]
    earlier = same_codes(old, new)
    for code in new.codes:
        before = earlier.get(code.id)
        if before is None:
            changes.append(Change("added", code.id, "code", after=_summary(code)))
        else:
            changes += _of_code(before, code, {b.id: new_id for new_id, b in earlier.items()})
    kept = {code.id for code in earlier.values()}
    changes += [
        Change("removed", code.id, "code", before=_summary(code)) for code in old.codes if code.id not in kept
    ]
    if [earlier[code.id].id for code in new.codes if code.id in earlier] != [
        code.id for code in old.codes if code.id in kept
    ]:
        changes.append(Change("moved", "", "order of codes", ", ".join(old.ids), ", ".join(new.ids)))
    changes += _of_lists("", "labelled text", _texts(old.labelled), _texts(new.labelled))
    return changes


def same_codes(old: Codebook, new: Codebook) -> dict[str, Code]:
    """The earlier code by the id it has now; a code that was renamed is known by its definition or name."""
    pairs = {code.id: old[code.id] for code in new.codes if code.id in old}
    gone = [code for code in old.codes if code.id not in new]
    for code in new.codes:
        if code.id not in pairs:
            same = [g for g in gone if g.definition == code.definition or g.name == code.name]
            if same:
                pairs[code.id] = same[0]
                gone.remove(same[0])
    return pairs


def _of_code(old: Code, new: Code, now: dict[str, str]) -> Iterator[Change]:
    if old.id != new.id:
        yield Change("renamed", new.id, "id", old.id, new.id)
    if old.name != new.name:
        yield Change("renamed", new.id, "name", old.name, new.name)
    if now.get(old.parent or "", old.parent) != new.parent:
        yield Change("moved", new.id, "parent", old.parent or "–", new.parent or "–")
    for field in ("definition", "color", "memo"):
        before, after = getattr(old, field) or "", getattr(new, field) or ""
        if before != after:
            yield _single(new.id, field, before, after)
    yield from _of_lists(new.id, "include", old.include, new.include)
    yield from _of_lists(new.id, "exclude", old.exclude, new.exclude)
    for side in ("positive", "negative"):
        lists = getattr(old.examples, side), getattr(new.examples, side)
        yield from _of_lists(new.id, f"{side} example", *lists)
    yield from _of_rules(old, new)
    yield from _of_lists(new.id, "veto", old.veto, new.veto)


def _single(code: str, field: str, before: str, after: str) -> Change:
    action: Action = "changed" if before and after else "added" if after else "removed"
    return Change(action, code, field, before, after)


def _of_lists(code: str, part: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    yield from (Change("removed", code, part, before=text) for text in _without(old, new))
    yield from (Change("added", code, part, after=text) for text in _without(new, old))
    if old != new and sorted(old) == sorted(new):
        yield Change("moved", code, f"order of {part}s")


def _without(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    left = list(others)
    kept = []
    for text in texts:
        if text in left:
            left.remove(text)
        else:
            kept.append(text)
    return kept


def _of_rules(old: Code, new: Code) -> Iterator[Change]:
    gone = [rule for rule in old.rules if rule not in new.rules]
    come = [rule for rule in new.rules if rule not in old.rules]
    for rule in come:
        part = f"rule {rule.id or new.rules.index(rule) + 1}"
        before = likest(rule, gone)
        if before is None:
            yield Change("added", new.id, part, after=rule_text(rule))
            continue
        gone.remove(before)
        yield Change("changed", new.id, part, *_unlike(before, rule))
    for rule in gone:
        part = f"rule {rule.id or old.rules.index(rule) + 1}"
        yield Change("removed", new.id, part, before=rule_text(rule))
    if old.rules != new.rules and sorted(map(rule_text, old.rules)) == sorted(map(rule_text, new.rules)):
        yield Change("moved", new.id, "order of rules")


def likest(rule: Rule, others: Sequence[Rule]) -> Rule | None:
    """Which of some rules this one was before it was changed, if any: by its id, or the most like it."""
    before = max(others, key=lambda other: _likeness(other, rule), default=None)
    return None if before is None or _likeness(before, rule) < 0.5 else before


def _unlike(old: Rule, new: Rule) -> tuple[str, str]:
    """Only that of two rules in which they differ."""
    fields = {field for field in Rule.model_fields if getattr(old, field) != getattr(new, field)}
    before, after = {}, {}
    for field in fields:
        one, other = getattr(old, field), getattr(new, field)
        if field in RULE_LISTS:
            one, other = tuple(_without(one, other)), tuple(_without(other, one))
        before[field], after[field] = one, other
    said = [rule_text(Rule.model_construct(**part)) for part in (before, after)]
    if "id" in fields:
        said = [
            " · ".join(filter(None, (f"id: {rule.id or '–'}", text)))
            for rule, text in zip((old, new), said, strict=True)
        ]
    return said[0], said[1]


def _likeness(one: Rule, other: Rule) -> float:
    if one.id is not None and other.id is not None:
        return float(one.id == other.id)
    return difflib.SequenceMatcher(None, rule_text(one), rule_text(other)).ratio()


def rule_text(rule: Rule) -> str:
    """A rule on one line, without its id: ``words: jobb, arbete · except: arbetet med frågan``."""
    parts = []
    for field in RULE_LISTS:
        if getattr(rule, field):
            parts.append(f"{'except' if field == 'exceptions' else field}: {', '.join(getattr(rule, field))}")
    if rule.regex is not None:
        parts.append(f"regex: {rule.regex}")
    if rule.pattern is not None:
        parts.append(f"pattern: {' '.join(map(str, rule.pattern))}")
    if rule.compounds != "any":
        parts.append(f"compounds: {rule.compounds}")
    return " · ".join(parts)


def _summary(code: Code) -> str:
    examples = code.examples
    return (
        f"{code.name}: {len(examples.positive)} positive and {len(examples.negative)} negative examples, "
        f"{len(code.rules)} rules"
    )


def _texts(labelled: Sequence[LabelledText]) -> list[str]:
    return [f"{text.text} [{', '.join(text.codes)}]" for text in labelled]
