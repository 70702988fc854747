"""From the ids that a reader sees to the stretches that are pinned, banned or confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import cast

from qualcode.argument import choices
from qualcode.argument.choices import Choice
from qualcode.argument.of_study import Prepared
from qualcode.argument.quoting import id_of
from qualcode.argument.weighing import weigh
from qualcode.errors import SettingsError
from qualcode.located import nearest


@dataclass(frozen=True, slots=True)
class Found:
    """A quote that was asked for.

    Attributes:
        id: As it was asked for.
        source: Name of its source.
        start: First code point.
        end: After the last one.
        text: The words.
        side: Where the dossier has it under the claim; empty where it has not.
    """

    id: str
    source: str
    start: int
    end: int
    text: str
    side: str


def find(prepared: Prepared, claim: str, ids: Sequence[str]) -> list[Found]:
    """The quotes of some ids: the dossier's (``p…``), of this claim or another, or the run's (``q…``).

    Args:
        prepared: The study's argumentation and run.
        claim: Id of the claim.
        ids: What a person read in the dossier, or in the run's quotes.

    Raises:
        SettingsError: there is no such claim or quote.
    """
    argumentation = prepared.loaded.argumentation
    if claim not in argumentation:
        known = [each.id for each in argumentation.claims]
        near = nearest(claim, known)
        remedy = f"Did you mean '{near}'?" if near else f"There are: {', '.join(known)}."
        raise SettingsError(f"there is no claim '{claim}'.", remedy=remedy)
    known_ids = _of_claims(prepared, claim)
    found = []
    for id_ in dict.fromkeys(ids):
        own = known_ids.get(id_) or _elsewhere(prepared, id_)
        if own is None:
            raise SettingsError(
                f"there is no quote '{id_}'.",
                remedy="Take the id from the dossier (p…), or from the run's quotes.xlsx (q…).",
            )
        found.append(own)
    return found


def choose(
    prepared: Prepared,
    found: Sequence[Found],
    claim: str,
    action: choices.Action,
    side: str,
    person: str,
    memo: str = "",
) -> Path:
    """Writes what a person chose of some quotes.

    Args:
        prepared: The study's argumentation and run.
        found: The quotes.
        claim: Id of the claim.
        action: What is done.
        side: On which side they stand; where the dossier has them without.
        person: Who chooses.
        memo: What they note.

    Returns:
        The file of the study's choices.

    Raises:
        SettingsError: a quote that the claim does not have is to be pinned or confirmed, and no side is
            given.
        CodingsError: the file cannot be written.
    """
    made = [made_of(prepared, each, claim, action, side, person, memo) for each in found]
    return choices.add(prepared.study.root, list(chain.from_iterable(made)))


def made_of(
    prepared: Prepared,
    found: Found,
    claim: str,
    action: choices.Action,
    side: str,
    person: str,
    memo: str = "",
) -> list[Choice]:
    """A choice on a quote, made now; the arguments as of :func:`choose`.

    What was chosen of these words in an earlier text of the source is chosen anew where it stood then, so
    that one does not hold beside the other.

    Raises:
        SettingsError: its side is not known.
    """
    own = (side or found.side) if action in ("pin", "stance") else ""
    if action in ("pin", "stance") and not own:
        raise SettingsError(
            f"'{found.id}' does not stand under '{claim}', so that its side is not known.",
            remedy="Say it: --side supports, challenges or both.",
        )
    text, named = prepared.texts[found.source], cast("choices.Side", own)
    made = choices.make(found.source, text, found.start, found.end, claim, action, named, person, memo)
    earlier = choices.of_stretch(prepared.chosen, found.source, found.start, found.end, claim)
    anchors = {choices.about(each): each for each in earlier}.values()
    return [
        replace(
            made,
            source=each.source,
            text_hash=each.text_hash,
            start=each.start,
            end=each.end,
            quote=each.quote,
        )
        for each in anchors
    ] or [made]


def _of_claims(prepared: Prepared, claim: str) -> dict[str, Found]:
    """All passages by id, with the side that they have under the claim."""
    found: dict[str, Found] = {}
    claims = sorted(prepared.loaded.argumentation.claims, key=lambda each: each.id != claim)
    for each in claims:
        weighed = weigh(each, prepared.quoting, prepared.population, prepared.questions, prepared.chosen)
        for ranked in weighed.ranked:
            passage = ranked.passage
            source = passage.source
            id_ = id_of(source.name, source.text, passage.start, passage.end)
            side = passage.side if each.id == claim else ""
            found.setdefault(id_, Found(id_, source.name, passage.start, passage.end, passage.text, side))
    for held in prepared.chosen:
        spot = held.placed.spot
        if spot is not None:
            id_ = id_of(spot.source, prepared.texts[spot.source], spot.start, spot.end)
            found.setdefault(id_, Found(id_, spot.source, spot.start, spot.end, spot.text, ""))
    return found


def _elsewhere(prepared: Prepared, id_: str) -> Found | None:
    """A quote of the run, or a segment that the dossier lists to be read."""
    for source, quotes in prepared.quoting.addresses.quotes.items():
        for start, end, _, own in quotes:
            if own == id_ and source in prepared.texts:
                return Found(id_, source, start, end, prepared.texts[source][start:end], "")
    for source in prepared.quoting.material.sources:
        for segment in source.segments:
            if id_of(source.name, source.text, segment.start, segment.end) == id_:
                return Found(id_, source.name, segment.start, segment.end, segment.text, "")
    return None
