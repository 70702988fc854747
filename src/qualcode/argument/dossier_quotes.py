"""Quotes of a dossier, and who stands on a side of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeOfQuote:
    """A code that put a quote where it stands.

    Attributes:
        id: The code's id.
        name: Its name.
        status: Where it stands by the gate: ``validated``, ``below`` or ``untested``.
        score: The highest of the passage's segments; None where people gave it.
        people: Who gave it, where people did; joined by ``" + "``.
    """

    id: str
    name: str
    status: str
    score: float | None
    people: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as it is shown under a claim.

    ``text`` is ``source_text[start:end]`` to the letter.

    Attributes:
        id: ``p`` and eleven hex digits, from source, text and occurrence; the same under every claim, and
            what ``qualcode dossier pin|ban|confirm`` take.
        side: ``supports``, ``challenges`` or ``both``.
        stance: ``suggested`` or ``confirmed``.
        confirmed_by: Who confirmed the side; empty for what is suggested.
        pinned_by: Who pinned it; empty for what the rule chose.
        source: The source's name.
        speaker: Who says it; None in notes and documents.
        role: The speaker's role; None without a speaker.
        turn: Number of the turn, from 1.
        segments: Numbers of its segments, from 1.
        start: First code point in the source's text.
        end: After the last one.
        text: The words.
        before: What the same turn says right before; may be empty.
        after: What it says right after; may be empty.
        question: What it answers; may be empty.
        place: Where in the source, for a person: ``tur 12, 00:03:10, s. 4``.
        begins: Seconds from the recording's start, of the turn; None without times.
        language: Of the source (``sv``, ``en``).
        outside: Whether it is of the outside view.
        group: The speaker's group; empty if it is not known.
        district: The speaker's place (district); empty if it is not known.
        attributes: All attributes of the source and response.
        codes: What the rule asked for and found on it, the surest first.
        score: How sure its codings are, 0–1: the least sure of the codes the rule asked for; 1 where
            people gave them all; None where a rule asked for none.
        rank: What it was chosen by, 0–1 (:class:`SelectionRule` says how).
        reason: Why it stands on this side: the rule, in a sentence.
        href: Address of the quote in the run's report page, relative to the dossier's folder.
        transcript_href: Address of its place in the transcript, there too.
    """

    id: str
    side: str
    stance: str
    confirmed_by: str
    pinned_by: str
    source: str
    speaker: str | None
    role: str | None
    turn: int
    segments: tuple[int, ...]
    start: int
    end: int
    text: str
    before: str
    after: str
    question: str
    place: str
    begins: float | None
    language: str
    outside: bool
    group: str
    district: str
    attributes: Mapping[str, str]
    codes: tuple[CodeOfQuote, ...]
    score: float | None
    rank: float
    reason: str
    href: str
    transcript_href: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many sources of a group or place stand somewhere.

    Attributes:
        name: The group's or place's name; empty for sources of which it is not known.
        sources: How many.
    """

    name: str
    sources: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands on a side: all passages that count, shown or not.

    Attributes:
        sources: Names of the sources, in natural order.
        groups: Sources by group, most first; what is not known comes last.
        places: The same by place.
        voices: How many different speakers (a source without speakers is one).
        quotes: How many passages.
        confirmed: How many of those a person has confirmed.
    """

    sources: tuple[str, ...] = ()
    groups: tuple[Count, ...] = ()
    places: tuple[Count, ...] = ()
    voices: int = 0
    quotes: int = 0
    confirmed: int = 0

    @property
    def n_sources(self) -> int:
        """How many sources."""
        return len(self.sources)

    @property
    def n_groups(self) -> int:
        """How many groups that are known."""
        return sum(bool(each.name) for each in self.groups)

    @property
    def n_places(self) -> int:
        """How many places that are known."""
        return sum(bool(each.name) for each in self.places)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a claim in one view.

    Attributes:
        name: ``supports``, ``challenges`` or ``both``.
        quotes: What is shown: pinned ones first, then as the rule chose them.
        standing: Who stands here.
        rest: What counts beside, the strongest first, for lists of all; without banned ones.
    """

    name: str
    quotes: tuple[Quote, ...]
    standing: Standing
    rest: tuple[Quote, ...] = ()

    @property
    def hidden(self) -> int:
        """How many passages count and are not shown."""
        return self.standing.quotes - len(self.quotes)


@dataclass(frozen=True, slots=True)
class View:
    """What local voices, or the outside view, say of a claim.

    Attributes:
        name: ``local`` or ``outside`` (``dossier.views.*``).
        supports: For it.
        challenges: Against it.
        both: What cuts both ways.
        balance: From −1 (all against) to 1 (all for): (s − c) / (s + c), of sources; None without any.
    """

    name: str
    supports: Side
    challenges: Side
    both: Side
    balance: float | None

    @property
    def sides(self) -> tuple[Side, Side, Side]:
        """All three."""
        return self.supports, self.challenges, self.both

    @property
    def empty(self) -> bool:
        """Whether nobody says anything."""
        return not any(side.standing.quotes for side in self.sides)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A group whose members stand on both sides of a claim.

    Attributes:
        group: Its name.
        supports: Names of its sources that support the claim.
        challenges: Those that challenge it; one and the same source may do both.
        quotes: The strongest passage on each side, supporting ones first.
    """

    group: str
    supports: tuple[str, ...]
    challenges: tuple[str, ...]
    quotes: tuple[Quote, ...]
