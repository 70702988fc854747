"""One run's work on a study: each stage for each source, with what earlier runs made of it.

A Job calls the functions of :mod:`qualcode.pipeline` and keeps what they return in the study's private cache,
under keys made of content and settings only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import pipeline
from qualcode.equipment import Equipment
from qualcode.errors import DefectError, NothingToCodeError, Place, QualcodeError, SourceError
from qualcode.messages import message
from qualcode.progress import listener
from qualcode.stagecache import StageCache, key_of

if TYPE_CHECKING:
    import numpy as np
    from spacy.tokens import Doc

    from qualcode.study import Study
    from qualcode.transcript import Transcript


@dataclass
class _Source:
    name: str
    path: Path
    attributes: dict[str, str]
    language: str
    sha256: str = ""
    transcript: Transcript | None = None
    doc: Doc | None = None
    vectors: np.ndarray | None = None
    coded: Doc | None = None


class Job:
    """The work on a study's sources.

    Args:
        study: The study.

    Attributes:
        equipment: What it works with.
        started: When it was made.
        seconds: Time spent, by stage.
        cached: Sources that a stage found done by an earlier run, by stage.

    Raises:
        NothingToCodeError: there is no source.
    """

    def __init__(self, study: Study) -> None:
        from qualcode import corpus

        self.study, self.equipment = study, Equipment(study)
        self.started = datetime.now().astimezone()
        self.seconds = dict.fromkeys(pipeline.STAGES, 0.0)
        self.cached = dict.fromkeys(pipeline.STAGES, 0)
        self._done = dict.fromkeys(pipeline.STAGES, 0)
        self._begun: set[str] = set()
        self._failed: dict[str, SourceError] = {}
        self._lock = threading.Lock()
        self._cache = StageCache(study.private / "cache")
        found = corpus.survey(study)
        self._no_sources = found.problems
        self._warnings = found.warnings
        self._sources: dict[str, _Source] = {}
        for name, path in found.sources.items():
            language = study.source_settings(name).language or study.settings.language
            self._sources[name] = _Source(name, path, found.attributes[name], language)
        if not self._sources:
            raise self._nothing("there are no sources.")

    @property
    def sources(self) -> list[str]:
        """Names of the sources that have not failed."""
        return [name for name in self._sources if name not in self._failed]

    @property
    def problems(self) -> list[SourceError]:
        """Why the others failed, and which files are no sources."""
        return [*self._no_sources, *(self._failed[name] for name in self._sources if name in self._failed)]

    def warnings(self, language: str) -> list[str]:
        """What a researcher should know of the corpus as a whole, in the given language."""
        return [message(f"source_warnings.{key}", language, **values) for key, values in self._warnings]

    # Each stage says whether it found its work done by an earlier run.

    def read(self, name: str) -> bool:
        """Reads a source.

        Raises:
            SourceError: it cannot be read; the others can go on.
        """
        source = self._sources[name]
        with self._stage("read", source):
            self._hash(source)
            if self._has(source, "decide", "annotate", "read"):
                return self._found("read")
            self._transcript(source)
        return False

    def annotate(self, name: str) -> bool:
        """Cuts a source into words, sentences and segments.

        Raises:
            SourceError: it cannot be read.
        """
        source = self._sources[name]
        with self._stage("annotate", source):
            if self._has(source, "decide"):
                return self._found("annotate")
            known = self._has(source, "annotate")
            self._doc(source)
            return known and self._found("annotate")

    def encode(self, name: str) -> bool:
        """Turns a source's segments into vectors."""
        source = self._sources[name]
        if self._has(source, "decide"):
            return self._found("encode")
        encoder = self.equipment.encoder
        with self._stage("encode", source):
            missed = encoder.misses
            self._vectors(source)
            return encoder.misses == missed and self._found("encode")

    def decide(self, name: str) -> bool:
        """Codes a source's segments by rules and model."""
        source = self._sources[name]
        if not self._has(source, "decide"):
            # Loaded before the clock starts: they have times of their own.
            _ = self.equipment.coder, self.equipment.rules(source.language)
        with self._stage("decide", source):
            known = self._has(source, "decide")
            self._coded(source)
            return known and self._found("decide")

    def docs(self) -> list[Doc]:
        """The coded Docs of all sources that have not failed.

        Raises:
            NothingToCodeError: all have.
        """
        if not self.sources:
            raise self._nothing("none of the sources could be read.")
        return [self._coded(self._sources[name]) for name in self.sources]

    def prune(self) -> None:
        """Removes from the cache what was made of sources that are gone."""
        self._cache.prune({source.sha256 for source in self._sources.values()})

    def key(self) -> str | None:
        """A hash of everything that the outputs depend on; nothing if a source cannot be opened."""
        try:
            for source in self._sources.values():
                self._hash(source)
        except SourceError:
            return None
        settings = self.study.settings
        return key_of(
            settings.model_dump(mode="json", exclude={"runner": True, "outputs": {"keep"}}),
            self.study.root.resolve().name,
            [self._key(source, "decide") for source in self._sources.values()],
        )

    # What a stage makes is found in memory, or in the cache, or made now of what the stage before made.

    def _transcript(self, source: _Source) -> Transcript:
        if source.transcript is None:
            if (data := self._get(source, "read")) is not None:
                source.transcript = pipeline.transcript_from_bytes(data)
            else:
                read = pipeline.read_source(self.study, source.path, source.name, source.attributes)
                # The file may have changed since it was hashed.
                source.transcript, source.sha256 = read, read.sha256
                self._put(source, "read", pipeline.transcript_to_bytes(read))
        return source.transcript

    def _doc(self, source: _Source) -> Doc:
        if source.doc is None:
            nlp = self.equipment.pipeline(source.language)
            if (data := self._get(source, "annotate")) is not None:
                source.doc = pipeline.unpack(data, nlp)
            else:
                source.doc = pipeline.annotate(self._transcript(source), nlp)
                source.transcript = None
                self._put(source, "annotate", pipeline.pack(source.doc))
        return source.doc

    def _vectors(self, source: _Source) -> np.ndarray:
        if source.vectors is None:
            before = self._done["encode"]
            source.vectors = pipeline.encode(
                self._doc(source),
                self.equipment.encoder,
                progress=lambda done, _: listener().advance("encode", before + done),
            )
            self._done["encode"] = before + len(source.vectors)
        return source.vectors

    def _coded(self, source: _Source) -> Doc:
        if source.coded is None:
            if (data := self._get(source, "decide")) is not None:
                source.coded = pipeline.unpack(data, self.equipment.pipeline(source.language))
            else:
                rules, coder = self.equipment.rules(source.language), self.equipment.coder
                doc, vectors = self._doc(source), self._vectors(source)
                source.coded = pipeline.decide(doc, rules, coder, vectors, self.study.settings)
                source.doc = source.vectors = None
                self._put(source, "decide", pipeline.pack(source.coded))
        return source.coded

    def _hash(self, source: _Source) -> None:
        if not source.sha256:
            try:
                source.sha256 = pipeline.file_hash(source.path)
            except OSError as error:
                reason = "unreadable" if source.path.exists() else "missing"
                raise SourceError(reason, where=Place(source.name)) from error

    @cached_property
    def _common(self) -> dict[str, list[object]]:
        """What a stage's key has beside the source: the program, and what all sources share."""
        annotate = [pipeline.program(), self.study.settings.segmentation.model_dump(mode="json")]
        encoder = self.equipment.encoder
        decide = [
            *pipeline.codebook_part(self.equipment.codebook, self.study),
            encoder.name,
            encoder.revision,
        ]
        return {"read": [pipeline.program()], "annotate": annotate, "decide": [*annotate, *decide]}

    def _key(self, source: _Source, stage: str) -> str:
        overrides = self.study.source_settings(source.name).model_dump(mode="json")
        about = [source.name, source.sha256, source.attributes, source.language, overrides]
        return key_of(stage, self._common[stage], about)

    def _has(self, source: _Source, *stages: str) -> bool:
        return any(self._cache.has(source.sha256, stage, self._key(source, stage)) for stage in stages)

    def _get(self, source: _Source, stage: str) -> bytes | None:
        return self._cache.get(source.sha256, stage, self._key(source, stage))

    def _put(self, source: _Source, stage: str, data: bytes) -> None:
        self._cache.put(source.sha256, stage, self._key(source, stage), data)

    def _found(self, stage: str) -> bool:
        with self._lock:
            self.cached[stage] += 1
        return True

    @contextmanager
    def _stage(self, stage: str, source: _Source) -> Iterator[None]:
        self._begin(stage)
        started = time.perf_counter()
        try:
            yield
        except SourceError as error:
            self._failed[source.name] = error
            raise
        except QualcodeError:
            raise
        except Exception as error:
            raise self._defect(stage, source, error) from error
        else:
            self._failed.pop(source.name, None)
        finally:
            with self._lock:
                self.seconds[stage] += time.perf_counter() - started
                if stage != "encode":
                    self._done[stage] += 1
                    listener().advance(stage, self._done[stage])

    def _begin(self, stage: str) -> None:
        with self._lock:
            if stage in self._begun:
                return
            self._begun.add(stage)
        total = len(self.sources)
        if stage == "encode":
            docs = [source.doc for source in self._sources.values() if source.doc is not None]
            total = sum(pipeline.segments_to_code(doc) for doc in docs)
        listener().begin(stage, total)

    def _nothing(self, what: str) -> NothingToCodeError:
        told = "".join(f"\n  {problem}" for problem in self.problems)
        remedy = "Put transcripts there (.txt, .md, .docx, .odt, .rtf, .pdf, .srt or .vtt)." + told
        return NothingToCodeError(what, where=Place(self.study.corpus), remedy=remedy)

    def _defect(self, stage: str, source: _Source, error: Exception) -> QualcodeError:
        kind = type(error).__name__
        if stage not in ("read", "annotate"):
            return DefectError(f"{stage} met something unexpected in {source.name} ({kind}).")
        # A file that no one has foreseen must not stop the others.
        self._failed[source.name] = SourceError("unexpected", where=Place(source.name), kind=kind)
        return self._failed[source.name]
