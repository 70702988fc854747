"""Segments that a trained coder has learnt from: it cannot be tested on them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qualcode.agreement.statistic import MISSING

if TYPE_CHECKING:
    from qualcode.agreement.material import Material
    from qualcode.agreement.said import Said
    from qualcode.study import Study

HEADS = "heads.json"


def folder(study: Study) -> Path | None:
    """The folder of the trained coder that a study's settings name; nothing if they name none."""
    from qualcode.training.folder import folder_of

    coders = study.settings.coders
    return folder_of(study, coders.trained) if coders.trained and coders.themes else None


def text_key(text: str) -> str:
    """What a text is found again by, where only its hash is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keys(coder: Path) -> set[str]:
    """The :func:`text_key` of every segment that a coder has learnt from.

    Raises:
        OSError, ValueError, LookupError, TypeError: its folder does not say so.
    """
    told = json.loads((coder / HEADS).read_text("utf-8"))["learnt_from"]
    return {row["text"] for row in told if "source" in row}


def learnt(coder: Path | None, material: Material) -> np.ndarray:
    """Which segments a coder has learnt from, by their words, wherever they stand now.

    Args:
        coder: Of :func:`folder`.
        material: The segments.

    Returns:
        (n_segments,) bool.
    """
    out = np.zeros(len(material.source_of), bool)
    if coder is None:
        return out
    try:
        known = keys(coder)
    except (OSError, ValueError, LookupError, TypeError):
        # A run says itself what is wrong with its coder.
        return out
    for row, (source, number) in enumerate(zip(material.source_of, material.number_of, strict=True)):
        segment = material.sources[source].segments[number]
        words = material.sources[source].text[segment.start : segment.end]
        out[row] = text_key(words) in known
    return out


def without(said: Said, seen: np.ndarray) -> tuple[Said, int]:
    """What was said of the other segments, and how many that were judged are left out.

    Args:
        said: Judgements.
        seen: Of :func:`learnt`.
    """
    judged = (said.ratings != MISSING).any(axis=(0, 2))
    left_out = int((judged & seen).sum())
    if not left_out:
        return said, 0
    ratings = said.ratings.copy()
    ratings[:, seen] = MISSING
    return dataclasses.replace(said, ratings=ratings), left_out
