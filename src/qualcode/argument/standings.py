"""Who stands on a side: sources, groups and places, counted over all passages that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from qualcode.argument.dossier_quotes import Count, Standing
from qualcode.argument.ranking import Ranked
from qualcode.coded import natural


def standing(ranked: Sequence[Ranked]) -> Standing:
    """Of some passages."""
    return Standing(
        sources=sources(ranked),
        groups=counts((each.group, each.passage.source.name) for each in ranked),
        places=counts((each.place, each.passage.source.name) for each in ranked),
        voices=len({voice(each) for each in ranked}),
        quotes=len(ranked),
        confirmed=sum(bool(each.passage.confirmed_by) for each in ranked),
    )


def sources(ranked: Iterable[Ranked]) -> tuple[str, ...]:
    """Their sources, in natural order."""
    return tuple(sorted({each.passage.source.name for each in ranked}, key=natural))


def counts(pairs: Iterable[tuple[str, str]]) -> tuple[Count, ...]:
    """How many sources have each name, most first; the empty name comes last."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, source in pairs:
        found[name].add(source)
    ordered = sorted(found, key=lambda name: (not name, -len(found[name]), natural(name)))
    return tuple(Count(name, len(found[name])) for name in ordered)


def voice(ranked: Ranked) -> tuple[str, str]:
    """Who says a passage: source and speaker, or source and response."""
    source = ranked.passage.source
    turn = source.turns[ranked.passage.turn]
    return source.name, turn.speaker or turn.case


def balance(supports: int, challenges: int) -> float | None:
    """(s − c) / (s + c): from −1, all against, to 1, all for; None without any."""
    total = supports + challenges
    return round((supports - challenges) / total, 4) if total else None
