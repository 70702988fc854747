"""One source looked at for all that says who somebody is: its text, labels, headings, metadata and name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from qualcode.deidentify import addresses, handles, mail, personal_numbers, signatures, telephones, well_known
from qualcode.deidentify.findings import Findings
from qualcode.deidentify.found import Found, apart, moved, overlap
from qualcode.deidentify.name_lists import is_elsewhere, is_word, look_up
from qualcode.deidentify.naming import Known, Mention, NameReader
from qualcode.deidentify.naming_words import CALLED_BY_PART
from qualcode.deidentify.short_texts import (
    initials,
    is_about_people,
    name_in_label,
    names_in_file_name,
    names_in_value,
    names_of_initials,
    participants,
)
from qualcode.deidentify.sightings import Sightings
from qualcode.deidentify.study_list import ListedNames
from qualcode.deidentify.words import is_small, words_of
from qualcode.deidentify.worldly import is_of_the_world
from qualcode.readers import words as label_words
from qualcode.transcript import Transcript

Recognize = Callable[[list[str]], list[list[tuple[int, int, str]]]]
"""A model: texts → for each, stretches with ``PER``, ``ORG`` or ``LOC``."""


class SourceFinder:
    """One source while it is looked at.

    Args:
        name: What the source is called; empty for short texts of the study's own.
        transcript: The source.
        listed: The study's own list.
        language: What it is said in.
        seen: How the study writes its words; this source's are added.

    Attributes:
        participants: Who takes part, by metadata and labels.
        own: Names that only this source makes known.
    """

    def __init__(
        self, name: str, transcript: Transcript, listed: ListedNames, language: str, seen: Sightings
    ) -> None:
        self.name, self._transcript, self._listed, self._language = name, transcript, listed, language
        self._labels = list(dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker))
        pairs = (pair for turn in transcript.turns for pair in turn.attributes.items())
        self._responses = list(dict.fromkeys(pairs))
        about = [*transcript.attributes.items(), *self._responses]
        self.participants = [one for one in participants(about, self._labels) if not listed.is_never(one)]
        self._signed = [one for one in signatures.find(transcript.text) if not listed.is_never(one.name)]
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

    def learn_labels(self) -> None:
        """Takes a label for a name though it is a word (*Stickan*), where the study writes it so as a name.

        All sources must have been seen.
        """
        for label in self._labels:
            plain = label.strip()
            plain = plain.capitalize() if plain.islower() else plain
            if (
                plain[:1].isupper()
                and not plain.isupper()
                and plain.isalpha()
                and not is_elsewhere(plain)
                and not name_in_label(plain)
                and not label_words.part(plain)
                and plain.casefold() not in CALLED_BY_PART
                and not self._listed.is_never(plain)
                and self._seen.has_own_capital(plain)
            ):
                self.participants.append(plain)
        for name in signatures.names(self._signed):
            self.own.add(name)
        self.participants += names_of_initials(self._transcript.text, self._labels)

    def mentions(self, known: Known) -> Iterator[Mention]:
        """Names in the text."""
        reader = self._reader(known)
        for turn in self._transcript.turns:
            speech = turn.kind == "speech" and self._language == "sv"
            words = self._transcript.words(turn)
            others = [
                (turn.start + start, turn.start + end)
                for start, end in well_known.stretches(words, self.participants)
            ]
            for mention in reader.read(words, turn.start, speech=speech):
                if not any(mention.start < end and start < mention.end for start, end in others):
                    yield mention

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
        found += [Found(one.start, one.end, "person", "signed", one.name) for one in self._signed]
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
                [
                    *(one for one in found if not self._listed.is_never(one.about)),
                    *self._other_kinds(value, known),
                ]
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
        own = (one for one in self.participants if one.casefold() == label.strip().casefold())
        name = next(own, None) or name_in_label(label)
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
