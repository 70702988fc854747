"""Rules, reasons and notes of the dossier in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from qualcode.argument import searches
from qualcode.argument.dossier_standing import SelectionRule
from qualcode.argument.model import Argumentation, Claim, Criterion, Selection, Who
from qualcode.messages import message
from qualcode.wording import decimal

if TYPE_CHECKING:
    from qualcode.argument.judging import Material
    from qualcode.argument.ranking import Ranked
    from qualcode.codebook.model import Codebook


def reason(ranked: Ranked, claim: Claim, material: Material, language: str) -> str:
    """Why a passage stands on its side: the person who put it there, the rule, and the words it was heard
    by."""
    say, passage = partial(message, language=language), ranked.passage
    told = []
    if passage.confirmed_by:
        told.append(say("dossier.reason.person", person=passage.confirmed_by))
        if passage.memo.strip():
            told.append(say("dossier.reason.memo", memo=passage.memo.strip()))
    numbers = dict.fromkeys((hit.side, hit.number) for hit in passage.hits)
    if ranked.hit is not None and passage.side != "both":
        numbers = {(ranked.hit.side, ranked.hit.number): None}
    for side, number in sorted(numbers, reverse=True):
        criterion: Criterion = getattr(claim, side)[number]
        rule = criterion.reason.strip() or _bare(criterion, material, language)
        key = "rule_of_side" if passage.side == "both" else "rule"
        told.append(say(f"dossier.reason.{key}", rule=_ended(rule), side=sides(claim, language)[side]))
        own = [hit for hit in passage.hits if (hit.side, hit.number) == (side, number)]
        words = dict.fromkeys(word for hit in own for word in hit.words)
        if words:
            told.append(say("dossier.reason.heard", words=_quoted(words)))
    return " ".join(told)


def sides(claim: Claim, language: str) -> dict[str, str]:
    """What the sides of a claim are called; an objection is raised and answered."""
    prefix = "dossier.sides_of_objections" if claim.kind == "objection" else "dossier.sides"
    return {side: message(f"{prefix}.{side}", language) for side in ("supports", "challenges", "both")}


def rules(claim: Claim, material: Material, language: str) -> tuple[tuple[str, str], ...]:
    """What is looked for on each side of a claim, a sentence a criterion."""
    found = []
    for side in ("supports", "challenges"):
        for criterion in getattr(claim, side):
            how, why = _bare(criterion, material, language), criterion.reason.strip()
            found.append((side, " ".join(_ended(part) for part in (why, how) if part)))
    return tuple(found)


def _bare(criterion: Criterion, material: Material, language: str) -> str:
    how = "; ".join(conditions(criterion, material, language))
    return message("dossier.rules.segment", language, how=how)


def conditions(criterion: Criterion, material: Material, language: str) -> list[str]:
    """What must hold, a clause each."""
    say = partial(message, language=language)
    book, argumentation = material.codebook, material.argumentation
    told = []
    for field in ("codes", "any_codes", "near", "without"):
        if names := _names(getattr(criterion, field), book):
            joined = joined_by(names, "and" if field == "codes" else "or", language)
            told.append(say(f"dossier.rules.{field}", codes=joined, n=len(names)))
    if criterion.stance:
        names = joined_by(_names(argumentation.critical, book), "or", language)
        told.append(say(f"dossier.rules.{criterion.stance}", codes=names))
    cues = {cue.id: cue.name for cue in argumentation.cues}
    for field in ("cues", "also_cues", "no_cues"):
        if found := [cues[cue] for cue in getattr(criterion, field)]:
            told.append(say(f"dossier.rules.{field}", cues=joined_by(found, "or", language)))
    if criterion.search:
        told.append(
            say(
                "dossier.rules.search",
                words=joined_by(list(map(searches.shown, criterion.search)), "or", language),
            )
        )
    if criterion.view:
        told.append(say(f"dossier.rules.{criterion.view}"))
    if criterion.who:
        told.append(say("dossier.rules.who", who=who(criterion.who, language)))
    if criterion.score:
        told.append(say("dossier.rules.score", score=decimal(criterion.score, language)))
    return told


def who(said: Iterable[Who], language: str) -> str:
    """Who is meant, in words."""
    return joined_by([", ".join(_who(one, language)) for one in said], "or", language)


def _who(one: Who, language: str) -> Iterator[str]:
    for name, values in one.attributes.items():
        yield f"{name}: {joined_by(list(values), 'or', language)}"
    if one.language:
        yield message("dossier.rules.language", language, name=one.language)
    if one.sources:
        yield joined_by(list(one.sources), "or", language)
    if one.speakers:
        yield joined_by(list(one.speakers), "or", language)


def joined_by(names: list[str], word: str, language: str) -> str:
    """``a, b och c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {message(f'dossier.words.{word}', language)} {names[-1]}"


def rule(selection: Selection, language: str) -> SelectionRule:
    """By which rule quotes are chosen, with its figures."""
    figures: dict[str, float | int] = {
        "quotes": selection.quotes,
        "per_source": selection.per_source,
        "shortest": selection.shortest,
        "longest": selection.longest,
        "search": selection.search,
        "validated": selection.standing.validated,
        "untested": selection.standing.untested,
        "below": selection.standing.below,
    }
    shown = {
        name: decimal(value, language, 1) if isinstance(value, float) else value
        for name, value in figures.items()
    }
    keys = ("who", "counts", "people", "rank", "turns", "room", "stance")
    return SelectionRule(figures, tuple(message(f"dossier.rule.{key}", language, **shown) for key in keys))


def outside_rule(argumentation: Argumentation, language: str) -> str:
    """What counts as the outside view."""
    if not argumentation.outside:
        return message("dossier.rule.no_outside", language)
    return message("dossier.rule.outside", language, who=who(argumentation.outside, language))


def _names(codes: Iterable[str], codebook: Codebook) -> list[str]:
    return [f"”{codebook[code].name}”" for code in codes]


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"”{' '.join(word.split())}”" for word in words)


def _ended(words: str) -> str:
    return words if words[-1:] in ".!?…" else f"{words}."
