"""OpenDocument texts by odfpy: tabs, lists, sections, tracked changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from odf.dc import Creator, Date
from odf.namespaces import TEXTNS
from odf.office import ChangeInfo
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TextProperties
from odf.text import Change as ChangePoint
from odf.text import (
    ChangedRegion,
    ChangeEnd,
    ChangeStart,
    Deletion,
    H,
    Insertion,
    LineBreak,
    List,
    ListItem,
    P,
    S,
    Section,
    Span,
    Tab,
    TrackedChanges,
)

from renderings import Rendered, Rendering
from renderings.truth import Said, Truth, untimed

FORMATS = ("odt",)
Label = Callable[[Any, Said], None]


def render(truths: list[Truth]) -> Rendered:
    """OpenDocument files."""
    for truth in truths:
        layouts = LAYOUTS if truth.is_conversation else {"lists": _colon}
        for layout, label in layouts.items():
            data = document(truth, label, section=layout == "sections")
            yield Rendering("odt", layout, truth.name, ".odt", data, untimed(truth.said))
        if truth.is_conversation:
            yield Rendering(
                "odt", "tracked changes", truth.name, ".odt", _changed(truth), untimed(truth.said)
            )


def document(truth: Truth, label: Label, *, section: bool = False) -> bytes:
    """An .odt file's bytes."""
    made = OpenDocumentText()
    styles = _styles(made)
    into: Any = made.text
    notes: list[Said] = []
    for one in (*truth.said, None):
        if notes and (one is None or one.kind != "note"):
            into.addElement(_list(notes))
            notes = []
        if one is None:
            break
        if one.kind == "note":
            notes.append(one)
        elif one.kind == "heading":
            if section:
                into = Section(name=one.text)
                made.text.addElement(into)
            into.addElement(H(outlinelevel=one.level, text=one.text))
        else:
            first, *more = one.paragraphs
            paragraph = P(stylename=styles["Said"])
            if one.kind == "speech":
                label(paragraph, one)
            paragraph.addText(first)
            into.addElement(paragraph)
            for text in more:
                into.addElement(P(text=text))
    return _bytes(made)


def _styles(made: Any) -> dict[str, Style]:
    bold = Style(name="Bold", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    said = Style(name="Said", family="paragraph")
    said.addElement(ParagraphProperties(marginleft="1cm", textindent="-1cm"))
    made.automaticstyles.addElement(bold)
    made.automaticstyles.addElement(said)
    return {"Bold": bold, "Said": said}


def _list(notes: list[Said]) -> List:
    outer = List()
    item, inner = None, None
    for note in notes:
        if note.level == 1:
            item, inner = ListItem(), None
            outer.addElement(item)
            item.addElement(P(text=note.text))
            continue
        if inner is None:
            inner = List()
            item.addElement(inner)
        nested = ListItem()
        nested.addElement(P(text=note.text))
        inner.addElement(nested)
    return outer


def _bytes(made: Any) -> bytes:
    stream = io.BytesIO()
    made.write(stream)
    return stream.getvalue()


def _colon(paragraph: Any, one: Said) -> None:
    paragraph.addText(f"{one.speaker}: ")


def _tab(paragraph: Any, one: Said) -> None:
    paragraph.addText(f"{one.speaker}:")
    paragraph.addElement(Tab())


def _bold(paragraph: Any, one: Said) -> None:
    paragraph.addElement(Span(stylename="Bold", text=f"{one.speaker}:"))
    paragraph.addElement(S(c=2))


def _bold_tab(paragraph: Any, one: Said) -> None:
    paragraph.addElement(Span(stylename="Bold", text=one.speaker))
    paragraph.addElement(Tab())


def _line_break(paragraph: Any, one: Said) -> None:
    paragraph.addElement(Span(stylename="Bold", text=f"{one.speaker}:"))
    paragraph.addElement(LineBreak())


def _changed(truth: Truth) -> bytes:
    """Every other turn has words that were put in, the others words that were taken out."""
    made = OpenDocumentText()
    regions = TrackedChanges()
    made.text.addElement(regions)
    for number, one in enumerate(truth.said):
        if one.kind == "heading":
            made.text.addElement(H(outlinelevel=one.level, text=one.text))
            continue
        first, *more = one.paragraphs
        cut = len(first) // 2
        paragraph = P(text=f"{one.speaker}: {first[:cut]}")
        name = f"ct{number}"
        # odfpy does not know the attribute under the name that it asks for.
        region = ChangedRegion(check_grammar=False)
        region.setAttrNS(TEXTNS, "id", name)
        change = Insertion() if number % 2 else Deletion()
        info = ChangeInfo()
        info.addElement(Creator(text="KÖ"))
        info.addElement(Date(text="2025-10-05T09:00:00"))
        change.addElement(info)
        region.addElement(change)
        if number % 2:
            paragraph.addElement(ChangeStart(changeid=name))
            paragraph.addText(first[cut:])
            paragraph.addElement(ChangeEnd(changeid=name))
        else:
            change.addElement(P(text="struket av den som skrev"))
            paragraph.addElement(ChangePoint(changeid=name))
            paragraph.addText(first[cut:])
        regions.addElement(region)
        made.text.addElement(paragraph)
        for text in more:
            made.text.addElement(P(text=text))
    return _bytes(made)


LAYOUTS: dict[str, Label] = {
    "Name:": _colon, "Name: tab": _tab, "bold Name:": _bold, "bold Name tab": _bold_tab,
    "bold Name: line break": _line_break, "sections": _colon,
}  # fmt: skip
