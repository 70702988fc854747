"""What an argumentation file holds: claims, and what in the material would speak for and against each of
them."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qualcode.codebook.model import Rule

Kind = Literal["hypothesis", "question", "claim", "objection", "measure"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Who(_Part):
    """Sources and speakers by what is known of them; all that is given must hold.

    Attributes:
        attributes: By column of ``metadata.csv`` (or of a table of responses), the values of which one must
            be there; letters' case does not matter.
        language: Of the source.
        sources: File names, of which one must fit; ``*`` stands for anything.
        speakers: Labels of speakers, of which one must fit.
    """

    attributes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    language: str | None = None
    sources: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


class Criterion(_Part):
    """One way in which a segment speaks for or against a claim; all that is given must hold.

    Attributes:
        codes: Codes that must all stand on the segment.
        any_codes: Codes of which one must.
        near: Codes of which one must stand on the segment, or right before or after it in the same turn.
        without: Codes of which none may.
        stance: ``critical``: one of the argumentation's ``critical`` codes stands on it; ``uncritical``:
            none.
        cues: Cues of which one must be heard.
        also_cues: Further cues of which one must be heard, too.
        no_cues: Cues of which none may be.
        search: Searches as of :mod:`qualcode.search` (``trygghet``, ``"egen regi"``, ``lokal -skola``,
            ``a OR b``, ``/expression/``), of which one must hold and have its words in it.
        view: ``local`` or ``outside``, where only such sources count.
        who: Who must say it, one of these; anybody without it.
        score: How sure each code must at least be; those that people gave always are.
        reason: What it shows, in a sentence for the reader.
    """

    codes: tuple[str, ...] = ()
    any_codes: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    stance: Literal["critical", "uncritical"] | None = None
    cues: tuple[str, ...] = ()
    also_cues: tuple[str, ...] = ()
    no_cues: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    view: Literal["local", "outside"] | None = None
    who: tuple[Who, ...] = ()
    score: float = Field(default=0.0, ge=0, le=1)
    reason: str = ""


class Cue(_Part):
    """A way of putting things that tells a stance: that something worked, failed, is missing.

    Attributes:
        id: Short name that criteria refer to.
        name: What readers are told.
        rules: What to look for, as in the codebook.
        veto: Words, phrases or ``/regular expressions/`` that cancel overlapping matches of all its rules.
    """

    id: str
    name: str
    rules: tuple[Rule, ...]
    veto: tuple[str, ...] = ()


class Group(_Part):
    """People whom claims concern, by what is known of them.

    Attributes:
        id: Short name that claims refer to.
        name: What readers are told.
        members: Who belongs to it, one of these.
    """

    id: str
    name: str
    members: tuple[Who, ...]


class Concerns(_Part):
    """Whom a claim concerns.

    Attributes:
        groups: Ids of groups, or values of the group attribute.
        places: Values of the place attribute; ``*`` for all there are.
    """

    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Like(_Part):
    """Sentences such as somebody might say for or against a claim, for finding what no rule found.

    Attributes:
        supports: For it.
        challenges: Against it.
    """

    supports: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()


class Claim(_Part):
    """A sentence that the argument rests on, answers or doubts.

    Attributes:
        id: Short name (lowercase ASCII letters, digits and hyphens).
        kind: What it is.
        name: A few words, for tables and the map.
        text: The claim, as one sentence that can be for or against.
        memo: Notes.
        supports: What would support it, one of these (of an objection: who raises it).
        challenges: What would challenge it (of an objection: what answers it).
        concerns: Whom it concerns.
        rests_on: Ids of the claims that it rests on.
        against: For an objection: ids of the claims it is raised against.
        like: Sentences by whose likeness further passages are listed for a person to read.
        asked: Searches, as above, by which an interviewer's turn touches it.
    """

    id: str
    kind: Kind = "claim"
    name: str
    text: str
    memo: str = ""
    supports: tuple[Criterion, ...] = ()
    challenges: tuple[Criterion, ...] = ()
    like: Like = Like()
    concerns: Concerns = Concerns()
    rests_on: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class Weights(_Part):
    """What a code's standing by the gate is worth when quotes are ranked."""

    validated: float = Field(default=1.0, ge=0, le=1)
    untested: float = Field(default=0.8, ge=0, le=1)
    below: float = Field(default=0.5, ge=0, le=1)


class Selection(_Part):
    """By what rule quotes are chosen.

    Attributes:
        quotes: Most quotes a side, of local voices and again of the outside view, in what is read through
            (.docx, .md); .html, .xlsx and .csv list the others after them.
        per_source: Most of them from one source.
        shortest: A quote of fewer characters ranks lower.
        longest: A passage is cut at a segment's border beyond so many characters, and ranks lower.
        candidates: Most passages of a claim that are listed to be read, because they are like its sentences.
        search: How sure a passage counts that was found by words alone, 0–1.
        standing: What the codes' standing is worth.
    """

    quotes: int = Field(default=2, ge=1, le=20)
    per_source: int = Field(default=2, ge=1)
    shortest: int = Field(default=60, ge=0)
    longest: int = Field(default=600, ge=100)
    candidates: int = Field(default=3, ge=0, le=50)
    search: float = Field(default=0.5, ge=0, le=1)
    standing: Weights = Weights()


class Argumentation(_Part):
    """A whole file.

    Attributes:
        title: The argument's name.
        version: As its editor counts.
        language: Of its words.
        memo: Notes on the whole.
        group: Columns of ``metadata.csv`` that say which group a source speaks for; the first that there is
            counts.
        place: Columns that say of which place (district).
        critical: Codes that mark criticism, for ``stance``.
        outside: Who is the outside view (research, other municipalities, the EU), one of these.
        groups: Groups that claims concern, beside the values of the group attribute.
        cues: Cues that criteria refer to.
        selection: By what rule quotes are chosen.
        claims: The claims.
    """

    title: str
    version: str = "1"
    language: str = "sv"
    memo: str = ""
    group: tuple[str, ...] = ("grupp", "group")
    place: tuple[str, ...] = ("stadsdel", "district", "plats", "place")
    critical: tuple[str, ...] = ()
    outside: tuple[Who, ...] = ()
    groups: tuple[Group, ...] = ()
    cues: tuple[Cue, ...] = ()
    selection: Selection = Selection()
    claims: tuple[Claim, ...]

    def __getitem__(self, claim: str) -> Claim:
        return self._by_id[claim]

    def __contains__(self, claim: object) -> bool:
        return claim in self._by_id

    @cached_property
    def _by_id(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def named_groups(self) -> dict[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}
