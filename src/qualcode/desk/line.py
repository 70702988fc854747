"""The line of what there is to judge: filtered, ordered, and a part of it at a time.

In the usual mode it holds the machine's quotes, and the stretches that people gave a code of their own, turn
by turn; a theme's quotes that are wholly covered by codes below are met there. Blind, it holds the segments
that coders look at, and nothing about codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from qualcode.decisions.on_segments import HALF, spoken_of_by_turn
from qualcode.decisions.outranking import OWN_BORDERS
from qualcode.desk import argued
from qualcode.desk.entry import Entry, mixed, stretch_id

if TYPE_CHECKING:
    from qualcode.decisions.decision import Decision
    from qualcode.desk.claims import Claims
    from qualcode.desk.material import Material
    from qualcode.desk.seen import Seen
    from qualcode.desk.voices import Voices

Order = Literal["place", "uncertain", "highest", "lowest", "mixed"]
Status = Literal["all", "open", "unseen", "done", "yes", "no", "changed", "disputed", "stance"]
JUDGED = ("yes", "no", "changed")
SCORED = ("uncertain", "highest", "lowest")


@dataclass(frozen=True)
class Asked:
    """What a reviewer wants to see of the line.

    Attributes:
        coder: The reviewer.
        blind: Whether they see no machine's codes and no other people's.
        codes: Ids of codes; those below count too. All of them if empty.
        claims: Ids of the argument's claims; all quotes if empty, whether they stand under a claim or not.
        sources: Names; all of them if empty.
        attributes: By attribute, the values wanted.
        low: The least score.
        high: The highest one.
        status: How far they have come with it.
        order: In which order.
    """

    coder: str
    blind: bool = False
    codes: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    attributes: dict[str, frozenset[str]] = field(default_factory=dict)
    low: float = 0.0
    high: float = 1.0
    status: Status = "all"
    order: Order = "place"


class Line:
    """Everything that can be judged of a run, as it stands now.

    Args:
        material: The run.
        voices: What people say.
        claims: Under which claims of the argument it stands.
    """

    def __init__(self, material: Material, voices: Voices, claims: Claims) -> None:
        self._material, self._voices, self._claims = material, voices, claims
        self._of_machine = [
            Entry(
                quote.id, quote.source, quote.start, quote.end,
                tuple(number - 1 for number in quote.segments),
                quote.code, quote.score, margin, quote.attributes,
            )
            for quote, margin in zip(material.quotes, material.margins, strict=True)
            if quote.specific
        ]  # fmt: skip
        self._places = {(each.source, each.start, each.end, each.code) for each in self._of_machine}
        self._blind = [
            Entry(
                f"s{number}-{segment.index + 1}", source.name, segment.start, segment.end, (segment.index,),
                "", None, 1.0, dict(source.described(source.turns[segment.turn])),
            )
            for number, source in enumerate(material.sources)
            for segment in source.segments
            if segment.coded
        ]  # fmt: skip
        self._all: tuple[int, list[Entry]] = (-1, [])
        self._by_id: tuple[int, dict[str, Entry]] = (-1, {})
        self._argued: tuple[tuple[int, int], list[Entry]] = ((-1, -1), [])
        self._met: dict[str, Entry] = {}
        self._status: dict[tuple[str, bool], tuple[int, dict[str, str]]] = {}

    def entries(self, blind: bool) -> list[Entry]:
        """All of it, in the order of the texts."""
        if blind:
            return self._blind
        if self._all[0] != self._voices.version:
            found = [*self._of_machine, *self._of_people()]
            self._all = self._voices.version, sorted(found, key=self._place)
        return self._all[1]

    def counted(self, coder: str, blind: bool) -> list[Entry]:
        """All of it, each once: where a quote got other borders, the stretch that has them is left out."""
        entries = self.entries(blind)
        status = {each.id: self.status(each, coder, blind) for each in entries}
        given: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for each in entries:
            own = coder in each.coders
            if status[each.id] == "changed" or (status[each.id] == "yes" and not own):
                given[each.source, each.code].append(each)
        return [
            each
            for each in entries
            if coder not in each.coders
            or not any(
                other.start < each.end and each.start < other.end
                for other in given[each.source, each.code]
                if coder not in other.coders or status[each.id] == "yes"
            )
        ]

    def entry(self, id_: str, blind: bool) -> Entry | None:
        """One of them."""
        if self._by_id[0] != self._voices.version:
            known = {each.id: each for each in (*self.entries(False), *self._blind)}
            self._by_id = self._voices.version, known
        found = self._by_id[1].get(id_)
        if found is None and not blind:
            self._of_claims()
            return self._met.get(id_)
        # Whoever is blind must not be told what was quoted.
        return found if found is not None and (found.code == "") == blind else None

    def select(self, asked: Asked, seen: Seen) -> list[Entry]:
        """Those that a reviewer wants to see, in the order that they want."""
        fits = self._filter(asked, seen)
        found = [each for each in self.entries(asked.blind) if fits(each)]
        if _argues(asked):
            found += [each for each in self._of_claims() if fits(each)]
            found.sort(key=self._place)
        if asked.order == "mixed":
            return sorted(found, key=lambda each: mixed(asked.coder, each.id))
        if asked.blind or asked.order not in SCORED:
            return found
        # What people gave has no score and comes last.
        if asked.order == "uncertain":
            return sorted(found, key=lambda each: (each.score is None, each.margin))
        sign = -1 if asked.order == "highest" else 1
        return sorted(found, key=lambda each: (each.score is None, sign * (each.score or 0.0)))

    def status(self, entry: Entry, coder: str, blind: bool = False) -> str:
        """What a person says of it: ``open``, ``part`` (of some of its segments), ``yes``, ``no`` or
        ``changed``; blind ``open`` or ``yes``."""
        known = self._status.get((coder, blind))
        if known is None or known[0] != self._voices.version:
            known = self._status[coder, blind] = self._voices.version, self._statuses(coder, blind)
        return known[1].get(entry.id, "open")

    def disputed(self, entry: Entry) -> bool:
        """Whether people say different things of it."""
        verdicts = self._voices.verdicts(entry.source)
        return any(
            len({each.yes for each in verdicts.get((segment, entry.code), ())}) > 1
            for segment in entry.segments
        )

    def _filter(self, asked: Asked, seen: Seen) -> Callable[[Entry], bool]:
        book = self._material.codebook
        codes = {code for code in book.ids if asked.codes & set(book.lineage(code))}
        wanted = {name: values for name, values in asked.attributes.items() if values}
        narrow = not asked.blind and (asked.low > 0 or asked.high < 1)
        to_confirm = asked.status == "stance"
        argue = _argues(asked)

        @cache
        def under(source: str) -> frozenset[int]:
            return argued.segments(source, asked.claims, self._claims, unconfirmed=to_confirm)

        def fits(entry: Entry) -> bool:
            if asked.sources and entry.source not in asked.sources:
                return False
            if any(entry.attributes.get(name, "") not in values for name, values in wanted.items()):
                return False
            if asked.codes and not asked.blind and entry.code not in codes:
                return False
            if argue and under(entry.source).isdisjoint(entry.segments):
                return False
            if narrow and not (entry.score is not None and asked.low <= entry.score <= asked.high):
                return False
            return self._has_status(entry, asked, seen)

        return fits

    def _has_status(self, entry: Entry, asked: Asked, seen: Seen) -> bool:
        if asked.status in ("all", "stance"):
            return True
        if asked.status == "disputed":
            return not asked.blind and self.disputed(entry)
        status = self.status(entry, asked.coder, asked.blind)
        if asked.status == "open":
            return status not in JUDGED
        if asked.status == "unseen":
            return status not in JUDGED and not seen.has(asked.coder, entry.id)
        return status in JUDGED if asked.status == "done" else status == asked.status

    def _of_claims(self) -> list[Entry]:
        """What stands under a claim and in no quote; who has it open keeps it, whatever they say of it."""
        version = self._voices.version, self._claims.version
        if self._argued[0] != version:
            found = argued.beside(self.entries(False), self._material, self._claims)
            own = {each.id: each for each in found}
            self._met.update(own)
            self._argued = version, list(own.values())
        return self._argued[1]

    def _place(self, entry: Entry) -> tuple[int, int, int]:
        return self._material.source_numbers[entry.source], entry.start, entry.end

    def _statuses(self, coder: str, blind: bool) -> dict[str, str]:
        if blind:
            coded = {name: self._coded_by(name, coder) for name in self._voices.judged}
            return {each.id: "yes" for each in self._blind if each.segments[0] in coded.get(each.source, ())}
        touched = set(self._voices.judged)
        return {
            entry.id: status
            for entry in self.entries(blind)
            if entry.source in touched and (status := self._of(entry, coder)) != "open"
        }

    def _of(self, entry: Entry, coder: str) -> str:
        own = self._voices.held(coder, (entry.source, entry.start, entry.end), entry.code)
        redrawn = self._redrawn(entry, coder, own)
        if own is not None and not redrawn:
            return str(own.judgement)
        verdicts = self._voices.verdicts(entry.source)
        said = {
            next((each.yes for each in verdicts.get((segment, entry.code), ()) if each.coder == coder), None)
            for segment in entry.segments
        }
        if None in said:
            return "open" if len(said) == 1 else "part"
        if len(said) == 1 and not (redrawn and True in said):
            return "yes" if said.pop() else "no"
        return "changed"

    def _redrawn(self, entry: Entry, coder: str, own: Decision | None) -> bool:
        """Whether a person's last word on a quote is a yes with other borders.

        Args:
            entry: The quote.
            coder: The person.
            own: What they say of exactly its stretch. A yes to that holds beside one to a smaller part.
        """
        least = HALF * (entry.end - entry.start) if own is not None and own.judgement == "yes" else 1
        for each in self._voices.drawn(entry.source, coder, entry.code):
            spot = each.spot
            if spot is None or (spot.start, spot.end) == (entry.start, entry.end):
                continue
            later = own is None or each.decision.made > own.made
            if later and min(spot.end, entry.end) - max(spot.start, entry.start) >= least:
                return True
        return False

    def _coded_by(self, source: str, coder: str) -> set[int]:
        """Segments that somebody has said anything of."""
        return {
            segment
            for (segment, _), said in self._voices.verdicts(source).items()
            if any(each.coder == coder for each in said)
        }

    def _of_people(self) -> Iterable[Entry]:
        numbers, book = self._material.source_numbers, self._material.codebook
        for name in self._voices.judged:
            source, limits = self._material.sources[numbers[name]], self._material.segments[name]
            coders: dict[tuple[int, int, str], list[str]] = {}
            spoken: dict[tuple[int, int], list[int]] = {}
            for each in self._voices.placed(name):
                spot, said = each.spot, each.decision
                if spot and said.judgement == "yes" and said.drawn in OWN_BORDERS and said.code in book:
                    for start, end, segments in spoken_of_by_turn(spot.start, spot.end, limits, source):
                        coders.setdefault((start, end, said.code), []).append(said.coder)
                        spoken.setdefault((start, end), segments)
            for (start, end, code), names in coders.items():
                if (name, start, end, code) in self._places:
                    continue
                segments = spoken[start, end]
                attributes = dict(source.described(source.turns[source.segments[segments[0]].turn]))
                yield Entry(
                    stretch_id(name, start, end, code), name, start, end, tuple(segments),
                    code, None, 1.0, attributes, tuple(sorted(set(names))),
                )  # fmt: skip


def _argues(asked: Asked) -> bool:
    """Whether it is about the argument's claims."""
    return not asked.blind and bool(asked.claims or asked.status == "stance")
