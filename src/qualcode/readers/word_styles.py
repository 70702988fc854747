"""What a Word document's styles say: headings, lists and bold, in any language of Word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.readers.lines import face

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"(?:heading|rubrik|überschrift|titre)\s*([1-9])\b", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|rubrik|title\s*1)$", re.IGNORECASE)
_SUBTITLE = re.compile(r"(?:subtitle|underrubrik)$", re.IGNORECASE)
_LIST = re.compile(r"(?:list\s*(?:bullet|number)|punktlista|numrerad\s*lista)", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style means for its paragraphs and runs; ``None`` where it says nothing.

    Attributes:
        heading: 1 for a title, 2 for *Heading 1* and so on.
        bullet: An item of a list.
        bold: Set in bold.
        italic: Set in italics.
        hidden: Not shown.
    """

    heading: int | None = None
    bullet: bool | None = None
    bold: bool | None = None
    hidden: bool | None = None
    italic: bool | None = None

    @property
    def face(self) -> int:
        """How text of the style is set, as ``lines.joined`` takes it."""
        return face(bold=self.bold, italic=self.italic)


def local(element: Element) -> str:
    """An element's name without its namespace, which differs between Word's two dialects."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child by local names, step by step."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), None)


def switch(properties: Element | None, name: str) -> bool | None:
    """A property that is on or off (``<w:b/>``, ``<w:b w:val="0"/>``); ``None`` where it is not set."""
    found = child(properties, name)
    return None if found is None else (value(found) or "1").lower() not in _OFF


def from_name(name: str) -> Style:
    """What a style's own name tells."""
    name = name.strip()
    if found := _HEADING.match(name):
        return Style(heading=int(found.group(1)) + 1)
    if _TITLE.match(name):
        return Style(heading=1)
    if _SUBTITLE.match(name):
        return Style(heading=2)
    return Style(
        bullet=True if _LIST.match(name) else None, bold=True if name in ("Strong", "Stark") else None
    )


def from_properties(paragraph: Element | None, run: Element | None) -> Style:
    """What a paragraph's and a run's properties tell."""
    outline = value(child(paragraph, "outlineLvl"))
    level = int(outline) + 2 if outline is not None and outline in "012345678" else None
    numbered = value(child(paragraph, "numPr", "numId"))
    return Style(
        heading=level,
        bullet=None if numbered is None else numbered != "0",
        bold=switch(run, "b"),
        hidden=switch(run, "vanish"),
        italic=switch(run, "i"),
    )


def over(style: Style, beneath: Style) -> Style:
    """A style, with what it leaves open taken from the one beneath it."""
    return Style(
        beneath.heading if style.heading is None else style.heading,
        beneath.bullet if style.bullet is None else style.bullet,
        beneath.bold if style.bold is None else style.bold,
        beneath.hidden if style.hidden is None else style.hidden,
        beneath.italic if style.italic is None else style.italic,
    )


def styles_of(root: Element | None) -> dict[str, Style]:
    """All styles of ``styles.xml`` by their id, with what they are based on worked in."""
    own: dict[str, tuple[Style, str | None]] = {}
    for element in root if root is not None else ():
        style_id = value(element, "styleId")
        if local(element) != "style" or style_id is None:
            continue
        said = from_properties(child(element, "pPr"), child(element, "rPr"))
        named = over(from_name(value(child(element, "name")) or ""), from_name(style_id))
        own[style_id] = (over(said, named), value(child(element, "basedOn")))
    found: dict[str, Style] = {}
    for style_id in own:
        style, base, seen = own[style_id][0], own[style_id][1], {style_id}
        while base in own and base not in seen:
            seen.add(base)
            style, base = over(style, own[base][0]), own[base][1]
        found[style_id] = style
    return found
