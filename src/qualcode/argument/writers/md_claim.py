"""A claim in Markdown: who stands on each side, quotes, who disagrees, what was asked, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from qualcode.argument import phrasing
from qualcode.argument.dossier import ClaimPart, Dossier, Gap
from qualcode.argument.dossier_quotes import Quote, Side
from qualcode.argument.dossier_tables import Ref
from qualcode.messages import message
from qualcode.wording import decimal
from qualcode.writers.markdown import quoted, shown


def claim(part: ClaimPart, dossier: Dossier) -> Iterator[str]:
    """A claim's lines."""
    language = dossier.language
    say = partial(message, language=language)
    yield f'### <a id="{part.id}"></a>{shown(part.label)}'
    yield ""
    yield f"**{shown(part.text)}**"
    yield ""
    for key in ("against", "rests_on", "bears", "objections"):
        refs: Sequence[Ref] = getattr(part, key)
        if refs and (part.evidenced or key != "rests_on"):
            yield say(f"dossier.page.{key}", claims=", ".join(map(link, refs)))
            yield ""
    if part.memo:
        yield f"*{shown(part.memo)}*"
        yield ""
    if part.evidenced:
        yield from _evidence(part, dossier)
    else:
        yield from _ground(part, dossier)
    yield from _asked(part, language)
    yield from _gaps(part.gaps, language)
    if part.rules:
        yield from _rules(part, language)


def _ground(part: ClaimPart, dossier: Dossier) -> Iterator[str]:
    """What a claim without evidence of its own rests on, and how that stands."""
    language = dossier.language
    yield message("dossier.page.rests_alone", language)
    yield ""
    for ref in part.rests_on:
        yield f"- {link(ref)}: {phrasing.ground(dossier.part(ref.id), language)}"
    yield ""


def link(ref: Ref) -> str:
    """A link to another claim."""
    return f"[{shown(ref.label)}](#{ref.id})"


def _evidence(part: ClaimPart, dossier: Dossier) -> Iterator[str]:
    language = dossier.language
    say, names = partial(message, language=language), phrasing.sides(part, language)
    yield say(f"dossier.contrasts.{part.contrast}")
    yield ""
    for view in part.views:
        if view.empty:
            continue
        yield f"#### {say(f'dossier.views.{view.name}')}"
        yield ""
        for side in view.sides:
            if side.standing.quotes or side.name != "both":
                yield from _side(side, names[side.name], language)
    if part.disagreements:
        yield f"#### {say('dossier.page.disagree_heading')}"
        yield ""
        for each in part.disagreements:
            supports = phrasing.counted("sources", len(each.supports), language)
            challenges = phrasing.counted("sources", len(each.challenges), language)
            yield say(
                "dossier.page.disagree", group=shown(each.group), supports=supports, challenges=challenges
            )
            yield ""
            for one in each.quotes:
                words = " ".join(one.text.split())
                where = shown(phrasing.whence(one, language))
                yield f"- {names[one.side]} {phrasing.mark(one)}: ”{shown(words)}” — {where}"
            yield ""
    if part.candidates:
        key = "candidates_elsewhere" if part.n_sources else "candidates_help"
        many = phrasing.counted("passages", len(part.candidates), language)
        words = say(f"dossier.page.{key}", passages=many)
        yield f"{say('dossier.page.candidates_heading')}: {words}"
        yield ""
        for one in () if part.n_sources else part.candidates:
            yield from quote(one, language)
    if part.concerned:
        yield f"#### {say('dossier.page.concerned_heading')}"
        yield ""
        for group in part.concerned:
            yield f"- {shown(phrasing.concerned(group, part, language))}"
        yield ""


def _side(side: Side, name: str, language: str) -> Iterator[str]:
    if not side.standing.quotes:
        yield f"**{name}**: {message('dossier.page.nothing', language)}"
        yield ""
        return
    yield f"**{name}**: {shown(phrasing.standing(side.standing, language))}."
    yield ""
    for one in side.quotes:
        yield from quote(one, language)
    if side.hidden:
        yield message("dossier.page.more", language, n=side.hidden)
        yield ""


def quote(one: Quote, language: str) -> Iterator[str]:
    """A quote with its question, its place and why it stands here."""
    if one.question:
        asked = " ".join(one.question.split())
        yield f"> *{message('dossier.page.question', language)}: {shown(asked)}*  "
    yield from quoted(one.text)
    yield ">"
    where = [f"> {phrasing.mark(one)} — {shown(phrasing.whence(one, language))}".replace(">  ", "> ")]
    if one.score is not None:
        where.append(message("dossier.page.score", language, score=decimal(one.score, language)))
    where.append(f"`{one.id}`")
    if one.href:
        where.append(f"[{message('dossier.page.link', language)}]({one.href})")
    yield " · ".join(where) + "  "
    yield f"> *{shown(one.reason)}*"
    yield ""


def _asked(part: ClaimPart, language: str) -> Iterator[str]:
    if part.n_asked is None:
        return
    yield f"#### {message('dossier.page.asked_heading', language)}"
    yield ""
    if not part.n_asked:
        yield message("dossier.page.asked_none", language)
    else:
        sources = phrasing.counted("sources", part.n_asked_sources, language)
        turns = phrasing.counted("turns", part.n_asked, language)
        yield message("dossier.page.asked", language, turns=turns, sources=sources)
        yield ""
        for each in part.asked:
            words, where = " ".join(each.text.split()), f"{each.source}, {each.place}"
            yield f"- ”{shown(words)}” — {shown(where)}"
    yield ""


def _gaps(gaps: Sequence[Gap], language: str) -> Iterator[str]:
    own = [gap for gap in gaps if gap.kind not in ("unvalidated", "unconfirmed")]
    if own:
        yield f"#### {message('dossier.page.gaps_here', language)}"
        yield ""
        for gap in own:
            yield f"- {shown(gap.text)}"
        yield ""


def _rules(part: ClaimPart, language: str) -> Iterator[str]:
    names = phrasing.sides(part, language)
    yield f"#### {message('dossier.page.rules_heading', language)}"
    yield ""
    for side, rule in part.rules:
        yield f"- {names[side]}: {shown(rule)}"
    yield ""
