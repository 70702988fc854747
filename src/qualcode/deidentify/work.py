"""The work itself: reads all sources, finds, gives pseudonyms, rewrites, and keeps the key."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from qualcode import pipeline, readers
from qualcode.deidentify import pseudonyms, review, rewriting, study_list
from qualcode.deidentify.finder import Value, look
from qualcode.deidentify.findings import Findings
from qualcode.deidentify.found import Found
from qualcode.deidentify.key import open_key
from qualcode.deidentify.naming import Known
from qualcode.deidentify.state import State
from qualcode.errors import Place, SourceError
from qualcode.stagecache import key_of
from qualcode.transcript import Transcript

if TYPE_CHECKING:
    from qualcode.corpus import Corpus
    from qualcode.study import Study

_TRIES = (0.5, 1.0, 2.0)


@dataclass(slots=True)
class Done:
    """What the work came to.

    Attributes:
        transcripts: De-identified, by de-identified name.
        originals: As they were read, by de-identified name.
        errors: Why other sources could not be read, by de-identified name.
        state: What an unchanged study needs.
        review: The rows of the review list.
    """

    transcripts: dict[str, Transcript] = field(default_factory=dict)
    originals: dict[str, Transcript] = field(default_factory=dict)
    errors: dict[str, SourceError] = field(default_factory=dict)
    state: State = field(default_factory=State)
    review: list[review.Row] = field(default_factory=list)


class Work:
    """De-identifies a study.

    Args:
        study: The study as it is.
        corpus: What was found in its corpus.
        forget: Drop from the key whoever is in no source any more.
    """

    def __init__(self, study: Study, corpus: Corpus, *, forget: bool = False) -> None:
        self._study, self._corpus, self._forget = study, corpus, forget
        self._settings = study.settings.deidentify
        self._language = study.settings.outputs.language
        self._counts: Counter[str] = Counter()
        self._used: dict[str, set[int]] = {}

    def do(self) -> Done:
        """All of it; nothing is written but the key and the review list.

        Raises:
            PassphraseError, KeyDamagedError: the key cannot be opened.
            SettingsError: the study's list is not valid.
            ModelError: the model for names is not installed.
            OutputError: the key or the list cannot be written.
        """
        listed = study_list.ListedNames(study_list.load(self._study.root / self._settings.list))
        recognize = None
        if self._settings.ner is not None:
            from qualcode.deidentify.ner import recognizer

            recognize = recognizer(self._settings.ner.name, self._settings.ner.revision)
        self._key = open_key(self._study, new=True)
        read, errors = self._read()
        others = Known()
        for name in self._key.names():
            if len(name.split()) > 1:
                others.add(name)
        values = list(self._values(read))
        languages = {name: self._language_of(name) for name in read}
        self._look = look(
            read, listed, languages=languages, recognize=recognize, others=others, values=values
        )
        return self._rewrite(read, errors)

    def _rewrite(self, read: dict[str, Transcript], errors: dict[str, SourceError]) -> Done:
        done = Done()
        names = self._names()
        for original, name in names.items():
            if original in errors:
                error = errors[original]
                done.errors[name] = SourceError(
                    error.reason, where=self._place(error, name), **self._details(error)
                )
                continue
            transcript, findings = read[original], self._look.findings[original]
            made, replaced = rewriting.transcript(
                transcript,
                self._kept(findings),
                lambda found, words, source=original: self._pseudonym(found, words, source),
                name=name,
                clean=lambda value, source=original: self._clean("text", value, source),
            )
            self._key.remember(name, original, replaced)
            done.transcripts[name], done.originals[name] = made, transcript
            done.review += review.rows(
                original,
                transcript,
                findings,
                lambda found, words, source=original: self._shown(found, words, source),
            )
            self._counts.update(found.kind for found in self._kept(findings).all())
            self._counts["looks"] += len(findings.looks)
        self._key.forget_sources(set(names.values()))
        self._counts["codebook"] = self._in_codebook(done.review)
        done.state = self._state(names, done)
        if self._forget:
            self._key.forget_all_but(self._used)
        self._key.save()
        return done

    def _read(self) -> tuple[dict[str, Transcript], dict[str, SourceError]]:
        read: dict[str, Transcript] = {}
        errors: dict[str, SourceError] = {}
        for name in self._corpus.sources:
            try:
                read[name] = self._read_patiently(name)
            except SourceError as error:
                errors[name] = error
            except Exception as error:
                errors[name] = SourceError("unexpected", where=Place(name), kind=type(error).__name__)
        return read, errors

    def _read_patiently(self, name: str) -> Transcript:
        path, attributes = self._corpus.sources[name], self._corpus.attributes[name]
        for wait in _TRIES:
            try:
                return readers.read(path, name, self._study.source_settings(name), attributes)
            except SourceError as error:
                if error.reason != "unreadable":
                    raise
                time.sleep(wait)
        return readers.read(path, name, self._study.source_settings(name), attributes)

    def _values(self, read: dict[str, Transcript]) -> Iterator[Value]:
        """Short texts that go on into outputs, messages or settings."""
        for name, transcript in read.items():
            for _, values in transcript.warnings:
                yield from ((name, "text", value) for value in values.values())
        yield "", "text", self._study.settings.title or self._study.root.resolve().name
        for name in self._corpus.sources:
            yield "", "file", name
        for problem in self._corpus.problems:
            yield "", "file", str(problem.where.path) if problem.where else ""
            yield from (("", "file", str(value)) for value in problem.details.values())
        for _, values in self._corpus.warnings:
            yield from (("", "file", value) for value in values.values())
        for source, settings in self._study.settings.sources.items():
            yield "", "file", source
            for label in (*settings.roles, *settings.labels, *settings.rename, *settings.rename.values()):
                yield "", "label", label

    def _in_codebook(self, found: list[review.Row]) -> int:
        """How many of the whole names, numbers and addresses that were replaced stand in the codebook, whose
        definitions and examples outputs show."""
        try:
            text = self._study.codebook.read_text("utf-8").casefold()
        except (OSError, UnicodeDecodeError):
            return 0
        originals = {row.original.casefold() for row in found if row.state == "replaced"}
        return sum(len(one.split()) > 1 and one in text for one in originals)

    def _names(self) -> dict[str, str]:
        """What each source is called from now on; two never get the same name."""
        names: dict[str, str] = {}
        for original in self._corpus.sources:
            findings = self._look.findings.get(original)
            if findings is not None:
                found = self._chosen(findings.name)
                name = rewriting.rewritten(
                    original, found, lambda one, words, source=original: self._pseudonym(one, words, source)
                ).text
            else:
                name = self._clean("file", original)
            free, number = name, 1
            while free in names.values():
                number += 1
                path = PurePosixPath(name)
                free = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
            names[original] = free
        return names

    def _pseudonym(self, found: Found, words: str, source: str) -> str:
        if found.kind == "person":
            number = self._key.number_of_person(self._look.people.person(found.about, source))
        else:
            number = self._key.number_of_thing(found.kind, found.about, words)
        self._used.setdefault(found.kind, set()).add(number)
        return pseudonyms.written(found.kind, number, self._language)

    def _shown(self, found: Found, words: str, source: str) -> str:
        return "" if found.kind in self._settings.keep else self._pseudonym(found, words, source)

    def _clean(self, kind: str, value: str, source: str = "") -> str:
        found = self._chosen(self._look.values.get((source, kind, value), []))
        return rewriting.rewritten(value, found, lambda one, words: self._pseudonym(one, words, source)).text

    def _chosen(self, found: list[Found]) -> list[Found]:
        return [one for one in found if one.kind not in self._settings.keep]

    def _kept(self, findings: Findings) -> Findings:
        if not self._settings.keep:
            return findings
        return Findings(
            self._chosen(findings.text),
            *(
                {each: self._chosen(found) for each, found in part.items()}
                for part in (findings.labels, findings.sections, findings.attributes, findings.responses)
            ),
            name=self._chosen(findings.name),
        )

    def _place(self, error: SourceError, name: str) -> Place:
        where = error.where
        return Place(name, where.line, where.column) if where else Place(name)

    def _details(self, error: SourceError) -> dict[str, Any]:
        return {key: self._clean("file", str(value)) for key, value in error.details.items()}

    def _language_of(self, name: str) -> str:
        return self._study.language_of(name)

    def _state(self, names: dict[str, str], done: Done) -> State:
        settings = {
            "*" if source == "*" else names.get(source) or self._clean("file", source): {
                "roles": {self._clean("label", label): role for label, role in one.roles.items()},
                "labels": [self._clean("label", label) for label in one.labels],
                "rename": {
                    self._clean("label", label): self._clean("label", new)
                    for label, new in one.rename.items()
                },
                "language": one.language,
                "encoding": one.encoding,
                "text_columns": list(one.text_columns),
                "speaker_column": one.speaker_column,
            }
            for source, one in self._study.settings.sources.items()
        }
        return State(
            sources=[
                {
                    "name": name,
                    "mark": mark_of(done.transcripts[name]) if name in done.transcripts else "",
                    "attributes": done.transcripts[name].attributes if name in done.transcripts else {},
                    "error": _error(done.errors[name]) if name in done.errors else None,
                }
                for name in names.values()
            ],
            problems=[
                {
                    "reason": problem.reason,
                    "place": self._clean("file", str(problem.where.path)) if problem.where else None,
                    "details": self._details(problem),
                }
                for problem in self._corpus.problems
            ],
            warnings=[
                [
                    key,
                    {
                        detail: names.get(value) or self._clean("file", value)
                        for detail, value in values.items()
                    },
                ]
                for key, values in self._corpus.warnings
            ],
            title=self._clean("text", self._study.settings.title or self._study.root.resolve().name),
            settings=settings,
            counts=dict(self._counts),
        )


def _error(error: SourceError) -> dict[str, Any]:
    where = error.where or Place("")
    return {"reason": error.reason, "line": where.line, "column": where.column, "details": error.details}


def mark_of(transcript: Transcript) -> str:
    """A hash of a de-identified transcript."""
    return key_of(pipeline.transcript_to_bytes(transcript).decode())
