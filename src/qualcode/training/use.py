"""A trained coder in a run: found by its name, checked, and asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.errors import ModelError, Place
from qualcode.training.coder import TrainedCoder
from qualcode.training.folder import folder_of, load
from qualcode.training.trained import Trained

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.codebook.model import Codebook
    from qualcode.coding.thememodel import Standing
    from qualcode.coding.themes import ThemeCoder
    from qualcode.encoders.cache import CachedEncoder
    from qualcode.equipment import Equipment
    from qualcode.study import Study
    from qualcode.training.tuned import TunedEncoder


def trained_of(study: Study, encoder: CachedEncoder | TunedEncoder) -> Trained | None:
    """The coder that a study's settings name, if they name one.

    Args:
        study: The study.
        encoder: The one that its runs use.

    Raises:
        ModelError: there is none of that name, it is damaged, or it learnt with another encoder.
    """
    coders = study.settings.coders
    if coders.trained is None or not coders.themes:
        return None
    trained = load(study, coders.trained)
    if trained.encoder != (now := f"{encoder.name}@{encoder.revision}"):
        raise ModelError(
            f"the trained coder {trained.name!r} learnt with the encoder {trained.encoder}, not with {now}.",
            where=Place(folder_of(study, trained.name)),
            remedy="Have encoder: and coders: learnt: in study.yaml as they were then, or train anew:"
            f" `qualcode train {trained.name}`.",
        )
    return trained


def coder_of(equipment: Equipment) -> TrainedCoder:
    """The trained coder for the codebook as it is; codes added since are coded as without training.

    Args:
        equipment: Of a study that names a trained coder.
    """
    trained = equipment.trained
    assert trained is not None
    told = _told(equipment.study, equipment.training.texts, trained)
    return TrainedCoder(trained, equipment.theme_coder, told)


def coder_for(study: Study, codebook: Codebook, encoder: CachedEncoder | TunedEncoder) -> ThemeCoder:
    """The coder of a study's runs, for single texts: trained or learnt from the codebook's examples.

    Args:
        study: Whose settings count.
        codebook: What it codes with.
        encoder: The study's.

    Raises:
        ModelError: the trained coder is not there, or learnt with another encoder.
    """
    from qualcode.coding.themes import ThemeCoder

    trained = trained_of(study, encoder)
    base = ThemeCoder.learn(codebook, getattr(encoder, "plain", encoder))
    if trained is None:
        return base
    return TrainedCoder(trained, base, _told(study, base.training.texts, trained), encoder)


def stand(equipment: Equipment, doc: Doc, vectors: np.ndarray, base: Standing) -> Standing:
    """Where a Doc's segments that are coded stand by the trained coder, by the codebook's columns.

    Args:
        equipment: Of a study that names a trained coder.
        doc: With segments.
        vectors: (n_coded_segments, width).
        base: Where they stand without training.
    """
    from qualcode import coded
    from qualcode.coding.surroundings import before
    from qualcode.coding.votes import texts_to_code
    from qualcode.training.gather import vectors_before

    trained = equipment.trained
    assert trained is not None
    heard = np.full((len(vectors), len(trained.centre)), np.nan)
    if trained.looks_back:
        heard = vectors_before(before(coded.source(doc)), equipment.encoder)
    return equipment.coder.stand(base, texts_to_code(doc), vectors, heard)  # type: ignore[attr-defined]


def _told(study: Study, examples: Sequence[str], trained: Trained) -> list[str]:
    """By row of what was learnt from: its words where the codebook or ``codings/`` still hold them, else its
    place. Its folder holds only hashes."""
    from qualcode import decisions
    from qualcode.agreement.learnt import text_key

    known = {text_key(text): text for text in examples}
    if any(row["text"] not in known for row in trained.learnt_from):
        said, _ = decisions.read(study.codings)
        known |= {text_key(decision.quote): decision.quote for decision in said}
    return [known.get(row["text"]) or _place(row) for row in trained.learnt_from]


def _place(row: dict[str, Any]) -> str:
    return f"{row['source']}, {row['start']}–{row['end']}" if "source" in row else ""
