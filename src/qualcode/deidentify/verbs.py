"""Whether a Swedish word is a finite verb: what somebody does, right after their name."""

from __future__ import annotations

from functools import lru_cache

from qualcode.deidentify.naming_words import set_of

_ENDINGS = ("ar", "er", "yr", "ör", "år", "ir", "de", "te", "des", "tes", "ras", "vas")
_IRREGULAR = set_of("""
    är var har hade blev blir ska skulle fick får kan kunde kom tog gav ser såg sa vet visste går gick
    står stod ligger låg e satt skrev drog sprang sov åt drack bad bar föll höll lät lade la sade vann
    hann fann slog bjöd dog grät log ljög sjöng sken skar stal steg svek teg vek vill ville kände finns
    fanns bor mår tror
""")


_PREFIXES = (
    "an",
    "be",
    "för",
    "före",
    "upp",
    "av",
    "till",
    "åter",
    "ut",
    "in",
    "om",
    "på",
    "över",
    "under",
    "åta",
)


@lru_cache(maxsize=8192)
def is_finite(word: str) -> bool:
    """Whether a word in small letters can be a finite verb, as far as its ending and its lemma tell.

    Examples:
        >>> [is_finite(word) for word in ("hanterar", "valdes", "flickor", "bilar", "sprang")]
        [True, True, False, False, True]
    """
    if word in _IRREGULAR or any(
        word.startswith(prefix) and word[len(prefix) :] in _IRREGULAR for prefix in _PREFIXES
    ):
        return True
    if not word.endswith(_ENDINGS):
        return False
    from qualcode.lemmas import lexicon

    lemma = lexicon("sv").entry(word)
    return lemma is not None and lemma != word and lemma.endswith(("a", "å", "as"))
