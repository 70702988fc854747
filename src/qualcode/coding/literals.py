"""The letters without which a regular expression cannot match.

A codebook's expressions are long lists of turns of speech, and most segments hold none of them. What every
match of an alternative must contain (``lova`` in ``\\b(?:de|ni) lova(?:de|t)``) can be looked up instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST = 3
"""Fewer letters stand in too many words to be worth a look."""

_COMMON = "att det den för har hur ing inte man med men när och som ska var väl"
COMMON = frozenset(_COMMON.split())
"""Letters that almost every segment has; others are looked for instead where there are any."""

QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*(?:,\d*)?\})[?+]?")
FLAGS = re.compile(r"\(\?[ix]+\)")
GROUP = re.compile(r"\((?:\?(?::|P<\w+>|<?[=!]))?")
Literals = frozenset[str] | None
"""Lower-case letters of which one stands in every match; None where nothing can be said."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the top-level alternatives of an expression.

    Attributes:
        expression: The alternative itself.
        literals: The most telling letters that it needs, or None.
        further: Letters that it needs as well, as literals each.
    """

    expression: str
    literals: Literals
    further: tuple[frozenset[str], ...] = ()


class _Unreadable(Exception):
    pass


def alternatives(expression: str) -> list[Alternative]:
    """The alternatives of a valid expression; a single one where it cannot be taken apart."""
    try:
        compact = _compact(expression)
        found, end = _alternation(compact, 0)
        if end != len(compact):
            raise _Unreadable
        return found
    except (_Unreadable, IndexError):
        return [Alternative(expression, None)]


def _compact(expression: str) -> str:
    """The expression without the spaces and comments that ``(?x)`` allows; case never counts."""
    flags = FLAGS.match(expression)
    if flags is None:
        return expression
    rest = expression[flags.end() :]
    if "x" not in flags.group():
        return rest
    kept: list[str] = []
    position = 0
    while position < len(rest):
        end = position + 1
        if rest[position] == "\\":
            end += 1
        elif rest[position] == "[":
            end = _class_end(rest, position)
        elif rest[position] == "#":
            end = (rest + "\n").index("\n", position)
        if not rest[position].isspace() and rest[position] != "#":
            kept.append(rest[position:end])
        position = end
    return "".join(kept)


def _alternation(text: str, position: int) -> tuple[list[Alternative], int]:
    found: list[Alternative] = []
    while True:
        start = position
        needs, position = _sequence(text, position)
        literals, further = (needs[0], tuple(needs[1:])) if needs else (None, ())
        found.append(Alternative(text[start:position], literals, further))
        if text[position : position + 1] != "|":
            return found, position
        position += 1


def _sequence(text: str, position: int) -> tuple[list[frozenset[str]], int]:
    """What every match needs, the most telling first, and where the sequence ends."""
    found: list[frozenset[str]] = []
    run = ""
    while position < len(text) and text[position] not in "|)":
        letter, literals, position = _atom(text, position)
        times = QUANTIFIER.match(text, position)
        if times:
            position = times.end()
        optional = times is not None and not times.group().startswith("+")
        if letter and not optional:
            run += letter
        if not letter or times:
            found.append(frozenset((run,)))
            run = ""
        if literals and not optional:
            found.append(literals)
    found.append(frozenset((run,)))
    usable = [literals for literals in found if min(map(len, literals)) >= SHORTEST]
    return sorted(usable, key=_worth, reverse=True), position


def _worth(literals: frozenset[str]) -> tuple[bool, int, int]:
    return COMMON.isdisjoint(literals), min(map(len, literals)), -len(literals)


def _atom(text: str, position: int) -> tuple[str, Literals, int]:
    """The letter or the literals of what stands here (either may be missing), and where it ends."""
    sign = text[position]
    if sign == "\\":
        escaped = text[position + 1]
        if escaped.isalnum() and escaped not in "bBAZwWdDsSntrfv":
            raise _Unreadable
        return "", None, position + 2
    if sign == "[":
        return "", None, _class_end(text, position)
    if sign == "(":
        opening = GROUP.match(text, position)
        if opening is None or (opening.group() == "(" and text[position + 1] in "?*"):
            raise _Unreadable
        inside, end = _alternation(text, opening.end())
        if text[end] != ")":
            raise _Unreadable
        around = opening.group()[-1] in "=!"
        known = [alternative.literals for alternative in inside]
        if around or None in known:
            return "", None, end + 1
        return "", frozenset().union(*filter(None, known)), end + 1
    return (sign.lower() if sign.isalpha() else ""), None, position + 1


def _class_end(text: str, position: int) -> int:
    position += 2 if text[position + 1] == "^" else 1
    if text[position] == "]":
        position += 1
    while text[position] != "]":
        position += 2 if text[position] == "\\" else 1
    return position + 1
