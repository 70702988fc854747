"""A claim in a document."""

from __future__ import annotations

from qualcode.argument import phrasing
from qualcode.argument.dossier import ClaimPart
from qualcode.argument.word import pieces, quotes
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line


def claim(writing: Writing, part: ClaimPart) -> None:
    """All of it: what it rests on, quotes on both sides, whom it concerns, what was asked, what lacks."""
    say = writing.say
    writing.heading(line(part.label), 2, claim=part.id)
    text = writing.paragraph()
    pieces.text(text, part.text, bold=True)
    text.paragraph_format.keep_with_next = True
    if part.memo:
        writing.paragraph(part.memo)
    keys = ("against", "rests_on", "bears", "objections") if part.evidenced else ("bears", "objections")
    writing.ties({key: getattr(part, key) for key in keys})
    if not part.evidenced:
        writing.paragraph(say("dossier.page.rests_alone"))
        for ref in part.rests_on:
            paragraph = writing.item()
            writing.claim(paragraph, ref)
            pieces.text(paragraph, f": {phrasing.ground(writing.dossier.part(ref.id), writing.language)}")
        return
    figures = phrasing.ground(part, writing.language)
    told = writing.paragraph(f"{figures}. {say(f'dossier.contrasts.{part.contrast}')}")
    told.paragraph_format.keep_with_next = any(not view.empty for view in part.views)
    quotes.sides(writing, part)
    _disagreements(writing, part)
    if part.concerned:
        told = "; ".join(phrasing.concerned_briefly(each, writing.language) for each in part.concerned)
        _led(writing, "dossier.page.concerned_heading", f"{line(told)}.")
    _asked(writing, part)
    _candidates(writing, part)
    if own := phrasing.own_gaps(part):
        _led(writing, "dossier.page.gaps_here", " ".join(line(gap.text) for gap in own))


def _candidates(writing: Writing, part: ClaimPart) -> None:
    """What is to be read: where it stands, or itself where nothing else is there to be read."""
    if not part.candidates:
        return
    say = writing.say
    if part.n_sources:
        many = phrasing.counted("passages", len(part.candidates), writing.language)
        words = say("dossier.page.candidates_elsewhere", passages=many)
        _led(writing, "dossier.page.candidates_heading", words)
        return
    writing.heading(say("dossier.page.candidates_heading"), 3)
    writing.paragraph(say("dossier.page.candidates_help")).paragraph_format.keep_with_next = True
    for one in part.candidates:
        quotes.quote(writing, None, one)


def _led(writing: Writing, key: str, words: str) -> None:
    """A paragraph whose first words say what it is about."""
    paragraph = writing.paragraph()
    pieces.text(paragraph, f"{writing.say(key)}: ", bold=True)
    pieces.text(paragraph, words)


def _disagreements(writing: Writing, part: ClaimPart) -> None:
    """Who disagrees, and the strongest words of each side that do not stand above already."""
    if not part.disagreements:
        return
    say, names = writing.say, phrasing.sides(part, writing.language)
    shown = {one.id for view in part.views for side in view.sides for one in side.quotes}
    writing.heading(say("dossier.page.disagree_heading"), 3)
    for each in part.disagreements:
        supports, challenges = (
            phrasing.counted("sources", len(side), writing.language)
            for side in (each.supports, each.challenges)
        )
        words = say("dossier.page.disagree", group=line(each.group), supports=supports, challenges=challenges)
        above = [one for one in each.quotes if one.id in shown]
        if above:
            told = "; ".join(f"{names[one.side].lower()}: {line(one.source)}, {one.place}" for one in above)
            words += f" {say('dossier.page.disagree_above', where=told)}"
        writing.item(words)
        for one in each.quotes:
            if one.id not in shown:
                quotes.quote(writing, None, one, side=names[one.side])


def _asked(writing: Writing, part: ClaimPart) -> None:
    if part.n_asked is None:
        return
    say = writing.say
    if not part.n_asked:
        _led(writing, "dossier.page.asked_heading", say("dossier.page.asked_none"))
        return
    sources = phrasing.counted("sources", part.n_asked_sources, writing.language)
    turns = phrasing.counted("turns", part.n_asked, writing.language)
    paragraph = writing.paragraph()
    pieces.text(paragraph, f"{say('dossier.page.asked_heading')}: ", bold=True)
    first = part.asked[0]
    words = say("dossier.page.asked_briefly", turns=turns, sources=sources, words=_short(first.text))
    pieces.text(paragraph, f"{words} (")
    where = line(f"{first.source}, {first.place}")
    if first.href:
        pieces.link(paragraph, where, address=first.href)
    else:
        pieces.text(paragraph, where)
    pieces.text(paragraph, ").")


def _short(words: str) -> str:
    return phrasing.shortened(words, quotes.QUESTION_LENGTH)
