"""What qualcode needs on this machine and in this study: what is there, what is missing, what to do about it.

Nothing here uses the network, loads a model or starts a server.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from pathlib import Path
from typing import Literal

from qualcode import __version__
from qualcode.errors import CodebookError, ModelError, QualcodeError
from qualcode.study import Study

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What was looked at.
        state: ``ok``; ``missing`` if qualcode does not work without it; ``optional`` if it does.
        told: What was found.
        remedy: What to do; empty if nothing.
    """

    subject: str
    state: Literal["ok", "missing", "optional"]
    told: str
    remedy: str = ""


def examine(start: Path | None = None) -> list[Finding]:
    """Looks at the installation, the models, Prefect, and the study that ``start`` lies in."""
    study, of_study = _study(start)
    return [
        _python(),
        Finding("qualcode", "ok", f"{__version__} in {Path(__file__).parent}"),
        *_packages(),
        *_models(study),
        _torch(study),
        *_prefect(),
        *of_study,
    ]


def _python() -> Finding:
    told = f"{platform.python_version()} in {sys.prefix}"
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("Python", "ok", told)
    return Finding("Python", "missing", told, "Install Python 3.11 or newer, and qualcode into it.")


def _packages() -> list[Finding]:
    """The packages that qualcode declares, Prefect's fastapi among them, each against its versions."""
    from packaging.requirements import Requirement

    wanted = [Requirement(line) for line in requires("qualcode") or []]
    wanted = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    unfit = []
    for one in wanted:
        remedy = f"pip install '{one.name}{one.specifier}'"
        try:
            found = version(one.name)
        except PackageNotFoundError:
            unfit.append(Finding(one.name, "missing", "is not installed", remedy))
            continue
        if not one.specifier.contains(found, prereleases=True):
            told = f"{found} is installed, {one.specifier} is needed"
            unfit.append(Finding(one.name, "missing", told, remedy))
    telling = ("spacy", "transformers", "onnxruntime", "pandas")
    some = ", ".join(f"{name} {version(name)}" for name in telling if name not in {f.subject for f in unfit})
    if unfit:
        return unfit
    return [Finding("packages", "ok", f"all {len(wanted)} that qualcode needs, among them {some}")]


def _models(study: Study | None) -> Iterator[Finding]:
    """The study's encoder, every other model that was fetched, and the Swedish pipeline."""
    from qualcode.encoders.unpack import NAME
    from qualcode.models import PIPELINE, known

    models = known(thorough=True)
    wanted, revision = NAME, ""
    if study:
        wanted, revision = study.settings.encoder.name, study.settings.encoder.revision or ""
    found = False
    for model in models:
        needed = model.name == wanted and model.revision.startswith(revision)
        found |= needed
        subject = "encoder" if model.kind == "encoder" else "spaCy pipeline"
        told = f"{model.name}@{model.revision}" if model.revision else model.name
        if model.where:
            told += f" in {model.where}"
        if model.state == "ok":
            yield Finding(subject, "ok", f"{told}, every hash as recorded" if model.where else told)
        elif model.state == "not unpacked":
            yield Finding(subject, "ok", f"{told}, to be unpacked by the first run")
        elif model.state == "changed":
            remedy = f"Run `qualcode models fetch {model.name}`."
            told += f": {', '.join(model.changed)} missing or not as recorded"
            yield Finding(subject, "missing" if needed else "optional", told, remedy)
        elif needed:
            yield Finding(subject, "missing", f"{told} is not installed", _remedy_for_the_embedded())
    if not found and not Path(wanted).expanduser().is_dir():
        remedy = f"Run `qualcode models fetch {wanted}`, or name another under `encoder:` in study.yaml."
        named = f"{wanted}@{revision}" if revision else wanted
        yield Finding("encoder", "missing", f"{named}, which study.yaml names, is not here", remedy)
    if not any(model.kind == "pipeline" for model in models):
        remedy = f"If you want it: `qualcode models fetch {PIPELINE}`."
        yield Finding("spaCy pipeline", "optional", f"{PIPELINE} is not here; coding works without", remedy)


def _remedy_for_the_embedded() -> str:
    from qualcode.encoders.unpack import origin

    try:
        origin()
    except ModelError as error:
        return error.remedy or ""
    return ""


