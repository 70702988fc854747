"""Words that are in no dictionary and a given name somewhere in the world."""

from __future__ import annotations

import re
from functools import lru_cache

from qualcode.deidentify.name_lists import is_elsewhere, is_word
from qualcode.deidentify.world_lists import is_given_name


def is_of_the_world(word: str, language: str) -> bool:
    """Whether a word that is in no dictionary is a given name somewhere; a genitive's *s* may be there."""
    return base(word, language) is not None


@lru_cache(maxsize=65536)
def base(word: str, language: str) -> str | None:
    """The given name of the world that a word is, without a genitive's *s*; None if it is none."""
    if is_elsewhere(word):
        return None
    plain = re.sub(r"[’'´:]s$|[’'´]$", "", word)
    if is_word(plain.casefold(), language):
        return None
    shorter = plain[:-1] if plain[-1:] in "sS" and len(plain) > 3 else ""
    for name in (shorter, plain):
        parts = [part for part in name.split("-") if part]
        if len(parts) > 1 and all(is_word(part.casefold(), language) for part in parts):
            continue
        if parts and all(is_given_name(part) for part in parts) and not is_word(name.casefold(), language):
            # *Ninos* is a name of its own, and the genitive of *Nino*: the longer one leaves nothing behind.
            return plain if name == shorter and is_given_name(plain) else name
    return None
