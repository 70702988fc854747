"""Which segments of one run are which of another, though sources were edited, renamed or cut otherwise.

Sources belong together by name, else by the file's hash, else by most of their segments. Within a source,
equal segments are paired in order; where text was edited in between, segments belong together that share most
of the shorter one's words in the same order. So what is compared is a *place*: mostly one segment in each
run, several where the cutting changed, none on one side where something was added or removed.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.differences.record import Said, SourceRecord

SHARED = 0.5
"""Share of the shorter segment's words that two segments must have in common to be the same, edited; and
share of segments for two sources of different names to be one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A place: indices of its segments in the run before and in the one after; one side may be empty."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    same: bool
    """Whether it is one segment in each, with the same words."""


@dataclass(frozen=True)
class SourcePair:
    """A source in both runs; nothing where it was not there."""

    before: SourceRecord | None
    after: SourceRecord | None

    @property
    def name(self) -> str:
        """What it is called now, or was."""
        known = self.after or self.before
        assert known is not None
        return known.name

    @property
    def renamed(self) -> bool:
        """Whether it was called otherwise."""
        return bool(self.before and self.after and self.before.name != self.after.name)

    @property
    def edited(self) -> bool:
        """Whether the file is not the same, byte by byte."""
        return bool(self.before and self.after and self.before.sha256 != self.after.sha256)

    def stretches(self) -> list[Stretch]:
        """All its places, about in the order of the text as it is now."""
        before = self.before.segments if self.before else []
        after = self.after.segments if self.after else []
        return aligned(before, after)


def pairs(before: dict[str, SourceRecord], after: dict[str, SourceRecord]) -> list[SourcePair]:
    """Sources of two runs: in the order of the later one, then those that are gone."""
    gone = {name: source for name, source in before.items() if name not in after}
    earlier: dict[str, SourceRecord] = {name: before[name] for name in after if name in before}
    new = [name for name in after if name not in before]
    for alike in (_same_file, _same_words):
        for name in new:
            if name in earlier:
                continue
            found = next((old for old, source in gone.items() if alike(source, after[name])), None)
            if found is not None:
                earlier[name] = gone.pop(found)
    return [
        *(SourcePair(earlier.get(name), source) for name, source in after.items()),
        *(SourcePair(source, None) for source in gone.values()),
    ]


def _same_file(one: SourceRecord, other: SourceRecord) -> bool:
    return bool(one.sha256) and one.sha256 == other.sha256


def _same_words(one: SourceRecord, other: SourceRecord) -> bool:
    texts = [Counter(each.text for each in source.segments) for source in (one, other)]
    fewer = min(sum(each.values()) for each in texts)
    return fewer > 0 and (texts[0] & texts[1]).total() >= SHARED * max(sum(each.values()) for each in texts)


def aligned(before: Sequence[Said], after: Sequence[Said]) -> list[Stretch]:
    """The places of one source's segments in two runs; see the module."""
    old, new = [each.text for each in before], [each.text for each in after]
    if old == new:
        return [Stretch((number,), (number,), True) for number in range(len(new))]
    found: list[Stretch] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found += [Stretch((x,), (y,), True) for x, y in zip(range(a, b), range(c, d), strict=True)]
        elif kind == "replace":
            found += _edited(old, new, range(a, b), range(c, d))
        else:
            found += [Stretch((x,), (), False) for x in range(a, b)]
            found += [Stretch((), (y,), False) for y in range(c, d)]
    return found


def _edited(old: list[str], new: list[str], before: range, after: range) -> Iterator[Stretch]:
    words = [[(n, word) for n in numbers for word in _words(texts[n])]
             for texts, numbers in ((old, before), (new, after))]  # fmt: skip
    shared: Counter[tuple[int, int]] = Counter()
    flat = [[word for _, word in side] for side in words]
    for at, to, size in _common(*flat):
        for step in range(size):
            shared[words[0][at + step][0], words[1][to + step][0]] += 1
    lengths = [Counter(n for n, _ in side) for side in words]
    links = [
        pair
        for pair, count in shared.items()
        if count >= SHARED * min(lengths[0][pair[0]], lengths[1][pair[1]])
    ]
    together: dict[tuple[int, int], set[tuple[int, int]]] = {
        node: {node} for node in [(0, n) for n in before] + [(1, n) for n in after]
    }
    for one, other in links:
        merged = together[0, one] | together[1, other]
        for node in merged:
            together[node] = merged
    done: set[tuple[int, int]] = set()
    for node in [*((1, n) for n in after), *((0, n) for n in before)]:
        if node in done:
            continue
        done |= together[node]
        sides = [tuple(sorted(n for side, n in together[node] if side == which)) for which in (0, 1)]
        yield Stretch(sides[0], sides[1], False)


def _common(one: list[str], other: list[str]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal words: where they begin in each, and how long they are."""
    shorter = min(len(one), len(other))
    head = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    tail = next((n for n in range(shorter - head) if one[-1 - n] != other[-1 - n]), shorter - head)
    yield 0, 0, head
    middle = one[head : len(one) - tail], other[head : len(other) - tail]
    for block in difflib.SequenceMatcher(None, *middle).get_matching_blocks():
        yield head + block.a, head + block.b, block.size
    yield len(one) - tail, len(other) - tail, tail


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold()) or [text]
