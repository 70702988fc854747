"""The dossier as plain values: everything a reader of it sees, and nothing that a writer has to compute.

All words in it are in the dossier's language (:attr:`Dossier.language`) already, except ids and the keys
that a docstring lists; for those the message catalogue has words under ``dossier.``. Every order is the
order to show. Counts are of sources, groups and places first: ``quotes`` is how many passages there are,
and says little.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.argument.dossier_quotes import CodeOfQuote, Count, Disagreement, Quote, Side, Standing, View
from qualcode.argument.dossier_standing import CodeStanding, LostChoice, Material, Provenance, SelectionRule
from qualcode.argument.dossier_tables import Cell, MapEdge, MapNode, Ref, Row, Table

__all__ = [
    "CONTRASTS", "GAPS", "KINDS", "SIDES", "STANCES", "Asked", "Cell", "ClaimPart", "CodeOfQuote",
    "CodeStanding", "Concerned", "Count", "Disagreement", "Dossier", "Gap", "LostChoice", "MapEdge",
    "MapNode", "Material", "Objection", "Provenance", "Quote", "Ref", "Row", "SelectionRule", "Side",
    "Standing", "Table", "View",
]  # fmt: skip

KINDS = ("hypothesis", "question", "claim", "objection", "measure")
"""Kinds of claims (``dossier.kinds.*``), in the order of the dossier's chapters."""
SIDES = ("supports", "challenges", "both")
"""Sides of a claim (``dossier.sides.*``). For an objection, ``supports`` are those who raise it and
``challenges`` what answers it. ``both``: passages that cut both ways; they count on neither of the other
sides."""
STANCES = ("suggested", "confirmed", "unread")
"""Whether a machine's rule put a quote on its side (``suggested``, to be marked) or a person (``confirmed``);
``unread``: neither has (:attr:`ClaimPart.candidates`);
``dossier.stances.*``."""
CONTRASTS = ("agree", "differ", "only_local", "only_outside", "neither")
"""How local voices and the outside view stand to each other on a claim (``dossier.contrasts.*``).
``agree``: both lean the same way; ``differ``: they lean differently, or one of them to neither side."""
GAPS = (
    "no_evidence", "one_sided", "group_silent", "place_silent", "group_missing", "place_missing", "not_asked",
    "one_source", "one_voice", "unvalidated", "unconfirmed", "unsupported_ground", "unanswered",
    "only_outside",
)  # fmt: skip
"""Kinds of gaps (``dossier.gaps.*``).

``no_evidence``: nothing speaks for or against the claim. ``one_sided``: nothing challenges it, though rules
for that are stated. ``group_silent``, ``place_silent``: somebody of a group or place that the claim
concerns takes part in the material, and nothing of theirs stands on any side. ``group_missing``,
``place_missing``: nobody of it takes part at all. ``not_asked``: no interviewer's turn touches it.
``one_source``, ``one_voice``: all that supports it comes from one source, or from one person.
``unvalidated``: it rests on codes that are not validated. ``unconfirmed``: no person has confirmed any
stance.
``unsupported_ground``: it rests on a claim that has no support. ``unanswered``: nothing in the material
answers the objection. ``only_outside``: it is supported from outside alone.
"""


@dataclass(frozen=True, slots=True)
class Concerned:
    """A group or place that a claim concerns, and whether it is heard.

    Attributes:
        kind: ``group`` or ``place``.
        name: Its name.
        sources: How many sources of it there are in the material.
        supports: How many of these support the claim.
        challenges: How many challenge it.
        both: How many have passages that cut both ways.
    """

    kind: str
    name: str
    sources: int
    supports: int
    challenges: int
    both: int

    @property
    def heard(self) -> bool:
        """Whether anything of theirs stands on any side."""
        return bool(self.supports or self.challenges or self.both)


