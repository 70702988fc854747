"""Which possible labels are speakers: decided on evidence over the whole file.

A speaker's label comes back at the beginning of lines, takes turns with others, names a part in the
conversation (``I``, ``IP1``, ``Moderator``) or a person, and is no word that people use. What the study says
outranks all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from qualcode.readers import dictionary, words
from qualcode.readers.labels import Parsed, Shape

# Ways to set off a label that are mostly something else, and the share of the paragraphs that must have it.
_RARE: dict[Shape, float] = {"bracket": 0.4, "dash": 0.6, "paren": 0.6}
# More words that may be names than this are no speakers of a conversation.
_MOST_SPEAKERS = 100
# A file with more labels than this beside its speakers is a list of something.
_MOST_ONCE = 2000
_LOWER = re.compile(r"\b[a-zåäöéü]{2,}\b")
# Endings that Swedish words have and given names seldom do; they only send a label to the dictionary.
_WORD_ENDING = re.compile(r"(et|en|[aeo]rna|ar|or|er|ing|ingar|het|tion|skap|else|ligt|igt|dom|ning)$")


@dataclass(frozen=True, slots=True)
class Known:
    """What is certain before the file is looked at.

    Attributes:
        only: Keys of the only labels there are, if the study says so.
        labels: Keys of labels the study or the metadata name.
    """

    only: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()


@dataclass
class Evidence:
    """The file's possible labels and how they are spread over its lines.

    Args:
        lines: All lines as they may be read, in order.
        known: What is certain.
        head: Indexes of lines that belong to the file's head, where nobody speaks.
    """

    lines: list[Parsed]
    known: Known = field(default_factory=Known)
    head: frozenset[int] = frozenset()

    def speakers(self) -> Set[str]:
        """Keys of the labels that are speakers."""
        if self.known.only:
            return self.known.only
        strong = {key for key in self.places if self._is_strong(key)}
        if self._is_dialogue(strong):
            weak = self._recurring(but=strong)
            if len(weak) <= _MOST_SPEAKERS:
                strong |= {key for key in weak if self._takes_turns(key, strong)}
            strong |= self._titled(strong)
            timed = any(self.lines[place].shape == "timed" for key in strong for place in self.places[key])
            set_off = {"alone", "bold"} if timed else {"alone", "bold", "timed"}
            rest = self.places.keys() - strong
            if len(rest) > _MOST_ONCE:
                rest = {key for key in rest if words.part(self._label(key))}
            return strong | {key for key in rest if self._joins_in(key, set_off)}
        return frozenset(strong | self._alternating() | self._all_of_it())

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each possible label stands; lines of the head, headings and most bullets left out."""
        bullets = [parsed for parsed in self.lines if parsed.line.bullet]
        spoken = sum(parsed.label is not None and parsed.shape != "alone" for parsed in bullets)
        with_bullets = spoken >= 4 and spoken >= 0.6 * len(bullets)
        places: dict[str, list[int]] = {}
        for index, parsed in enumerate(self.lines):
            if not parsed.label or index in self.head:
                continue
            if parsed.line.heading and parsed.key not in self._headed:
                continue
            if parsed.line.bullet and not with_bullets and parsed.key not in self.known.labels:
                continue
            if self._may_count(parsed, index):
                places.setdefault(parsed.key, []).append(index)
        return places

    @cached_property
    def _headed(self) -> frozenset[str]:
        """Names that stand as headings all through the file, each above what somebody says."""
        headings = [parsed for parsed in self.lines if parsed.line.heading]
        often = Counter(parsed.key for parsed in headings if parsed.shape in ("alone", "timed", "colon"))
        names = {
            parsed.key for parsed in headings if often[parsed.key] > 1 and words.is_name(parsed.label or "")
        } | {parsed.key for parsed in headings if often[parsed.key] > 1 and words.part(parsed.label or "")}
        turns = sum(often[key] for key in names)
        return frozenset(names if len(names) > 1 and turns >= 0.6 * len(headings) else ())

    def is_word(self, key: str) -> bool:
        """Whether a possible label of :attr:`places` is, for all its being one, an ordinary word."""
        return self._is_word(key, self._label(key))

    def _may_count(self, parsed: Parsed, index: int) -> bool:
        named = parsed.key in self.known.labels or words.part(parsed.label)
        if parsed.shape in _RARE:
            throughout = self.throughout(parsed.shape) and words.is_name(parsed.label)
            return (bool(named) and parsed.shape != "paren") or (
                throughout and parsed.key not in words.EVENTS
            )
        if parsed.shape == "alone":
            follows = self.lines[index + 1] if index + 1 < len(self.lines) else None
            return bool(
                follows
                and not follows.line.heading
                and not follows.line.bullet
                and (named or words.is_name(parsed.label))
                and (named or follows.shape != "alone" or not words.is_name(follows.label or ""))
            )
        return True

    def throughout(self, shape: Shape) -> bool:
        """Labels are written ``[Anna]`` (or ``Anna – ``): such names open many of the file's paragraphs."""
        return shape in self._opening_shapes

    @cached_property
    def _opening_shapes(self) -> frozenset[Shape]:
        return frozenset(shape for shape, share in _RARE.items() if self._opens_with(shape, share))

    def _opens_with(self, shape: Shape, share: float) -> bool:
        opening = [
            one for one in self.lines if one.line.opens and not one.line.heading and not one.stamp_only
        ]
        keys = [
            one.key
            for one in opening
            if one.shape == shape and one.key not in words.EVENTS and words.is_name(one.label or "")
        ]
        return len(keys) >= max(2, share * len(opening)) and len(set(keys)) > 1

    @cached_property
    def _alone_throughout(self) -> bool:
        """Names stand alone on lines all through the file, one above every second paragraph."""
        alone = [key for key, places in self.places.items() if len(places) >= 2 and self._stands_alone(key)]
        return len(alone) >= 2 and len(self._order(alone)) >= 0.4 * len(self.lines)

    def _stands_alone(self, key: str) -> bool:
        return all(self.lines[place].shape == "alone" for place in self.places[key])

    def _is_strong(self, key: str) -> bool:
        """Sure from its form and from coming back."""
        places = self.places[key]
        if key in self.known.labels:
            return True
        if key in words.NOT_SPEAKERS or len(places) < 2:
            return False
        label, shapes = self.lines[places[0]].label, {self.lines[place].shape for place in places}
        if shapes == {"alone"}:
            is_part = words.part(label) or words.is_initials(label)
            if (
                self._alone_throughout
                and self._alternates(key)
                and not all(map(dictionary.is_word, key.split()))
            ):
                return True
            recurs = len(places) >= 3 and self._alternates(key)
            return recurs and bool(is_part or not self._is_word(key, label))
        if words.part(label) or (words.is_initials(label) and not self._is_written(key)):
            return True
        if "timed" in shapes:
            return words.is_name(label)
        if words.is_name(label):
            return not self._is_word(key, label)
        return len(places) >= 3 and len(key.split()) == 1 and not self._is_word(key, label)

    def _is_dialogue(self, strong: Iterable[str]) -> bool:
        return sum(len(self.places[key]) for key in strong) >= 2

    def _recurring(self, but: Iterable[str] = ()) -> set[str]:
        often = {key for key, places in self.places.items() if len(places) >= 3}
        return {
            key
            for key in often - words.NOT_SPEAKERS - set(but)
            if not dictionary.is_inflected(self._label(key))
        }

    def _takes_turns(self, key: str, others: set[str]) -> bool:
        """Beside sure speakers, a name that is also a word (*Björn*, *Sten*) speaks between them."""
        order = [self.lines[place].key for place in self._order({key} | others)]
        return _alternations(order).get(key, 0.0) >= 0.6

    def _titled(self, strong: set[str]) -> set[str]:
        """Inflected words (*Läraren*, *Handlaren*) that answer all through: the file is theirs and the sure
        speakers', turn by turn."""
        found = set()
        for key, places in self.places.items():
            if key in strong or key in words.NOT_SPEAKERS or len(places) < 4 or len(key.split()) != 1:
                continue
            order = self._order({key} | strong)
            shares = _alternations([self.lines[place].key for place in order])
            if shares.get(key, 0.0) >= 0.9 and len(order) >= 0.8 * self._paragraphs:
                found.add(key)
        return found

    def _joins_in(self, key: str, not_enough: Set[Shape]) -> bool:
        """In a dialogue, somebody who speaks once: a part, initials, or a name that is no word."""
        label, shapes = self._label(key), {self.lines[place].shape for place in self.places[key]}
        if key in words.NOT_SPEAKERS or shapes <= not_enough:
            return False
        if words.part(label):
            return True
        if words.is_initials(label):
            return not self._is_written(key)
        return words.is_name(label) and not self._is_word(key, label)

    def _alternating(self) -> set[str]:
        """Names that are all words too, but take turns through most of the file."""
        weak = self._recurring()
        places = self._order(weak)
        order = [self.lines[place].key for place in places]
        asks = any(_asks(self.lines[place].text) for place in places)
        if len(weak) < 2 or not asks or len(places) < 0.7 * self._paragraphs:
            return set()
        shares = _alternations(order)
        return weak if all(shares.get(key, 0.0) >= 0.8 for key in weak) else set()

    def _all_of_it(self) -> set[str]:
        """A file too short for anything to come back, where every paragraph has its label."""
        keys = self.places.keys() - words.NOT_SPEAKERS
        if len(self._order(keys)) < self._paragraphs or any(parsed.line.bullet for parsed in self.lines):
            return set()
        labels = [self._label(key) for key in keys]
        sure = all(
            words.part(label)
            or words.is_initials(label)
            or (words.is_name(label) and not self._is_word(key, label))
            for key, label in zip(keys, labels, strict=True)
        )
        return set(keys) if sure else set()

    def _is_word(self, key: str, label: str) -> bool:
        """Whether the label is an ordinary word: written small in the same file, or one in the dictionary."""
        if not label.endswith(")") and words.is_titled(label):
            # A surname may be a word (*Holm*, *Lind*); with a title or an initial, it is a name.
            return False
        split = [word for word in key.split() if word.isalpha()]
        if len(split) == 1 and self._is_written(key):
            return True
        looks_like_one = len(self.places[key]) < 3 or any(_WORD_ENDING.search(word) for word in split)
        if not looks_like_one and self._structure_is_plain and self._alternates(key, 0.2):
            return False
        return bool(split) and all(dictionary.has_word(word) for word in split)

    def _is_written(self, key: str) -> bool:
        return key in self._small

    @cached_property
    def _small(self) -> frozenset[str]:
        said = (parsed.text if parsed.label else parsed.plain for parsed in self.lines)
        return frozenset(word for text in said for word in _LOWER.findall(text))

    @cached_property
    def _structure_is_plain(self) -> bool:
        """At least two labels come back, cover half of the paragraphs, and somebody asks."""
        keys = [
            key for key, places in self.places.items() if len(places) >= 3 and key not in words.NOT_SPEAKERS
        ]
        places = self._order(keys)
        return (
            len(keys) >= 2
            and len(places) >= 0.5 * self._paragraphs
            and any(_asks(self.lines[place].text) for place in places)
        )

    def _alternates(self, key: str, share: float = 0.6) -> bool:
        return self._shares.get(key, 0.0) >= share

    @cached_property
    def _shares(self) -> dict[str, float]:
        """How much each label that comes back alternates with the others that do."""
        keys = [other for other, places in self.places.items() if len(places) >= 2]
        return _alternations([self.lines[place].key for place in self._order(keys)])

    def _order(self, keys: Iterable[str]) -> list[int]:
        return sorted(place for key in keys for place in self.places[key])

    def _label(self, key: str) -> str:
        return self.lines[self.places[key][0]].label or ""

    @cached_property
    def _paragraphs(self) -> int:
        return sum(
            parsed.line.opens and not parsed.line.heading and not parsed.stamp_only and index not in self.head
            for index, parsed in enumerate(self.lines)
        )


def _alternations(order: list[str]) -> dict[str, float]:
    """For each label, the share of its appearances that are followed by another label."""
    all_of, other = Counter(order[:-1]), Counter(one for one, after in pairwise(order) if one != after)
    return {key: other[key] / count for key, count in all_of.items()}


def _asks(text: str) -> bool:
    return "?" in text
