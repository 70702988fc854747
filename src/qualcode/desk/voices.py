"""What people say of a run's texts at this moment: where their decisions stand, and what they make of each
segment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from qualcode.decisions import anchors, on_segments
from qualcode.decisions.decision import Decision, in_force
from qualcode.desk.acts import ORIGIN
from qualcode.desk.growing import Growing

if TYPE_CHECKING:
    from qualcode.decisions.anchors import Placed
    from qualcode.decisions.on_segments import Verdict
    from qualcode.desk.material import Material
    from qualcode.errors import Place

Stretch = tuple[str, int, int]
"""A source's name, first code point, after the last one."""


class Voices:
    """People's decisions on a run's texts, read again whenever somebody has added some.

    Args:
        material: The run.

    Attributes:
        version: Grows whenever something was said.
        people: Names of all who have said something that holds, in alphabetical order.
        open: How many decisions have no sure place in the texts.
        unreadable_at: Where rows in ``codings/`` stand that cannot be read.
    """

    def __init__(self, material: Material) -> None:
        self._material = material
        self._files = Growing(material.study.codings)
        self._everything: list[Decision] = []
        self._odd: tuple[list[Decision], list[Placed]] = ([], [])
        self._placed: dict[str, list[Placed]] = {}
        self._verdicts: dict[str, dict[tuple[int, str], list[Verdict]]] = {}
        self._drawn: dict[str, dict[tuple[str, str], list[Placed]]] = {}
        self._held: dict[tuple[str, str, int, int, str], Decision] = {}
        self.version = self.open = 0
        self.unreadable_at: list[Place] = []
        self.people: list[str] = []
        self.refresh()

    def refresh(self) -> bool:
        """Reads what was added; says whether anything was."""
        everything = self._files.look()
        if everything is None:
            return False
        self._everything = everything
        held = in_force(everything)
        self._held = {
            (each.coder, each.source, each.start, each.end, each.code): each
            for each in held
            if each.text_hash == self._material.hashes.get(each.source)
        }
        placed = self._place(held)
        for name in self._placed.keys() | placed.keys():
            if placed.get(name) != self._placed.get(name):
                self._verdicts.pop(name, None)
                self._drawn.pop(name, None)
        self._placed = placed
        self.people = sorted({each.coder for each in held})
        self.unreadable_at = self._files.problems
        self.version += 1
        return True

    def _place(self, held: list[Decision]) -> dict[str, list[Placed]]:
        """Where decisions stand, by source; those on texts that were edited since are only looked for when
        they are new."""
        texts, hashes = self._material.texts, self._material.hashes
        odd = [each for each in held if hashes.get(each.source) != each.text_hash or not _fits(each, texts)]
        if odd != self._odd[0]:
            self._odd = odd, anchors.place(odd, texts)
        found_anew = {id(each): where for each, where in zip(odd, self._odd[1], strict=True)}
        found: dict[str, list[Placed]] = defaultdict(list)
        self.open = 0
        for each in held:
            where = found_anew.get(id(each))
            if where is None:
                spot = anchors.Spot(each.source, each.start, each.end, each.quote)
                where = anchors.Placed(each, "exact", "same", spot)
            if where.spot is None:
                self.open += 1
            else:
                found[where.spot.source].append(where)
        return dict(found)

    def placed(self, source: str) -> list[Placed]:
        """Decisions that stand in a source, in the order in which they were first said."""
        return self._placed.get(source, [])

    @property
    def judged(self) -> list[str]:
        """Names of the sources that anything was said of."""
        return list(self._placed)

    def verdicts(self, source: str) -> dict[tuple[int, str], list[Verdict]]:
        """What each person says of a source, by segment (from 0) and code."""
        if source not in self._verdicts:
            found: dict[tuple[int, str], list[Verdict]] = defaultdict(list)
            said = on_segments.verdicts(
                self.placed(source), {source: self._material.segments[source]}, self._material.codebook
            )
            for each in said:
                found[each.segment - 1, each.code].append(each)
            self._verdicts[source] = dict(found)
        return self._verdicts[source]

    def drawn(self, source: str, coder: str, code: str) -> list[Placed]:
        """A person's yes to a code in a source, with the borders that they gave it at the desk."""
        if source not in self._drawn:
            found: dict[tuple[str, str], list[Placed]] = defaultdict(list)
            for each in self.placed(source):
                said = each.decision
                if said.judgement == "yes" and said.origin == ORIGIN:
                    found[said.coder, said.code].append(each)
            self._drawn[source] = dict(found)
        return self._drawn[source].get((coder, code), [])

    def held(self, coder: str, stretch: Stretch, code: str) -> Decision | None:
        """What a person says of exactly this stretch and code, if it holds."""
        return self._held.get((coder, *stretch, code))

    def last_made(self, coder: str, stretches: Iterable[Stretch]) -> str:
        """The latest time that a person's decisions on words of some stretches state, withdrawn ones too."""
        asked = list(stretches)
        return max(
            (
                each.made
                for each in self._everything
                if each.coder == coder
                and any(
                    each.source == source and each.start < end and start < each.end
                    for source, start, end in asked
                )
            ),
            default="",
        )

    def all(self) -> list[Decision]:
        """All that was ever said, file by file."""
        return self._everything


def _fits(decision: Decision, texts: dict[str, str]) -> bool:
    return texts[decision.source][decision.start : decision.end] == decision.quote
