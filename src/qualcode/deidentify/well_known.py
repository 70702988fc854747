"""People and figures whom everybody speaks of (*Pippi Långstrump*): they tell nothing of who speaks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib import resources


def stretches(text: str, participants: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Where they are named in whole, from the first code point to the one after the last.

    Args:
        text: The text.
        participants: Names of those who take part; nobody of them is well known.

    Examples:
        >>> list(stretches("Som Pippi Långstrump, sa Pippi."))
        [(4, 20)]
    """
    own = {name.casefold() for name in participants}
    for match in _pattern().finditer(text):
        if match.group().casefold() not in own:
            yield match.span()


@lru_cache
def _pattern() -> re.Pattern[str]:
    text = resources.files(__package__).joinpath("data", "well_known.txt").read_text("utf-8")
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{either})(?=['’]?s?(?!\w))")
