"""ELAN annotation files: the tiers that hold what is said, one line an annotation, in the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.readers import words
from qualcode.readers.clocks import Clock
from qualcode.readers.lines import Line, Reading, Warned
from qualcode.readers.xmltext import children, parse, tag, unlike
from qualcode.study import SourceSettings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUFFIXES = (".eaf",)

_PER_SECOND = {"milliseconds": 1000.0, "pal-frames": 25.0, "ntsc-frames": 30000 / 1001}
# What tiers beside the transcription are called, and their types.
_BESIDE = re.compile(
    r"translat|översätt|engelsk|english|gloss|gest|^notes?\b|[_@ -]notes?\b|anteckn|comment|komment|\bpos\b"
    r"|lemma|morph?|blick|gaze|event|händelse|^kod|[_@ -]kod|coding|^code|tema\b|topic|ämne|fonet|phon"
    r"|\bipa\b|^ft\b|ft@|^mb\b|mb@|^ge\b|ge@|^ps\b|ps@|tone\b|mimik|segment",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"^(tx|txt|text|utt|utterance|yttrande|ort|orto|transkription|transcription|tal|speech)\b|^tx@", re.I
)
_NO_SPEAKER = re.compile(
    r"(default|transkription|transcription|text|tx|utterances?|yttranden?|tier|tal|speech)[ _-]?\d*", re.I
)
_PREFIX = re.compile(
    r"(?:tx|txt|ref|utt?|ort|[a-z]{1,3})@|(?:transkription|transcription|text|tal|utterance)[ _-]+", re.I
)


@dataclass(slots=True)
class _Tier:
    """A tier with its annotations: id, text, and begin and end (seconds) where they are known."""

    name: str
    participant: str
    type: str
    parent: str
    said: list[tuple[str, float | None, float | None]] = field(default_factory=list)

    @property
    def is_beside(self) -> bool:
        return bool(_BESIDE.search(self.name) or _BESIDE.search(self.type))

    @property
    def is_words(self) -> bool:
        """Its annotations are words, not numbers of utterances."""
        return any(
            any(map(str.isalpha, text)) and not re.fullmatch(r"[\w.:-]*\d+", text) for text, *_ in self.said
        )

    @property
    def has_text(self) -> bool:
        return any(text.strip() for text, *_ in self.said)


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The annotations of the transcription tiers; other tiers are named in a warning.

    Raises:
        SourceError: the file is no XML, has entities, or is none of ELAN's.
    """
    root = parse(data, name, settings.encoding)
    if tag(root) != "ANNOTATION_DOCUMENT":
        raise unlike(root, data, name, "ELAN (.eaf)")
    return reading_of(root, settings)


def reading_of(root: Element, settings: SourceSettings) -> Reading:
    """The annotations of an ELAN document."""
    header = next(children(root, "HEADER"), None)
    units = (header.get("TIME_UNITS", "") if header is not None else "").lower()
    clock = Clock(_PER_SECOND.get(units, 1000.0))
    tiers = _tiers(root, clock)
    chosen = _transcriptions(tiers, settings)
    beside = [tier for tier in tiers if tier.has_text and not any(tier is one for one in chosen)]
    single = len(chosen) == 1
    lines = [
        Line(text, glue=" ", speaker=_speaker(tier, tiers, single), begins=begins, ends=ends)
        for tier, text, begins, ends in _in_time(chosen)
        if text.strip()
    ]
    return Reading(lines, clock.warnings() + _left_out(beside), cues=True)


