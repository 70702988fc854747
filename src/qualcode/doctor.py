"""What is installed and ready on this machine, and what is missing and how to get it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qualcode.errors import QualcodeError

if TYPE_CHECKING:
    from qualcode.study import Study

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What.
        state: ``ok``, ``note`` (works, but good to know) or ``wrong`` (a run would fail).
        text: What was found.
        remedy: What to do about it.
    """

    subject: str
    state: State
    text: str
    remedy: str = ""


def examine(start: Path | None = None) -> list[Finding]:
    """Everything a run needs, in the order in which it needs it; nothing is changed and no model loaded.

    Args:
        start: The study's folder, or one in it.
    """
    return [*_machine(), *_study(start)]


def _machine() -> Iterator[Finding]:
    yield Finding("Python", "ok", f"{platform.python_version()} in {sys.prefix}")
    yield from _packages()
    if find_spec("torch") is None:
        yield Finding("torch", "note", "not installed: only other Hugging Face encoders need it.")
    else:
        yield Finding("torch", "ok", version("torch"))
    yield from _prefect()


def _packages() -> Iterator[Finding]:
    from packaging.requirements import Requirement

    wanted = [Requirement(text) for text in requires("qualcode") or ()]
    wrong = []
    for each in wanted:
        if each.marker is not None and not each.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(each.name)
        except PackageNotFoundError:
            wrong.append(f"{each.name} is missing")
            continue
        if found not in each.specifier:
            wrong.append(f"{each.name} is {found}, not {each.specifier}")
    name = f"qualcode {version('qualcode')}"
    if wrong:
        yield Finding("Packages", "wrong", f"{name}: {'; '.join(wrong)}.", "Install qualcode again.")
    else:
        yield Finding("Packages", "ok", f"{name} and the {len(wanted)} packages it names.")


def _prefect() -> Iterator[Finding]:
    from qualcode import prefect_server

    told = version("prefect")
    if address := os.environ.get("PREFECT_API_URL"):
        yield Finding("Prefect", "note", f"{told}; runs go to {address}, as PREFECT_API_URL says.")
        return
    server = prefect_server.running()
    if server is None:
        yield Finding("Prefect", "ok", f"{told}; its local server starts when a run needs it.")
    else:
        minutes = round(server.idle_seconds / 60)
        state = f"local server at {server.url} (process {server.pid}), stops after {minutes} idle minutes"
        yield Finding("Prefect", "ok", f"{told}; {state}.")


def _study(start: Path | None) -> Iterator[Finding]:
    from qualcode.study import Study

    try:
        study = Study.find(start)
    except QualcodeError as error:
        yield from _encoders(None)
        yield Finding("Study", "note" if start is None else "wrong", str(error))
        return
    yield from _encoders(study)
    yield from _pipeline(study)
    yield Finding("Study", "ok", f"{study.settings.title or study.root.name} in {study.root}")
    yield from _codebook(study)
    yield from _corpus(study)
    yield from _runner(study)
    yield from _outputs(study)


def _encoders(study: Study | None) -> Iterator[Finding]:
    from qualcode import models
    from qualcode.study import EncoderSettings

    wanted = study.settings.encoder if study else EncoderSettings()
    found = [model for model in models.known() if model.kind == "encoder" and model.name == wanted.name]
    if wanted.revision:
        found = [model for model in found if model.revision.startswith(wanted.revision)] or found
    remedy = f"Run `qualcode models fetch {models.HUB_NAME if wanted.name == models.NAME else wanted.name}`."
    if not found or found[0].state == "missing":
        yield Finding("Encoder", "wrong", f"{wanted.name} is not on this machine.", remedy)
    elif found[0].state == "changed":
        changed = ", ".join(found[0].changed)
        yield Finding("Encoder", "wrong", f"{wanted.name}: {changed} is not what was recorded.", remedy)
    elif found[0].state == "not unpacked":
        told = f"{wanted.name}, from {found[0].origin}; the first run unpacks it."
        yield Finding("Encoder", "ok", told)
    else:
        told = f"{wanted.name}@{found[0].revision}, files as recorded, in {found[0].where}"
        yield Finding("Encoder", "ok", told)


def _pipeline(study: Study) -> Iterator[Finding]:
    from qualcode import models

    others = [model.name for model in models.known() if model.kind == "pipeline" and model.state == "ok"]
    told = f"blank '{study.settings.language}' with lemmas of simplemma {version('simplemma')}"
    yield Finding("spaCy", "ok", f"{version('spacy')}, {told}" + "".join(f"; {name} too" for name in others))


def _codebook(study: Study) -> Iterator[Finding]:
    from qualcode.codebook import fingerprint, load

    try:
        book = load(study.codebook)
    except QualcodeError as error:
        lines = str(error).splitlines()
        yield Finding("Codebook", "wrong", "\n".join(lines[:3]), "`qualcode codebook check` says all of it.")
        return
    told = f"{book.title}, {len(book.codes)} codes, fingerprint {fingerprint(book)}"
    yield Finding("Codebook", "ok", told)


def _corpus(study: Study) -> Iterator[Finding]:
    from qualcode import corpus

    try:
        found = corpus.survey(study)
    except QualcodeError as error:
        yield Finding("Corpus", "wrong", str(error))
        return
    if not found.sources:
        yield Finding("Corpus", "wrong", f"no sources in {study.corpus}.", "Put transcripts there.")
    else:
        yield Finding("Corpus", "ok", f"{len(found.sources)} sources in {study.corpus}")
    for problem in found.problems:
        yield Finding("Corpus", "note", str(problem))


def _runner(study: Study) -> Iterator[Finding]:
    from qualcode import flowrun

    if study.settings.runner.mode == "direct":
        yield Finding("Runner", "ok", "direct, without Prefect, as study.yaml says.")
        return
    try:
        yield Finding("Runner", "ok", f"the Prefect flow in {flowrun.flow_file(study)}")
    except QualcodeError as error:
        yield Finding("Runner", "wrong", str(error))


def _outputs(study: Study) -> Iterator[Finding]:
    from qualcode import runfolder

    place = study.outputs if study.outputs.exists() else study.root
    if not os.access(place, os.W_OK):
        yield Finding("Outputs", "wrong", f"{place} cannot be written to.", "Give yourself the right to.")
        return
    last = runfolder.latest(study)
    told = f"the last run is {last.name}" if last else "no run yet: `qualcode run`"
    yield Finding("Outputs", "ok", f"{study.outputs}; {told}.")
