"""From weighed claims to the dossier."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.argument import asking, charting, gaps, saying, views
from qualcode.argument.charting import ref
from qualcode.argument.dossier import KINDS, ClaimPart, Dossier, Gap, Objection
from qualcode.argument.dossier_quotes import Quote
from qualcode.argument.dossier_standing import CodeStanding, LostChoice, Material, Provenance
from qualcode.argument.dossier_tables import Ref
from qualcode.argument.loading import fingerprint
from qualcode.argument.standings import counts, standing
from qualcode.coded import natural
from qualcode.gate import wording as gate_wording
from qualcode.messages import message
from qualcode.writers import manifest

if TYPE_CHECKING:
    from qualcode.argument.of_study import Prepared
    from qualcode.argument.weighing import Weighed


def make(prepared: Prepared) -> Dossier:
    """The dossier of what was read."""
    argumentation, language = prepared.loaded.argumentation, prepared.quoting.language
    material = prepared.quoting.material
    of_file = prepared.weighed()
    by_id = {each.claim.id: each for each in of_file}
    weighed = sorted(of_file, key=lambda each: KINDS.index(each.claim.kind))
    missing = {
        each.claim.id: gaps.of_claim(each, by_id, material, prepared.quoting.statuses, language)
        for each in weighed
    }
    parts = tuple(_part(each, by_id, missing[each.claim.id], prepared) for each in weighed)
    lost = _lost(prepared)
    codes = _codes(prepared, weighed)
    return Dossier(
        title=argumentation.title,
        study=prepared.study.settings.title or prepared.study.root.resolve().name,
        language=language,
        memo=argumentation.memo.strip(),
        parts=parts,
        objections=tuple(_objection(each, by_id) for each in weighed if each.claim.kind == "objection"),
        gaps=tuple(gap for part in parts for gap in part.gaps),
        tables=charting.tables(weighed, material, prepared.population, language),
        nodes=charting.nodes(weighed, {id_: len(found) for id_, found in missing.items()}),
        edges=charting.edges(argumentation),
        rule=saying.rule(argumentation.selection, language),
        codes=codes,
        material=_material(prepared),
        lost=lost,
        notes=_notes(prepared, parts, codes, lost),
        provenance=_provenance(prepared),
    )


def _part(
    each: Weighed, by_id: Mapping[str, Weighed], missing: tuple[Gap, ...], prepared: Prepared
) -> ClaimPart:
    claim, quoting = each.claim, prepared.quoting
    others = [other.claim for other in by_id.values()]
    asked = each.asked
    return ClaimPart(
        id=claim.id,
        kind=claim.kind,
        label=claim.name,
        text=claim.text.strip(),
        memo=claim.memo.strip(),
        evidenced=each.evidenced,
        rules=saying.rules(claim, quoting.material, quoting.language),
        local=each.local,
        outside=each.outside,
        contrast=views.contrast(each.local, each.outside),
        total=each.balance,
        strength=each.strength,
        n_sources=each.n_sources("supports", "challenges", "both"),
        disagreements=views.disagreements(each.ranked, claim, quoting),
        concerned=each.concerned,
        asked=asking.shown(asked or ()),
        n_asked=None if asked is None else len(asked),
        n_asked_sources=len({one.source for one in asked or ()}),
        rests_on=_refs(claim.rests_on, by_id),
        bears=tuple(ref(other) for other in others if claim.id in other.rests_on),
        against=_refs(claim.against, by_id),
        objections=tuple(ref(other) for other in others if claim.id in other.against),
        gaps=missing,
        candidates=_candidates(each, prepared),
    )


def _candidates(each: Weighed, prepared: Prepared) -> tuple[Quote, ...]:
    """To be read."""
    found = prepared.candidates.get(each.claim.id, ())
    return tuple(prepared.quoting.candidate(candidate, each.claim) for candidate in found)


def _refs(ids: Sequence[str], by_id: Mapping[str, Weighed]) -> tuple[Ref, ...]:
    return tuple(ref(by_id[id_].claim) for id_ in dict.fromkeys(ids))


def _objection(each: Weighed, by_id: Mapping[str, Weighed]) -> Objection:
    return Objection(
        id=each.claim.id,
        label=each.claim.name,
        text=each.claim.text.strip(),
        against=_refs(each.claim.against, by_id),
        raised_by=standing(each.side("supports")),
        answered_by=standing(each.side("challenges")),
        both=standing(each.side("both")),
    )


def _codes(prepared: Prepared, weighed: Sequence[Weighed]) -> tuple[CodeStanding, ...]:
    """The codes that shown and counted passages rest on."""
    codebook, language = prepared.quoting.material.codebook, prepared.quoting.language
    claims: dict[str, dict[str, None]] = {}
    for each in weighed:
        for ranked in each.ranked:
            for record in ranked.records:
                claims.setdefault(record.code, {})[each.claim.id] = None
    found = []
    for code in (code for code in codebook.ids if code in claims):
        own = prepared.validation.by_code[code]
        said = gate_wording.sentence(own, language)
        path, ids = codebook.path(code), tuple(claims[code])
        found.append(CodeStanding(code, codebook[code].name, path, own.status, said, ids))
    return tuple(found)


def _material(prepared: Prepared) -> Material:
    population, sources = prepared.population, prepared.quoting.material.sources
    return Material(
        sources=len(sources),
        local=len(sources) - len(population.outside),
        outside=len(population.outside),
        outside_names=population.outside,
        groups=counts((name, source) for name, of in population.groups.items() for source in of),
        places=counts((name, source) for name, of in population.places.items() for source in of),
        outside_rule=saying.outside_rule(prepared.loaded.argumentation, prepared.quoting.language),
    )


def _lost(prepared: Prepared) -> tuple[LostChoice, ...]:
    found = []
    for each in prepared.chosen:
        choice = each.choice
        reason = ""
        if choice.claim not in prepared.loaded.argumentation:
            reason = "no_claim"
        elif each.placed.spot is None:
            reason = "unplaced"
        if reason:
            row = LostChoice(reason, choice.claim, choice.action, choice.source, choice.quote, choice.person)
            found.append(row)
    return tuple(sorted(found, key=lambda each: (natural(each.source), each.claim, each.text)))


def _notes(
    prepared: Prepared, parts: Sequence[ClaimPart], codes: Sequence[CodeStanding], lost: Sequence[LostChoice]
) -> tuple[str, ...]:
    language = prepared.quoting.language
    shown = [quote for part in parts for view in part.views for side in view.sides for quote in side.quotes]
    suggested = sum(quote.stance == "suggested" for quote in shown)
    weak = sum(code.status != "validated" for code in codes)
    moved = sum(each.placed.how == "moved" for each in prepared.chosen)
    told = [
        ("suggested", bool(suggested), {"suggested": suggested, "total": len(shown)}),
        ("unlike", bool(prepared.unlike), {"why": prepared.unlike}),
        ("unvalidated", bool(weak), {"weak": weak, "total": len(codes)}),
        ("other_codebook", not prepared.same_codebook, {"run": prepared.run.name}),
        ("unreadable", bool(prepared.unreadable), {"count": len(prepared.unreadable)}),
        ("moved", bool(moved), {"count": moved}),
        ("lost", bool(lost), {"count": len(lost)}),
        ("warnings", bool(prepared.loaded.warnings), {"count": len(prepared.loaded.warnings)}),
    ]
    return tuple(message(f"dossier.notes.{key}", language, **values) for key, holds, values in told if holds)


def _provenance(prepared: Prepared) -> Provenance:
    sources = prepared.quoting.material.sources
    voices = {
        name
        for source in sources
        for record in (source.machine if source.machine is not None else source.codings)
        if record.score is not None
        for name in record.coder.split(" + ")
    }
    held = [each.choice for each in prepared.chosen]
    root = prepared.study.root.resolve()
    path = prepared.study.codebook.parent.resolve() / prepared.loaded.document.path.name
    return Provenance(
        run=prepared.run.name,
        made=_made(prepared.run),
        codebook=", ".join(sorted({source.codebook for source in sources if source.codebook})),
        argument=fingerprint(prepared.loaded.argumentation),
        argument_file=path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name,
        machine=tuple(sorted(voices)),
        coders=tuple(sorted({decision.coder for decision in prepared.coders.said})),
        people=tuple(sorted({choice.person for choice in held})),
        decisions=len(prepared.coders.said),
        pinned=sum(choice.action == "pin" for choice in held),
        banned=sum(choice.action == "ban" for choice in held),
        confirmed=sum(choice.action in ("pin", "stance") for choice in held),
        version=__version__,
    )


def _made(run: Path) -> str:
    try:
        return str(json.loads((run / manifest.NAME).read_text("utf-8"))["started"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""
