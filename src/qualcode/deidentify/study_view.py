"""A study after de-identification: what stages, caches, outputs and messages see of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from qualcode import pipeline
from qualcode.corpus import Corpus
from qualcode.deidentify import key, older_runs, review, sealed
from qualcode.deidentify import state as states
from qualcode.deidentify.found import KINDS
from qualcode.errors import Place, SourceError
from qualcode.stagecache import StageCache, key_of
from qualcode.study import SourceSettings, Study
from qualcode.transcript import Transcript

if TYPE_CHECKING:
    from qualcode.deidentify.state import State
    from qualcode.deidentify.work import Done

CACHE = "cache-deidentified"
"""Folder in ``.qualcode/`` for what is made of de-identified sources; the other one is removed."""
COPIES = "deidentified"
"""Folder in the study for copies, where no other is named."""
LEARNT = "learnt"
"""Folder in ``.qualcode/`` for what is made of the codebook's examples and of what people decided."""
_STAGE = "deidentified"


class Deidentified:
    """A study without identifiers.

    An unchanged study is known from the last time and needs no passphrase. All else is done anew, for all
    sources at once: whom one names in full, another may mention.

    Args:
        study: The study as it is.
        corpus: What was found in its corpus.
        forget: Do it anew and drop from the key whoever is in no source any more.

    Attributes:
        study: With settings that name nobody.
        corpus: With names, metadata, problems and warnings that name nobody.
        counts: Replaced stretches by kind, and ``looks``: what looks like a name and was left.

    Raises:
        PassphraseError, KeyDamagedError, SettingsError, ModelError, OutputError: it cannot be done.
    """

    def __init__(self, study: Study, corpus: Corpus, *, forget: bool = False) -> None:
        self._study, self._corpus, self._forget = study, corpus, forget
        self._done: Done | None = None
        self._hashes = {name: _hash(path) for name, path in corpus.sources.items()}
        self._made_from = self._fingerprint()
        self._cache = StageCache(study.private / CACHE)
        if study.settings.deidentify.enabled:
            remove_identified(study)
        known = states.load(study)
        if forget or known is None or known.made_from != self._made_from or not self._is_cached(known):
            known = self._work().state
        self._state = known
        self.counts = dict(known.counts)
        self.study = self._study_without_names()
        self.corpus = self._corpus_without_names()

    def mark(self, name: str) -> str:
        """What a source's de-identified transcript depends on, as a hash; part of every stage's key."""
        return next(source["mark"] for source in self._state.sources if source["name"] == name)

    def kept_under(self, name: str) -> str:
        """What caches keep things of a source under: its bytes and what was found in it. So what was made
        of it while a name in it was not known goes with all that belongs to no source."""
        return key_of(self._sha256(name), self.mark(name))

    def transcript(self, name: str) -> Transcript:
        """The de-identified transcript of a source.

        Raises:
            SourceError: it could not be read.
        """
        error = next(source["error"] for source in self._state.sources if source["name"] == name)
        if error:
            raise SourceError(
                error["reason"], where=Place(name, error["line"], error["column"]), **error["details"]
            )
        if self._done is None:
            if (data := self._cache.get(self.kept_under(name), _STAGE, self._key(name))) is not None:
                return pipeline.transcript_from_bytes(data)
            self._work()
        assert self._done is not None
        return self._done.transcripts[name]

    def work(self) -> Done:
        """The work, done now if it was not, with the transcripts as they were read."""
        return self._done or self._work()

    def _work(self) -> Done:
        from qualcode.deidentify.work import Work

        self._study.private.mkdir(exist_ok=True)
        # Two runs at once must not give one number to two people.
        with FileLock(self._study.private / "deidentify.lock"):
            done = Work(self._study, self._corpus, forget=self._forget).do()
        review.write(self._study, done.review)
        # The key may be new, so that only now is it known what all this was made from.
        self._made_from = done.state.made_from = self._fingerprint()
        self._done, self._state = done, done.state
        self._forget_earlier(done)
        for name, transcript in done.transcripts.items():
            self._cache.put(
                self.kept_under(name), _STAGE, self._key(name), pipeline.transcript_to_bytes(transcript)
            )
        # What another program held for a moment is tried again by the next run.
        if not any(error.reason == "unreadable" for error in done.errors.values()):
            states.save(self._study, done.state)
        return done

    def _forget_earlier(self, done: Done) -> None:
        """Removes from the caches what was made before what is known now, and looks for runs that hold it."""
        current = {self.kept_under(name) for name in done.transcripts}
        if self._cache.prune(current):
            shutil.rmtree(self._study.private / LEARNT, ignore_errors=True)
        replaced = {row.original for row in done.review if row.state == "replaced"}
        names = older_runs.names_to_look_for(replaced, done.transcripts.values())
        done.state.runs_with_names = older_runs.with_names(self._study, names)
        done.state.copies_with_names = older_runs.copies_have_names(copies_of(self._study), names)

    def _fingerprint(self) -> str:
        study, corpus = self._study, self._corpus
        settings = study.settings
        listed = study.root / settings.deidentify.list
        return key_of(
            pipeline.program(),
            settings.deidentify.model_dump(mode="json", exclude={"passphrase_file"}),
            {name: one.model_dump(mode="json") for name, one in settings.sources.items()},
            [settings.language, settings.outputs.language, settings.title, study.root.resolve().name],
            _hash(listed),
            sealed.identity(key.path_of(study)),
            [[name, self._hashes[name], corpus.attributes[name]] for name in corpus.sources],
            [[problem.reason, str(problem.where)] for problem in corpus.problems],
            [[warning, values] for warning, values in corpus.warnings],
        )

    def _is_cached(self, known: State) -> bool:
        if (
            len(known.sources) != len(self._corpus.sources)
            or not (self._study.keys / f"{review.NAME}.csv").exists()
        ):
            return False
        self._state = known
        return all(
            self._cache.has(self.kept_under(source["name"]), _STAGE, self._key(source["name"]))
            for source in known.sources
            if not source["error"]
        )

    def _key(self, name: str) -> str:
        return key_of(_STAGE, self.mark(name), name)

    def _sha256(self, name: str) -> str:
        """The hash of the file that a de-identified name stands for: both lists have the corpus's order."""
        place = [source["name"] for source in self._state.sources].index(name)
        return list(self._hashes.values())[place] or "unread"

    def _study_without_names(self) -> Study:
        settings = self._study.settings
        sources = {name: SourceSettings(**values) for name, values in self._state.settings.items()}
        changed: dict[str, Any] = {
            "title": self._state.title,
            "sources": sources,
            "deidentify": settings.deidentify.model_copy(update={"passphrase_file": None}),
        }
        return Study(self._study.root, settings.model_copy(update=changed))

    def _corpus_without_names(self) -> Corpus:
        paths = list(self._corpus.sources.values())
        sources = {one["name"]: path for one, path in zip(self._state.sources, paths, strict=True)}
        attributes = {one["name"]: dict(one["attributes"]) for one in self._state.sources}
        problems = [
            SourceError(one["reason"], where=Place(one["place"]) if one["place"] else None, **one["details"])
            for one in self._state.problems
        ]
        warnings = [(name, dict(values)) for name, values in self._state.warnings]
        return Corpus(sources, attributes, problems, [*self._standing(), *warnings])

    def _standing(self) -> list[tuple[str, dict[str, str]]]:
        """What everybody who sees the outputs should know."""
        replaced = sum(self.counts.get(kind, 0) for kind in KINDS)
        found = [("deidentified", {"count": str(replaced)})]
        if looks := self.counts.get("looks"):
            found.append(
                ("looks_like_names", {"count": str(looks), "folder": self._study.settings.deidentify.keys})
            )
        if in_codebook := self.counts.get("codebook"):
            found.append(("names_in_codebook", {"count": str(in_codebook)}))
        for warning, folders in self.runs_to_remove().items():
            if folders:
                found.append((warning, {"count": str(len(folders)), "runs": ", ".join(folders)}))
        if self.have_copies_names():
            found.append(("copies_with_names", {"folder": COPIES}))
        return found

    def runs_to_remove(self) -> dict[str, list[str]]:
        """Folders of older runs that give somebody away, by the warning that says why."""
        identified = older_runs.not_deidentified(self._study)
        named = [
            one
            for one in self._state.runs_with_names
            if one not in identified and (self._study.outputs / one).is_dir()
        ]
        return {"identified_runs": identified, "runs_with_names": named}

    def have_copies_names(self) -> bool:
        """Whether earlier copies give somebody away."""
        return self._state.copies_with_names and copies_of(self._study).is_dir()

    def copies_written(self) -> None:
        """Says that the study's copies are those of what is known now."""
        if self._state.copies_with_names:
            self._state.copies_with_names = False
            states.save(self._study, self._state)


def copies_of(study: Study) -> Path:
    """Where a study's de-identified copies lie unless they are told to lie elsewhere."""
    return study.root / COPIES


def remove_identified(study: Study) -> None:
    """Removes what earlier runs without de-identification left in ``.qualcode/``: texts and vectors."""
    cache = study.private / "cache"
    if cache.is_dir():
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(study.private / "vectors", ignore_errors=True)
        shutil.rmtree(study.private / LEARNT, ignore_errors=True)


def _hash(path: Path) -> str:
    try:
        return pipeline.file_hash(path)
    except OSError:
        return ""
