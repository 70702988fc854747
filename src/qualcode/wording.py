"""How places, scores and reasons are said to a person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qualcode.messages import message

if TYPE_CHECKING:
    from qualcode.carrier import TurnView
    from qualcode.codebook.model import Codebook


def clock(seconds: float | None) -> str:
    """``hh:mm:ss``; empty without a time."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


def section(headings: tuple[str, ...]) -> str:
    """Headings from the outermost in, as one line."""
    return " › ".join(headings)


def place(turn: TurnView, language: str = "sv") -> str:
    """Where a turn stands: ``tur 12, 00:03:10, s. 4, rad 88``, with what the file has of it.

    Args:
        turn: The turn.
        language: ``sv`` or ``en``.
    """
    parts = [message("quotes.place.turn", language, number=turn.index + 1)]
    if turn.begins is not None:
        parts.append(clock(turn.begins))
    if turn.page is not None:
        parts.append(message("quotes.place.page", language, number=turn.page))
    if turn.line is not None:
        parts.append(message("quotes.place.line", language, number=turn.line))
    return ", ".join(parts)


def role(name: str | None, language: str = "sv") -> str:
    """A role's name; empty without one."""
    return message(f"roles.{name}", language) if name else ""


def decimal(value: float | None, language: str = "sv", digits: int = 2) -> str:
    """A number with the language's decimal sign; empty without one."""
    if value is None:
        return ""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language == "sv" else text


@lru_cache
def coder(name: str, language: str = "sv") -> str:
    """A coder as a reader meets it: rules in the language, a revision in its first eight characters."""
    name = re.sub(r"(?<=@)([0-9a-f]{8})[0-9a-f.]+", r"\1", name)
    return re.sub(r"\brules\b", message("quotes.why.rules", language), name)


def people(reason: dict[str, Any], language: str = "sv") -> list[str]:
    """What people say of a coding, and of a quote where they differ: a sentence for yes, one for no."""
    told: list[str] = []
    heard = reason.get("people")
    for yes in (True, False) if heard else ():
        said = [each for each in heard if each["yes"] == yes]
        whose = {each["coder"]: each for each in said}
        if whose:
            names = ", ".join(
                message("quotes.why.voice", language, name=name, date=each["date"])
                for name, each in sorted(whose.items())
            )
            told.append(message(f"quotes.why.people_{'yes' if yes else 'no'}", language, names=names))
        told += [
            message("quotes.why.memo", language, memo=memo)
            for memo in dict.fromkeys(each["memo"].strip() for each in said)
            if memo
        ]
    return told


def others(reason: dict[str, Any], language: str = "sv") -> list[str]:
    """What coders beside rules and the model say of a coding, a sentence each; those that said nothing are
    passed over."""
    told: list[str] = []
    for each in reason.get("others") or ():
        if each["score"] is not None:
            words, score = each.get("quote") or "", decimal(each["score"], language)
            key = "quotes.why.other_quoting" if words else "quotes.why.other"
            name = coder(each["coder"], language)
            told.append(message(key, language, coder=name, score=score, words=words))
    return told


def why(reason: dict[str, Any], codebook: Codebook, language: str = "sv") -> str:
    """The reason of a coding or quote in a sentence or two: people, matched words, the model's score, the
    example it is most like, the subcode that brought it."""
    parts: list[str] = people(reason, language)
    rules_of: dict[str, list[str]] = {}
    for rule in reason.get("rules") or ():
        rules = rules_of.setdefault(rule["matched"], [])
        if rule["rule"] not in rules:
            rules.append(rule["rule"])
    if rules_of:
        matched = ", ".join(
            message("quotes.why.matched", language, words=words, rules=", ".join(rules))
            for words, rules in rules_of.items()
        )
        parts.append(message("quotes.why.rule", language, matched=matched))
    if reason.get("model_score") is not None:
        parts.append(message("quotes.why.model", language, score=decimal(reason["model_score"], language)))
        if reason.get("nearest"):
            nearest = message("quotes.why.nearest", language, example=reason["nearest"])
            parts.append(nearest if reason["nearest"][-1] in ".!?…" else f"{nearest}.")
    parts += others(reason, language)
    if implied_by := reason.get("implied_by"):
        name = codebook[implied_by].name if implied_by in codebook else implied_by
        parts.append(message("quotes.why.implied_by", language, code=name))
    return " ".join(parts)
