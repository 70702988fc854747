"""Where codes stand by the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.agreement.figures import Agreement, Figure
from qualcode.agreement.prevalence import Prevalence

if TYPE_CHECKING:
    from qualcode.agreement.lots import Judged

VALIDATED, BELOW, UNTESTED = "validated", "below", "untested"
STATUSES = (VALIDATED, BELOW, UNTESTED)
REASONS = (
    "few", "nobody", "too_rare", "never_given", "people_never", "everybody", "low", "wide",
    "one_source", "partial", "outside",
)  # fmt: skip
"""Why a code is not validated.

``few``: people have judged too few segments; ``nobody``: neither they nor the machine found the code in
those; ``everybody``: all in all of them; ``too_rare``: too few have it for an interval; ``one_source``: all
come from too few sources for an interval over sources; ``partial``: a sample was judged in part, and nobody
knows what the rest would show; ``outside``: sources came, or grew, after the sample was drawn. These leave a
code untested. ``never_given``: the machine never gave the code where people did; ``people_never``: it gave
the code and no person did; ``low``: the figure is too low; ``wide``: it is high enough, but its interval
reaches too low. These put it below.
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One code's.

    Attributes:
        code: Its id.
        status: One of :data:`STATUSES`.
        why: One of :data:`REASONS`; empty for a validated code.
        statistic: The figure that counts.
        bound: ``low`` or ``value``.
        least: What it must reach.
        needed: Segments that must have been judged.
        n: Segments that were.
        sources: In how many sources.
        people: By how many people.
        agreement: All figures, people as the reference and the machine; nothing where nobody judged any.
        prevalence: How many segments really have the code; nothing where that cannot be told.
        judged: How much of what samples drew by lot was judged for it; nothing where that is not known.
    """

    code: str
    status: str
    why: str
    statistic: str
    bound: str
    least: float
    needed: int
    n: int = 0
    sources: int = 0
    people: int = 0
    agreement: Agreement | None = None
    prevalence: Prevalence | None = None
    judged: Judged | None = None

    @property
    def figure(self) -> Figure:
        """The one that counts."""
        return self.agreement.figures.get(self.statistic, Figure()) if self.agreement else Figure()


@dataclass(frozen=True, slots=True)
class Validation:
    """All codes'.

    Attributes:
        by_code: By code id.
        origins: How the segments came before the people whose judgements count.
        left_out: Names of the codes that a strict run left out.
        unplaced: Judgements whose words are no longer where they were; they count for nothing.
        learnt: Segments that people judged and that the trained coder has learnt from; they prove nothing.
        changed: Blind judgements that were changed later; what was said first counts.
        lots: How much was judged of each sample by lot, by its name.
    """

    by_code: Mapping[str, Standing] = field(default_factory=dict)
    origins: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unplaced: int = 0
    learnt: int = 0
    changed: int = 0
    lots: Mapping[str, Judged] = field(default_factory=dict)

    def count(self, status: str) -> int:
        """How many codes have a status."""
        return sum(standing.status == status for standing in self.by_code.values())
