"""What the words around a capitalized word say: that it is somebody who speaks, acts, is spoken to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.deidentify import appositions, english_cues
from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_lists import is_elsewhere, look_up
from qualcode.deidentify.verbs import is_finite
from qualcode.deidentify.words import Word
from qualcode.deidentify.worldly import base

if TYPE_CHECKING:
    from qualcode.deidentify.naming import Known
    from qualcode.deidentify.sightings import Sightings

# *EU-rätt*, *I've*, *Medlingsinstitutet*; names end otherwise, or are short.
_WORDY = re.compile(
    r"-[a-zåäö]|[’']|.{4}(?:en|et|ens|ets|arna|erna|orna|tion|ning|het|skap|torp|köp|bygg|holm|borg|by|ham|ham?n|bol|hov|sta|bo|bor)s?$|^.{1,2}$|[A-ZÅÄÖ].*[A-ZÅÄÖ]"
)
_WORDY_ENDING = re.compile(r"(?:arna|erna|orna|tion|ning|het|skap)s?$")
_ADDRESSED = of.set_of("""
    du ni vad hur kan vill har är tack jag snälla vi när var varför berätta kom lyssna din ditt dina tycker
""")


_NICKNAME = re.compile(r"[a-zåäö]{1,4}(?:bb|dd|ff|gg|kk|ck|ll|mm|nn|pp|rr|ss|tt|ng)(?:e|an|en|is)s?")
_BESIDE_NICKNAMES = of.set_of("med hos av åt utan säger säga kallas kallar kallade hette heter bokade ringde")


@dataclass(frozen=True, slots=True)
class Context:
    """A word and what surrounds it.

    Attributes:
        words: The turn's words.
        at: Index of the word.
        known: Names that are known in the study.
        language: The source's language.
        end: Code point after the turn's last.
    """

    words: Sequence[Word]
    at: int
    known: Known
    language: str
    end: int

    def is_person(self, *, given: bool, known: bool, determiner: bool) -> bool:
        """Whether a word that opens a sentence, and is both a name and an ordinary word, is the name here.

        Args:
            given: It is a given name.
            known: It is the name of somebody in the study.
            determiner: It is a word that opens sentences all the time (*Hans*, *Min*, *Inga*).
        """
        after = self._after()
        if self._names_itself():
            return True
        if self._is_alone() or self._is_addressed():
            return given or known
        if after is None:
            return False
        then = self.words[self.at + 2] if self.at + 2 < len(self.words) else None
        if after.gap == " " and after.lower == "som" and then is not None:
            return not determiner and (known or then.lower in of.ONLY_PEOPLE)
        if after.gap == " " and after.lower in of.ONLY_PEOPLE:
            return known or not determiner
        if after.gap == " " and self.language == "en" and after.lower in english_cues.ACTS:
            return known
        if after.gap == " " and after.lower in of.ALSO_PEOPLE:
            return known
        if after.gap == " " and not after.capital and is_finite(after.lower):
            return known and not determiner
        if not determiner and (
            self._is_listed_with_another() or (after.lower in ("också", "själv") and after.gap == " ")
        ):
            return True
        if known and not determiner and self._is_followed_as_people_are(after):
            return True
        return appositions.is_explained(self.words, self.at) or (
            known and after.gap.startswith((")", " (", ": "))
        )

    def _is_followed_as_people_are(self, after: Word) -> bool:
        """*Klaras …*, *Klara hon säger*, *Klara från Bankeryd*, *Klara, Liv och …*."""
        if after.gap in (" ", "\u00a0"):
            return self._ends_in_s() or after.lower in ("hon", "han", "hen", "från", "with", "will")
        if after.gap != ", " or not after.capital:
            return False
        other = look_up(after.text, self.language)
        return other.given or self.known.base(after.text) is not None

    def is_unknown_person(self, *, likely: bool) -> bool:
        """Whether a capitalized word that no list has is somebody's name.

        Args:
            likely: It ends as surnames do.
        """
        after = self._after()
        word = self.words[self.at]
        worldly = base(word.text, self.language) is not None
        if self._names_itself() or (
            appositions.is_explained(self.words, self.at) and (worldly or not word.opens)
        ):
            return True
        if appositions.follows_who_it_is(self.words, self.at, self.language):
            return True
        if self._is_said_with_a_pronoun():
            return True
        if not self.words[self.at].opens and appositions.has_pronoun_after(self.words, self.at):
            return True
        if after is not None and after.gap == ", " and after.capital:
            # *Abrehet, Luljeta, en Gull-Britt*
            other = look_up(after.text, self.language)
            if worldly and ((other.given and not other.word) or base(after.text, self.language)):
                return True
        whole = False
        if (
            after is not None
            and after.gap == " "
            and after.capital
            and look_up(after.text).likely | (not look_up(after.text).word)
        ):
            # *Nooshi Dadgostar växte upp*: what people do stands after the whole name.
            after = self.words[self.at + 2] if self.at + 2 < len(self.words) else None
            whole = True
        if after is not None and after.gap == " ":
            if after.lower in of.ONLY_PEOPLE and (likely or whole or after.lower not in of.FIRMS_TOO):
                return True
            if not whole and self._ends_in_s() and after.lower in of.KIN:
                return True
            genitive = self.words[self.at].text.endswith(("'s", "’s"))
            if self.language == "en" and genitive and after.lower in english_cues.KIN:
                return True
        return self._is_listed_with_another()

    def may_be_a_name(self) -> bool:
        """Whether an unknown capitalized word in the midst of a sentence reads as a name: nothing before it
        says *where* or *which*, nothing after it makes a place or a firm of it."""
        word, after = self.words[self.at], self._after()
        before = self.words[self.at - 1] if self.at else None
        if (
            word.opens
            or before is None
            or before.lower in of.WHERE
            or before.capital
            or _WORDY.search(word.text)
        ):
            return False
        if (
            before.lower in ("och", "eller", "samt")
            and self.at > 1
            and is_elsewhere(self.words[self.at - 2].text)
        ):
            return False
        return (
            after is None or after.gap != " " or (after.lower not in of.MAKES_A_PLACE and not after.capital)
        )

    def is_after_where(self) -> bool:
        """Whether what stands before the word says *where*."""
        word = self.words[self.at]
        leads = of.ENGLISH_LEADS_TO_PLACE if self.language == "en" else of.LEADS_TO_PLACE
        return self.at > 0 and not word.opens and self.words[self.at - 1].lower in leads

    def is_somebody_short(self) -> bool:
        """Whether *K-G* stands as a name does."""
        after = self._after()
        before = self.words[self.at - 1] if self.at else None
        acts = after is not None and after.gap == " " and is_finite(after.lower)
        beside = before is not None and before.lower in ("med", "hos", "åt", "av", "och", "till")
        return acts or beside or self._ends_in_s() or self._is_listed_with_another()

    def is_person_though_a_word(self, seen: Sightings, *, listed: bool) -> bool:
        """Whether a capital makes a name of a word within a sentence: *jag och Stickan på pizzerian*.

        Args:
            seen: How the study writes its words; one that it writes small elsewhere is no name.
            listed: A name stands before it in a list.
        """
        word, after = self.words[self.at], self._after()
        if word.opens and appositions.is_set_off(self.words, self.at):
            return True
        if word.opens or seen.is_written_small(word.lower) or _WORDY_ENDING.search(word.lower):
            return False
        if (
            self._is_said_with_a_pronoun()
            or self._is_listed_with_another()
            or appositions.is_explained(self.words, self.at)
        ):
            return True
        if appositions.has_pronoun_after(self.words, self.at) and word.lower not in of.CALLED_BY_PART:
            return True
        if listed and word.lower not in of.CALLED_BY_PART:
            return True
        if (
            _NICKNAME.fullmatch(word.lower)
            and word.lower not in of.CALLED_BY_PART
            and not is_elsewhere(word.text)
        ):
            # *Bengan dansade*, *alla säger Lillen*
            before = self.words[self.at - 1] if self.at else None
            acts = after is not None and after.gap == " " and is_finite(after.lower)
            if self.is_after_where():
                return False
            if (
                acts
                or word.lower.removesuffix("s").endswith(("e", "is"))
                or (before is not None and word.gap == " " and before.lower in _BESIDE_NICKNAMES)
            ):
                return True
        return after is not None and after.gap == " " and after.lower in of.ONLY_PEOPLE - of.FIRMS_TOO

    def _after(self) -> Word | None:
        return self.words[self.at + 1] if self.at + 1 < len(self.words) else None

    def _ends_in_s(self) -> bool:
        word = self.words[self.at]
        name = look_up(word.text, self.language).name
        known = self.known.base(word.text) or name
        return word.lower.endswith("s") and min(len(name), len(known)) < len(word.text)

    def _names_itself(self) -> bool:
        """*X heter jag*."""
        after = self._after()
        then = self.words[self.at + 2] if self.at + 2 < len(self.words) else None
        return (
            after is not None
            and then is not None
            and after.gap == " "
            and after.lower in of.NAMED
            and (then.lower in of.PRONOUNS or then.lower in of.PERSONS or then.lower in of.SHE_AND_HE)
        )

    def _is_alone(self) -> bool:
        """The whole sentence is this word."""
        after = self._after()
        opens = self.words[self.at].opens
        return opens and (after is None or (after.opens and any(mark in after.gap for mark in ".?!\n")))

    def _is_addressed(self) -> bool:
        after = self._after()
        return after is not None and after.gap == ", " and after.lower in _ADDRESSED

    def _is_listed_with_another(self) -> bool:
        """*X och Kajsa*, *X och jag*: listed with somebody."""
        after = self._after()
        if after is not None and after.capital and after.gap in (" + ", "+", " & "):
            other = look_up(after.text, self.language)
            return (other.given and not other.word) or self.known.base(after.text) is not None
        if (
            after is None
            or self.at + 2 >= len(self.words)
            or after.gap != " "
            or after.lower not in ("och", "samt", "and")
        ):
            return False
        other = self.words[self.at + 2]
        if other.lower in ("jag", "hon", "han", "hans", "hennes") and other.lower not in ("hans", "hennes"):
            return True
        entry = look_up(other.text, self.language)
        named = entry.given or self.known.base(other.text) is not None or base(other.text, self.language)
        return other.capital and bool(named)

    def _is_said_with_a_pronoun(self) -> bool:
        """*hon och X*, *jag är X Y*: beside somebody, or somebody who presents themselves."""
        if self.at < 2 or any(word.opens for word in self.words[self.at - 1 : self.at + 1]):
            return False
        earlier, before, word = self.words[self.at - 2 : self.at + 1]
        if (
            before.gap not in (" ", ", ")
            or word.gap != " "
            or earlier.lower not in ("jag", "du", "han", "hon", "hen")
        ):
            return False
        after = self._after()
        whole = after is not None and after.gap == " " and after.capital and not after.opens
        return before.lower in ("och", "samt") or (before.lower in ("är", "var") and whole)
