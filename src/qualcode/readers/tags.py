"""HTML cut into tags and text, in one pass over the file.

Own code because the parsers at hand take time that grows with the square of the file on input that is nested
or cut off (seen: selectolax on 300,000 nested ``div``, Python's ``html.parser`` before 3.11.14 on open
comments), and because of a transcript only blocks, type and words are of interest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# Between these tags stands no markup.
RAW = ("script", "style", "textarea", "title", "xmp")
_OPENS = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_QUOTED_UP_TO = re.compile(r"""[^>"']*(["'>])""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
# Python refuses to make a number of thousands of digits; no character has such a number.
_NO_CHARACTER = re.compile(r"&#(?:0*[1-9]\d{7,}|[xX]0*[1-9a-fA-F][0-9a-fA-F]{6,});?")


class Token(NamedTuple):
    """A stretch of text, or a tag.

    Attributes:
        kind: ``text``, ``style`` (a style sheet), ``open`` or ``close``.
        name: The tag's name in small letters; empty for text.
        text: The text with its entities written out; of a tag, its attributes as written.
    """

    kind: str
    name: str
    text: str

    @property
    def attributes(self) -> dict[str, str]:
        """The tag's attributes by name in small letters."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.text):
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found.setdefault(match.group(1).lower(), unescaped(value))
        return found


def unescaped(text: str) -> str:
    """The text with its entities written out: ``&aring;`` → ``å``."""
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


def tokens(text: str) -> Iterator[Token]:
    """Tags and text in order, without comments, declarations and scripts.

    A ``<`` that opens no tag is text. A tag whose quotation marks never close ends at the next ``>``.
    """
    position, start, loose = 0, 0, False
    last_comment = text.rfind("-->")
    lowered: str | None = None
    # Only there does a slash at a tag's end close it.
    xml = "<?xml" in text[:200] or "http://www.w3.org/1999/xhtml" in text[:2000]
    while (found := text.find("<", position)) >= 0:
        if text.startswith("<!--", found):
            # Without its end, the mark is all that is taken for a comment: what follows might be words.
            end = text.find("-->", found + 4) + 3 if found + 4 <= last_comment else found + 4
            token = None
        elif text[found + 1 : found + 2] in ("!", "?"):
            end = text.find(">", found) + 1
            token = None
        elif opens := _OPENS.match(text, found):
            end = 0 if loose else _end_of_tag(text, opens.end())
            if not end:
                loose = True
                end = text.find(">", opens.end()) + 1
            kind = "close" if opens.group(1) else "open"
            token = Token(kind, opens.group(2).lower(), text[opens.end() : end - 1])
        else:
            position = found + 1
            continue
        if not end:
            # There is no further ">", so nothing after this is a tag.
            break
        if found > start:
            yield Token("text", "", unescaped(text[start:found]))
        position = start = end
        if token:
            yield token
            if xml and token.kind == "open" and token.text.endswith("/"):
                yield Token("close", token.name, "")
            elif token.kind == "open" and token.name in RAW:
                lowered = text.lower() if lowered is None or len(lowered) != len(text) else lowered
                close = lowered.find(f"</{token.name}", end)
                close = len(text) if close < 0 else close
                if token.name in ("textarea", "xmp") and close > end:
                    yield Token("text", "", unescaped(text[end:close]))
                elif token.name == "style":
                    yield Token("style", "", text[end:close])
                position = start = close
    if start < len(text):
        yield Token("text", "", unescaped(text[start:]))


def _end_of_tag(text: str, position: int) -> int:
    """Where the tag ends, after its ``>``; 0 where a quotation mark in it is never closed."""
    while found := _QUOTED_UP_TO.match(text, position):
        if found.group(1) == ">":
            return found.end()
        position = text.find(found.group(1), found.end()) + 1
        if not position:
            return 0
    return 0
