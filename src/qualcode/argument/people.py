"""Who a source and a turn speak for: groups, places, and whether it is the outside view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from qualcode.argument.known import column, folded, of_sources
from qualcode.argument.model import Argumentation, Who
from qualcode.carrier import TurnView
from qualcode.coded import CodedSource


@dataclass(frozen=True)
class People:
    """Who is who in the material.

    Attributes:
        argumentation: What tells groups and places.
        language_of: Each source's language, by name.
        group_column: The attribute that says of which group a source is; empty if there is none.
        place_column: The attribute that says of which place.
    """

    argumentation: Argumentation
    language_of: Mapping[str, str]
    group_column: str
    place_column: str

    @classmethod
    def of(
        cls, argumentation: Argumentation, sources: Iterable[CodedSource], language_of: Mapping[str, str]
    ) -> People:
        """As sources and argumentation say it."""
        known = of_sources(sources)
        return cls(
            argumentation,
            language_of,
            column(argumentation.group, known),
            column(argumentation.place, known),
        )

    def fits(self, who: Sequence[Who], source: CodedSource, turn: TurnView) -> bool:
        """Whether a turn is said by one of these."""
        return any(self._is(one, source, turn) for one in who)

    def outside(self, source: CodedSource) -> bool:
        """Whether a source is of the outside view."""
        who = self.argumentation.outside
        return any(self.fits(who, source, turn) for turn in source.turns[:1] or ())

    def group(self, source: CodedSource, turn: TurnView) -> str:
        """The group that a turn speaks for; empty if it is not known."""
        return source.described(turn).get(self.group_column, "").strip()

    def place(self, source: CodedSource, turn: TurnView) -> str:
        """The place that a turn speaks for; empty if it is not known."""
        return source.described(turn).get(self.place_column, "").strip()

    def named(self, source: CodedSource, turn: TurnView) -> tuple[str, ...]:
        """Ids of the argumentation's own groups that a turn's speaker belongs to."""
        groups = self.argumentation.groups
        return tuple(group.id for group in groups if self.fits(group.members, source, turn))

    def _is(self, who: Who, source: CodedSource, turn: TurnView) -> bool:
        if who.language and self.language_of.get(source.name, "") != who.language:
            return False
        if who.sources and not any(
            fnmatchcase(source.name.casefold(), one.casefold()) for one in who.sources
        ):
            return False
        if who.speakers and folded(turn.speaker or "") not in map(folded, who.speakers):
            return False
        described = {folded(name): folded(value) for name, value in source.described(turn).items()}
        return all(
            described.get(folded(name), "") in map(folded, values) for name, values in who.attributes.items()
        )
