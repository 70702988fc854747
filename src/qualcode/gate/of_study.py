"""Where a study's codes stand, measured on the codings that the machine has just given."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.gate.standing import UNTESTED, Standing, Validation
from qualcode.sampling import unsure
from qualcode.sampling.design import BY_LOT

if TYPE_CHECKING:
    import numpy as np

    from qualcode.agreement.lots import Lot
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
    designs = sorted(study.codings.glob("samples/*/design.json")) if files else []
    kept = sorted(study.codings.glob(f"samples/*/{unsure.FILE}")) if files else []
    for path in (*files, *designs, *kept):
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
    by_code: dict[str, Standing] = {}
    for unfinished, together in _by_samples(codes, drawn).items():
        own = [each for each in decisions if each.origin not in unfinished]
        part = of_origins(own, gate.origins, material) if unfinished else said
        by_code |= _judged(study, together, part or said, material, seen)
    standings = {code: _with_lots(by_code[code], drawn, said, material) for code in codes}
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


def _started(code: str, drawn: Sequence[Lot]) -> tuple[list[Lot], list[Lot]]:
    """The samples that were judged for a code and count, and those that were judged in part and do not. Where
    none was judged whole, all count as far as they go."""
    begun = [lot for lot in drawn if lot.asked(code) and lot.of(code).judged]
    whole = [lot for lot in begun if lot.of(code).whole]
    return (whole, [lot for lot in begun if lot not in whole]) if whole else (begun, [])


def _by_samples(codes: Sequence[str], drawn: Sequence[Lot]) -> dict[frozenset[str], list[str]]:
    """Codes by the origins of the samples that do not count for them."""
    found: dict[frozenset[str], list[str]] = {}
    for code in codes:
        unfinished = frozenset(lot.sample.origin for lot in _started(code, drawn)[1])
        found.setdefault(unfinished, []).append(code)
    return found


def _with_lots(standing: Standing, drawn: Sequence[Lot], said: Said, material: Material) -> Standing:
    from qualcode.agreement import lots
    from qualcode.gate.judging import held_back

    counting, _ = _started(standing.code, drawn)
    if not counting:
        return standing
    parts = [lot.of(standing.code) for lot in counting]
    known = {lot.sample.origin for lot in drawn}
    undesigned = any(
        each.code == standing.code and each.decision.origin not in known for each in said.verdicts
    )
    judged = lots.Judged(
        sum(part.drawn for part in parts),
        sum(part.judged for part in parts),
        sum(part.unsure for part in parts),
        0 if undesigned else len(lots.outside(counting, material)),
    )
    return held_back(standing, judged)


def _untested(code: str, study: Study) -> Standing:
    own = study.settings.gate.of(code)
    return Standing(code, UNTESTED, "few", own.statistic, own.bound, own.least, own.segments)
