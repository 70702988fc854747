"""A claim in a document."""

from __future__ import annotations

from qualcode.argument import phrasing
from qualcode.argument.dossier import ClaimPart
from qualcode.argument.word import pieces, quotes, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line


def claim(writing: Writing, part: ClaimPart) -> None:
    """All of it: what it rests on, quotes on both sides, whom it concerns, what was asked, what lacks."""
    say = writing.say
    writing.heading(line(part.label), 2, claim=part.id)
    pieces.text(writing.paragraph(), part.text, bold=True)
    if part.memo:
        writing.paragraph(part.memo)
    for key in ("rests_on", "bears", "against", "objections"):
        if part.evidenced or key != "rests_on":
            writing.refs(key, getattr(part, key))
    if not part.evidenced:
        writing.paragraph(say("dossier.page.rests_alone"))
        for ref in part.rests_on:
            paragraph = writing.item()
            writing.claim(paragraph, ref)
            pieces.text(paragraph, f": {phrasing.ground(writing.dossier.part(ref.id), writing.language)}")
        return
    writing.paragraph(say(f"dossier.contrasts.{part.contrast}"))
    for view in part.views:
        if not view.empty:
            quotes.view(writing, part, view)
    _disagreements(writing, part)
    if part.concerned:
        writing.heading(say("dossier.page.concerned_heading"), 3)
        for each in part.concerned:
            writing.item(line(phrasing.concerned(each, part, writing.language)))
    _asked(writing, part)
    own = [gap for gap in part.gaps if gap.kind not in ("unvalidated", "unconfirmed")]
    if own:
        writing.heading(say("dossier.page.gaps_here"), 3)
        for gap in own:
            writing.item(line(gap.text))
    writing.heading(say("dossier.reading.rules"), 3)
    names = phrasing.sides(part, writing.language)
    for side, rule in part.rules:
        paragraph = writing.paragraph("", styles.FIGURES)
        pieces.text(paragraph, f"{names[side]}: {line(rule)}")


def _disagreements(writing: Writing, part: ClaimPart) -> None:
    if not part.disagreements:
        return
    say = writing.say
    names = phrasing.sides(part, writing.language)
    writing.heading(say("dossier.page.disagree_heading"), 3)
    for each in part.disagreements:
        supports, challenges = (
            phrasing.counted("sources", len(side), writing.language)
            for side in (each.supports, each.challenges)
        )
        words = say("dossier.page.disagree", group=line(each.group), supports=supports, challenges=challenges)
        writing.paragraph(words).paragraph_format.keep_with_next = True
        sides = (("supports", []), ("challenges", []))
        for name, found in sides:
            found += [one for one in each.quotes if one.side == name]
        rows = max((len(found) for _, found in sides), default=0)
        table = pieces.table(writing.document, 1 + rows, (quotes.WIDTH, quotes.WIDTH))
        for column, (name, found) in enumerate(sides):
            pieces.put(table.cell(0, column), names[name], bold=True, tied=True)
            for row, one in enumerate(found, 1):
                quotes.quote(writing, table.cell(row, column), one)
        writing.paragraph()


def _asked(writing: Writing, part: ClaimPart) -> None:
    if part.n_asked is None:
        return
    say = writing.say
    writing.heading(say("dossier.page.asked_heading"), 3)
    if not part.n_asked:
        writing.paragraph(say("dossier.page.asked_none"))
        return
    sources = phrasing.counted("sources", part.n_asked_sources, writing.language)
    turns = phrasing.counted("turns", part.n_asked, writing.language)
    writing.paragraph(say("dossier.page.asked", turns=turns, sources=sources))
    for each in part.asked:
        paragraph = writing.item(f"”{' '.join(each.text.split())}” – {line(f'{each.source}, {each.place}')}")
        if each.href:
            pieces.text(paragraph, " · ")
            pieces.link(paragraph, say("dossier.page.link"), address=each.href)
