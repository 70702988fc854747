"""People's decisions as a run meets them: read, placed in the present texts, and put before the machine's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode.decisions import anchors, ledger
from qualcode.decisions.decision import in_force

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions.agreed import Agreed
    from qualcode.decisions.anchors import Placed
    from qualcode.decisions.on_segments import Verdict
    from qualcode.study import Study


class People:
    """What people said of a study's texts.

    Args:
        study: The study.

    Attributes:
        everything: All that was said, whether it still holds or not.
        said: All decisions that hold.
        problems: What is wrong with rows that are none.
        placed: Where each stands; empty before :meth:`place` or :meth:`outrank`.
        verdicts: What each person says of each segment; empty before :meth:`outrank`.
        judged: Sources in which people's decisions stand, as :meth:`outrank` returned them, by name.
    """

    def __init__(self, study: Study) -> None:
        self.everything, self.problems = ledger.read(study.codings)
        self.said = in_force(self.everything)
        self.placed: list[Placed] = []
        self.verdicts: list[Verdict] = []
        self.judged: dict[str, CodedSource] = {}
        self._study = study
        self._counts: dict[str, Any] = {}

    def __bool__(self) -> bool:
        return bool(self.said or self.problems)

    @cached_property
    def digest(self) -> str:
        """A hash of what holds, and in which order it was said; empty where nobody has said anything."""
        from qualcode.stagecache import key_of

        return key_of([astuple(each) for each in self.said], len(self.problems)) if self else ""

    def place(self, texts: Mapping[str, str]) -> list[Placed]:
        """Finds the decisions in the sources' texts; see :func:`qualcode.decisions.anchors.place`."""
        self.placed = anchors.place(self.said, texts)
        return self.placed

    def outrank(self, sources: Sequence[CodedSource], codebook: Codebook) -> list[CodedSource]:
        """The sources with people's decisions in place of the machine's; one that nobody has judged is the
        very same as before.

        Args:
            sources: All sources, as the machine coded them.
            codebook: What was coded with.
        """
        from qualcode.decisions import on_segments, outranking
        from qualcode.decisions.agreed import agreed

        if not self.said:
            self._counts = self._counted({}, [], codebook)
            return list(sources)
        segments = {
            source.name: [(segment.start, segment.end) for segment in source.segments] for source in sources
        }
        self.place({source.name: source.text for source in sources})
        self.verdicts = on_segments.verdicts(self.placed, segments, codebook)
        held = agreed(self.verdicts, self._study.settings.people.disagreement)
        by_source: dict[str, list[Placed]] = defaultdict(list)
        for each in self.placed:
            if each.spot is not None:
                by_source[each.spot.source].append(each)
        outranked = [
            outranking.outrank(source, held[source.name], by_source[source.name], codebook)
            if source.name in held
            else source
            for source in sources
        ]
        self._counts = self._counted(held, outranked, codebook)
        self.judged = {source.name: source for source in outranked if source.machine is not None}
        return outranked

    def counts(self) -> dict[str, Any]:
        """What the manifest says of them: ``decisions``, by person in ``coders``; how many are ``exact``,
        ``moved`` and ``open``; segments and codes on which people ``disagree``; decisions on
        ``unknown_codes``, by code; ``unreadable`` rows; codings that people ``gave``, ``confirmed`` and
        ``removed``. Empty where nobody has said anything."""
        return self._counts

    def _counted(
        self,
        held: Mapping[str, Mapping[tuple[int, str], Agreed]],
        sources: Sequence[CodedSource],
        codebook: Codebook,
    ) -> dict[str, Any]:
        if not self:
            return {}
        how = Counter(each.how for each in self.placed)
        unknown = Counter(each.code for each in self.said if each.code not in codebook)
        gave = confirmed = removed = 0
        for source in sources:
            before = {(each.segment, each.code) for each in source.machine or ()}
            after = {(each.segment, each.code) for each in source.codings}
            if source.machine is not None:
                theirs = {(each.segment, each.code) for each in source.codings if each.score is None}
                gave, confirmed = gave + len(theirs - before), confirmed + len(theirs & before)
                removed += len(before - after)
        return {
            "decisions": len(self.said),
            "coders": dict(sorted(Counter(each.coder for each in self.said).items())),
            "disagreement": self._study.settings.people.disagreement,
            "exact": how["exact"],
            "moved": how["moved"],
            "open": how["open"],
            "disagree": sum(each.disputed for of_source in held.values() for each in of_source.values()),
            "unknown_codes": dict(sorted(unknown.items())),
            "unreadable": len(self.problems),
            "gave": gave,
            "confirmed": confirmed,
            "removed": removed,
        }


def warnings(counts: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """What a researcher should know of people's decisions in a run: message keys under ``source_warnings``
    with their values.

    Args:
        counts: Of :meth:`People.counts`, or the manifest's.
    """
    told: list[tuple[str, dict[str, str]]] = [
        (f"people_{name}", {"count": str(counts[name])})
        for name in ("moved", "open", "disagree", "unreadable")
        if counts.get(name)
    ]
    if unknown := counts.get("unknown_codes"):
        codes = ", ".join(f"{code} ({number})" for code, number in unknown.items())
        told.append(("people_unknown_codes", {"codes": codes}))
    return told
