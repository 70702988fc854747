"""Where people's decisions stand in the texts as they are now.

    placed = anchors.place(decision.in_force(said), {"intervju-01.txt": text, …})

Each decision is ``exact``: the source's text is the one that was judged; or ``moved``: the text was edited or
the source renamed, and the same words were found, with how sure that is; or ``open``: a person has to say
where it belongs. Nothing is ever moved or dropped without being told; what has moved counts where it stands
now, what is open counts nowhere.

Words that stand in several places are told apart by what stands around them: other decisions on the same
text, whose place is beyond doubt, say how far the text has shifted there and between which places a decision
must lie (as the ordered anchors of a text comparison do).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from qualcode.decisions.decision import Decision, text_hash
from qualcode.decisions.words import Likeness, Words, is_long

How = Literal["exact", "moved", "open"]
REASONS = (
    "same", "renamed", "shifted", "respelled", "edited",
    "no_source", "several_sources", "no_words", "several_places", "too_short", "meaning",
)  # fmt: skip
"""Why a decision is placed as it is.

``exact``: ``same``. ``moved``: ``renamed`` (the same text under another name), ``shifted`` (the same words at
another place), ``respelled`` (the same words with other case, punctuation or space), ``edited`` (words that
are nearly the same, from :data:`~qualcode.decisions.words.SIMILAR` on). ``open``: ``no_source``,
``several_sources`` (texts alike), ``no_words`` (not found), ``several_places``, ``too_short`` (found once,
but words as common as these may be others'), ``meaning`` (found with a negation or a number changed).
"""
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a source as it is now.

    Attributes:
        source: Name of the source.
        start: First code point in its text.
        end: After the last one.
        text: The words between them.
        sure: From 0 to 1: how much the words are those that were judged; 1 to the letter.
    """

    source: str
    start: int
    end: int
    text: str
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision and where it stands now.

    Attributes:
        decision: As it was said.
        how: ``exact``, ``moved`` or ``open``.
        reason: Why; one of :data:`REASONS`.
        spot: Where; nothing for what is open.
        candidates: For what is open, places that a person may choose from, most likely first.
    """

    decision: Decision
    how: How
    reason: str
    spot: Spot | None = None
    candidates: tuple[Spot, ...] = ()


def place(decisions: Iterable[Decision], texts: Mapping[str, str]) -> list[Placed]:
    """Places decisions in the sources' present texts.

    Args:
        decisions: Those in force.
        texts: Every source's text, by name; of a de-identified study the de-identified ones.

    Returns:
        One for each decision, in their order.
    """
    decisions = list(decisions)
    corpus = _Corpus(texts)
    groups: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in decisions:
        groups[decision.source, decision.text_hash].append(decision)
    placed: dict[int, Placed] = {}
    for (source, judged), group in groups.items():
        for decision, found in zip(group, _place(source, judged, group, corpus), strict=True):
            placed[id(decision)] = found
    return [placed[id(decision)] for decision in decisions]


class _Corpus:
    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._words: dict[str, Words] = {}

    @cached_property
    def by_hash(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, text in self.texts.items():
            found[text_hash(text)].append(name)
        return found

    def words(self, name: str) -> Words:
        if name not in self._words:
            self._words[name] = Words(self.texts[name])
        return self._words[name]


def _place(source: str, judged: str, group: Sequence[Decision], corpus: _Corpus) -> list[Placed]:
    alike = corpus.by_hash.get(judged, [])
    if source in alike or len(alike) == 1:
        name = source if source in alike else alike[0]
        text = corpus.texts[name]
        whole = [text[each.start : each.end] == each.quote for each in group]
    else:
        name, whole = _home(source, group, corpus), [False] * len(group)
    if name is None:
        reason = "several_sources" if len(alike) > 1 else "no_source"
        return [Placed(each, "open", reason, candidates=_anywhere(each, corpus)) for each in group]
    finder = _Finder(name, corpus.words(name), group)
    found = []
    for decision, fits in zip(group, whole, strict=True):
        if fits:
            spot = Spot(name, decision.start, decision.end, decision.quote)
            same = name == source
            found.append(Placed(decision, *(("exact", "same") if same else ("moved", "renamed")), spot))
        else:
            found.append(finder.find(decision))
    return found


def _home(source: str, group: Sequence[Decision], corpus: _Corpus) -> str | None:
    """The source that decisions are about: the one of that name, unless another one has their words."""
    quotes = {each.quote for each in group if is_long(each.quote)}
    if source in corpus.texts and (not quotes or any(map(corpus.words(source).same, quotes))):
        return source
    votes = Counter(
        {name: sum(bool(corpus.words(name).same(quote)) for quote in quotes) for name in corpus.texts}
    )
    (best, most), (_, next_most) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    if most > next_most and 2 * most >= len(quotes):
        return best
    return source if source in corpus.texts else None


def _anywhere(decision: Decision, corpus: _Corpus) -> tuple[Spot, ...]:
    found = [
        _spot(name, text, likeness)
        for name, text in corpus.texts.items()
        if decision.quote in text
        for likeness in corpus.words(name).same(decision.quote)
    ]
    return tuple(found[:MOST_CANDIDATES])


class _Finder:
    """Finds decisions on one text in another that it became.

    Args:
        name: The source's present name.
        words: Its present text.
        group: Decisions on one and the same earlier text.
    """

    def __init__(self, name: str, words: Words, group: Sequence[Decision]) -> None:
        self._name, self._words = name, words
        self._known: dict[tuple[int, int, str], tuple[str, list[Likeness]]] = {}
        landmarks = set()
        for decision in group:
            if is_long(decision.quote) and len(same := words.same(decision.quote)) == 1:
                landmarks.add((decision.start, decision.end, same[0].start))
        self._landmarks = sorted(landmarks)

    def find(self, decision: Decision) -> Placed:
        """Where a decision of the group stands now."""
        key = decision.start, decision.end, decision.quote
        if key not in self._known:
            self._known[key] = self._found(decision)
        reason, likenesses = self._known[key]
        spots = tuple(_spot(self._name, self._words.text, each) for each in likenesses)
        if reason in ("shifted", "respelled", "edited"):
            return Placed(decision, "moved", reason, spots[0])
        return Placed(decision, "open", reason, candidates=spots[:MOST_CANDIDATES])

    def _found(self, decision: Decision) -> tuple[str, list[Likeness]]:
        words, quote = self._words, decision.quote
        for reason, look in (("shifted", words.same), ("respelled", words.nearly), ("edited", words.similar)):
            places = look(quote)
            if not places:
                continue
            if (there := self._told_apart(decision, places)) is not None:
                return (reason if there.kept else "meaning"), [there]
            return ("several_places" if len(places) > 1 else "too_short"), places
        return "no_words", []

    def _told_apart(self, decision: Decision, places: Sequence[Likeness]) -> Likeness | None:
        """The one of several places that is meant, or the only one if it can be no other's."""
        if len(places) == 1 and is_long(decision.quote):
            return places[0]
        expected = {decision.start + shift for shift in self._shifts(decision)}
        in_place = [each for each in places if each.start in expected]
        if len(in_place) == 1:
            return in_place[0]
        low, high = self._between(decision)
        if in_place or low is None or high is None:
            return None
        within = [each for each in places if low <= each.start and each.end <= high]
        return within[0] if len(within) == 1 else None

    def _shifts(self, decision: Decision) -> Collection[int]:
        """How far the text around a decision has shifted, by the landmarks next to it; not at all without."""
        before, after = self._beside(decision)
        return {place - start for start, _, place in (before, after) if place >= 0} or {0}

    def _between(self, decision: Decision) -> tuple[int | None, int | None]:
        (start, end, place), (_, _, after) = self._beside(decision)
        low = place + (end - start) if place >= 0 and end <= decision.start else None
        return low, after if after >= 0 else None

    def _beside(self, decision: Decision) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """The landmarks before (or around) and after a decision; a place of −1 where there is none."""
        none = (0, 0, -1)
        before = bisect_right(self._landmarks, decision.start, key=lambda each: each[0]) - 1
        after = bisect_left(self._landmarks, decision.end, key=lambda each: each[0])
        return (
            self._landmarks[before] if before >= 0 else none,
            self._landmarks[after] if after < len(self._landmarks) else none,
        )


def _spot(name: str, text: str, likeness: Likeness) -> Spot:
    return Spot(name, likeness.start, likeness.end, text[likeness.start : likeness.end], likeness.sure)
