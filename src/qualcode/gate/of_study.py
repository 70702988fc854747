"""Where a study's codes stand, measured on the codings that the machine has just given."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from qualcode.gate.standing import UNTESTED, VALIDATED, Standing, Validation

if TYPE_CHECKING:
    from qualcode.agreement.material import Material
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.decisions import Decision
    from qualcode.study import Study


OUTSIDE = 0.1
"""Share of the segments that may be of sources that came after the samples."""


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
    outside = weights.outside(study.codings, said, material)
    if _share_of(outside, material) > OUTSIDE:
        standings = {code: _not_for_all(each) for code, each in standings.items()}
    return Validation(
        standings,
        gate.origins,
        unplaced=said.unplaced,
        learnt=seen,
        changed=said.changed,
        outside=tuple(outside),
    )


def _share_of(sources: Sequence[str], material: Material) -> float:
    numbers = [number for number, source in enumerate(material.sources) if source.name in sources]
    return float(np.isin(material.source_of, numbers).mean())


def _not_for_all(standing: Standing) -> Standing:
    """What a standing says of a material of which much could not be drawn."""
    if standing.status == VALIDATED:
        standing = replace(standing, status=UNTESTED, why="outside")
    return replace(standing, prevalence=None)


def _untested(code: str, study: Study) -> Standing:
    own = study.settings.gate.of(code)
    return Standing(code, UNTESTED, "few", own.statistic, own.bound, own.least, own.segments)
