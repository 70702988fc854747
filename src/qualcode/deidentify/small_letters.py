"""Names in sources without capitals, as speech recognition writes them: only what stands around tells."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_lists import Entry, look_up
from qualcode.deidentify.words import Word
from qualcode.deidentify.world_lists import is_place
from qualcode.deidentify.worldly import is_of_the_world

_COMPANY = of.set_of("med hos åt till av och som kallas")
_NEAR = of.set_of("med hos åt")
_GOES_ON = (
    of.set_of("och på i som då när hela igår idag sen men också så ju alltså om eller ibland") | of.PRONOUNS
)
_PRONOUN = of.set_of("hon han hen")


class SmallLetters:
    """A word without a capital in a source that has none.

    Args:
        words: The turn's words.
        at: Index of the word.
        language: The source's language.
    """

    def __init__(self, words: Sequence[Word], at: int, language: str) -> None:
        self._words, self._at, self._language = words, at, language
        self._word = words[at]

    def is_person(self, entry: Entry, *, unknown: bool, known: bool) -> bool:
        """Whether it is taken for somebody's name.

        Args:
            entry: What is known of it alone.
            unknown: No dictionary has it.
            known: Somebody is called so in this source.
        """
        word = self._word
        if word.lower in of.DETERMINERS or word.lower in of.NOT_NAMED or len(word.text) < 3:
            return False
        if unknown:
            named = len(word.text) > 3 and is_of_the_world(word.text, self._language)
            return (
                named
                and not is_place(word.text)
                and (self._is_near(_COMPANY) or self._acts() or self._has_pronoun() or self._is_listed())
            )
        if not entry.given or any(word.lower in words for words in (of.ALSO_PEOPLE, of.ONLY_PEOPLE, of.KIN)):
            return False
        if known and (self._acts() or self._is_near(_COMPANY)):
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
