"""Word files by python-docx: labels, tables, Teams' paragraphs, and what Word itself leaves in a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from renderings import Rendered, Rendering, word_elements
from renderings.plain import clock, minutes
from renderings.truth import Said, Truth, untimed

if TYPE_CHECKING:
    from docx.document import Document as Written
    from docx.text.paragraph import Paragraph

FORMATS = ("docx",)
NO_BREAK = "\u00a0"
LEGEND = "[skratt] betyder att någon skrattar, … att någon avbryter sig."


def render(truths: list[Truth]) -> Rendered:
    """Word files."""
    for truth in truths:
        for layout, (write, times, head) in (LAYOUTS if truth.is_conversation else NOTES).items():
            expected = truth.said if times else untimed(truth.said)
            yield Rendering(
                "docx", layout, truth.name, ".docx", document(truth, write), expected, times, head=head
            )


def document(truth: Truth, write: Callable[[Written, Truth], None]) -> bytes:
    """A Word file's bytes."""
    made = Document()
    write(made, truth)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _paragraphs(label: Callable[[Paragraph, Said], None]) -> Callable[[Written, Truth], None]:
    """Writes a paragraph a turn, its label first; further paragraphs of the turn have none."""

    def write(made: Written, truth: Truth) -> None:
        for one in truth.said:
            if one.kind != "speech":
                other(made, one)
                continue
            first, *more = one.paragraphs
            paragraph = made.add_paragraph()
            label(paragraph, one)
            paragraph.add_run(first)
            for text in more:
                made.add_paragraph(text)

    return write


def other(made: Written, one: Said) -> None:
    """A heading, note or paragraph."""
    if one.kind == "heading":
        made.add_heading(one.text, one.level)
    elif one.kind == "note":
        made.add_paragraph(one.text, "List Bullet" if one.level == 1 else "List Bullet 2")
    else:
        made.add_paragraph(one.text)


def bold(paragraph: Paragraph, text: str) -> None:
    """A run in bold."""
    paragraph.add_run(text).bold = True


def _split(paragraph: Paragraph, one: Said) -> None:
    """A label as Word leaves it after corrections: in pieces, partly bold, a no-break space after it."""
    middle = max(1, len(one.speaker) // 2)
    bold(paragraph, one.speaker[:middle])
    paragraph._p.append(OxmlElement("w:proofErr", {qn("w:type"): "spellStart"}))
    paragraph.add_run(one.speaker[middle:])
    bold(paragraph, ":" + NO_BREAK)


def _underneath(made: Written, truth: Truth) -> None:
    for one in truth.said:
        if one.kind != "speech":
            other(made, one)
            continue
        bold(made.add_paragraph(), one.speaker)
        for text in one.paragraphs:
            made.add_paragraph(text)


def _teams(made: Written, truth: Truth) -> None:
    """Teams' download: name and time in a paragraph, what is said in the next."""
    for one in truth.said:
        if one.kind != "speech":
            other(made, one)
            continue
        made.add_paragraph(f"{one.speaker}   {minutes(one.begins)}")
        for text in one.paragraphs:
            made.add_paragraph(text)


def _teams_in_one(made: Written, truth: Truth) -> None:
    """Teams' later download: name, time and words in one paragraph with a line break."""
    for one in truth.said:
        if one.kind != "speech":
            other(made, one)
            continue
        paragraph = made.add_paragraph()
        bold(paragraph, one.speaker)
        paragraph.add_run(f"   {minutes(one.begins)}").add_break()
        first, *more = one.paragraphs
        paragraph.add_run(first)
        for text in more:
            made.add_paragraph(text)


def _table(*columns: str) -> Callable[[Written, Truth], None]:
    def write(made: Written, truth: Truth) -> None:
        table = None
        for one in truth.said:
            if one.kind != "speech":
                other(made, one)
                table = None
                continue
            if table is None:
                table = made.add_table(rows=0, cols=len(columns))
            for column, cell in zip(columns, table.add_row().cells, strict=True):
                if column == "text":
                    cell.text, *more = one.paragraphs
                    for text in more:
                        cell.add_paragraph(text)
                else:
                    cell.text = one.speaker if column == "who" else clock(one.begins)

    return write


def _as_word_has_it(made: Written, truth: Truth) -> None:
    """A worked-over file: facts in a table, a legend, tracked changes, comments, links, bookmarks."""
    made.sections[0].header.paragraphs[0].text = f"{truth.title} – arbetsmaterial"
    made.sections[0].footer.paragraphs[0].text = "Sida 1 av 9"
    made.add_heading(truth.title, 0)
    facts = made.add_table(rows=0, cols=2)
    for key, value in (("Datum", "2025-10-03"), ("Plats", "Biblioteket"), ("Längd", "47 min")):
        row = facts.add_row().cells
        row[0].text, row[1].text = key, value
    made.add_paragraph(LEGEND)
    for number, one in enumerate(truth.said):
        if one.kind != "speech":
            other(made, one)
            continue
        first, *more = one.paragraphs
        paragraph = made.add_paragraph()
        bold(paragraph, f"{one.speaker}:")
        words = first.split(" ")
        cut = len(words) // 2
        paragraph.add_run(" " + " ".join(words[:cut]) + (" " if cut else ""))
        kind = number % 5
        if kind == 0:
            _inserted(paragraph, " ".join(words[cut:]))
        elif kind == 1:
            _deleted(paragraph, "det här är struket ")
            paragraph.add_run(" ".join(words[cut:]))
        elif kind == 2:
            _linked(paragraph, " ".join(words[cut:]))
        elif kind == 3:
            run = paragraph.add_run(" ".join(words[cut:]))
            made.add_comment(run, text="Kolla mot inspelningen: stämmer det?", author="KÖ", initials="KÖ")
        else:
            paragraph._p.append(
                OxmlElement("w:bookmarkStart", {qn("w:id"): str(number), qn("w:name"): f"b{number}"})
            )
            run = paragraph.add_run(" ".join(words[cut:]))
            run._r.insert(0, OxmlElement("w:lastRenderedPageBreak"))
            paragraph._p.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))
        for text in more:
            made.add_paragraph(text)
        if number % 7 == 3:
            _deleted(made.add_paragraph(), "R: Hela det här stycket är struket.")


