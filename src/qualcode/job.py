"""One run's work on a study: each stage for each source, with what earlier runs made of it.

A stage is asked for by the source's name and says whether an earlier run had done it, so that a Prefect task
is one call. Nothing here knows of Prefect.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime
from typing import TYPE_CHECKING

from qualcode import pipeline, runfolder
from qualcode.coding.answers import Answers, folder_of
from qualcode.coding.warned import coder_warnings
from qualcode.equipment import Equipment
from qualcode.errors import DefectError, NothingToCodeError, Place, QualcodeError, SourceError
from qualcode.gate import of_study
from qualcode.messages import message
from qualcode.progress import listener
from qualcode.source import Source
from qualcode.stagecache import key_of

if TYPE_CHECKING:
    from qualcode.coded import CodedSource
    from qualcode.coding.others import Voted
    from qualcode.study import Study
    from qualcode.writers.apart import Apart


class Job:
    """The work on a study's sources.

    Args:
        study: The study.
        apart: A process that has been started to take its share, if the work proves large enough.

    Attributes:
        equipment: What it works with.
        people: What people said of the sources.
        started: When it was made.
        seconds: Time spent, by stage.
        cached: Sources that a stage found done by an earlier run, by stage.

    Raises:
        NothingToCodeError: there is no source.
        SettingsError, CodebookError, ModelError: a run would be in vain.
        PassphraseError, KeyDamagedError: the study is to be de-identified, and its key cannot be opened.
    """

    def __init__(self, study: Study, apart: Apart | None = None) -> None:
        from qualcode import corpus, deidentify
        from qualcode.decisions.in_study import People

        self.study = study
        self._keep_private()
        # From here on nothing has identifying names where the study asks for that.
        self.study, found, deidentified = deidentify.of(study, corpus.survey(study))
        self.equipment = Equipment(self.study, deidentified)
        self.people = People(self.study)
        self.started = datetime.now().astimezone()
        self.seconds = dict.fromkeys(pipeline.STAGES, 0.0)
        self.cached = dict.fromkeys(pipeline.STAGES, 0)
        self._done = dict.fromkeys(pipeline.STAGES, 0)
        self._begun: set[str] = set()
        self._n_segments = 0
        self._apart = apart
        self._ahead: dict[str, Future[CodedSource]] = {}
        self._shared: set[str] = set()
        self._failed: dict[str, SourceError] = {}
        self._lock = threading.Lock()
        self._no_sources = found.problems
        self._warnings = found.warnings
        self._sources = {
            name: Source(name, path, found.attributes[name], self.equipment)
            for name, path in found.sources.items()
        }
        if not self._sources:
            raise self._nothing("there are no sources.")
        # Now, so that a codebook or a model that is not as it should be stops a run before it starts.
        _ = self.equipment.fingerprints
        self._warnings = [*self._warnings, *coder_warnings(self.equipment)]

    @property
    def sources(self) -> list[str]:
        """Names of the sources that have not failed."""
        return [name for name in self._sources if name not in self._failed]

    @property
    def problems(self) -> list[SourceError]:
        """Why the others failed, and which files are no sources."""
        return [*self._no_sources, *(self._failed[name] for name in self._sources if name in self._failed)]

    def called(self, name: str) -> str:
        """What to call a source where names outlive the study's caches: de-identified, by its number."""
        if self.equipment.deidentified is None:
            return name
        return f"source {list(self._sources).index(name) + 1}"

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
            source.hash()
            if source.has("decide", "annotate", "read"):
                return self._found("read")
            source.transcript()
        return False

    def source(self, name: str) -> Source:
        """A source, to look into; its stages are asked for here."""
        return self._sources[name]

    def annotate(self, name: str) -> bool:
        """Cuts a source into words, sentences and segments.

        Raises:
            SourceError: it cannot be read.
        """
        source = self._sources[name]
        with self._stage("annotate", source):
            # Where a model has been asked already, its Doc is first needed for a decision.
            if source.has("decide") or (source.has("annotate") and source.has("stand")):
                return self._found("annotate")
            source.doc()
            return "annotate" not in source.made and self._found("annotate")

    def encode(self, name: str) -> bool:
        """Turns a source's segments into vectors.

        What :meth:`decide` does of it begins beside the encoder, which leaves the interpreter to others.
        """
        source, encoder = self._sources[name], self.equipment.encoder
        with self._stage("encode", source):
            if self.equipment.others and not source.has("decide"):
                # Here, and not where it is decided: two processes at once would ask everything twice.
                self._count_silent(name, source.others())
            if source.has("decide", "stand") or not self.study.settings.coders.themes:
                return self._found("encode")
            self.equipment.encode_examples()  # first, for all that is done beside waits for them
            missed = encoder.misses
            before = self._done["encode"]
            source.vectors(lambda done, _: listener().advance("encode", before + done))
            self._done["encode"] = before + source.segments_to_code()
            if encoder.misses == missed:
                return self._found("encode")
            self._ahead[name] = self.equipment.beside.submit(copy_context().run, source.coded)
        return False

    def decide(self, name: str) -> bool:
        """Codes a source's segments by rules and model."""
        source = self._sources[name]
        with self._stage("decide", source):
            if name in self._ahead:
                self._ahead.pop(name).result()
            source.coded()
            if name in self._shared:
                return False
            return "decide" not in source.made and self._found("decide")

    def coded(self) -> list[CodedSource]:
        """All sources that have not failed, with their codings: people's before the machine's.

        Raises:
            NothingToCodeError: all have.
        """
        return self.people.outrank(self.machine(), self.equipment.codebook)

    def machine(self) -> list[CodedSource]:
        """All sources that have not failed, with the machine's codings alone.

        Raises:
            NothingToCodeError: all have.
        """
        if not self.sources:
            raise self._nothing("none of the sources could be read.")
        return [self._sources[name].coded() for name in self.sources]

    def packed(self, name: str) -> bytes:
        """A coded source as the bytes of a DocBin, with the codings of :meth:`coded`."""
        source, judged = self._sources[name], self.people.judged.get(name)
        return source.packed() if judged is None else source.packed_with(judged.codings)

    def apart(self, n_segments: int) -> Apart | None:
        """A process that takes its share of the work, if a run of so many segments is large enough."""
        if self._apart is None:
            from qualcode.writers.apart import Apart

            self._apart = Apart.start(n_segments)
        return self._apart

    @property
    def shared(self) -> Collection[str]:
        """Names of the sources that :meth:`apart` was asked to decide and knows as they are now."""
        return self._shared - self.people.judged.keys()

    def prune(self) -> None:
        """Removes from the cache what was made of sources that are gone."""
        self.equipment.prune({source.kept_under for source in self._sources.values()})
        Answers(folder_of(self.study)).prune(set(self._sources))

    def key(self) -> str | None:
        """A hash of everything that the outputs depend on; nothing if a source cannot be opened or a coder
        is to be asked again."""
        if any(source.silent for source in self._sources.values()):
            return None
        try:
            for source in self._sources.values():
                source.hash()
        except SourceError:
            return None
        settings = self.study.settings
        return key_of(
            settings.model_dump(
                mode="json",
                exclude={"runner": True, "transcriber": True, "training": True, "outputs": {"keep"}},
            ),
            self.study.root.resolve().name,
            [source.key("decide") for source in self._sources.values()],
            of_study.said(self.study),
            self.people.digest,
        )

    def _count_silent(self, name: str, voted: Sequence[Voted]) -> None:
        """A coder that gave no usable answer has no vote there; that must not pass unseen."""
        for each in voted:
            if silent := each.votes.silent:
                self._warnings.append(
                    ("coder_silent", {"coder": each.name, "source": name, "count": str(silent)})
                )

    def _keep_private(self) -> None:
        """Caches hold interview text: no study's version control takes them, whatever its own rules."""
        rule = self.study.private / ".gitignore"
        if not rule.exists():
            rule.parent.mkdir(exist_ok=True)
            rule.write_text("*\n", encoding="utf-8")

    def _found(self, stage: str) -> bool:
        with self._lock:
            self.cached[stage] += 1
        return True

    @contextmanager
    def _stage(self, stage: str, source: Source) -> Iterator[None]:
        self._begin(stage)
        started, loading = time.perf_counter(), self.equipment.loading()
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
            spent = time.perf_counter() - started
            with self._lock:
                # What is loaded on the way has times of its own.
                self.seconds[stage] += spent - (self.equipment.loading() - loading)
                if stage != "encode":
                    self._done[stage] += 1
                    listener().advance(stage, self._done[stage])

    def _begin(self, stage: str) -> None:
        with self._lock:
            if stage in self._begun:
                return
            self._begun.add(stage)
        if stage in ("encode", "decide") and not self._n_segments:
            self._n_segments = sum(source.segments_to_code() for source in self._sources.values())
        if stage == "read":
            # It takes a second to start: long enough to be ready when there is something to decide.
            self.apart(runfolder.n_segments(self.study))
        if stage == "decide":
            self.apart(self._n_segments)
        if self._apart is not None and stage in ("encode", "decide"):
            self._share(stage, self._apart)
        listener().begin(stage, self._n_segments if stage == "encode" else len(self.sources))

    def _share(self, stage: str, apart: Apart) -> None:
        """Has a second process do its share of the sources that are still to be decided."""
        from qualcode.sharing import Named

        if self.equipment.deidentified is not None:
            # What opens the key stays here, and without it the other process would read the files themselves.
            return
        names = [name for name in self.sources if name not in self._ahead]
        open_ = [source for name in names if not (source := self._sources[name]).has("decide")]
        if len(open_) < 2:
            return
        if stage == "encode":
            apart.match(self.equipment, map(Named.of, open_))
        else:
            apart.decide(self.equipment.coder, map(Named.of, open_))
            self._shared = {source.name for source in open_}

    def _nothing(self, what: str) -> NothingToCodeError:
        told = "".join(f"\n  {problem}" for problem in self.problems)
        remedy = "Put transcripts there (.txt, .md, .docx, .odt, .rtf, .pdf, .srt or .vtt)." + told
        return NothingToCodeError(what, where=Place(self.study.corpus), remedy=remedy)

    def _defect(self, stage: str, source: Source, error: Exception) -> QualcodeError:
        kind = type(error).__name__
        if stage not in ("read", "annotate"):
            return DefectError(f"{stage} met something unexpected in {source.name} ({kind}).")
        # A file that no one has foreseen must not stop the others.
        self._failed[source.name] = SourceError("unexpected", where=Place(source.name), kind=kind)
        return self._failed[source.name]
