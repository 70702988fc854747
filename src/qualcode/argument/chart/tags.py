"""Elements of SVG as text."""

from __future__ import annotations

from html import escape


def tag(element: str, inside: str = "", /, **attributes: str | float) -> str:
    """An element.

    Args:
        element: Its name.
        inside: What stands in it, as SVG.
        attributes: Its attributes, ``_`` for ``-`` and at the end of a name for nothing; numbers get at most
            one decimal.
    """
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for name, value in attributes.items()
    )
    return f"<{element}{said}>{inside}</{element}>" if inside else f"<{element}{said}/>"


def words(text: str, x: float, y: float, size: float, color: str, **attributes: str | float) -> str:
    """A line of words, whose class is ``map-`` and the colour's name.

    Args:
        text: The words.
        x: Where they begin, or what ``text_anchor`` says.
        y: Their base line.
        size: Of the letters, in pixels.
        color: ``#rrggbb``.
        attributes: More of them.
    """
    class_ = "map-soft" if color == SOFT else "map-ink"
    return tag("text", escape(text), class_=class_, x=x, y=y, font_size=size, fill=color, **attributes)


INK, SOFT, PAPER, LINE = "#1c2024", "#545b63", "#ffffff", "#6d757d"
FOR, AGAINST = "#0b5563", "#9c3d17"


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"
