"""All comparisons of a study: people with each other, and with the machine as it is now or was in a run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qualcode.agreement import learnt, lots, weights
from qualcode.agreement.bootstrap import WITHIN
from qualcode.agreement.comparisons import Comparer, Comparison
from qualcode.agreement.lots import Judged
from qualcode.agreement.material import Material, machines
from qualcode.agreement.said import Said, by_kind
from qualcode.decisions import read
from qualcode.errors import CodingsError, Place, SettingsError

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Study

BETWEEN = ("people", "machine")


@dataclass(frozen=True)
class Result:
    """What ``qualcode agreement`` shows and writes.

    Attributes:
        title: The study's.
        language: That people read it in.
        material: What was coded.
        said: What people said of it, by kind.
        comparisons: People with each other, then with the machine, kind by kind.
        fingerprint: Of the codebook that the machine followed.
        machine: Names of the machine's coders.
        run: The run that the machine's codes are from; empty for the machine as it is now.
        how: What was resampled.
        by_character: Whether characters are counted.
        unplaced: Judgements whose words are no longer found.
        learnt: Segments that people judged and that a trained coder has learnt from; they are left out of its
            comparison with people.
        changed: Blind judgements that were changed later; what was said first counts.
        lots: How much was judged of each sample by lot, by its name.
        read_whole: Coders of imported lists read their sources whole, as the study states.
    """

    title: str
    language: str
    material: Material
    said: Mapping[str, Said]
    comparisons: tuple[Comparison, ...]
    fingerprint: str
    machine: tuple[str, ...]
    run: str
    how: str
    by_character: bool
    unplaced: int
    learnt: int = 0
    changed: int = 0
    lots: Mapping[str, Judged] = field(default_factory=dict)
    read_whole: bool = False

    @property
    def codebook(self) -> Codebook:
        """What was coded with."""
        return self.material.codebook


def compare(
    study: Study,
    *,
    run: str = "",
    between: Collection[str] = BETWEEN,
    codes: Collection[str] = (),
    by_character: bool = False,
    how: str = WITHIN,
) -> Result:
    """Compares all that was said.

    Args:
        study: The study.
        run: Name of a run; the machine as it is now without it.
        between: ``people``, ``machine`` or both.
        codes: Ids of the codes that are wanted; all without them.
        by_character: Counts characters instead of segments.
        how: What is resampled.

    Raises:
        SettingsError: there is no such code or run.
        CodingsError: nobody has judged anything, or a file of theirs cannot be read.
    """
    from qualcode.agreement import machine

    decisions, problems = read(study.codings)
    if problems:
        raise problems[0]
    if not decisions:
        raise CodingsError(
            "nobody has judged anything yet.",
            where=Place(study.codings),
            remedy="Draw segments with `qualcode sample`, and take in the sheets: `qualcode codings import`.",
        )
    sources, codebook = machine.of_run(study, run) if run else machine.now(study)
    material = Material.of(sources, codebook)
    for code in codes:
        if code not in codebook:
            known = ", ".join(material.codes)
            raise SettingsError(f"there is no code '{code}'.", remedy=f"The codebook has: {known}.")
    said = by_kind(decisions, material)
    wanted = frozenset(codes) or None
    seen = learnt.learnt(None if run else learnt.folder(study), material)
    found: list[Comparison] = []
    left_out = 0
    for kind, own in said.items():
        weight = weights.of(study.codings, own, material) if kind == "random" else None
        comparer = Comparer(material, weight, wanted, how, by_character)
        found += comparer.people(own) if "people" in between else []
        if "machine" in between:
            unseen, count = learnt.without(own, seen)
            left_out += count
            found += comparer.machine(unseen)
    drawn = lots.of(study.codings, said["random"], decisions, material) if "random" in said else []
    voices = {one for source in sources for each in machines(source) for one in each.coder.split(" + ")}
    return Result(
        title=study.settings.title or study.root.resolve().name,
        language=study.settings.outputs.language,
        material=material,
        said=said,
        comparisons=tuple(found),
        fingerprint=", ".join(sorted({source.codebook for source in sources if source.codebook})),
        machine=tuple(sorted(voices)),
        run=run,
        how=how,
        by_character=by_character,
        unplaced=sum(own.unplaced for own in said.values()),
        learnt=left_out,
        changed=sum(own.changed for own in said.values()),
        lots=lots.totals(drawn, material),
        read_whole=study.settings.people.imported == "whole",
    )
