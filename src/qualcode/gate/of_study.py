"""Where a study's codes stand, measured on the codings that the machine has just given."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.gate.standing import UNTESTED, Standing, Validation

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions import Decision
    from qualcode.study import Study


def said(study: Study) -> str:
    """A hash of all that people said, for what depends on it; empty where nobody has said anything."""
    digest = hashlib.blake2b(digest_size=16)
    files = sorted(study.codings.glob("*.csv")) if study.codings.is_dir() else []
    designs = sorted(study.codings.glob("samples/*/design.json")) if files else []
    for path in (*files, *designs):
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
    from qualcode.agreement import learnt, weights
    from qualcode.agreement.material import Material
    from qualcode.agreement.said import of_origins
    from qualcode.gate.judging import judge

    material = Material.of(sources, codebook)
    said = of_origins(decisions, gate.origins, material)
    if said is None:
        return Validation({code: _untested(code, study) for code in codes}, gate.origins)
    said, seen = learnt.without(said, learnt.learnt(learnt.folder(study), material))
    weight = weights.of(study.codings, said, material)
    standings = judge(codes, material.machine, said.ratings, material.source_of, gate, weight)
    return Validation(standings, gate.origins, unplaced=said.unplaced, learnt=seen)


def _untested(code: str, study: Study) -> Standing:
    own = study.settings.gate.of(code)
    return Standing(code, UNTESTED, "few", own.statistic, own.bound, own.least, own.segments)