@dataclass(frozen=True, slots=True)
class Asked:
    """An interviewer's turn that touches a claim.

    Attributes:
        source: The source's name.
        speaker: Who asks.
        place: Where in the source, for a person.
        text: The sentences that touch it, to the letter.
        start: First code point of the text.
        end: After the last one.
        href: Address of the place in the run's report page.
    """

    source: str
    speaker: str | None
    place: str
    text: str
    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing.

    Attributes:
        kind: One of :data:`GAPS`.
        claim: Id of the claim.
        about: What it is about: the group, place, source, speaker, codes or claim; may be empty.
        text: The whole of it as a sentence.
    """

    kind: str
    claim: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """One claim with all that stands for and against it.

    Attributes:
        id: Its id.
        kind: One of :data:`KINDS`.
        label: A short name, for tables and the map.
        text: The claim.
        memo: Notes of whoever wrote it; may be empty.
        evidenced: Whether anything is stated that would support or challenge it. A claim without is argued by
            what it rests on alone; its views are empty, and that is no gap.
        rules: What was looked for, in sentences: ``(side, sentence)``.
        local: What local voices say.
        outside: What the outside view says.
        contrast: One of :data:`CONTRASTS`.
        total: Balance of local and outside sources together, as :attr:`View.balance`.
        strength: Share of all sources in the material that stand on any side of it, 0–1.
        n_sources: How many these are.
        disagreements: Groups that disagree among themselves.
        concerned: Groups and places that it concerns.
        asked: Interviewers' turns that touch it, a few; ``n_asked`` says how many there are.
        n_asked: How many interviewers' turns touch it; None where nothing to look for is stated.
        n_asked_sources: In how many sources.
        rests_on: Claims that it rests on.
        bears: Claims that rest on it.
        against: For an objection: the claims that it is raised against.
        objections: For others: objections that are raised against it.
        gaps: What is missing.
        candidates: Passages that no rule found and that are like what might be said of it, for a person to
            read; they count nowhere, and ``side`` is that of the sentence they are most like.
    """

    id: str
    kind: str
    label: str
    text: str
    memo: str
    evidenced: bool
    rules: tuple[tuple[str, str], ...]
    local: View
    outside: View
    contrast: str
    total: float | None
    strength: float
    n_sources: int
    disagreements: tuple[Disagreement, ...]
    concerned: tuple[Concerned, ...]
    asked: tuple[Asked, ...]
    n_asked: int | None
    n_asked_sources: int
    rests_on: tuple[Ref, ...]
    bears: tuple[Ref, ...]
    against: tuple[Ref, ...]
    objections: tuple[Ref, ...]
    gaps: tuple[Gap, ...]
    candidates: tuple[Quote, ...] = ()

    @property
    def views(self) -> tuple[View, View]:
        """Local voices, then the outside view."""
        return self.local, self.outside


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection: who raises it, against what, and what answers it. Its quotes are those of its claim part.

    Attributes:
        id: The claim's id (:meth:`Dossier.part`).
        label: Its short name.
        text: The objection.
        against: The claims that it is raised against.
        raised_by: Who raises it: local voices and the outside view together.
        answered_by: Whose words answer it.
        both: Whose words do both.
    """

    id: str
    label: str
    text: str
    against: tuple[Ref, ...]
    raised_by: Standing
    answered_by: Standing
    both: Standing

    @property
    def unanswered(self) -> bool:
        """Whether nothing in the material answers it."""
        return not (self.answered_by.quotes or self.both.quotes)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it.

    Attributes:
        title: The argument's title.
        study: The study's.
        language: ``sv`` or ``en``: of all words in it.
        memo: Notes on the whole; may be empty.
        parts: All claims, by kind in the order of :data:`KINDS` and there in the order of the file.
        objections: The objections.
        gaps: All gaps, claim by claim.
        tables: Claim × group and claim × district.
        nodes: The map's claims.
        edges: The map's edges.
        rule: How quotes were chosen.
        codes: Where the codes stand that claims rest on.
        material: What was heard.
        lost: Choices of people that do not hold just now.
        notes: What a reader must know before all else (that stances are suggested, what is not validated …).
        provenance: What it was made from.
    """

    title: str
    study: str
    language: str
    memo: str
    parts: tuple[ClaimPart, ...]
    objections: tuple[Objection, ...]
    gaps: tuple[Gap, ...]
    tables: tuple[Table, ...]
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    rule: SelectionRule
    codes: tuple[CodeStanding, ...]
    material: Material
    lost: tuple[LostChoice, ...]
    notes: tuple[str, ...]
    provenance: Provenance

    def part(self, claim: str) -> ClaimPart:
        """The part of a claim, by its id."""
        return next(part for part in self.parts if part.id == claim)

    def of_kind(self, kind: str) -> tuple[ClaimPart, ...]:
        """All claims of one kind."""
        return tuple(part for part in self.parts if part.kind == kind)
