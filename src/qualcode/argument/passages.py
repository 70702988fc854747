"""A claim's passages: stretches of one turn that stand on one side of it, as rules and people say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.argument.choices import Choice, Held
from qualcode.argument.judging import Hit, Hits, Material
from qualcode.argument.model import Claim
from qualcode.coded import CodedSource
from qualcode.decisions.on_segments import HALF, spoken_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text on one side of a claim.

    Attributes:
        source: Where it stands.
        turn: Index of its turn.
        segments: Indices of its segments.
        start: First code point.
        end: After the last one.
        side: ``supports``, ``challenges`` or ``both``.
        hits: The criteria that its segments meet.
        confirmed_by: Who confirmed the side; empty for a machine's suggestion.
        pinned_by: Who pinned it.
        banned_by: Who banned it; it counts and is not shown.
        memo: What they noted.
    """

    source: CodedSource
    turn: int
    segments: tuple[int, ...]
    start: int
    end: int
    side: str
    hits: tuple[Hit, ...]
    confirmed_by: str = ""
    pinned_by: str = ""
    banned_by: str = ""
    memo: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return self.source.text[self.start : self.end]


def of_claim(claim: Claim, material: Material, held: Iterable[Held]) -> list[Passage]:
    """All passages of a claim, in the order of sources and texts.

    Args:
        claim: The claim.
        material: What is held against it.
        held: Choices that hold, of all claims; those that stand nowhere count for nothing.
    """
    of_source: dict[str, list[Held]] = defaultdict(list)
    for each in held:
        if each.choice.claim == claim.id and each.placed.spot is not None:
            of_source[each.placed.spot.source].append(each)
    found: list[Passage] = []
    for source in material.sources:
        hits = material.hits(claim, source)
        found += _of_source(source, hits, of_source[source.name], material.argumentation.selection.longest)
    return found


def side_of(hits: Sequence[Hit]) -> str:
    """The side on which criteria put a segment."""
    sides = {hit.side for hit in hits}
    return "both" if len(sides) > 1 else next(iter(sides), "")


def _of_source(source: CodedSource, hits: Hits, held: Sequence[Held], longest: int) -> list[Passage]:
    limits = [(segment.start, segment.end) for segment in source.segments]
    theirs, taken = _peoples(source, hits, held, limits)
    free = {index: side_of(of) for index, of in hits.items() if index not in taken}
    passages = [*theirs, *_runs(source, hits, free, longest)]
    bans = [each for each in held if each.choice.action == "ban" and each.placed.spot is not None]
    banned = [_banned(passage, bans) for passage in passages]
    return sorted(banned, key=lambda passage: (passage.start, passage.end))


def _peoples(
    source: CodedSource, hits: Hits, held: Sequence[Held], limits: Sequence[tuple[int, int]]
) -> tuple[list[Passage], set[int]]:
    """Passages whose side people confirmed, and the segments of which they have spoken."""
    found: list[Passage] = []
    spoken: list[tuple[int, int]] = []
    taken: set[int] = set()
    by_stretch: dict[tuple[int, int], dict[str, Choice]] = {}
    for each in sorted(held, key=lambda each: each.choice.made, reverse=True):
        spot, choice = each.placed.spot, each.choice
        if spot is None or choice.action == "ban":
            continue
        by_stretch.setdefault((spot.start, spot.end), {}).setdefault(choice.action, choice)
    for (start, end), chosen in by_stretch.items():
        if any(min(end, closes) - max(start, opens) >= HALF * (end - start) for opens, closes in spoken):
            continue  # somebody spoke of these words again, later
        spoken.append((start, end))
        segments = tuple(spoken_of(start, end, limits))
        taken.update(segments)
        pin, stance = chosen.get("pin"), chosen.get("stance")
        last = max((each for each in (pin, stance) if each), key=lambda each: each.made)
        if last.side == "neither" or not segments:
            continue
        found.append(
            Passage(
                source=source,
                turn=source.segments[segments[0]].turn,
                segments=segments,
                start=start,
                end=end,
                side=last.side,
                hits=tuple(hit for index in segments for hit in hits.get(index, ())),
                confirmed_by=last.person,
                pinned_by=pin.person if pin else "",
                memo=last.memo or (pin.memo if pin else ""),
            )
        )
    return found, taken


def _runs(source: CodedSource, hits: Hits, sides: Mapping[int, str], longest: int) -> Iterator[Passage]:
    """Adjacent segments of one turn on the same side, no longer than allowed."""
    run: list[int] = []
    for index in sorted(sides):
        if run:
            first, last = source.segments[run[0]], source.segments[run[-1]]
            one = (
                index == run[-1] + 1
                and source.segments[index].turn == last.turn
                and sides[index] == sides[run[-1]]
                and source.segments[index].end - first.start <= longest
            )
            if not one:
                yield _passage(source, run, hits, sides[run[0]])
                run = []
        run.append(index)
    if run:
        yield _passage(source, run, hits, sides[run[0]])


def _passage(source: CodedSource, run: Sequence[int], hits: Hits, side: str) -> Passage:
    first, last = source.segments[run[0]], source.segments[run[-1]]
    own = tuple(hit for index in run for hit in hits[index])
    start, end = first.start, last.end
    codes = {record.code for hit in own for record in hit.records}
    for marked in source.marked:
        # Whoever gave the code said where its words begin and end.
        if marked.code in codes and set(marked.segments) == set(run):
            start, end = marked.start, marked.end
    return Passage(source, first.turn, tuple(run), start, end, side, own)


def _banned(passage: Passage, bans: Sequence[Held]) -> Passage:
    from dataclasses import replace

    for each in bans:
        spot = each.placed.spot
        assert spot is not None
        shared = min(spot.end, passage.end) - max(spot.start, passage.start)
        if shared >= HALF * (passage.end - passage.start) and passage.source.name == spot.source:
            return replace(passage, banned_by=each.choice.person)
    return passage
