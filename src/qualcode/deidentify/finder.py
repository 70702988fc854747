"""Everything in a study's sources that says who somebody is: one look at all of them together.

Sources are read together because they tell of each other: whom one interview introduces by whole name,
another mentions in passing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from qualcode.deidentify import addresses, handles, mail, personal_numbers, source_language, telephones
from qualcode.deidentify.found import Found, apart, moved, overlap
from qualcode.deidentify.name_lists import is_word, look_up
from qualcode.deidentify.naming import Known, Mention, NameReader
from qualcode.deidentify.people import People
from qualcode.deidentify.short_texts import (
    initials,
    is_about_people,
    name_in_label,
    names_in_file_name,
    names_in_value,
    participants,
)
from qualcode.deidentify.sightings import Sightings
from qualcode.deidentify.study_list import ListedNames
from qualcode.deidentify.words import is_small, words_of
from qualcode.deidentify.worldly import is_of_the_world
from qualcode.transcript import Transcript

Recognize = Callable[[list[str]], list[list[tuple[int, int, str]]]]
"""A model: texts → for each, stretches with ``PER``, ``ORG`` or ``LOC``."""


@dataclass(slots=True)
class Findings:
    """What was found in one source.

    Attributes:
        text: Stretches of its text, in order.
        labels: For each speaker's label, stretches of the label.
        sections: For each heading that turns stand under, stretches of it.
        attributes: For each column, stretches of its value.
        responses: For each column of a table of responses and each value in it, stretches of the value.
        name: Stretches of the source's name.
        looks: What looks like a name in the text and was not taken for one.
    """

    text: list[Found] = field(default_factory=list)
    labels: dict[str, list[Found]] = field(default_factory=dict)
    sections: dict[str, list[Found]] = field(default_factory=dict)
    attributes: dict[str, list[Found]] = field(default_factory=dict)
    responses: dict[tuple[str, str], list[Found]] = field(default_factory=dict)
    name: list[Found] = field(default_factory=list)
    looks: list[Found] = field(default_factory=list)

    def all(self) -> Iterator[Found]:
        """All stretches; participants first."""
        for part in (self.attributes, self.responses, self.labels):
            for found in part.values():
                yield from found
        yield from self.name
        yield from self.text
        for found in self.sections.values():
            yield from found


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
        _Source(name, one, listed, source_language.spoken(one, spoken.get(name, "sv")), seen)
        for name, one in transcripts.items()
    ]
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
            alone = mention.rule in ("context", "guess", "world_names") and not look_up(mention.name.split()[0]).known
            if mention.sure:
                (reader.own if alone else learnt).add(mention.name)
        for mention in reader.in_file_name(known):
            learnt.add(mention.name)
    findings = {reader.name: reader.findings(learnt.joined(reader.own)) for reader in readers}
    by_name = {reader.name: reader for reader in readers}
    nobody = _Source("", Transcript("", "", ()), listed, "sv", seen)
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


class _Source:
    """One source while it is looked at."""

    def __init__(
        self, name: str, transcript: Transcript, listed: ListedNames, language: str, seen: Sightings
    ) -> None:
        self.name, self._transcript, self._listed, self._language = name, transcript, listed, language
        self._labels = list(dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker))
        pairs = (pair for turn in transcript.turns for pair in turn.attributes.items())
        self._responses = list(dict.fromkeys(pairs))
        about = [*transcript.attributes.items(), *self._responses]
        self.participants = [one for one in participants(about, self._labels) if not listed.is_never(one)]
        self._small, self._seen = is_small(transcript), seen
        if not self._small:
            for turn in transcript.turns:
                seen.add(words_of(transcript.words(turn)))
        self._modelled: list[Found] = []
        self.own = Known()

    def listen_to(self, recognize: Recognize) -> None:
        """Asks the model about every turn."""
        turns = self._transcript.turns
        found = recognize([self._transcript.words(turn) for turn in turns])
        for turn, stretches in zip(turns, found, strict=True):
            for start, end, kind in stretches:
                name = self._transcript.text[turn.start + start : turn.start + end]
                if not self._listed.is_never(name):
                    person = "person" if kind == "PER" else ""
                    self._modelled.append(Found(turn.start + start, turn.start + end, person, "model", name))

    def mentions(self, known: Known) -> Iterator[Mention]:
        """Names in the text."""
        reader = self._reader(known)
        for turn in self._transcript.turns:
            speech = turn.kind == "speech" and self._language == "sv"
            yield from reader.read(self._transcript.words(turn), turn.start, speech=speech)

    def in_file_name(self, known: Known) -> list[Mention]:
        """Names in the source's own name."""
        found = names_in_file_name(self.name, known, self.participants)
        return [mention for mention in found if not self._listed.is_never(mention.name)]

    def findings(self, known: Known) -> Findings:
        """Everything in this source, with all names that the study has taught."""
        found: list[Found] = []
        looks: list[Found] = []
        for mention in self.mentions(known):
            one = Found(mention.start, mention.end, "person", mention.rule, mention.name)
            (found if mention.sure else looks).append(one)
        people_of_model = [one for one in self._modelled if one.kind]
        covered = apart(found)
        found += [one for one in people_of_model if not any(overlap(one, other) for other in covered)]
        looks += [replace(one, kind="person") for one in self._modelled if not one.kind]
        found += self._initials_in_text()
        for turn in self._transcript.turns:
            found += moved(self._other_kinds(self._transcript.words(turn), known), turn.start)
        text = apart(found)
        looks = [one for one in looks if not any(overlap(one, other) for other in text)]
        sections = dict.fromkeys(heading for turn in self._transcript.turns for heading in turn.section)
        return Findings(
            text=text,
            labels={label: self._in_label(label, known) for label in self._labels},
            sections={heading: self._in_words(heading, known, self._small) for heading in sections},
            attributes={
                column: self._in_value(column, value, known)
                for column, value in self._transcript.attributes.items()
            },
            responses={pair: self._in_value(*pair, known) for pair in self._responses},
            name=apart(
                [
                    *(
                        Found(one.start, one.end, "person", one.rule, one.name)
                        for one in self.in_file_name(known)
                    ),
                    *self._other_kinds(self.name, known, in_words=False),
                ]
            ),
            looks=sorted(dict.fromkeys(looks), key=lambda one: one.start),
        )

    def _reader(self, known: Known, small: bool | None = None) -> NameReader:
        small = self._small if small is None else small
        return NameReader(
            known, small=small, language=self._language, is_never=self._listed.is_never, seen=self._seen
        )

    def _other_kinds(self, text: str, known: Known, in_words: bool = True) -> list[Found]:
        found = [*mail.find(text), *telephones.find(text), *personal_numbers.find(text)]
        if in_words:
            found += handles.find(text, lambda word: self._is_name(word, known), self._is_no_name)
        found += addresses.find(text, lambda word: is_word(word, self._language))
        return [
            *(one for one in found if not self._listed.is_never(text[one.start : one.end])),
            *self._listed.find(text),
        ]

    def _is_name(self, word: str, known: Known) -> bool:
        entry = look_up(word, self._language)
        return entry.given or is_of_the_world(word, self._language) or known.base(word) is not None

    def _is_no_name(self, word: str) -> bool:
        return is_word(word.casefold(), self._language) and not look_up(word, self._language).given

    def _initials_in_text(self) -> list[Found]:
        """*KE* in the text of an interview that Karin Ekdal leads."""
        text, found = self._transcript.text, []
        for short, name in initials(self.participants).items():
            if not any(label.strip(" .").upper() == short for label in self._labels):
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(short)}(?=s?(?!\w))", text):
                found.append(Found(match.start(), match.end(), "person", "initials", name))
        return found

    def in_value(self, kind: str, value: str, known: Known) -> list[Found]:
        """What is found in a short text besides."""
        if kind == "file":
            mentions = names_in_file_name(value, known, ())
            found = [Found(one.start, one.end, "person", one.rule, one.name) for one in mentions]
            return apart(
                [*(one for one in found if not self._listed.is_never(one.about)), *self._other_kinds(value, known)]
            )
        if kind == "label":
            return self._in_label(value, known)
        found = self._in_words(value, known)
        for label in self._labels:
            for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", value):
                found += moved(self._in_label(label, known), match.start())
        return apart(found)

    def _in_words(self, text: str, known: Known, small: bool = False) -> list[Found]:
        mentions = [mention for mention in self._reader(known, small=small).read(text) if mention.sure]
        people = [Found(one.start, one.end, "person", one.rule, one.name) for one in mentions]
        return apart([*people, *self._other_kinds(text, known)])

    def _in_label(self, label: str, known: Known) -> list[Found]:
        name = name_in_label(label)
        if name and not self._listed.is_never(name):
            first, last = name.split()[0], name.split()[-1]
            lower = label.casefold()
            start = lower.find(first.casefold())
            end = lower.rfind(last.casefold()) + len(last)
            return [Found(start, end, "person", "label", name)]
        whole = initials(self.participants).get(label.strip(" .").upper())
        if whole:
            start = label.upper().find(label.strip(" .").upper())
            return [Found(start, start + len(label.strip(" .")), "person", "initials", whole)]
        return self._in_words(label, known)

    def _in_value(self, column: str, value: str, known: Known) -> list[Found]:
        if not is_about_people(column):
            return self._in_words(value, known)
        found: list[Found] = []
        for name in names_in_value(value):
            start = value.find(name)
            if start >= 0 and not self._listed.is_never(name):
                found.append(Found(start, start + len(name), "person", "metadata", name))
        return apart(
            [
                *found,
                *(
                    one
                    for one in self._in_words(value, known)
                    if not any(overlap(one, other) for other in found)
                ),
            ]
        )
