"""What is missing: claims without evidence, groups that are not heard, questions nobody was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcode.argument.dossier import Gap
from qualcode.argument.judging import Material
from qualcode.argument.ranking import Statuses
from qualcode.argument.standings import voice
from qualcode.argument.weighing import Weighed
from qualcode.messages import message


def of_claim(
    weighed: Weighed, others: Mapping[str, Weighed], material: Material, statuses: Statuses, language: str
) -> tuple[Gap, ...]:
    """All gaps of a claim; see :data:`qualcode.argument.dossier.GAPS`.

    Args:
        weighed: The claim.
        others: All claims, by id.
        material: The sources and codes.
        statuses: Where each code stands by the gate.
        language: Of the sentences.
    """
    found = [*_of_evidence(weighed, material, statuses), *_of_people(weighed)]
    if weighed.asked is not None and not weighed.asked:
        found.append(("not_asked", ""))
    for below in weighed.claim.rests_on:
        other = others[below]
        if other.evidenced and not (other.side("supports") or other.side("both")):
            found.append(("unsupported_ground", other.claim.name))
    name, objection = weighed.claim.name, weighed.claim.kind == "objection"
    return tuple(
        Gap(kind, weighed.claim.id, about, message(_key(kind, objection), language, claim=name, about=about))
        for kind, about in found
    )


def _key(kind: str, objection: bool) -> str:
    """An objection is raised and answered, where a claim is supported and challenged."""
    if objection and kind in ("one_source", "one_voice", "unvalidated", "only_outside", "no_evidence"):
        return f"dossier.gaps_of_objections.{kind}"
    return f"dossier.gaps.{kind}"


def _of_evidence(weighed: Weighed, material: Material, statuses: Statuses) -> Iterator[tuple[str, str]]:
    if not weighed.evidenced:
        return
    claim, supports = weighed.claim, weighed.side("supports")
    if not weighed.ranked:
        yield "no_evidence", ""
        return
    answered = weighed.side("challenges") or weighed.side("both")
    if claim.kind == "objection":
        if not answered:
            yield "unanswered", ""
    elif claim.challenges and supports and not answered:
        yield "one_sided", ""
    voices = {voice(each) for each in supports}
    names = {source for source, _ in voices}
    if len(voices) == 1:
        ((source, speaker),) = voices
        yield "one_voice", f"{speaker}, {source}" if speaker else source
    elif len(names) == 1:
        yield "one_source", next(iter(names))
    if supports and not weighed.local.supports.standing.quotes:
        yield "only_outside", ""
    codes = {
        record.code: None for each in supports for record in each.records if not each.passage.confirmed_by
    }
    weak = [code for code in material.codebook.ids if code in codes and statuses.get(code) != "validated"]
    if weak:
        yield "unvalidated", ", ".join(material.codebook[code].name for code in weak)
    if not any(each.passage.confirmed_by for each in weighed.ranked):
        yield "unconfirmed", ""


def _of_people(weighed: Weighed) -> Iterator[tuple[str, str]]:
    if not weighed.evidenced:
        return
    for each in weighed.concerned:
        if not each.sources:
            yield f"{each.kind}_missing", each.name
        elif not each.heard:
            yield f"{each.kind}_silent", each.name
