"""What stands in place of what was replaced: ``[Person 2]``, ``[Adress 1]``."""

from __future__ import annotations

import re
from functools import lru_cache

from qualcode.deidentify.found import KINDS
from qualcode.messages import LANGUAGES, message


def written(kind: str, number: int, language: str) -> str:
    """A pseudonym.

    Examples:
        >>> written("person", 2, "sv"), written("address", 1, "en")
        ('[Person 2]', '[Address 1]')
    """
    return f"[{message(f'deidentify.kinds.{kind}', language)} {number}]"


def read(pseudonym: str) -> tuple[str, int] | None:
    """Kind and number of a pseudonym, in whichever language, with or without brackets.

    Examples:
        >>> read("[Adress 1]"), read("Phone 12"), read("[ohörbart 12]")
        (('address', 1), ('phone', 12), None)
    """
    found = re.fullmatch(r"\[?([^\W\d_]+(?:[- ][^\W\d_]+)*) (\d+)\]?", pseudonym.strip())
    kind = _kinds().get(found.group(1).casefold()) if found else None
    return (kind, int(found.group(2))) if found and kind else None


def pattern() -> re.Pattern[str]:
    """Every pseudonym in a text, whatever its language."""
    words = "|".join(sorted(map(re.escape, _kinds()), key=len, reverse=True))
    return re.compile(rf"\[(?:{words}) \d+\]", re.IGNORECASE)


@lru_cache
def _kinds() -> dict[str, str]:
    return {
        message(f"deidentify.kinds.{kind}", language).casefold(): kind
        for language in LANGUAGES
        for kind in KINDS
    }
