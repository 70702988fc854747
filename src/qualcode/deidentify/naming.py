"""Names of people in a source's text: by what introduces them, by lists, by what only people do.

A word is judged where it stands. What is known of the whole study (participants, names met elsewhere) counts
with it, so that a text is read twice: first to learn names, then to find them all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from qualcode.deidentify import appositions, called_after, cues
from qualcode.deidentify import naming_words as of
from qualcode.deidentify.name_context import Context
from qualcode.deidentify.name_lists import is_definite_compound, is_elsewhere, is_word, look_up
from qualcode.deidentify.name_runs import NameRuns
from qualcode.deidentify.sightings import Sightings
from qualcode.deidentify.small_letters import SmallLetters
from qualcode.deidentify.strangers import Stranger
from qualcode.deidentify.words import Word, words_of
from qualcode.deidentify.world_lists import is_given_name
from qualcode.readers import words as label_words

# *Anmält förhinder: Sten, My*
_SIGNS_WITHIN = 4
# *BankID*, *eKlara*; but *McDonald*, *DeLuca* and *Al-Amin*.
_INNER_CAPITAL = re.compile(
    r"(?<!Mc)(?<!Mac)(?<!De)(?<!-)(?<!’)(?<!')(?<=[^\W\d_])[A-ZÅÄÖ](?=.*[a-z]|[A-Z]*$)(?<=[a-zåäö].)"
)


# *Speaker 1*, *Respondent B*: what somebody does in the conversation is nobody's name.
_PARTS = frozenset(one for one in label_words.PARTS if len(one) > 3) | of.set_of("frågor intervjuer")
_DOUBLE_INITIAL = re.compile(r"[A-ZÅÄÖ]-[A-ZÅÄÖ]s?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands.

    Attributes:
        start: First code point.
        end: Code point after the last; a genitive's *s* is not part of it.
        name: As it is written.
        rule: What found it, a key under ``deidentify.rules``.
        sure: Whether it is taken for a name; otherwise it only looks like one.
    """

    start: int
    end: int
    name: str
    rule: str
    sure: bool = True


@dataclass(slots=True)
class Known:
    """Names that are known already, in small letters.

    Attributes:
        given: First names and names that stand alone.
        surnames: What follows them.
    """

    given: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        """Learns a whole name."""
        first, *rest = (part.casefold() for part in name.split())
        entry = look_up(first)
        (self.surnames if not rest and entry.surname and not entry.given else self.given).add(first)
        self.surnames.update(part for part in rest if part not in of.PARTICLES)

    def joined(self, other: Known) -> Known:
        """These names and those."""
        return Known(self.given | other.given, self.surnames | other.surnames)

    def __contains__(self, name: str) -> bool:
        key = name.casefold()
        return key in self.given or key in self.surnames

    def base(self, word: str) -> str | None:
        """The known name that a word is, with or without a genitive's *s*."""
        if word in self:
            return word
        plain = re.sub(r"[’']?s$", "", word)
        return plain if plain != word and len(plain) > 1 and plain in self else None


