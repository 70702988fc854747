"""Chapters of the document beside the claims': objections, and what the dossier rests on."""

from __future__ import annotations

from qualcode.argument import phrasing
from qualcode.argument.word import pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line


def objections(writing: Writing) -> None:
    """Who raises each, against what, and what answers it."""
    say = writing.say
    found = writing.dossier.objections
    writing.caption("table", say("dossier.reading.objections"))
    table = pieces.table(writing.document, 1 + len(found), (3.6, 3.8, 4.6, 4.6))
    heads = (say("dossier.kinds.objection"), say("dossier.relations.against").capitalize())
    for column, words in enumerate((*heads, say("dossier.page.raised_by"), say("dossier.page.answered_by"))):
        pieces.put(table.cell(0, column), words, bold=True, style=styles.CELL)
    for row, each in enumerate(found, 1):
        cells = table.rows[row].cells
        writing.claim(pieces.put(cells[0], "", style=styles.CELL), each.id, line(each.label))
        pieces.put(cells[1], "; ".join(line(ref.label) for ref in each.against), style=styles.CELL)
        raised, answered = (
            phrasing.standing(standing, writing.language) if standing.quotes else say("dossier.page.nobody")
            for standing in (each.raised_by, each.answered_by)
        )
        pieces.put(cells[2], line(raised), style=styles.CELL)
        if each.unanswered:
            pieces.put(cells[3], say("dossier.page.unanswered"), style=styles.CELL, bold=True)
        else:
            pieces.put(cells[3], line(answered), style=styles.CELL)
    writing.paragraph()


def ground(writing: Writing) -> None:
    """The rule of selection, codes, what the dossier was made from, choices that do not hold."""
    say, dossier = writing.say, writing.dossier
    writing.heading(say("dossier.page.provenance"), 1)
    for words in phrasing.made_from(dossier):
        writing.item(line(words))
    writing.paragraph(say("dossier.reading.rules_elsewhere", file=line(dossier.provenance.argument_file)))
    if dossier.lost:
        writing.heading(say("dossier.page.lost"), 2)
    for each in dossier.lost:
        action, why = say(f"dossier.actions.{each.action}"), say(f"dossier.lost.{each.reason}")
        whose = ", ".join(map(line, (each.claim, each.source, each.person)))
        writing.item(f"{action} ({whose}): ”{line(each.text)}” {why}")
    writing.heading(say("dossier.page.rule"), 2)
    for words in dossier.rule.lines:
        writing.paragraph(line(words), "List Number")
    writing.heading(say("dossier.page.codes"), 2)
    by_standing: dict[str, list[str]] = {}
    for code in dossier.codes:
        by_standing.setdefault(line(code.text), []).append(line(code.name))
    for words, names in by_standing.items():
        paragraph = writing.item()
        pieces.text(paragraph, "; ".join(names), bold=True)
        pieces.text(paragraph, f": {words}")