def _tracked(tag: str, paragraph: Paragraph) -> Any:
    change = OxmlElement(tag)
    for name, value in (("id", "1"), ("author", "KÖ"), ("date", "2025-10-05T09:00:00Z")):
        change.set(qn(f"w:{name}"), value)
    paragraph._p.append(change)
    return change


def _run(parent: Any, tag: str, text: str) -> None:
    run, words = OxmlElement("w:r"), OxmlElement(tag)
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    parent.append(run)


def _inserted(paragraph: Paragraph, text: str) -> None:
    _run(_tracked("w:ins", paragraph), "w:t", text)


def _deleted(paragraph: Paragraph, text: str) -> None:
    _run(_tracked("w:del", paragraph), "w:delText", text)


def _linked(paragraph: Paragraph, text: str) -> None:
    link = OxmlElement("w:hyperlink")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link.set(qn("r:id"), paragraph.part.relate_to("https://example.se/", kind, is_external=True))
    _run(link, "w:t", text)
    paragraph._p.append(link)


Layout = tuple[Callable[["Written", Truth], None], float | None, bool]
LAYOUTS: dict[str, Layout] = {
    "Name:": (_paragraphs(lambda paragraph, one: paragraph.add_run(f"{one.speaker}: ")), None, False),
    "bold Name:": (_paragraphs(lambda paragraph, one: bold(paragraph, f"{one.speaker}: ")), None, False),
    "bold Name tab": (_paragraphs(lambda paragraph, one: bold(paragraph, f"{one.speaker}\t")), None, False),
    "Name: tab": (_paragraphs(lambda paragraph, one: paragraph.add_run(f"{one.speaker}:\t")), None, False),
    "split over runs": (_paragraphs(_split), None, False),
    "bold on its line": (_underneath, None, False),
    "[hh:mm:ss] Name:": (
        _paragraphs(lambda paragraph, one: paragraph.add_run(f"[{clock(one.begins)}] {one.speaker}: ")),
        1.0, False,
    ),
    "Teams": (_teams, 1.0, False),
    "Teams in one paragraph": (_teams_in_one, 1.0, False),
    "table": (_table("who", "text"), None, False),
    "table with times": (_table("time", "who", "text"), 1.0, False),
    "worked over in Word": (_as_word_has_it, None, True),
    "Word's elements": (lambda made, truth: word_elements.write(made, truth, other), None, False),
}  # fmt: skip
NOTES: dict[str, Layout] = {"headings and bullets": (_paragraphs(lambda paragraph, one: None), None, False)}
