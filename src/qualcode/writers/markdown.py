"""Words in Markdown: what a transcript says is shown as it stands.

Nothing in it becomes a heading, list, link, image, formula or HTML, in CommonMark and in GitHub's and
Pandoc's dialects.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = re.compile(r"[\\`*_\[\]~|$&<>\x00-\x09\x0b-\x1f]|(?<=\w):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_LETTERS = re.compile(r"[\\`*_\[\]~|$&<>\x00-\x09\x0b-\x1f]")
"""Those of the marks that are single characters, which are looked for in a tenth of the time."""
_FIRST = re.compile(r"([#+\-=:@])|(\d+)([.)])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@lru_cache(maxsize=32768)
def shown(words: str) -> str:
    """Words as Markdown that is rendered to just them; line breaks stay as they are."""
    return "\n".join(_line(line) for line in words.split("\n"))


def quoted(words: str, *, mark: str = "") -> list[str]:
    """Words as lines of a block quote, one paragraph each for what blank lines part.

    Args:
        words: The words.
        mark: Put around each line: ``*`` for emphasis.
    """
    strip = str.strip if mark else str.rstrip
    lines = [shown(strip(line)) for line in words.split("\n")]
    found = []
    for number, line in enumerate(lines):
        more = number + 1 < len(lines) and lines[number + 1]
        found.append(f"> {mark}{line}{mark}{'  ' if more else ''}" if line else ">")
    return found


def _line(line: str) -> str:
    indent = len(line) - len(line.lstrip(" \t"))
    opening = line[:indent].replace(" ", "&#32;").replace("\t", "&#9;")
    rest = line[indent:]
    if _LETTERS.search(rest) or "//" in rest or "www." in rest.casefold():
        rest = _MARKS.sub(_as_words, rest)
    return opening + (rest if indent else _opened(rest))


def _as_words(found: re.Match[str]) -> str:
    mark = found.group()
    if mark < " ":
        return chr(0x2400 + ord(mark))
    return _ENTITIES.get(mark) or "\\" + mark


def _opened(line: str) -> str:
    """The line with what would open a list, heading or rule at its start taken for words."""
    found = _FIRST.match(line)
    if not found:
        return line
    if found[1]:
        return "\\" + line
    return f"{found[2]}\\{line[len(found[2]) :]}"
