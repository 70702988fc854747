"""Where a study's codes stand, measured on the codings that the machine has just given."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.gate.standing import UNTESTED, Standing, Validation
from qualcode.sampling import design, unsure
from qualcode.sampling.design import BY_LOT

if TYPE_CHECKING:
    import numpy as np

    from qualcode.agreement.lots import Judged, Lot
    from qualcode.agreement.material import Material
    from qualcode.agreement.said import Said
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions import Decision
    from qualcode.study import Study


def said(study: Study) -> str:
    """A hash of all that people said, for what depends on it; empty where nobody has said anything."""
    digest = hashlib.blake2b(digest_size=16)
    files = sorted(study.codings.glob("*.csv")) if study.codings.is_dir() else []
    names = (design.FILE, unsure.FILE) if files else ()
    beside = [path for name in names for path in sorted(study.codings.glob(f"{design.FOLDER}/*/{name}"))]
    for path in (*files, *beside):
        digest.update(f"{path.relative_to(study.codings).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest() if files else ""


def measure(
    study: Study, sources: Sequence[CodedSource], codebook: Codebook, decisions: Sequence[Decision]
) -> Validation:
    """Every code's standing.

    Args:
        study: Whose gate counts, and in whose ``codings/`` the samples' designs are.
        sources: With what the machine gave them; where people's decisions outrank it, with what it was.
        codebook: What was coded with.
        decisions: All that people said.
    """
    from qualcode.coded import tree_order

    gate = study.settings.gate
    codes = tree_order(codebook)
    if not any(each.drawn in gate.origins for each in decisions):
        nothing = {code: _untested(code, study) for code in codes}
        return Validation(nothing, gate.origins)
    from qualcode.agreement import learnt, lots
    from qualcode.agreement.material import Material
    from qualcode.agreement.said import of_origins

    material = Material.of(sources, codebook)
    said = of_origins(decisions, gate.origins, material)
    if said is None:
        return Validation({code: _untested(code, study) for code in codes}, gate.origins)
    seen = learnt.learnt(learnt.folder(study), material)
    # A study that lets other segments count does not ask what was drawn.
    drawn = lots.of(study.codings, said, decisions, material) if {*gate.origins} <= {*BY_LOT} else []
    started = {code: _started(code, drawn) for code in codes}
    by_unfinished: dict[frozenset[str], list[str]] = defaultdict(list)
    for code, (_, unfinished) in started.items():
        by_unfinished[unfinished].append(code)
    by_code: dict[str, Standing] = {}
    for unfinished, together in by_unfinished.items():
        own = [each for each in decisions if each.origin not in unfinished]
        part = of_origins(own, gate.origins, material) if unfinished else said
        by_code |= _judged(study, together, part or said, material, seen)
    known = {lot.sample.origin for lot in drawn}
    standings = {
        code: _with_lots(by_code[code], counting, known, said, material)
        for code, (counting, _) in started.items()
    }
    return Validation(
        standings,
        gate.origins,
        unplaced=said.unplaced,
        learnt=learnt.without(said, seen)[1],
        changed=said.changed,
        lots=lots.totals(drawn, material),
    )


def _judged(
    study: Study, codes: Sequence[str], said: Said, material: Material, seen: np.ndarray
) -> dict[str, Standing]:
    """The standings of codes by the same judgements."""
    from qualcode.agreement import learnt, weights
    from qualcode.gate.judging import judge

    said, _ = learnt.without(said, seen)
    weight = weights.of(study.codings, said, material)
    columns = [material.codes.index(code) for code in codes]
    machine, people = material.machine[:, columns], said.ratings[:, :, columns]
    known = seen, material.held[:, columns]
    return judge(codes, machine, people, material.source_of, study.settings.gate, weight, known)


def _started(code: str, drawn: Sequence[Lot]) -> tuple[dict[Lot, Judged], frozenset[str]]:
    """The samples that were judged for a code and count, with how much of each was judged; and the origins of
    those that were judged in part and do not. Where none was judged whole, all count as far as they go."""
    begun = {lot: part for lot in drawn if lot.asked(code) and (part := lot.of(code)).judged}
    whole = {lot: part for lot, part in begun.items() if part.whole} or begun
    return whole, frozenset(lot.sample.origin for lot in begun if lot not in whole)


def _with_lots(
    standing: Standing,
    counting: Mapping[Lot, Judged],
    known: Collection[str],
    said: Said,
    material: Material,
) -> Standing:
    """A standing with how much was judged of the samples that count.

    Args:
        standing: The code's.
        counting: The samples.
        known: Origins of the samples whose designs can be read.
        said: What people said.
        material: Of what.
    """
    from qualcode.agreement import lots
    from qualcode.gate.judging import held_back

    if not counting:
        return standing
    parts = counting.values()
    undesigned = any(
        each.code == standing.code and each.decision.origin not in known for each in said.verdicts
    )
    judged = lots.Judged(
        sum(part.drawn for part in parts),
        sum(part.judged for part in parts),
        sum(part.unsure for part in parts),
        0 if undesigned else len(lots.outside(list(counting), material)),
    )
    return held_back(standing, judged)


def _untested(code: str, study: Study) -> Standing:
    own = study.settings.gate.of(code)
    return Standing(code, UNTESTED, "few", own.statistic, own.bound, own.least, own.segments)