def _tiers(root: Element, clock: Clock) -> list[_Tier]:
    slots: dict[str, float | None] = {}
    for order in children(root, "TIME_ORDER"):
        for slot in children(order, "TIME_SLOT"):
            slots[slot.get("TIME_SLOT_ID", "")] = clock.seconds(slot.get("TIME_VALUE"))
    times: dict[str, tuple[float | None, float | None]] = {}
    referred: dict[str, str] = {}
    tiers: list[_Tier] = []
    ids: list[list[str]] = []
    for element in children(root, "TIER"):
        about = (
            element.get(key, "").strip()
            for key in ("TIER_ID", "PARTICIPANT", "LINGUISTIC_TYPE_REF", "PARENT_REF")
        )
        tier = _Tier(*about)
        own: list[str] = []
        for annotation in (one for outer in children(element, "ANNOTATION") for one in outer):
            identity = annotation.get("ANNOTATION_ID", "")
            begins = slots.get(annotation.get("TIME_SLOT_REF1", ""))
            times[identity] = (begins, slots.get(annotation.get("TIME_SLOT_REF2", "")))
            if (above := annotation.get("ANNOTATION_REF")) is not None:
                referred[identity] = above
            value = "".join("".join(one.itertext()) for one in children(annotation, "ANNOTATION_VALUE"))
            tier.said.append((value, None, None))
            own.append(identity)
        tiers.append(tier)
        ids.append(own)
    for tier, own in zip(tiers, ids, strict=True):
        tier.said = [
            (text, *_times_of(identity, times, referred))
            for (text, *_), identity in zip(tier.said, own, strict=True)
        ]
    return tiers


def _times_of(
    identity: str, times: dict[str, tuple[float | None, float | None]], referred: dict[str, str]
) -> tuple[float | None, float | None]:
    """When an annotation is said: its own times, or those of the annotation that it refers to."""
    for _ in range(20):
        if identity not in referred:
            break
        identity = referred[identity]
    return times.get(identity, (None, None))


def _transcriptions(tiers: list[_Tier], settings: SourceSettings) -> list[_Tier]:
    """The tiers that hold what is said.

    Those that the study names as speakers; else each tier that stands on its own and is not called a
    translation, a note or the like. Where such a tier only numbers utterances, the words stand below it.
    """
    filled = [tier for tier in tiers if tier.has_text]
    only = {words.key(label) for label in settings.labels}
    stated = [tier for tier in filled if words.key(tier.name) in only]
    stated = stated or [tier for tier in filled if words.key(tier.participant) in only and not tier.is_beside]
    if stated:
        return stated
    known = {tier.name: tier for tier in tiers}
    chosen: list[_Tier] = []
    for tier in tiers:
        if tier.parent in known or tier.is_beside:
            continue
        if tier.is_words:
            chosen.append(tier)
            continue
        below = [one for one in filled if one.parent and _top(one, known) is tier and one.is_words]
        spoken = [one for one in below if _SPOKEN.search(one.name) or _SPOKEN.search(one.type)]
        direct = [one for one in below if not one.is_beside]
        chosen += (spoken or direct)[:1]
    return chosen or [tier for tier in filled if tier.parent not in known] or filled


def _top(tier: _Tier, known: dict[str, _Tier]) -> _Tier:
    for _ in range(20):
        if tier.parent not in known:
            break
        tier = known[tier.parent]
    return tier


def _in_time(tiers: Iterable[_Tier]) -> list[tuple[_Tier, str, float | None, float | None]]:
    """All annotations by begin; one without a time follows the one before it in its tier."""
    found = []
    for tier in tiers:
        last = 0.0
        for text, begins, ends in tier.said:
            last = last if begins is None else begins
            found.append((last, tier, text, begins, ends))
    return [tuple(rest) for _, *rest in sorted(found, key=lambda one: one[0])]


def _speaker(tier: _Tier, tiers: list[_Tier], single: bool) -> str | None:
    """Who speaks in a tier; ``None`` where a tier's name only says that it is the transcription."""
    above = _top(tier, {one.name: one for one in tiers})
    if found := tier.participant or above.participant:
        return found
    if single and _NO_SPEAKER.fullmatch(tier.name):
        return None
    return _PREFIX.sub("", tier.name, count=1) or tier.name


def _left_out(tiers: list[_Tier]) -> list[Warned]:
    if not tiers:
        return []
    count = sum(1 for tier in tiers for text, *_ in tier.said if text.strip())
    return [("tiers_left_out", {"tiers": ", ".join(tier.name for tier in tiers)[:300], "count": str(count)})]