class NameReader:
    """Reads the turns of one source.

    Args:
        known: Names that are known already.
        small: Sentences of the source open with small letters.
        language: The source's language.
        is_never: Says of a word that it is no name in this study.
        seen: How the study writes its words.
    """

    def __init__(
        self,
        known: Known,
        *,
        small: bool,
        language: str,
        is_never: Callable[[str], bool],
        seen: Sightings | None = None,
    ) -> None:
        self._known, self._small, self._language, self._is_never = known, small, language, is_never
        self._seen = seen or Sightings()
        self._speech = False
        self._runs = NameRuns(known, language, is_never)

    def read(self, text: str, start: int = 0, *, speech: bool = False) -> Iterator[Mention]:
        """The names in a turn, in order, with those that only look like names.

        Args:
            text: The turn's text.
            start: Where it stands in the source's text.
            speech: Somebody says it. Who speaks of a place says where it is; an unknown word with a capital
                in the midst of what is said is mostly somebody.
        """
        self._speech = speech
        words = words_of(text, start)
        signed = any(
            word.lower in of.SIGNED and after.gap.startswith((":", " ("))
            for word, after in itertools.pairwise(words[:_SIGNS_WITHIN])
        )
        at, taken = 0, -1
        rule = ""
        while at < len(words):
            listed = taken == at - (2 if words[at].gap == " " and cues.follows_in_list(words, at) else 1)
            listed = listed and taken >= 0 and cues.follows_in_list(words, at)
            found = self._at(words, at, listed=rule if listed else "", signed=signed, end=start + len(text))
            if found is None:
                at += 1
                continue
            count, rule_found, sure = found
            first = self._runs.initials_before(words, at, taken) if sure else at
            at, count = first, count + at - first
            last = words[at + count - 1]
            name_end = last.start + len(self._runs.base(last))
            name = " ".join(word.text for word in words[at : at + count - 1])
            name = f"{name} {self._runs.base(last)}".strip()
            yield Mention(words[at].start, name_end, name, rule_found, sure)
            if sure:
                taken, rule = at + count - 1, rule_found
            at += count

    def _at(
        self, words: list[Word], at: int, *, listed: str, signed: bool, end: int
    ) -> tuple[int, str, bool] | None:
        """How many words from here are a name, by which rule, and whether that is sure."""
        word = words[at]
        if self._is_never(word.text) or (len(word.text) < 2) or word.gap[-1:].isdecimal():
            return None
        if word.lower in _PARTS and not look_up(word.text, self._language).known:
            return None
        if word.lower in of.OF_A_FAMILY and (count := self._runs.of_a_family(words, at)):
            return count, "surname", True
        if not word.capital:
            entry = look_up(word.text, self._language)
            if entry.word and not entry.given and word.lower not in of.BEFORE_NAME:
                return None
        cue = cues.before(words, at, self._language)
        if (
            signed
            and not cue
            and at > 0
            and (cues.follows_in_list(words, at) or ":" in word.gap or ")" in word.gap)
        ):
            cue = "signed"
        if listed in ("introduced", "signed") and not cue:
            cue = listed  # type: ignore[assignment]
        if not word.capital:
            rule = SmallLetters(words, at, self._language, self._known, small=self._small).rule(cue)
            return (self._runs.in_small(words, at, cue), rule, True) if rule else None
        rule, sure = self._in_capitals(words, at, cue, bool(listed), end)
        if rule is None:
            return None
        count = self._runs.in_capitals(words, at) if sure else 1
        if count > 1 and called_after.is_so(words, at + count - 1, self._known, self._language):
            return None
        return count, rule, sure

    def _in_capitals(
        self, words: list[Word], at: int, cue: cues.Cue | None, listed: bool, end: int
    ) -> tuple[str | None, bool]:
        word = words[at]
        entry = look_up(word.text, self._language)
        known = self._known.base(word.text)
        elsewhere = is_elsewhere(word.text)
        surname = known is not None and known.casefold() in self._known.surnames
        if (
            elsewhere
            and not entry.given
            and not (cue == "introduced" and not word.opens and is_given_name(word.text))
            and not (known and not word.opens and (surname or cue in cues.STRONG))
        ):
            return None, False
        short = _DOUBLE_INITIAL.fullmatch(word.text) is not None
        if (
            word.text.isupper()
            and len(word.text) > 1
            and not short
            and not ((entry.known and not entry.word and not elsewhere) or known)
        ):
            return None, False
        if _INNER_CAPITAL.search(word.text) and not short and not entry.known and not known:
            return None, False
        context = Context(words, at, self._known, self._language, end)
        if called_after.is_so(words, at, self._known, self._language):
            return None, False
        is_a_word = entry.word or elsewhere or is_word(word.text, self._language)
        if (
            cue in cues.STRONG
            and (not elsewhere or (cue == "introduced" and not entry.known))
            and not (word.opens and is_a_word and cue != "signed")
        ):
            return cue, True
        if appositions.has_age(words, at, self._language):
            return "context", True
        if (
            self._runs.surname_follows(words, at)
            and (not is_a_word or entry.given or word.lower in of.BEFORE_NAME or self._has_own_capital(word))
            and not (word.lower in of.DETERMINERS and word.opens and not entry.given)
        ):
            return "full_name", True
        if entry.given and not is_a_word:
            return "name_list", True
        if entry.given or (known and is_a_word):
            # *11/9 (Reijo) Inga besök*
            opens = word.opens or (word.gap.startswith(")") and word.lower in of.DETERMINERS)
            if not opens and not (elsewhere and not known):
                return ("name_list" if entry.given else "known"), True
            if cue == "hello" and entry.given and not word.opens:
                return cue, True
            if context.is_person(
                given=entry.given and (known is not None or not elsewhere),
                known=known is not None,
                determiner=word.lower in of.DETERMINERS,
            ) or (listed and not word.opens):
                return "context", True
            if known and not entry.given and not elsewhere and self._seen.has_own_capital(known):
                return "known", True
            unsure = word.lower not in of.DETERMINERS and not elsewhere and (known is not None)
            return ("looks", False) if unsure else (None, False)
        if known:
            return "known", True
        if is_definite_compound(word.text):
            return None, False
        if _DOUBLE_INITIAL.fullmatch(word.text):
            return ("context", True) if context.is_somebody_short() else (None, False)
        if entry.surname and not elsewhere and self._runs.initials_before(words, at, -1) < at:
            return "surname", True
        place = context.is_after_where()
        if entry.surname and not is_a_word and not place:
            return "surname", True
        if is_a_word and not elsewhere and context.is_person_though_a_word(self._seen, listed=listed):
            return "context", True
        if entry.surname and is_a_word:
            return ("context", True) if cue == "hello" and not word.opens else (None, False)
        if is_a_word:
            return None, False
        if not place and cue == "hello":
            return "hello", True
        stranger = Stranger(context, self._seen)
        if stranger.is_person(after_where=place):
            return "world_names", True
        if not place and (listed or context.is_unknown_person(likely=entry.likely)):
            return "context", True
        if self._speech and not place and context.may_be_a_name() and not stranger.is_thing():
            return "guess", True
        return ("looks", False) if not word.opens or entry.likely or entry.surname else (None, False)

    def _has_own_capital(self, word: Word) -> bool:
        """Whether a word has a capital that neither its place nor what it means explains."""
        return (
            not word.opens
            and word.lower not in of.CALLED_BY_PART
            and not is_elsewhere(word.text)
            and not self._seen.is_written_small(word.lower)
        )
