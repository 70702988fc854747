"""Gaps by kind, what weighs most first."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.argument.dossier import GAPS, Dossier, Gap
from qualcode.messages import section


def by_kind(dossier: Dossier) -> list[tuple[str, list[Gap]]]:
    """Each kind of gap that there is, with its gaps; without any where it holds of every claim that was
    tested, which is said once."""
    tried = {part.id for part in dossier.parts if part.evidenced}
    found = []
    for kind in dict.fromkeys([*section("dossier.gap_headings"), *GAPS]):
        own = [gap for gap in dossier.gaps if gap.kind == kind]
        everywhere = kind in ("unvalidated", "unconfirmed") and {gap.claim for gap in own} == tried
        if own:
            found.append((kind, [] if everywhere else own))
    return found


def by_about(gaps: Iterable[Gap]) -> list[tuple[str, list[str]]]:
    """What gaps are about (a group, a place), each with the ids of the claims that lack it; what most lack
    first."""
    found: dict[str, list[str]] = {}
    for gap in gaps:
        found.setdefault(gap.about, []).append(gap.claim)
    return sorted(found.items(), key=lambda each: -len(each[1]))
