"""How far a name goes: from the word taken for one over the surnames after it, to a genitive's *s*."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.deidentify import naming_words as of
from qualcode.deidentify.cues import Cue
from qualcode.deidentify.name_lists import Entry, hardly_a_word, is_elsewhere, is_word, look_up
from qualcode.deidentify.verbs import is_finite
from qualcode.deidentify.words import Word
from qualcode.deidentify.world_lists import is_given_name, is_place, is_surname
from qualcode.deidentify.worldly import base, is_of_the_world

if TYPE_CHECKING:
    from qualcode.deidentify.naming import Known

_ARTICLES = of.set_of("al el bin ibn von af")
_WITH_ARTICLE = re.compile(r"(?:al|el|abu|ibn|ben)-[A-ZÅÄÖ]")


class NameRuns:
    """Words in a row that are one name.

    Args:
        known: Names that are known already.
        language: The source's language.
        is_never: Says of a word that it is no name in this study.
    """

    def __init__(self, known: Known, language: str, is_never: Callable[[str], bool]) -> None:
        self._known, self._language, self._is_never = known, language, is_never

    def in_small(self, words: list[Word], at: int, cue: Cue | None) -> int:
        """How many words from a place on, where a name without capitals begins, are that name."""
        count = 1
        first = look_up(words[at].text, self._language)
        alone = first.given and (not first.word or hardly_a_word(words[at].lower))
        while (
            at + count < len(words)
            and count < 4
            and words[at + count].gap == " "
            and not self.has_genitive(words[at + count - 1])
        ):
            follower = words[at + count]
            entry = look_up(follower.text, self._language)
            if follower.lower in _ARTICLES and at + count + 1 < len(words):
                # *ahmed al zubaidi*
                after = words[at + count + 1]
                if after.gap == " " and self._is_no_word(after):
                    count += 2
                    continue
            unknown = (
                not entry.word and not is_word(entry.name, self._language) and not is_elsewhere(follower.text)
            )
            named = unknown and (
                entry.known
                or self._known.base(follower.text)
                or (cue == "introduced" and len(follower.text) > 3)
            )
            named = named or (
                unknown and count == 1 and alone and is_of_the_world(follower.text, self._language)
            )
            named = named or (
                (cue == "introduced" or alone) and entry.surname and _ends_a_name(words, at + count)
            )
            if not named or follower.lower in of.ONLY_PEOPLE or follower.lower == words[at].lower:
                break
            count += 1
        return count

    def surname_follows(self, words: list[Word], at: int) -> bool:
        """Whether the next word is a capitalized surname beyond doubt."""
        if at + 1 >= len(words) or self.has_genitive(words[at]):
            return False
        follower = words[at + 1]
        if follower.lower in of.PARTICLES and at + 2 < len(words) and follower.gap == " ":
            follower = words[at + 2]
            if follower.capital and look_up(words[at].text).given and not is_elsewhere(follower.text):
                return True
        if (
            not follower.capital
            or follower.gap != " "
            or (is_elsewhere(words[at].text) and not look_up(words[at].text).given)
        ):
            return False
        if words[at].lower in of.BEFORE_NAME and not is_elsewhere(follower.text):
            return True
        entry = look_up(follower.text, self._language)
        known = self._known.base(follower.text)
        own = look_up(words[at].text, self._language)
        if own.given and (entry.surname or known or entry.likely):
            return True
        if own.given and not words[at + 1].opens and self._is_no_word(follower):
            return True
        first = words[at]
        if (
            not (first.opens or follower.opens)
            and first.lower not in of.CALLED_BY_PART | of.WHERE
            and first.text[1:].islower()
            and self._is_no_word(follower)
            and (entry.likely or (self._language == "en" and is_surname(follower.lower)))
        ):
            # *Kurre Holmdahl*, *Precious Okonkwo*
            return True
        return bool(
            (entry.surname and not entry.word)
            or (known and known.casefold() in self._known.surnames and not entry.word)
        )

    def _is_no_word(self, follower: Word) -> bool:
        """Whether a capitalized word is in no dictionary, and neither a place nor something else."""
        lower = follower.lower
        return not (
            is_word(lower, self._language)
            or is_word(lower.removesuffix("s"), self._language)
            or is_elsewhere(follower.text)
            or is_place(lower)
            or follower.text.isupper()
        )

    def of_a_family(self, words: list[Word], at: int) -> int:
        """How many words *von Ahn* and its like are; 0 if no name follows *von* or *af*."""
        if at + 1 >= len(words) or words[at].text.isupper():
            return 0
        name = words[at + 1]
        follows = name.capital and name.gap == " " and not name.text.isupper() and not is_elsewhere(name.text)
        return 2 if follows else 0

    def in_capitals(self, words: list[Word], at: int) -> int:
        """How many capitalized words in a row are one name."""
        count = 1
        while at + count < len(words) and count < 5 and not self.has_genitive(words[at + count - 1]):
            follower = words[at + count]
            if follower.gap not in (" ", "\u00a0") or follower.opens:
                break
            if follower.lower in of.PARTICLES and at + count + 1 < len(words):
                after = words[at + count + 1]
                if after.capital and after.gap == " " and not is_elsewhere(after.text):
                    count += 2
                    continue
            entry = look_up(follower.text, self._language)
            if _WITH_ARTICLE.match(follower.text):
                count += 1
                continue
            elsewhere = is_elsewhere(follower.text) and not (
                entry.known or self._is_surname_after(words[at], follower)
            )
            if not follower.capital or elsewhere or self._is_never(follower.text):
                break
            if follower.lower == words[at].lower:
                break
            if follower.text.isupper() and len(follower.text) > 1 and not words[at].text.isupper():
                break
            if (
                words[at].text.isupper() != follower.text.isupper()
                and not _is_double_initial(words[at].text)
                and len(follower.text) > 1
                and len(words[at].text) > 1
            ):
                break
            count += 1
        return count

    def _is_surname_after(self, first: Word, follower: Word) -> bool:
        """*Shahidul Islam*: a surname that is known as something else, after a mere first name."""
        own = look_up(first.text, self._language)
        named = (own.given and not first.opens) or is_of_the_world(first.text, self._language)
        return named and is_given_name(follower.lower) and not follower.text.isupper()

    def initials_before(self, words: list[Word], at: int, taken: int) -> int:
        """Where a name begins with its initials: *S. Palm*, *K-G Åberg*.

        Args:
            words: The turn's words.
            at: Where the name begins without them.
            taken: The last word of the name before.
        """
        while at - 1 > taken and words[at - 1].text.isupper():
            text, gap = words[at - 1].text, words[at].gap
            single = len(text) == 1 and gap in (". ", ".")
            if not single and not (_is_double_initial(text) and gap in (" ", ". ")):
                break
            at -= 1
        return at

    def has_genitive(self, word: Word) -> bool:
        """Whether a word has a genitive's ending."""
        return len(self.base(word)) < len(word.text)

    def base(self, word: Word) -> str:
        """A word without a genitive's ending."""
        if word.text in self._known:
            return word.text
        entry = look_up(word.text, self._language)
        if entry.known or entry.likely:
            return _as_in(entry, word)
        known = self._known.base(word.text)
        return known or base(word.text, self._language) or entry.name


def _ends_a_name(words: list[Word], at: int) -> bool:
    """Whether a surname that is an ordinary word too (*magnus holm och …*) closes what is introduced."""
    after = words[at + 1] if at + 1 < len(words) else None
    return len(words[at].text) > 3 and (
        after is None
        or after.gap != " "
        or after.lower in ("och", "men", "som")
        or after.lower in of.PRONOUNS
        or is_finite(after.lower)
    )


def _is_double_initial(word: str) -> bool:
    """*K-G*"""
    return len(word) == 3 and word[1] == "-" and word.isupper()


def _as_in(entry: Entry, word: Word) -> str:
    return word.text[: len(entry.name)]
