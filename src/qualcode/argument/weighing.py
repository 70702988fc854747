"""A claim weighed: its passages, who stands where, what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.argument import asking, passages, views
from qualcode.argument.choices import Held
from qualcode.argument.dossier import Asked, Concerned
from qualcode.argument.dossier_quotes import View
from qualcode.argument.hearing import Heard
from qualcode.argument.model import Claim
from qualcode.argument.population import Population
from qualcode.argument.quoting import Quoting
from qualcode.argument.ranking import Ranked, rank
from qualcode.argument.standings import balance


@dataclass(frozen=True)
class Weighed:
    """A claim and all that was found of it.

    Attributes:
        claim: The claim.
        ranked: All of its passages.
        local: What local voices say.
        outside: What the outside view says.
        concerned: Groups and places that it concerns.
        asked: Interviewers' turns that touch it; None where nothing to look for is stated.
        n_material: How many sources there are.
    """

    claim: Claim
    ranked: Sequence[Ranked]
    local: View
    outside: View
    concerned: tuple[Concerned, ...]
    asked: list[Asked] | None
    n_material: int

    @property
    def evidenced(self) -> bool:
        """Whether anything is stated that would support or challenge it, or people put a passage there."""
        return bool(self.claim.supports or self.claim.challenges or self.ranked)

    def side(self, name: str) -> list[Ranked]:
        """Its passages on one side."""
        return views.on_side(self.ranked, name)

    def n_sources(self, *names: str) -> int:
        """How many sources stand on these sides."""
        return len({each.passage.source.name for each in self.ranked if each.passage.side in names})

    @property
    def balance(self) -> float | None:
        """Of local and outside sources together."""
        return balance(self.n_sources("supports"), self.n_sources("challenges"))

    @property
    def strength(self) -> float:
        """Share of all sources that stand on any side."""
        return (
            round(self.n_sources("supports", "challenges", "both") / self.n_material, 4)
            if self.n_material
            else 0.0
        )


def weigh(
    claim: Claim, quoting: Quoting, population: Population, questions: Heard, held: Iterable[Held]
) -> Weighed:
    """Holds a claim against the material.

    Args:
        claim: The claim.
        quoting: The material, and what quotes are shown with.
        population: Who takes part.
        questions: What is heard in interviewers' turns.
        held: What people chose.
    """
    material = quoting.material
    people, selection = material.people, material.argumentation.selection
    ranked = []
    for passage in passages.of_claim(claim, material, held):
        turn = passage.source.turns[passage.turn]
        group, place = people.group(passage.source, turn), people.place(passage.source, turn)
        ranked.append(rank(passage, quoting.statuses, selection, group, place))
    outside = [each for each in ranked if each.passage.source.name in population.outside]
    local = [each for each in ranked if each.passage.source.name not in population.outside]
    asked = None
    if claim.asked:
        asked = asking.of_claim(claim, material.sources, questions, quoting.addresses, quoting.language)
    return Weighed(
        claim=claim,
        ranked=ranked,
        local=views.view("local", local, claim, quoting),
        outside=views.view("outside", outside, claim, quoting),
        concerned=population.concerned(claim, ranked, material),
        asked=asked,
        n_material=len(material.sources),
    )
