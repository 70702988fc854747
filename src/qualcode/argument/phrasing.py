"""Figures and names of a dossier as writers say them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from qualcode.argument.dossier import ClaimPart, Concerned, Dossier, Gap
from qualcode.argument.dossier_quotes import Count, Quote, Standing
from qualcode.argument.dossier_tables import Cell
from qualcode.messages import message
from qualcode.wording import decimal, role

SUGGESTED, CONFIRMED, PINNED = "○", "●", "▲"
MOST_NAMES = 8
"""So many names are listed; more are counted."""


def counted(what: str, number: int, language: str) -> str:
    """``3 källor``: what is one of ``sources``, ``voices``, ``quotes``, ``turns``
    and ``passages``."""
    return message(f"dossier.page.{what}.{'one' if number == 1 else 'many'}", language, n=number)


def standing(found: Standing, language: str) -> str:
    """Who stands on a side: sources, groups and places, and last how many quotes."""
    say = partial(message, language=language)
    parts = [counted("sources", found.n_sources, language)]
    if found.groups:
        names = counts(found.groups, say("dossier.page.unknown_group"))
        parts.append(say("dossier.page.groups", names=names))
    if found.places:
        names = counts(found.places, say("dossier.page.unknown_place"))
        parts.append(say("dossier.page.places", names=names))
    parts += [counted("voices", found.voices, language), counted("quotes", found.quotes, language)]
    return "; ".join(parts)


def counts(found: Iterable[Count], unknown: str) -> str:
    """``boende 3, unga 1``."""
    listed = [f"{each.name or unknown} {each.sources}" for each in found]
    more = [f"+ {len(listed) - MOST_NAMES}"] if len(listed) > MOST_NAMES else []
    return ", ".join([*listed[:MOST_NAMES], *more])


def mark(quote: Quote) -> str:
    """The sign of a quote's stance, and of a pinned one; none for what stands on no side."""
    if quote.stance == "unread":
        return ""
    sign = CONFIRMED if quote.stance == "confirmed" else SUGGESTED
    return f"{PINNED} {sign}" if quote.pinned_by else sign


def speaker(quote: Quote, language: str) -> str:
    """Who says it; empty in notes and documents."""
    if not quote.speaker:
        return ""
    if not quote.role:
        return quote.speaker
    return message("dossier.page.turns_side", language, name=quote.speaker, role=role(quote.role, language))


def whence(quote: Quote, language: str) -> str:
    """Speaker, source and place, group and district, joined by commas."""
    parts = [speaker(quote, language), quote.source, quote.place, quote.group, quote.district]
    return ", ".join(part for part in parts if part)


def sides(part: ClaimPart, language: str) -> dict[str, str]:
    """What the sides of a claim are called; an objection is raised and answered."""
    prefix = "dossier.sides_of_objections" if part.kind == "objection" else "dossier.sides"
    return {name: message(f"{prefix}.{name}", language) for name in ("supports", "challenges", "both")}


def concerned(each: Concerned, part: ClaimPart, language: str) -> str:
    """A group or place that a claim concerns, and who of it stands where."""
    key = "concerned_objection" if part.kind == "objection" else "concerned"
    return message(
        f"dossier.page.{key}",
        language,
        name=each.name,
        sources=counted("sources", each.sources, language),
        supports=each.supports,
        challenges=each.challenges,
        both=each.both,
    )


def concerned_briefly(each: Concerned, language: str) -> str:
    """The same in a few signs: ``Unga (3 källor): +1 −2``; that it is silent, or not there at all."""
    if not each.sources:
        return message("dossier.page.concerned_missing", language, name=each.name)
    name = f"{each.name} ({counted('sources', each.sources, language)})"
    if not each.heard:
        return message("dossier.page.concerned_silent", language, name=name)
    return f"{name}: {figures(Cell(each.supports, each.challenges, each.both))}"


def own_gaps(part: ClaimPart) -> list[Gap]:
    """What a claim lacks beside validated codes and confirmed stances, which most lack."""
    return [gap for gap in part.gaps if gap.kind not in ("unvalidated", "unconfirmed")]


def shortened(words: str, most: int) -> str:
    """Words on one line, in quotation marks; what is too long ends at a word, with an ellipsis."""
    words = " ".join(words.split())
    if len(words) > most:
        words = words[:most].rsplit(" ", 1)[0].rstrip(",;:–") + " …"
    return f"”{words}”"


def cell(found: Cell) -> str:
    """``+2 −1 ±1``, with a star where the claim concerns the group; a star or nothing where nobody says
    anything."""
    return f"{figures(found)} {'★' * found.concerned}".strip()


def figures(found: Cell) -> str:
    """``+2 −1 ±1``; empty where nobody says anything."""
    return " ".join(f"{sign}{number}" for sign, number in _signed(found) if number)


def _signed(found: Cell) -> list[tuple[str, int]]:
    return [("+", found.supports), ("−", found.challenges), ("±", found.both)]


def balance(value: float | None, language: str) -> str:
    """``+0,33``; a dash without any."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + decimal(abs(value), language)


def on_sides(part: ClaimPart) -> dict[str, int]:
    """How many sources stand on each side, local voices and the outside view together."""
    return {
        name: sum(getattr(view, name).standing.n_sources for view in part.views)
        for name in ("supports", "challenges", "both")
    }


def about_people(dossier: Dossier) -> tuple[str, str]:
    """People who coded, and people who pinned, banned or confirmed."""
    nobody = message("dossier.page.nobody", dossier.language)
    made = dossier.provenance
    return ", ".join(made.coders) or nobody, ", ".join(made.people) or nobody


def made_from(dossier: Dossier) -> list[str]:
    """What a dossier was made from: run, coders, people and their choices, a sentence or two each."""
    say, made = partial(message, language=dossier.language), dossier.provenance
    coders, choosers = about_people(dossier)
    return [
        say(
            "dossier.page.run", run=made.run, codebook=made.codebook, argument=made.argument,
            file=made.argument_file, version=made.version,
        ),
        say("dossier.page.machine", names=", ".join(made.machine)),
        say("dossier.page.people", names=coders, choosers=choosers),
        say("dossier.page.choices", pinned=made.pinned, banned=made.banned, confirmed=made.confirmed),
    ]  # fmt: skip


def material(dossier: Dossier) -> str:
    """How many sources there are, and which count as the outside view."""
    found = dossier.material
    sources = counted("sources", found.sources, dossier.language)
    words = message(
        "dossier.page.material", dossier.language, sources=sources, local=found.local, outside=found.outside
    )
    return f"{words} {found.outside_rule}"


def ground(part: ClaimPart, language: str) -> str:
    """How a claim stands that another one rests on."""
    if not part.evidenced:
        return message("dossier.page.rests_alone", language).rstrip(":")
    value = balance(part.total, language)
    found = figures(Cell(**on_sides(part))) or "0"
    return message("dossier.page.ground", language, figures=found, balance=value)
