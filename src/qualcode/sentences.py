"""Where sentences end in speech that somebody wrote down.

Speech has no full stops of its own: a transcriber breaks off (``jag... alltså``), abbreviates (``t.ex.``) and
now and then writes no capitals at all. A boundary is therefore only set where an end mark is followed by what
opens a sentence.
"""

from __future__ import annotations

import re

Stretch = tuple[int, int]
"""Start and end in code points."""

_INSIDE = """
    adr. ang. avd. bl.a. ca. cirka. d.v.s. div. dr. dvs. e.g. enl. ev. exkl. exp. f.d. f.n. f.ö. fr.o.m. fre.
    h.k.h. i.e. i.o.m. inkl. jfr. kl. kv. mr. mrs. ms. mån. n.b. nr. o.d. p.g.a. pga. prof. resp. s.k. sid.
    st. t.ex. t.h. t.o.m. t.v. tel. tex. tis. tors. uppl. urspr. v.g. vs. övers.
"""
INSIDE = frozenset(_INSIDE.split())
"""Abbreviations that a sentence goes on after, even where a capital follows (``t.ex. Alby``)."""

CLOSING = "\"'”’»)\\]"
END = re.compile(rf"(?:\.{{2,}}|…|[.!?])[.!?…]*[{CLOSING}]*(?=\s)|\n")
OPENING = re.compile(r"[\s\"'”“‘’»«(\[–—-]*")
LAST_WORD = re.compile(r"\S+$")


def sentences(text: str) -> list[Stretch]:
    """Where the sentences of one turn stand, without the white space around them.

    A line break always ends one. ``.``, ``!``, ``?`` and ``...`` do where a capital or a figure follows; in a
    text that has no capitals after its end marks, so do the first three before a lower-case letter.
    Abbreviations, initials and the number that opens a list item do not.
    """
    marks = [(mark, _follows(text, mark.end())) for mark in END.finditer(text)]
    capitals = any(letter.isupper() for mark, letter in marks if mark.group() != "\n")
    found: list[Stretch] = []
    start = 0
    for mark, letter in marks:
        if mark.group() == "\n" or _ends(text, start, mark, letter, capitals):
            _add(found, text, start, mark.end())
            start = mark.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Stretch], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    words = piece.strip()
    if words:
        start += len(piece) - len(piece.lstrip())
        found.append((start, start + len(words)))


def _follows(text: str, position: int) -> str:
    position = OPENING.match(text, position).end()  # type: ignore[union-attr]
    return text[position : position + 1]


def _ends(text: str, start: int, mark: re.Match[str], letter: str, capitals: bool) -> bool:
    signs = mark.group().rstrip("\"'”’»)]")
    opens = letter.isupper() or letter.isdigit() or not letter.isalnum()
    if signs != ".":
        trails = signs.startswith(("..", "…"))
        return opens or (not capitals and not trails)
    word = LAST_WORD.search(text, start, mark.start() + 1)
    last = word.group().lstrip("\"'”“‘’»«([").lower() if word else ""
    if last in INSIDE or (len(last) == 2 and last[0].isalpha()):
        return False
    if word and last[:-1].isdigit():
        return opens and bool(text[start : word.start()].strip())
    return opens or not capitals
