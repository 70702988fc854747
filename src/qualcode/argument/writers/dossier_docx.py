"""``dossier.docx``: the dossier with Word's own styles, to read and to paste into a report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.argument import phrasing
from qualcode.argument.dossier import KINDS, Dossier
from qualcode.argument.word import brief, chapters, claims, package, pieces, styles
from qualcode.argument.word.writing import Writing
from qualcode.argument.xmltext import line

if TYPE_CHECKING:
    from docx.section import Section

NAME = "dossier.docx"


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """The file."""
    import docx

    document = docx.Document()
    package.plain(document)
    styles.prepare(document, dossier.language)
    writing = Writing(document, dossier)
    core = document.core_properties
    core.title = line(writing.say("dossier.title", title=dossier.title))[:255]
    core.subject, core.author = line(dossier.study)[:255], f"qualcode {dossier.provenance.version}"
    core.language = styles.LANGUAGES[dossier.language]
    core.comments = line(dossier.provenance.run)
    if when := _when(dossier.provenance.made):
        core.created = core.modified = when
    _frame(writing, document.sections[0])
    _opening(writing)
    contents = document.add_paragraph()
    brief.brief(writing)
    for kind in (kind for kind in KINDS if dossier.of_kind(kind)):
        writing.heading(writing.say(f"dossier.chapters.{kind}"), 1)
        if kind == "objection":
            chapters.objections(writing)
        for part in dossier.of_kind(kind):
            claims.claim(writing, part)
    chapters.ground(writing)
    _contents(writing, contents)
    path = folder / NAME
    path.write_bytes(package.saved(document))
    return [path]


def _opening(writing: Writing) -> None:
    dossier, say = writing.dossier, writing.say
    pieces.text(writing.document.add_heading("", 0), line(say("dossier.title", title=dossier.title)))
    writing.paragraph(line(dossier.study), "Subtitle")
    if dossier.memo:
        writing.paragraph(dossier.memo)
    pieces.text(writing.paragraph(), say("dossier.reading.read_first"), bold=True)
    for note in (*dossier.notes, phrasing.material(dossier), say("dossier.page.legend_brief")):
        writing.item(line(note))


def _contents(writing: Writing, place) -> None:
    """A field of contents where ``place`` stands, filled in with links already.

    It is without page numbers: only a program that lays pages out knows them, and wrong ones are worse.
    """
    title = place.insert_paragraph_before(writing.say("dossier.reading.contents"), "TOC Heading")
    title.paragraph_format.keep_with_next = True
    entries = writing.headings
    for number, (level, words, anchor) in enumerate(entries):
        paragraph = place.insert_paragraph_before("", f"toc {level}")
        if number == 0:
            pieces.begin(paragraph, 'TOC \\o "1-2" \\n \\h \\z \\u')
        pieces.link(paragraph, words, anchor=anchor)
        if number == len(entries) - 1:
            pieces.end(paragraph)
    place._p.getparent().remove(place._p)


def _frame(writing: Writing, section: Section) -> None:
    """Header with study and run, footer with page numbers."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    dossier, say = writing.dossier, writing.say
    run = dossier.provenance.run
    pieces.text(
        section.header.paragraphs[0], line(say("dossier.reading.header", study=dossier.study, run=run))
    )
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    pieces.text(footer, f"{say('dossier.reading.footer')} ")
    pieces.field(footer, "PAGE", "1")
    pieces.text(footer, f" {say('dossier.reading.of')} ")
    pieces.field(footer, "NUMPAGES", "1")


def _when(made: str) -> datetime | None:
    """When the run was made, as the properties of a document say it: in UTC, without a zone. The clock would
    give other bytes each time."""
    try:
        return datetime.fromisoformat(made).astimezone(UTC).replace(tzinfo=None)
    except ValueError:
        return None
