"""Under which claims of the argument a quote stands, as the page shows it.

Whoever is blind sees what they chose themselves and nothing of what the machine suggests.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from qualcode.argument import ranking, saying
from qualcode.desk.entry import Entry, passage_id
from qualcode.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qualcode.argument.choices import Held
    from qualcode.argument.model import Claim
    from qualcode.argument.passages import Passage
    from qualcode.desk.claims import Claims
    from qualcode.desk.line import Asked
    from qualcode.desk.material import Material


def of_quote(
    entry: Entry, asked: Asked, around: tuple[int, int], material: Material, claims: Claims
) -> list[dict[str, Any]]:
    """The claims under which a quote or a part of it stands, in the order of the argumentation; and which of
    the words around it people put under a claim.

    Each has the claim (``claim``, its id, ``name``, ``text``, ``kind`` and ``sides``, what they are called),
    the passage (``start`` and ``end`` in UTF-16 units, ``words``), its ``side``, ``why``, who confirmed
    (``by``), ``pinned`` and ``banned`` it (empty for nobody), and a ``memo``.
    """
    found: list[dict[str, Any]] = []
    if claims.argumentation is None:
        return found
    of_source = {} if asked.blind else claims.of_source(entry.source)
    own = [each for each in claims.held(entry.source) if not asked.blind or each.choice.person == asked.coder]
    for claim in claims.argumentation.claims:
        theirs = [each for each in own if each.choice.claim == claim.id]
        passages = [each for each in of_source.get(claim.id, ()) if set(each.segments) & set(entry.segments)]
        found += [_of_passage(each, claim, material, claims) for each in passages]
        shown = {(each.start, each.end) for each in passages}
        found += [
            _of_choices(stretch, several, claim, material)
            for stretch, several in _by_stretch(theirs).items()
            if _touch(stretch, around) and not any(_touch(stretch, each) for each in shown)
        ]
    return found


def segments(
    source: str, wanted: frozenset[str], claims: Claims, *, unconfirmed: bool = False
) -> frozenset[int]:
    """Indices of the segments of a source that stand under some claims.

    Args:
        source: The source's name.
        wanted: Ids of the claims; all if empty.
        claims: The claims.
        unconfirmed: Whether only what nobody has confirmed counts.
    """
    return frozenset(
        segment
        for claim, passages in claims.of_source(source).items()
        if not wanted or claim in wanted
        for passage in passages
        if not (unconfirmed and passage.confirmed_by)
        for segment in passage.segments
    )


def beside(entries: Iterable[Entry], material: Material, claims: Claims) -> Iterator[Entry]:
    """Passages of claims of which no quote has a segment: cues and searches found them, without a code.

    Args:
        entries: The quotes.
        material: The run.
        claims: The claims.
    """
    quoted: dict[str, set[int]] = defaultdict(set)
    for each in entries:
        quoted[each.source].update(each.segments)
    for source in material.sources:
        for several in claims.of_source(source.name).values():
            for passage in several:
                if quoted[source.name].isdisjoint(passage.segments):
                    place = source.name, passage.start, passage.end
                    attributes = dict(source.described(source.turns[passage.turn]))
                    yield Entry(passage_id(*place), *place, passage.segments, "", None, 1.0, attributes)


def kinds(claims: Claims, language: str) -> list[dict[str, Any]]:
    """All claims, to choose from."""
    argumentation = claims.argumentation
    return [_claim(each, language) for each in argumentation.claims] if argumentation else []


def _claim(claim: Claim, language: str) -> dict[str, Any]:
    return {
        "claim": claim.id,
        "name": claim.name,
        "text": claim.text,
        "kind": message(f"dossier.kinds.{claim.kind}", language),
        "sides": saying.sides(claim, language),
    }


def _of_passage(passage: Passage, claim: Claim, material: Material, claims: Claims) -> dict[str, Any]:
    judged = claims.judged(passage.source.name)
    assert judged is not None
    ranked = ranking.rank(passage, {}, judged.argumentation.selection, "", "")
    return {
        **_claim(claim, material.language),
        **_place((passage.start, passage.end), passage.source.name, material),
        "side": passage.side,
        "why": saying.reason(ranked, claim, judged, material.language),
        "by": passage.confirmed_by,
        "pinned": passage.pinned_by,
        "banned": passage.banned_by,
        "memo": passage.memo,
    }


def _of_choices(
    stretch: tuple[int, int], held: list[Held], claim: Claim, material: Material
) -> dict[str, Any]:
    by_action = {each.choice.action: each.choice for each in held}
    side = by_action.get("stance") or by_action.get("pin")
    pin, ban = by_action.get("pin"), by_action.get("ban")
    spot = held[0].placed.spot
    assert spot is not None
    return {
        **_claim(claim, material.language),
        **_place(stretch, spot.source, material),
        "side": side.side if side else "",
        "why": "",
        "by": side.person if side else "",
        "pinned": pin.person if pin else "",
        "banned": ban.person if ban else "",
        "memo": next((each.choice.memo for each in held if each.choice.memo), ""),
    }


def _place(stretch: tuple[int, int], source: str, material: Material) -> dict[str, Any]:
    start, end = stretch
    units = material.offsets[source].units
    return {
        "source": material.source_numbers[source],
        "start": units(start),
        "end": units(end),
        "words": material.texts[source][start:end],
    }


def _by_stretch(held: Iterable[Held]) -> dict[tuple[int, int], list[Held]]:
    found: dict[tuple[int, int], list[Held]] = {}
    for each in held:
        if each.placed.spot is not None:
            found.setdefault((each.placed.spot.start, each.placed.spot.end), []).append(each)
    return found


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
