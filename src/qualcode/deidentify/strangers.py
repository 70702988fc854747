"""Words with a capital that neither the lists nor the dictionary have: somebody's name, or something else's?

Most names of people who moved to Sweden are on no short list. What speaks for a name: it is a given name
somewhere in the world; it looks like a nickname; it stands where people stand (after *med*, *hos*, *av*,
before a verb of people, in a row with names). What speaks against one: it is a town somewhere, the study
writes it with a small letter too, what stands before it says *where* or *which*, it ends as words do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode.deidentify import english_cues
from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_context import Context
from qualcode.deidentify.name_lists import is_word
from qualcode.deidentify.sightings import Sightings
from qualcode.deidentify.verbs import is_finite
from qualcode.deidentify.words import Word
from qualcode.deidentify.world_lists import is_place, is_surname
from qualcode.deidentify.worldly import base

_NICKNAME = re.compile(r"[a-zåäö]{1,4}(?:bb|dd|ff|gg|kk|ck|ll|mm|nn|pp|rr|ss|tt)(?:e|an|is|y|a|o)$")
_WORDY = re.compile(
    r".{3}(?:en|et|ens|ets|arna|erna|orna|tion|ning|het|skap|torp|köp|bygg|holm|borg|by|hamn|bol|hov|sta|bor|graf|"
    r"gram|tube|book|online|service|center|shop|net|soft|tech|app|group|city)s?$|[A-ZÅÄÖ].*[A-ZÅÄÖ]"
)
_LONG = 8
_PLACES = ("hagen", "dalen", "bergen", "lunden", "kullen", "åsen", "näset", "skogen", "holmen", "viken")
_COMPANY = of.set_of(
    "med hos av åt utan och eller samt som än liksom kallas with by and or than called about"
)
_PRONOUN_AFTER = of.set_of("hon han hen she he")


class Stranger:
    """A word that no list has, where it stands.

    Args:
        context: The word and what surrounds it.
        seen: How the study writes its words.
    """

    def __init__(self, context: Context, seen: Sightings) -> None:
        self._context, self._seen = context, seen
        self._words: Sequence[Word] = context.words
        self._at = context.at
        self._word = context.words[context.at]
        self._name = base(self._word.text, context.language)

    def is_person(self, *, after_where: bool) -> bool:
        """Whether it is taken for somebody's name.

        Args:
            after_where: What stands before it says *where*.
        """
        word = self._word
        plain = word.text if self._name is None else self._name
        if self._seen.is_written_small(word.lower):
            return False
        if _WORDY.search(word.text) and not self._acts() and not self._only_ends_as_words_do():
            return False
        if self._name is None or after_where:
            nickname = _NICKNAME.fullmatch(plain.casefold()) is not None
            around = nickname and (self._acts() or self._is_in_company())
            return not after_where and (around or (plain.isalpha() and self._has_pronoun()))
        if is_place(plain):
            return self._acts() or self._is_in_company()
        if not word.opens:
            return True
        return self._acts() or self._is_alone() or (len(plain) > 3 and self._seen.has_own_capital(plain))

    def _only_ends_as_words_do(self) -> bool:
        """*Yuchen*: a given name that ends as *boken* does, though nothing is called what is left."""
        lower = self._word.lower
        return (
            self._name is not None
            and len(lower) < _LONG
            and lower.endswith(("en", "et"))
            and not lower.endswith(_PLACES)
            and not any(
                is_word(stem) for stem in (lower[:-1], lower[:-2], f"{lower[:-2]}a", f"{lower[:-2]}e")
            )
        )

    def is_thing(self) -> bool:
        """Whether it is nobody's name as far as lists and its form tell."""
        if self._seen.is_written_small(self._word.lower):
            return True
        return (
            self._name is None
            and not is_surname(self._word.lower)
            and not is_surname(self._word.lower.removesuffix("s"))
            and _NICKNAME.fullmatch(self._word.lower.removesuffix("s")) is None
        )

    def is_in_company(self) -> bool:
        """Whether it stands where people stand."""
        return self._acts() or self._is_in_company()

    def _acts(self) -> bool:
        after = self._after()
        if after is None:
            return False
        if self._has_pronoun():
            return True
        if after.gap != " ":
            return False
        if after.lower in of.ONLY_PEOPLE or after.lower in of.ALSO_PEOPLE or after.lower == "som":
            return True
        if self._context.language == "en":
            owned = self._word.text.endswith(("’s", "'s")) and after.lower in english_cues.KIN
            return owned or after.lower in english_cues.ACTS
        if not after.capital and is_finite(after.lower):
            return True
        # *X heter jag*, *X och hennes man*.
        return after.lower in ("också", "själv") or (self._word.lower.endswith("s") and after.lower in of.KIN)

    def _has_pronoun(self) -> bool:
        """*X, hon med bilen*."""
        after = self._after()
        return after is not None and after.gap in (", ", " – ") and after.lower in _PRONOUN_AFTER

    def _is_in_company(self) -> bool:
        if self._word.opens or self._at == 0:
            return False
        before = self._words[self._at - 1]
        return self._word.gap == " " and before.lower in _COMPANY

    def _is_alone(self) -> bool:
        return (self._at == 0 or self._word.opens) and (
            (after := self._after()) is None or (after.opens and any(mark in after.gap for mark in ".?!\n"))
        )

    def _after(self) -> Word | None:
        return self._words[self._at + 1] if self._at + 1 < len(self._words) else None
