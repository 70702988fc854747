"""What styles and classes of a web page's elements say: bold, hidden, a comment, deleted, a list's item."""

from __future__ import annotations

import re

_LEFT_OUT = frozenset({"head", "template", "object", "svg", "math", "iframe", "audio", "video", "canvas"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]\d\d)")
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]\d\d)")
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique|normal)")
_COMMENT = re.compile(
    r"mso-element\s*:\s*comment|mso-comment-reference|msocomment|sdcomment|annotation_style_by_filter",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"MsoListParagraph|mso-list\s*:\s*l\d")
_BULLET = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)


def is_bold(style: str) -> bool | None:
    """Whether a style sets its element in bold; ``None`` where it says nothing of it."""
    return True if _BOLD.search(style) else False if _NOT_BOLD.search(style) else None


def is_italic(style: str) -> bool | None:
    """Whether a style sets its element in italics; ``None`` where it says nothing of it."""
    found = _ITALIC.search(style)
    return found.group(1) != "normal" if found else None


def left_out(name: str, attributes: dict[str, str], style: str) -> str | None:
    """Why what an element holds is no text of the page.

    Args:
        name: The element's.
        attributes: Its attributes.
        style: What its style and its classes' styles say, in small letters.

    Returns:
        A key under ``source_warnings``; empty where nobody needs to know; ``None`` where it is text.
    """
    if name in _LEFT_OUT or _BULLET.search(style) or "ListLabel" in attributes.get("class", ""):
        return ""
    if name == "div" and attributes.get("title", "") in ("header", "footer"):
        # LibreOffice prints those of a document so.
        return "furniture_left_out"
    about = f"{style} {attributes.get('class', '')} {attributes.get('id', '')}"
    if name == "del" or "msoDel" in attributes.get("class", ""):
        return "deletions_left_out"
    if "hidden" in attributes or _HIDDEN.search(style):
        return "hidden_text"
    return "comments_left_out" if _COMMENT.search(about) else None


def is_list_item(attributes: dict[str, str], style: str) -> bool:
    """Whether a paragraph is an item of one of Word's lists."""
    return _LIST_ITEM.search(f"{attributes.get('class', '')} {style}") is not None and "mso-list" in style


def classes(sheet: str) -> dict[str, str]:
    """What a style sheet says of classes, in small letters: ``.T1 { font-weight:bold }``."""
    found: dict[str, str] = {}
    for rule in sheet.split("}"):
        selectors, _, style = rule.rpartition("{")
        if any(pattern.search(style.lower()) for pattern in (_BOLD, _ITALIC, _HIDDEN)):
            for selector in selectors.rpartition("*/")[2].split(","):
                if named := re.search(r"\.([\w-]{1,80})\s*$", selector):
                    found[named.group(1)] = style.lower()
    return found
