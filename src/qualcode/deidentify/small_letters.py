"""Names in sources without capitals, as speech recognition writes them: only what stands around tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.deidentify import naming_words as of
from qualcode.deidentify.cues import Cue
from qualcode.deidentify.name_lists import hardly_a_word, is_elsewhere, is_word, look_up
from qualcode.deidentify.verbs import is_finite
from qualcode.deidentify.words import Word
from qualcode.deidentify.world_lists import is_place
from qualcode.deidentify.worldly import is_of_the_world

if TYPE_CHECKING:
    from qualcode.deidentify.naming import Known

# *zakke*, *stickan*: how short forms are made.
_NICKNAME = re.compile(r"[a-zåäö]{1,4}(?:bb|dd|ff|gg|kk|ck|ll|mm|nn|pp|rr|ss|tt)(?:e|an|is)s?")
_ALSO_SAID = of.set_of("axel finn jack oliver tora tova svea knut lotta ask ros leo noa allan alvar")
"""Of the names that hardly anybody says as words, those that somebody may."""
_COMPANY = of.set_of("med hos åt till av och som kallas")
_NEAR = of.set_of("med hos åt")
_GOES_ON = (
    of.set_of("och på i som då när hela igår idag sen men också så ju alltså om eller ibland") | of.PRONOUNS
)
_PRONOUN = of.set_of("hon han hen")


class SmallLetters:
    """A word without a capital.

    Args:
        words: The turn's words.
        at: Index of the word.
        language: The source's language.
        known: Names that are known already.
        small: The source has no capitals.
    """

    def __init__(
        self, words: Sequence[Word], at: int, language: str, known: Known, *, small: bool = True
    ) -> None:
        self._words, self._at, self._language, self._small = words, at, language, small
        self._word, self._known = words[at], known.base(words[at].text)
        self._entry = look_up(words[at].text, language)

    def rule(self, cue: Cue | None) -> str | None:
        """By which rule it is somebody's name; None if it is none.

        Args:
            cue: What the words before it announce.
        """
        word, entry = self._word, self._entry
        if is_elsewhere(word.text) and not entry.given:
            return None
        unknown = not entry.word and not is_word(entry.name, self._language) and len(word.text) > 2
        ordinary = word.lower in of.NOT_NAMED or word.lower in of.DETERMINERS
        worldly = is_of_the_world(word.text, self._language)
        if cue == "introduced" and not ordinary and (entry.given or (unknown and (self._small or worldly))):
            return "introduced"
        if self._small and (found := self._in_small_source(cue, unknown, ordinary)):
            return found
        if not unknown:
            return None
        if self._known and len(self._known) > 2 and not is_word(self._known, self._language):
            return "known"
        if entry.given and (self._small or len(entry.name) > 4):
            return "small_letters"
        return "small_letters" if entry.surname and self._small and len(entry.name) > 6 else None

    def _in_small_source(self, cue: Cue | None, unknown: bool, ordinary: bool) -> str | None:
        word, entry = self._word, self._entry
        of_people = entry.given and not ordinary and word.lower not in of.ALSO_PEOPLE
        owned = self._at > 1 and self._words[self._at - 2].lower in of.SHE_AND_HE
        if cue == "title" and ((of_people and (owned or not entry.word)) or (unknown and entry.surname)):
            return "title"
        if cue == "title" and unknown and is_of_the_world(word.text, self._language):
            return "title"
        if cue == "hello" and entry.given and word.lower not in of.DETERMINERS:
            return "hello"
        if self._surname_follows():
            return "full_name"
        return "small_letters" if self._is_person(unknown=unknown or hardly_a_word(word.lower)) else None

    def _surname_follows(self) -> bool:
        """*kim blomqvist*, *umm mahmoud*: before what is a surname, or a name, and nothing else."""
        follower = self._next(1)
        if follower is None or follower.gap != " " or self._word.lower in of.NOT_NAMED:
            return False
        other = look_up(follower.text, self._language)
        nothing_else = not other.word and not is_elsewhere(follower.text)
        if self._word.lower in of.BEFORE_NAME:
            return nothing_else and (other.known or is_of_the_world(follower.text, self._language))
        return self._entry.given and other.surname and nothing_else and len(follower.text) > 4

    def _is_person(self, *, unknown: bool) -> bool:
        word, entry = self._word, self._entry
        if word.lower in of.DETERMINERS or word.lower in of.NOT_NAMED or len(word.text) < 3:
            return False
        if unknown:
            worldly = is_of_the_world(word.text, self._language) and not is_place(word.text)
            named = worldly or entry.given or _NICKNAME.fullmatch(word.lower) is not None
            if entry.given and word.lower not in _ALSO_SAID:
                return True
            around = self._is_near(_COMPANY) or self._acts() or self._has_pronoun() or self._is_listed()
            sure = worldly and len(word.text) > 4 and not is_word(word.lower, "en")
            return named and len(word.text) > 3 and (around or sure)
        if not entry.given or any(word.lower in words for words in (of.ALSO_PEOPLE, of.ONLY_PEOPLE, of.KIN)):
            return False
        if self._known and (self._acts() or self._is_near(_COMPANY)):
            return True
        return (
            (self._is_near(_NEAR) and (self._has_pronoun() or self._goes_on()))
            or self._has_pronoun()
            or self._is_listed()
        )

    def _is_near(self, words: frozenset[str]) -> bool:
        before = self._words[self._at - 1] if self._at else None
        return before is not None and self._word.gap == " " and before.lower in words

    def _has_pronoun(self) -> bool:
        """*X, hon jobbar på Ica*."""
        after, then = self._next(1), self._next(2)
        return (
            after is not None
            and after.gap == ", "
            and after.lower in _PRONOUN
            and then is not None
            and then.gap == " "
            and not self._word.opens
        )

    def _goes_on(self) -> bool:
        after = self._next(1)
        return after is None or after.gap != " " or after.lower in _GOES_ON

    def _acts(self) -> bool:
        after = self._next(1)
        return (
            after is not None
            and after.gap == " "
            and (
                after.lower in of.ONLY_PEOPLE
                or after.lower in of.ALSO_PEOPLE
                or is_finite(after.lower)
                or (self._word.lower.endswith("s") and after.lower in of.KIN)
            )
        )

    def _is_listed(self) -> bool:
        """*X och kajsa*, *kajsa och X*: beside a name that is nothing else."""
        for near, other in ((-1, -2), (1, 2)):
            joint, name = self._next(near), self._next(other)
            if joint is None or name is None or joint.lower not in ("och", "eller", "samt"):
                continue
            entry = look_up(name.text, self._language)
            if (entry.given and not entry.word) or is_of_the_world(name.text, self._language):
                return True
        return False

    def _next(self, by: int) -> Word | None:
        place = self._at + by
        return self._words[place] if 0 <= place < len(self._words) else None
