"""What Word itself puts between the letters: content controls, fields, moves, hyphens that do not break."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from renderings.truth import Truth

if TYPE_CHECKING:
    from docx.document import Document as Written
    from docx.text.paragraph import Paragraph


def write(made: Written, truth: Truth, other: Callable[[Written, Any], None]) -> None:
    """Turns whose words stand in one of the elements each, in turn."""
    for number, one in enumerate(truth.said):
        if one.kind != "speech":
            other(made, one)
            continue
        first, *more = one.paragraphs
        paragraph = made.add_paragraph()
        _label(paragraph, f"{one.speaker}:", number)
        words = first.split(" ")
        cut = (len(words) + 1) // 2
        plain(paragraph._p, " " + " ".join(words[:cut]) + (" " if words[cut:] else ""))
        ELEMENTS[number % len(ELEMENTS)](paragraph, " ".join(words[cut:]))
        for text in more:
            plain(made.add_paragraph()._p, text)


def plain(parent: Any, text: str) -> None:
    """A run with the text; hyphens between letters are Word's that do not break."""
    run = OxmlElement("w:r")
    for number, part in enumerate(text.split("-")):
        if number:
            run.append(OxmlElement("w:noBreakHyphen"))
        words = OxmlElement("w:t")
        words.text = part
        words.set(qn("xml:space"), "preserve")
        run.append(words)
    parent.append(run)


def _label(paragraph: Paragraph, label: str, number: int) -> None:
    paragraph.add_run(label).bold = bool(number % 2)


def _within(tag: str, **attributes: str) -> Callable[[Paragraph, str], None]:
    def add(paragraph: Paragraph, text: str) -> None:
        element = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
        plain(element, text)
        paragraph._p.append(element)

    return add


def _controlled(paragraph: Paragraph, text: str) -> None:
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    plain(content, text)
    control.append(OxmlElement("w:sdtPr"))
    control.append(content)
    paragraph._p.append(control)


def _moved(paragraph: Paragraph, text: str) -> None:
    """What was moved stands twice, once struck."""
    about = {qn("w:id"): "7", qn("w:author"): "KÖ", qn("w:date"): "2025-10-05T09:00:00Z"}
    for tag in ("w:moveFrom", "w:moveTo"):
        element = OxmlElement(tag, about)
        plain(element, text)
        paragraph._p.append(element)


def _hidden(paragraph: Paragraph, text: str) -> None:
    plain(paragraph._p, text)
    paragraph.add_run("dold anteckning").font.hidden = True


def _field(paragraph: Paragraph, text: str) -> None:
    """A field with its code, which is no text, and its result, which is."""
    for kind, words in (("begin", None), (None, ' HYPERLINK "https://example.se/" '), ("separate", None)):
        run = OxmlElement("w:r")
        if kind:
            run.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))
        else:
            code = OxmlElement("w:instrText")
            code.text = words
            run.append(code)
        paragraph._p.append(run)
    plain(paragraph._p, text)
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): "end"}))
    paragraph._p.append(run)


def _soft(paragraph: Paragraph, text: str) -> None:
    """A soft hyphen within the longest word, as an element and as a character."""
    longest = max(text.split(" "), key=len)
    if not longest:
        return
    before, _, after = text.partition(longest)
    plain(paragraph._p, before + longest[:2])
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:softHyphen"))
    paragraph._p.append(run)
    plain(paragraph._p, longest[2:4] + "\u00ad" + longest[4:] + after)


ELEMENTS: tuple[Callable[[Paragraph, str], None], ...] = (
    _controlled,
    _within("w:smartTag", element="place"),
    _moved,
    _hidden,
    _within("w:fldSimple", instr=" DOCPROPERTY plats "),
    _field,
    _soft,
)
