"""Everything in a study's sources that says who somebody is: one look at all of them together.

Sources are read together because they tell of each other: whom one interview introduces by whole name,
another mentions in passing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.deidentify import source_language
from qualcode.deidentify.findings import Findings
from qualcode.deidentify.found import Found
from qualcode.deidentify.name_lists import look_up
from qualcode.deidentify.naming import Known
from qualcode.deidentify.people import People
from qualcode.deidentify.sightings import Sightings
from qualcode.deidentify.source_finder import Recognize, SourceFinder
from qualcode.deidentify.study_list import ListedNames
from qualcode.transcript import Transcript

Value = tuple[str, str, str]
"""A short text besides: its source (empty for the study), ``label``, ``file`` or ``text``, and the text."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the whole study gave.

    Attributes:
        findings: By source.
        values: Stretches of the short texts besides.
        people: Who is who.
        known: All names of people.
    """

    findings: dict[str, Findings]
    values: dict[Value, list[Found]]
    people: People
    known: Known


def look(
    transcripts: Mapping[str, Transcript],
    listed: ListedNames,
    *,
    languages: Mapping[str, str] | None = None,
    recognize: Recognize | None = None,
    others: Known | None = None,
    values: Iterable[Value] = (),
) -> Look:
    """Finds everything that identifies somebody in the sources of a study.

    Args:
        transcripts: By source name, with their metadata.
        listed: The study's own list.
        languages: Language by source name; Swedish where it is not said.
        recognize: A model that joins.
        others: Names known from before.
        values: Short texts besides: what warnings say, how settings call speakers.
    """
    spoken = languages or {}
    seen = Sightings()
    readers = [
        SourceFinder(name, one, listed, source_language.spoken(one, spoken.get(name, "sv")), seen)
        for name, one in transcripts.items()
    ]
    for reader in readers:
        reader.learn_labels()
    known = Known(set(others.given), set(others.surnames)) if others else Known()
    for reader in readers:
        for name in reader.participants:
            known.add(name)
    for entry in listed.listed.always:
        known.add(entry.split("|")[0].strip())
    if recognize is not None:
        for reader in readers:
            reader.listen_to(recognize)
    learnt = Known(set(known.given), set(known.surnames))
    for reader in readers:
        for mention in reader.mentions(known):
            # A word that is taken for a name by its context alone teaches nothing of other sources.
            alone = (
                mention.rule in ("context", "guess", "world_names")
                and not look_up(mention.name.split()[0]).known
            )
            if mention.sure:
                (reader.own if alone else learnt).add(mention.name)
        for mention in reader.in_file_name(known):
            learnt.add(mention.name)
    findings = {reader.name: reader.findings(learnt.joined(reader.own)) for reader in readers}
    by_name = {reader.name: reader for reader in readers}
    nobody = SourceFinder("", Transcript("", "", ()), listed, "sv", seen)
    found_in = {value: by_name.get(value[0], nobody).in_value(value[1], value[2], learnt) for value in values}
    names = {
        source: list(dict.fromkeys(found.about for found in one.all() if found.kind == "person"))
        for source, one in findings.items()
    }
    for (source, _, _), stretches in found_in.items():
        names.setdefault(source, []).extend(one.about for one in stretches if one.kind == "person")
    return Look(
        findings, found_in, People(names, {reader.name: reader.participants for reader in readers}), learnt
    )
