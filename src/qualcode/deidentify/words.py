"""A text's words with what their place says: where a sentence opens, what stands between two words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.transcript import Transcript

_WORD = re.compile(r"[^\W\d_]+(?:[’'´-][^\W\d_]+)*")
# Of words with a capital, a text that has any has more than one in a hundred.
_ENOUGH, _FEW = 30, 0.01
_OPENS = re.compile(r"[.!?…:;|\n•*>“”\"«»(\[][\s\"“”»«’'(\[–—•*-]*$|(?:^|\s)[–—-]\s+$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word.

    Attributes:
        text: As it is written.
        lower: In small letters.
        start: First code point in the whole text.
        end: Code point after the last.
        gap: What stands between the word before and this one; a line break at a turn's beginning.
        opens: It opens a sentence, a line, a quotation.
        capital: Its first letter is a capital.
    """

    text: str
    lower: str
    start: int
    end: int
    gap: str
    opens: bool
    capital: bool


def words_of(text: str, start: int = 0) -> list[Word]:
    """The words of a turn.

    Args:
        text: The turn's text.
        start: Where it stands in the source's text.
    """
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()] if found else "\n"
        opens = not found or _OPENS.search(gap) is not None
        word = match.group()
        found.append(
            Word(
                word,
                word.casefold(),
                start + match.start(),
                start + match.end(),
                gap,
                opens,
                word[0].isupper(),
            )
        )
        end = match.end()
    return found


def is_small(transcript: Transcript) -> bool:
    """Whether sentences open with small letters, as speech recognition writes them: capitals say nothing."""
    words = _WORD.findall(transcript.text)
    if len(words) >= _ENOUGH and sum(word[0].isupper() for word in words) < _FEW * len(words):
        return True
    openers = [
        transcript.text[turn.start] for turn in transcript.turns if turn.kind in ("speech", "paragraph")
    ]
    letters = [letter for letter in openers if letter.isalpha()]
    return len(letters) > 1 and sum(letter.isupper() for letter in letters) < 0.25 * len(letters)
