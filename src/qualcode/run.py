"""A whole run of a study: from ``corpus/`` to a folder in ``outputs/``, with Prefect or without."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import pipeline, runfolder
from qualcode.errors import DefectError, OutputError, Place, QualcodeError, SourceError
from qualcode.job import Job
from qualcode.messages import message
from qualcode.progress import Listener, heard_by, listener

if TYPE_CHECKING:
    from qualcode.result import Run
    from qualcode.study import Study

RETRY_SECONDS = (0.5, 1.0, 2.0)
"""How long to wait before a source that another program holds is tried again."""


@dataclass(frozen=True)
class Finished:
    """What a run came to.

    Attributes:
        folder: The run's folder in ``outputs/``.
        unchanged: Nothing has changed since that run, and none was made.
        codes: Per code ``code`` (path), ``name``, ``level``, ``color``, ``segments``, ``sources`` and
            ``validation`` (its status by the gate, with figure and reason).
        counts: ``sources``, ``segments``, ``coded_segments``, ``codings``, ``quotes``.
        problems: What could not be read, a line each.
        warnings: What a researcher should know, a line each.
        seconds: How long it took, by stage.
        cached: Sources that a stage found done by an earlier run, by stage.
        since: How many codings came and went since the run before, where that can be told.
    """

    folder: Path
    unchanged: bool
    codes: list[dict[str, Any]]
    counts: dict[str, int]
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    cached: dict[str, int] = field(default_factory=dict)
    since: tuple[int, int] | None = None

    @property
    def exit_status(self) -> int:
        """0, or 3 if some sources failed."""
        return SourceError.exit_status if self.problems else 0


def run(
    study: Study,
    *,
    direct: bool | None = None,
    force: bool = False,
    strict: bool = False,
    progress: Listener | None = None,
) -> Finished:
    """Codes a study.

    Args:
        study: The study.
        direct: Without Prefect; as ``runner.mode`` says if it is not given.
        force: Write a new run though nothing has changed.
        strict: Leave out codes that are not validated, though the settings do not say so.
        progress: Hears of the progress.

    Raises:
        CodebookError, NothingToCodeError, ModelError, FlowError, OutputError: see :mod:`qualcode.errors`.
    """
    study = study.strictly(strict)
    with heard_by(progress):
        if direct or (direct is None and study.settings.runner.mode == "direct"):
            return run_direct(study, force=force)
        from qualcode import flowrun

        return flowrun.run(study, force=force)


def run_direct(study: Study, *, force: bool = False) -> Finished:
    """The stages one after the other in this process, as ``flows/code_corpus.py`` has them."""
    from qualcode.writers.apart import Apart

    # It takes a second to start: most of it passes while the study is looked through.
    apart = Apart.start(runfolder.n_segments(study))
    try:
        job = Job(study, apart)
        if not force and (before := unchanged(job)):
            return before
        work(job)
        return write(job)
    finally:
        if apart is not None:
            apart.stop()


def work(job: Job) -> None:
    """The stages up to codings; what could not be read is in ``job.problems``."""
    for stage in (_read_patiently, Job.annotate, Job.encode, Job.decide):
        for source in job.sources:
            try:
                stage(job, source)
            except SourceError:
                continue


def _read_patiently(job: Job, source: str) -> None:
    for wait in RETRY_SECONDS:
        try:
            job.read(source)
            return
        except SourceError as error:
            if not may_pass(error):
                raise
            time.sleep(wait)
    job.read(source)


def may_pass(error: BaseException | None) -> bool:
    """Whether an error may be gone a moment later: Word or OneDrive holds the file, or is writing it."""
    return isinstance(error, SourceError) and error.reason in ("unreadable", "changing")


def unchanged(job: Job) -> Finished | None:
    """The last run, if it was made of exactly what there is now, nothing failed, and its files are whole."""
    folder = runfolder.latest(job.study)
    if folder is None:
        return None
    try:
        manifest = json.loads((folder / runfolder.MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if manifest.get("failed") or not manifest.get("key") or manifest["key"] != job.key():
        return None
    for output in manifest["outputs"]:
        path = folder / output["file"]
        if not path.is_file() or pipeline.file_hash(path) != output["sha256"]:
            return None
    told = [(each["source"], each["warnings"]) for each in manifest["inputs"]]
    warnings = _warnings(job, manifest.get("people", {}), told)
    return Finished(folder, True, manifest["codes"], manifest["counts"], warnings=warnings)


def write(job: Job) -> Finished:
    """Tables, quotes and all outputs of a job whose stages are done, as a new run in ``outputs/``.

    Raises:
        NothingToCodeError: no source could be read.
        OutputError: a check failed, or a file could not be written; the last run stays as it was.
    """
    try:
        return _write(job)
    except QualcodeError:
        raise
    except OSError as error:
        raise OutputError(
            f"the run could not be written ({error.strerror or error}).",
            where=Place(error.filename or job.study.outputs),
            remedy="See that the disk has room and that the folder is writable, and run again.",
        ) from error
    except Exception as error:
        raise DefectError(f"writing met something unexpected ({type(error).__name__}).") from error


def _write(job: Job) -> Finished:
    from qualcode import writers
    from qualcode.differences.since import since
    from qualcode.gate import of_study, strict
    from qualcode.result import Run
    from qualcode.writers import used_codebook

    sources = job.coded()
    study, codebook, clock = job.study, job.equipment.codebook, time.perf_counter()
    listener().begin("write", None)
    name = runfolder.new_id(study, job.started)
    warnings = _of_corpus(job, job.people.counts(), study.settings.outputs.language)
    validation = of_study.measure(study, sources, codebook, job.people.everything)
    packed, known = job.packed, job.shared
    if study.settings.gate.strict:
        known = ()  # what is left out of sources makes them others
        sources, codebook, validation, packed = strict.of(study, sources, codebook, validation, packed)
    more: dict[str, Any] = {"id": name, "problems": job.problems, "warnings": warnings}
    # What pages say of it, whichever process writes them.
    more["manifest"] = _known(job)
    more["validation"] = validation
    apart = job.apart(sum(len(source.segments) for source in sources))
    run = Run.of(study, codebook, sources, packed, **more)
    run.people = job.people or None
    before = runfolder.latest(study)
    try:
        with runfolder.writing(study, name) as folder:
            if apart is not None:
                apart.tell(study, codebook, sources, known, **more)
                writers.begin(run, folder, apart)
            _ = run.tables if apart else (run.tables, run.quotes)
            seconds = {**job.equipment.seconds, **job.seconds, "tabulate": time.perf_counter() - clock}
            run.manifest = _manifest(job, run, seconds)
            used_codebook.write(job.equipment.codebook, folder)
            writers.write(run, folder, apart=apart)
            place = runfolder.publish(study, folder)
    finally:
        if apart is not None:
            apart.stop()
    job.prune()
    seconds["write"] = time.perf_counter() - clock - seconds["tabulate"]
    counts = json.loads((place / runfolder.MANIFEST).read_text("utf-8"))["counts"]
    problems = [str(problem) for problem in job.problems]
    told = [(source.name, source.warnings) for source in run.sources]
    warnings = _warnings(job, job.people.counts(), told)
    codes = run.manifest["codes"]
    changed = since(before, place, sources) if before is not None else None
    return Finished(place, False, codes, counts, problems, warnings, seconds, dict(job.cached), changed)


def _known(job: Job) -> dict[str, Any]:
    """What the manifest says of model and people."""
    encoder, people = job.equipment.encoder, job.people.counts()
    known: dict[str, Any] = {"encoder": {"name": encoder.name, "revision": encoder.revision}}
    if (trained := job.equipment.trained) is not None:
        known["trained"] = {"name": trained.name, "revision": trained.revision}
    if others := job.equipment.others:
        known["others"] = [
            {"kind": each.kind, "name": each.name, "question": each.fingerprint} for each in others
        ]
    return known | ({"people": people} if people else {})


def _manifest(job: Job, run: Run, seconds: dict[str, float]) -> dict[str, Any]:
    return {
        "key": job.key(),
        "started": job.started.isoformat(timespec="seconds"),
        "written": datetime.now().astimezone().isoformat(timespec="seconds"),
        # A machine is often called by its owner's name.
        "host": "" if run.study.settings.deidentify.enabled else platform.node(),
        **_known(job),
        "codes": _codes(run),
        "from_cache": job.cached,
        "timings": {stage: round(spent, 3) for stage, spent in seconds.items()},
    }


def _codes(run: Run) -> list[dict[str, Any]]:
    from qualcode.gate import rows as gate_rows
    from qualcode.report.colors import of_codes

    ids = run.tables.codes["code_id"]
    colors = [light for light, _ in of_codes(run.codebook)]
    table = run.tables.codes[["code", "name", "level", "segments", "sources"]]
    return [
        {
            **{key: _plain(value) for key, value in row.items()},
            "color": color,
            "validation": gate_rows.short(run.standing(code)),
        }
        for row, color, code in zip(table.to_dict("records"), colors, ids, strict=True)
    ]


def _plain(value: Any) -> str | int:
    return value if isinstance(value, str) else int(value)


def _of_corpus(job: Job, people: dict[str, Any], language: str) -> list[str]:
    """What a researcher should know of the corpus and of people's decisions as a whole."""
    from qualcode.decisions import in_study

    told = in_study.warnings(people)
    return job.warnings(language) + [
        message(f"source_warnings.{key}", language, **values) for key, values in told
    ]


def _warnings(job: Job, people: dict[str, Any], sources: Iterable[tuple[str, Iterable[Any]]]) -> list[str]:
    """For the terminal, in English: as a whole, then by source."""
    return _of_corpus(job, people, "en") + [
        f"{source}: {message(f'source_warnings.{key}', 'en', **values)}"
        for source, warnings in sources
        for key, values in warnings
    ]
