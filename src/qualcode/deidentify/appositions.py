"""What stands beside a name and says whom it names: *Araxi, mamman,*, *Ingemund, 91,*, *Malva, hon var …*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qualcode.deidentify import english_cues
from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_lists import is_elsewhere, look_up
from qualcode.deidentify.words import Word

_AGE = re.compile(r", (?:\d{2}|\d{1,3} år)(?:, | år,? | )| \((?:\d{1,2}|1[01]\d)(?: år)?\),? ")
_THAT_IS = of.set_of("alltså nämligen dvs en typ")
_WHO_IT_IS = of.set_of("""
    mamman pappan mannen frun sonen dottern brodern brorsan systern syrran mormodern farmodern morfadern
    farfadern kusinen grannen sambon kollegan chefen läraren rektorn ägaren kompisen vaktmästaren kuratorn
    handläggaren ordföranden tolken tränaren prästen imamen föreståndaren kocken bagaren frisören städaren
    chauffören väktaren polisen läkaren sköterskan vikarien praktikanten hyresgästen
""")
_OWNERS = of.set_of("my his her our their")
_ADJECTIVES = of.set_of("little old dear")
_REPLIES = of.set_of(
    "yeah okay well sorry förlåt ursäkta okej alltså inte precis exakt absolut javisst tyvärr"
)
_FARTHEST = 6


def has_age(words: Sequence[Word], at: int, language: str) -> bool:
    """Whether somebody's age stands after a word with a capital: *X, 91, ringde*."""
    word, after = words[at], _after(words, at)
    if after is None or after.capital or not _AGE.fullmatch(after.gap):
        return False
    entry = look_up(word.text, language)
    return word.text[1:].islower() and not is_elsewhere(word.text) and (entry.given or not entry.word)


def has_pronoun_after(words: Sequence[Word], at: int) -> bool:
    """*Malva, hon var vikarie*, *Hjorth, och han sa*."""
    after = _after(words, at)
    if after is None or not after.gap.startswith((", ", " – ")):
        return False
    if after.lower in ("och", "men") and at + 2 < len(words):
        after = words[at + 2]
    return after.lower in ("hon", "han", "hen", "she", "he")


def is_explained(words: Sequence[Word], at: int) -> bool:
    """*X, min fru*, *X, mamman, bar ut*, *X, my daughter*."""
    after = _after(words, at)
    if after is None or not after.gap.startswith((", ", " (")):
        return False
    following = words[at + 2 : at + 4]
    if after.gap == ", " and not after.capital and after.lower in _WHO_IT_IS:
        return not following or following[0].gap[:1] in ",.)"
    if after.lower in _OWNERS:
        return bool(following) and following[0].lower in english_cues.KIN
    return after.lower in of.RELATED and any(
        word.lower in of.KIN or word.lower in of.TITLES for word in following
    )


def is_set_off(words: Sequence[Word], at: int) -> bool:
    """*Blessing, my daughter, goes to school*: explained between two commas, though it opens the sentence."""
    closes = at + 3 < len(words) and words[at + 3].gap[:1] in ",."
    return len(words[at].text) > 3 and closes and words[at].lower not in _REPLIES and is_explained(words, at)


def follows_who_it_is(words: Sequence[Word], at: int, language: str) -> bool:
    """*to the chair of the nämnd, Sjöstrand.*: between a comma and the next mark, after who it is."""
    word, after = words[at], _after(words, at)
    if at > 1 and word.gap == " " and words[at - 1].gap == ", " and words[at - 1].lower in _THAT_IS:
        # *Doktorn, alltså Ekblad, sa*, *Chefen, en Wrangel, sa*
        closes = after is not None and after.gap.startswith(",")
        return closes and follows_who_it_is(
            [*words[: at - 1], replace(word, gap=", "), after], at - 1, language
        )
    if word.opens or word.gap != ", " or (after is not None and after.gap[:1] not in ",.?!"):
        return False
    roles = english_cues.TITLES | english_cues.LEADERS if language == "en" else of.TITLES
    for earlier in reversed(words[max(0, at - _FARTHEST) : at]):
        if earlier.lower in roles and earlier.lower not in _ADJECTIVES:
            return True
        if earlier.opens or earlier.gap != " ":
            return False
    return False


def _after(words: Sequence[Word], at: int) -> Word | None:
    return words[at + 1] if at + 1 < len(words) else None