def _torch(study: Study | None) -> Finding:
    from qualcode.encoders.unpack import NAME

    needed = study is not None and study.settings.encoder.name != NAME
    try:
        return Finding("torch", "ok", version("torch"))
    except PackageNotFoundError:
        told = "not installed; the study's encoder needs it" if needed else "not installed, and not needed"
        remedy = "pip install 'qualcode[torch]'" + ("" if needed else ", if you want another encoder.")
        return Finding("torch", "missing" if needed else "optional", told, remedy)


def _prefect() -> Iterator[Finding]:
    from qualcode import prefect_server

    try:
        found = distribution("prefect").version
        fastapi = version("fastapi")
    except PackageNotFoundError:
        return  # It is named among the packages.
    yield Finding("Prefect", "ok", f"{found} with fastapi {fastapi}")
    server = prefect_server.running()
    if address := os.environ.get("PREFECT_API_URL"):
        yield Finding("Prefect server", "ok", f"{address}, as the environment's PREFECT_API_URL says")
    elif server is None:
        yield Finding("Prefect server", "ok", "not running; a run starts it")
    else:
        idle = f"stops after {server.idle_seconds / 60:.0f} idle minutes"
        yield Finding("Prefect server", "ok", f"running at {server.url} (process {server.pid}), {idle}")


def _study(start: Path | None) -> tuple[Study | None, list[Finding]]:
    """The study, if there is a valid one, and what was found of it."""
    from qualcode.study import SETTINGS_FILE

    here = (start or Path.cwd()).resolve()
    if not any((folder / SETTINGS_FILE).is_file() for folder in (here, *here.parents)):
        remedy = "Go to a study's folder, or make one with `qualcode init NAME`."
        return None, [Finding("study", "optional", f"none in {here} or above", remedy)]
    try:
        study = Study.find(here)
    except QualcodeError as error:
        return None, [_wrong("study", error)]
    found = [Finding("study", "ok", f"{study.root}, its settings are valid")]
    return study, [*found, _codebook(study), _sources(study), _flow(study), *_writable(study)]


def _codebook(study: Study) -> Finding:
    from qualcode.codebook import load

    try:
        codebook = load(study.codebook)
    except CodebookError as error:
        count = len(error.problems)
        told = f"{count} {'problem' if count == 1 else 'problems'}, the first: {error.problems[0]}"
        return Finding("codebook", "missing", told, "`qualcode codebook check` says all.")
    except QualcodeError as error:
        return _wrong("codebook", error)
    return Finding("codebook", "ok", f"{study.settings.codebook}, {len(codebook.codes)} codes")


def _sources(study: Study) -> Finding:
    from qualcode.corpus import survey

    try:
        corpus = survey(study)
    except QualcodeError as error:
        return _wrong("sources", error)
    told = f"{len(corpus.sources)} in {study.corpus}"
    if not corpus.sources:
        return Finding("sources", "missing", told, "Put transcripts there.")
    if corpus.problems:
        told += f"; {len(corpus.problems)} other files cannot be read, the first: {corpus.problems[0]}"
    return Finding("sources", "ok", told)


def _flow(study: Study) -> Finding:
    from qualcode import flowrun

    if study.settings.runner.mode == "direct":
        return Finding("flow", "ok", "none: runs are direct, without Prefect, as study.yaml says")
    try:
        return Finding("flow", "ok", f"{flowrun.flow_file(study)}")
    except QualcodeError as error:
        return _wrong("flow", error)


def _writable(study: Study) -> Iterator[Finding]:
    from qualcode.encoders.store import cache_folder

    for subject, folder in (
        ("outputs", study.outputs),
        ("study's cache", study.private),
        ("user's cache", cache_folder()),
    ):
        # What is not there yet is made by the first run, in the folder above.
        there = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
        try:
            with tempfile.NamedTemporaryFile(dir=there, prefix=".qualcode-"):
                yield Finding(subject, "ok", f"{folder} can be written to")
        except OSError as error:
            told = f"{there} cannot be written to ({error.strerror or error})"
            yield Finding(subject, "missing", told, "Give yourself the right to write there.")


def _wrong(subject: str, error: QualcodeError) -> Finding:
    told = f"{error.where}: {error.what}" if error.where else error.what
    return Finding(subject, "missing", told, error.remedy or "")
