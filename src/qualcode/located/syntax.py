"""What a YAML parser's complaint means to a person who edits a codebook."""

from __future__ import annotations

from pathlib import Path

import yaml

from qualcode.errors import Place, QualcodeError

_INDENT = "Items of one list, and keys of one level, must start in the same column."
_BLOCK = ("text stands on the line of | or >.", "Start the text on the next line, indented.")

_MEANINGS: tuple[tuple[str, str, str], ...] = (
    # part of the parser's message, what it means, remedy
    (
        "mapping values are not allowed",
        "a colon makes a key where none can stand.",
        "Put text that holds a colon in quotes, and check that the lines around it are indented alike.",
    ),
    (
        "block sequence entries are not allowed",
        "a list starts on the line of its key.",
        "Start the first '- ' on a line of its own.",
    ),
    (
        "could not find expected ':'",
        "a line is neither a list item nor `key: value`.",
        "Put a space after the dash or the colon.",
    ),
    (
        "unknown escape character",
        "a backslash in double quotes starts a special character.",
        "Put regular expressions in single quotes: '\\d+'.",
    ),
    ("undefined alias", "text that starts with * refers to an anchor.", "Put the text in quotes."),
    (
        "duplicate anchor",
        "an anchor (`&name`) is given twice.",
        "Quote text that starts with &.",
    ),
    (
        "comment or line break",
        "text stands on the line of | or >.",
        "Start the text on the next line, indented.",
    ),
    ("expected chomping", "text stands on the line of | or >.", "Start the text on the next line, indented."),
    (
        "expected a comment",
        "text stands on the line of | or >.",
        "Start the text on the next line, indented.",
    ),
    ("another document", "a line of three dashes starts a second document.", "Remove the line."),
    ("directive", "a line that starts with % is an instruction to YAML.", "Put the text in quotes."),
    (
        "expected ',' or",
        "a bracket is not closed, or a comma is missing.",
        "Close it, or quote text with brackets.",
    ),
    ("expected '-' indicator", "a list is broken off by a line that is not an item.", _INDENT),
)


def syntax_problem(bad: yaml.YAMLError, text: str, path: Path) -> QualcodeError:
    """The parser's error as a problem with a place and a remedy."""
    if not isinstance(bad, yaml.MarkedYAMLError):
        position = getattr(bad, "position", 0)
        return QualcodeError(
            "there is a control character in the file.",
            where=Place(path, text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)),
            remedy="Delete it; it often comes along when text is pasted.",
        )
    mark = bad.problem_mark or bad.context_mark
    said = f"{bad.context or ''} {bad.problem or ''}"
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "unexpected end of stream" in said and bad.context_mark:
        mark = bad.context_mark
        what, remedy = (
            "a quotation mark is opened here and never closed.",
            "Close it, or quote with the other kind.",
        )
    elif "\t" in line[: len(line) - len(line.lstrip())]:
        what, remedy = "a tab stands where YAML wants spaces.", "Indent with spaces."
    elif "\u00a0" in line[: mark.column + 1]:
        what, remedy = (
            "a non-breaking space stands where YAML wants spaces.",
            "Replace it by an ordinary space.",
        )
    elif "cannot start any token" in said:
        what = f"unquoted text cannot start with {line[mark.column : mark.column + 1]!r}."
        remedy = "Put the text in quotes."
    else:
        what, remedy = next(
            (meaning[1:] for meaning in _MEANINGS if meaning[0] in said), _after_value(line, mark.column)
        )
    return QualcodeError(what, where=Place(path, mark.line + 1, mark.column + 1), remedy=remedy)


def _after_value(line: str, column: int) -> tuple[str, str]:
    if line[:column].rstrip().endswith(('"', "'")):
        return (
            "text goes on after a closing quotation mark.",
            "Put the whole text in quotes of the other kind, or write quotation marks in it twice ('').",
        )
    return "this line does not fit with the lines above it.", _INDENT
