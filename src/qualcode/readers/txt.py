"""Plain text: one paragraph a line, or lines wrapped at a width with empty lines between paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise

from qualcode.readers import frontmatter
from qualcode.readers.lines import Line, Reading, Warned
from qualcode.readers.text import decode
from qualcode.study import SourceSettings

SUFFIXES = (".txt",)

BULLET = re.compile(r"[ \t]*(?:[-*+•·▪◦●○■□–—]|\[[ xX]?\]|\(?\d{1,2}[.)])[ \t]+(?:\[[ xX]?\][ \t]+)?(?=\S)")
_NUMBER = re.compile(r"[ \t]*(\d{1,5})(?:[ \t]+|$)(?![–-])")
_FEWEST_NUMBERED = 6
_COUNTED = re.compile(r"\(?\d{1,2}[.)]")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*$")
_RULE = re.compile(r"[ \t]*([=\-_*~])(?:[ \t]*\1){2,}[ \t]*$")
_BOLD = re.compile(r"[ \t]*(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_FINISHED = re.compile(r"[.!?…:;\"”»)\]#]\s*$")


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The file's lines.

    Raises:
        SourceError: its bytes are not text.
    """
    text, warnings = decode(data, name, settings.encoding)
    front, text = without_front_matter(text)
    text, told = without_numbers(text)
    return Reading(front + lines_of(text), warnings + told)


def without_front_matter(text: str) -> tuple[list[Line], str]:
    """The lines of YAML at the file's head, and the text with empty lines in their place."""
    rows = text.split("\n")
    found, length = frontmatter.split(rows)
    return found, "\n".join([""] * length + rows[length:])


def lines_of(text: str) -> list[Line]:
    """Lines of plain text: headings, list items, and whether a line goes on the one before it."""
    rows = text.replace("\x0c", "\n\n").split("\n")
    wrapped = is_wrapped(rows)
    width = max((len(row) for row in rows), default=0) if wrapped else 0
    found: list[Line] = []
    after_empty = True
    for number, row in enumerate(rows, 1):
        underline = _RULE.match(row)
        if not row.strip() or underline:
            if underline and underline.group(1) in "=-" and found and not after_empty:
                _underlined(found, 1 if underline.group(1) == "=" else 2)
            after_empty = True
            continue
        if wrapped and not after_empty and _goes_on(rows[number - 2], found, width):
            # A dash or a number that a wrapped line happens to begin with is no bullet.
            line = Line(row.strip(), opens=False, glue=" ", line=number)
        else:
            line = _line(row, number, opens=after_empty or not wrapped, goes_on=not after_empty, before=found)
        found.append(line)
        after_empty = False
    return _titled_lists(found)


def without_numbers(text: str) -> tuple[str, list[Warned]]:
    """The text without the numbers that MAXQDA and others print before each line, and a warning of them."""
    rows = text.split("\n")
    numbered = [(index, _NUMBER.match(row)) for index, row in enumerate(rows) if row.strip()]
    if len(numbered) < _FEWEST_NUMBERED or not all(found for _, found in numbered):
        return text, []
    numbers = [int(found.group(1)) for _, found in numbered]
    if numbers[0] > 1 or any(after != before + 1 for before, after in pairwise(numbers)):
        return text, []
    for index, found in numbered:
        rows[index] = rows[index][found.end() :]
    return "\n".join(rows), [("line_numbers", {"first": str(numbers[0]), "last": str(numbers[-1])})]


def is_wrapped(rows: list[str]) -> bool:
    """Whether lines are broken at a width: many go on, unfinished, in small letters on the next."""
    pairs = [
        (row, after)
        for row, after in pairwise(rows)
        if row.strip() and after.strip() and not BULLET.match(after) and not _HEADING.match(row)
    ]
    going_on = sum(not _FINISHED.search(row) and after.lstrip()[0].islower() for row, after in pairs)
    return going_on >= 2 and going_on >= 0.3 * len(pairs)


def _goes_on(row: str, found: list[Line], width: int) -> bool:
    """Whether a row of wrapped text is full and its sentence not finished, outside of any list."""
    return (
        not (found and (found[-1].heading or found[-1].bullet))
        and not BULLET.match(row)
        and len(row) >= 0.7 * width
        and not _FINISHED.search(row)
    )


def _line(row: str, number: int, *, opens: bool, goes_on: bool, before: list[Line]) -> Line:
    if heading := _HEADING.match(row):
        return Line(heading.group(2), heading=len(heading.group(1)), line=number)
    if bullet := BULLET.match(row):
        counted = _COUNTED.search(bullet.group())
        return _bold(
            row[bullet.end() :], line=number, bullet=True, counted=counted.group() if counted else ""
        )
    if goes_on and before and before[-1].bullet and (row[:1] in " \t" or row.lstrip()[0].islower()):
        return Line(row.strip(), opens=False, glue=" ", bullet=False, line=number)
    return _bold(row, opens=opens, glue="\n" if opens else " ", line=number)


def _bold(row: str, **rest: object) -> Line:
    """Take the marks off ``**Q:**`` at a line's beginning."""
    marked = _BOLD.match(row)
    if not marked:
        return Line(row.rstrip(), **rest)
    return Line(marked.group(2) + row[marked.end() :].rstrip(), bold=len(marked.group(2)), **rest)


def _underlined(found: list[Line], level: int) -> None:
    """A line over ``====`` or ``----`` is a heading; rules after a longer paragraph are only rules."""
    last = found[-1]
    if last.opens and not last.bullet and len(last.text) <= 80 and not last.text.endswith((".", ",")):
        found[-1] = Line(last.text, heading=level, line=last.line)


def _titled_lists(found: list[Line]) -> list[Line]:
    """A short line right above a list is the heading of its notes."""
    titled = list(found)
    for index, (line, after) in enumerate(pairwise(found)):
        short = len(line.text) <= 80 and not line.text.rstrip().endswith((".", ",", ";", "!"))
        apart = index == 0 or found[index - 1].line < line.line - 1
        alone = apart and not line.bullet and not line.heading
        if after.bullet and short and alone and not re.match(r"[^:]{1,40}:\s*\S", line.text):
            titled[index] = Line(line.text, heading=6, line=line.line)
    return titled
