"""What a person asks for, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Literal

from qualcode.errors import Place, SettingsError

Kind = Literal["word", "phrase", "regex"]

_PIECE = re.compile(
    r"""\s*(?P<minus>-(?=\S))?
    (?: "(?P<phrase>[^"]*)(?P<closed>"?)
      | /(?P<regex>(?:\\.|[^/\\])+)/(?=\s|$)
      | (?P<word>[^\s"]+) )""",
    re.VERBOSE,
)
_EITHER = {"OR", "ELLER", "|"}
MARKS = '"”“„«»'
"""A quotation mark, and what keyboards and word processors make of it."""


class QueryError(SettingsError):
    """A query that cannot be read."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for.

    Attributes:
        text: The word, the words of the phrase, or the expression.
        kind: Which of them it is.
    """

    text: str
    kind: Kind = "word"


@dataclass(frozen=True, slots=True)
class Query:
    """What a turn must hold.

    Attributes:
        every: Of each of these groups, one term at least.
        without: None of these terms.
    """

    every: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is shown where it stands, each once."""
        return tuple(dict.fromkeys(term for group in self.every for term in group))


def parse(text: str) -> Query:
    """Reads a query; the package's docstring says how it is written.

    Raises:
        QueryError: nothing is asked for, a quotation mark is not closed, ``OR`` stands alone, or an
            expression does not compile.
    """
    text = text.translate(str.maketrans(dict.fromkeys(MARKS, '"')))
    every: list[list[Term]] = []
    without: list[Term] = []
    either: int | None = None
    place = 0
    while text[place:].strip():
        found = _PIECE.match(text, place)
        if found is None:
            raise _error(text, place, "this is neither a word, a phrase nor an expression.", "Take it out.")
        start, place = found.start() + len(found.group()) - len(found.group().lstrip()), found.end()
        if found["word"] in _EITHER and not found["minus"]:
            if not every or either is not None:
                raise _error(text, start, f"{found['word']} has nothing before it.", "Put a word before it.")
            either = start
            continue
        term = _term(text, start, found)
        if found["minus"]:
            if either is not None:
                raise _error(text, start, "what is to be missing cannot be one of two.", "Take OR out.")
            without.append(term)
        elif either is not None:
            every[-1].append(term)
            either = None
        else:
            every.append([term])
    if either is not None:
        raise _error(text, either, "OR has nothing after it.", "Put a word after it.")
    if not every:
        remedy = "Write a word, as in `trygghet`, or a phrase in quotation marks."
        raise _error(text, 0, "the search asks for nothing.", remedy)
    return Query(tuple(map(tuple, every)), tuple(without))


def _term(text: str, start: int, found: re.Match[str]) -> Term:
    if found["regex"] is not None:
        try:
            compiled = re.compile(found["regex"], re.IGNORECASE)
        except re.error as bad:
            at = found.start("regex") + (bad.pos or 0)
            raise _error(text, at, f"the expression does not compile: {bad.msg}.", "Correct it.") from bad
        if compiled.search("") is not None:
            raise _error(text, start, "the expression matches everywhere.", "Let it need one character.")
        if _runs_away(parser.parse(found["regex"])):
            what = "the expression repeats what repeats itself, which can take for ever."
            raise _error(text, start, what, "Let one of the two + or * go.")
        return Term(found["regex"], "regex")
    if found["phrase"] is not None:
        if not found["closed"]:
            raise _error(text, start, "the quotation mark is not closed.", 'Put a " after the last word.')
        words = found["phrase"].split()
        if not any(re.search(r"[^\W_]", word) for word in words):
            raise _error(text, start, "the phrase is empty.", "Write words between the quotation marks.")
        return Term(" ".join(words), "phrase" if len(words) > 1 else "word")
    # A comma or question mark that came with a word is no part of it; *E.U.* and *bl.a.* keep theirs.
    word = found["word"].strip("()[]«»”“,;:!?")
    word = word.removesuffix(".") if "." not in word[:-1] else word
    if not re.search(r"[^\W_]", word):
        raise _error(
            text, start, f"'{found['word']}' is no word.", "Take it out, or put it in an /expression/."
        )
    if "*" in word[:-1]:
        raise _error(text, start, f"in '{word}' a * can only stand last.", "Use an /expression/.")
    return Term(word)


def _runs_away(items: Any, inside: bool = False) -> bool:
    """Whether a repetition without limit stands in another: such an expression may need a time that doubles
    with every letter, and nothing can stop Python's while it does."""
    for item in items:
        if isinstance(item, (tuple, list)) and item and item[0] in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            _, most, repeated = item[1]
            endless = most == parser.MAXREPEAT
            if (endless and inside) or _runs_away(repeated, inside or endless):
                return True
        elif isinstance(item, (tuple, list, parser.SubPattern)) and _runs_away(item, inside):
            return True
    return False


def _error(text: str, place: int, what: str, remedy: str) -> QueryError:
    return QueryError(what, where=Place("search", 1, place + 1), remedy=remedy)
