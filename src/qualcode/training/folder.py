"""A trained coder's folder: ``models/NAME/`` with weights, heads, and a card for programs and one for people.

It holds no interview text, only vectors, weights, hashes and places; but vectors are made of what people
said, so that the folder belongs where the interviews do.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from scipy import sparse

from qualcode.coding.spelling import WIDTH as PIECES
from qualcode.errors import ModelError, OutputError, Place, SettingsError
from qualcode.study import Study
from qualcode.training.precision import JudgedRules, Tally
from qualcode.training.trained import CodeHead, Trained

if TYPE_CHECKING:
    from qualcode.encoders.adapter import Adapter

WEIGHTS, HEADS, ADAPTER = "weights.safetensors", "heads.json", "adapter.npz"
CARD, MODEL_CARD = "card.yaml", "MODEL_CARD.md"
FORMAT = 2
_ARRAYS = ("centre", "vectors", "labels", "idf", "by_vector", "shift", "spread", "by_tuned")


def folder_of(study: Study, name: str) -> Path:
    """Where a coder of that name lies, or would.

    Raises:
        SettingsError: it is no name.
    """
    if not re.fullmatch(r"[\w][\w.-]*", name):
        raise SettingsError(
            f"{name!r} cannot be a coder's name.", remedy="Use letters, digits, hyphens and dots."
        )
    return study.root / study.settings.folders.models / name


def names(study: Study) -> list[str]:
    """Names of all coders that the study has."""
    folder = study.root / study.settings.folders.models
    return sorted(path.parent.name for path in folder.glob(f"*/{HEADS}"))


def save(folder: Path, trained: Trained, files: Mapping[str, str]) -> Trained:
    """Writes a coder; its folder is there whole or not at all, in place of one of the same name.

    Args:
        folder: Of :func:`folder_of`.
        trained: What was learnt.
        files: Further files by name: the cards.

    Returns:
        It with its revision.

    Raises:
        OutputError: it cannot be written.
    """
    from safetensors.numpy import save as packed

    weights = packed(_arrays(trained))
    heads = json.dumps(_plain(trained), ensure_ascii=False, indent=1, sort_keys=True).encode()
    adapter = b"" if trained.adapter is None else trained.adapter.to_bytes()
    revision = _revision(weights, heads, trained.adapter)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _keep_private(folder.parent)
        beside = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder.parent))
        try:
            (beside / WEIGHTS).write_bytes(weights)
            (beside / HEADS).write_bytes(heads)
            if adapter:
                (beside / ADAPTER).write_bytes(adapter)
            for name, text in files.items():
                (beside / name).write_text(text.replace("{revision}", revision), "utf-8", newline="\n")
            if folder.exists():
                old = folder.with_name(f".unfinished-{os.getpid()}-{folder.name}")
                folder.rename(old)
                shutil.rmtree(old, ignore_errors=True)
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"the coder cannot be written ({error.strerror or 'no reason given'}).",
            where=Place(folder),
            remedy="See that the disk has room and that no program holds a file in the folder.",
        ) from error
    return replace(trained, revision=revision)


def load(study: Study, name: str) -> Trained:
    """The coder of that name.

    Raises:
        ModelError: there is none, or it is damaged, or of another version.
    """
    folder = folder_of(study, name)
    try:
        weights, heads = (folder / WEIGHTS).read_bytes(), (folder / HEADS).read_bytes()
    except OSError as error:
        there = ", ".join(names(study))
        raise ModelError(
            f"there is no trained coder {name!r}.",
            where=Place(folder),
            remedy=f"Make it with `qualcode train {name}`"
            + (f", or name one that there is ({there})" if there else "")
            + " under coders: trained: in study.yaml.",
        ) from error
    from safetensors import SafetensorError
    from safetensors.numpy import load as unpacked

    try:
        about = json.loads(heads)
        if about["format"] != FORMAT:
            raise ValueError("another format")
        arrays = unpacked(weights)
        adapter = _adapter(folder, about["adapter"])
        shape = (PIECES, arrays["by_vector"].shape[1])
        by_letter = sparse.csr_matrix(shape)
        if len(arrays["pieces"]):
            part = sparse.csr_matrix(arrays["of_pieces"].astype(np.float64))
            spread = (np.ones(len(arrays["pieces"])), (arrays["pieces"], np.arange(len(arrays["pieces"]))))
            by_letter = sparse.csr_matrix(sparse.csr_matrix(spread, (PIECES, part.shape[0])) @ part)
        return Trained(
            name=name,
            revision=_revision(weights, heads, adapter),
            encoder=about["encoder"],
            codes=tuple(about["codes"]),
            built=tuple(about["built"]),
            **{each: arrays[each] for each in _ARRAYS},
            by_letter=by_letter,
            heads={code_id: _head(head) for code_id, head in about["heads"].items()},
            thresholds=about["thresholds"],
            chosen=about["chosen"],
            learnt_from=about["learnt_from"],
            joints=about["joints"],
            adapter=adapter,
        )
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, SafetensorError) as error:
        raise ModelError(
            f"the trained coder {name!r} is damaged, or was made by another version of qualcode.",
            where=Place(folder),
            remedy=f"Make it anew with `qualcode train {name}`.",
        ) from error


def adapter_of(study: Study) -> Adapter | None:
    """What fine-tuning changed for the coder that a study's settings name; nothing where it did not.

    A coder that is missing or damaged has none: a run says itself what is wrong with it (:func:`load`).
    """
    coders = study.settings.coders
    if coders.trained is None or not coders.themes:
        return None
    folder = folder_of(study, coders.trained)
    if not (folder / ADAPTER).is_file():
        return None
    try:
        return _adapter(folder, json.loads((folder / HEADS).read_text("utf-8"))["adapter"])
    except (OSError, ValueError, KeyError, TypeError, BadZipFile):
        return None


def _revision(weights: bytes, heads: bytes, adapter: Adapter | None) -> str:
    tuned = b"" if adapter is None else adapter.revision.encode()
    return hashlib.sha256(weights + heads + tuned).hexdigest()[:12]


def _adapter(folder: Path, recorded: str | None) -> Adapter | None:
    """What fine-tuning changed, if it did; it must be what was recorded."""
    if recorded is None:
        return None
    from qualcode.encoders.adapter import Adapter

    adapter = Adapter.from_bytes((folder / ADAPTER).read_bytes())
    if adapter.revision != recorded:
        raise ValueError("another adapter")
    return adapter


def _keep_private(folder: Path) -> None:
    rule = folder / ".gitignore"
    if not rule.exists():
        rule.write_text("*\n", "utf-8")


def _arrays(trained: Trained) -> dict[str, np.ndarray]:
    pieces = np.unique(trained.by_letter.tocoo().row)
    found = {each: np.ascontiguousarray(getattr(trained, each)) for each in _ARRAYS}
    found["pieces"] = pieces.astype(np.int32)
    dense = np.asarray(trained.by_letter[pieces].todense(), np.float32)
    found["of_pieces"] = np.ascontiguousarray(dense.reshape(len(pieces), trained.by_letter.shape[1]))
    return found


def _plain(trained: Trained) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "encoder": trained.encoder,
        "codes": trained.codes,
        "built": trained.built,
        "adapter": None if trained.adapter is None else trained.adapter.revision,
        "thresholds": trained.thresholds,
        "chosen": trained.chosen,
        "learnt_from": trained.learnt_from,
        "joints": trained.joints,
        "heads": {
            code_id: {
                "above": head.above,
                "about": head.about,
                "context": head.context,
                "tuned": head.tuned,
                "weights": {voters: [float(one) for one in each] for voters, each in head.weights.items()},
                "examples": _listed(head.rules.examples),
                "judged": _listed(head.rules.judged),
            }
            for code_id, head in trained.heads.items()
        },
    }


def _head(plain: dict[str, Any]) -> CodeHead:
    weights = {voters: np.array(each) for voters, each in plain["weights"].items()}
    rules = JudgedRules(_tally(plain["examples"]), _tally(plain["judged"]))
    return CodeHead(plain["above"], plain["about"], plain["context"], plain["tuned"], weights, rules)


def _listed(tally: Tally) -> list[list[str | float]]:
    return [[code, rule, right, every] for (code, rule), (right, every) in tally.items()]


def _tally(rows: list[list[Any]]) -> Tally:
    return {(code, rule): (right, every) for code, rule, right, every in rows}
