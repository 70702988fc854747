"""From what was fitted to a coder that needs its material no more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
from scipy import sparse

from qualcode.coding.thememodel import families
from qualcode.training.fitting import Fitted, Fitting, Options
from qualcode.training.segments import StudySegments
from qualcode.training.trained import CodeHead, Trained, about_code
from qualcode.training.validation import Thresholds


def build(
    name: str,
    encoder: str,
    fitting: Fitting,
    fitted: Fitted,
    options: Options,
    limits: Mapping[str, Thresholds],
    study: StudySegments,
    joints: dict[str, dict[str, dict[str, list[float]]]],
) -> Trained:
    """The coder, without its revision, which comes with its files.

    Args:
        name: What it is called.
        encoder: ``name@revision``.
        fitting: The material.
        fitted: What was learnt of all of it.
        options: How.
        limits: By voters, its thresholds.
        study: The study's segments.
        joints: How other coders' votes are joined.
    """
    joined, kernels = fitting.joined, fitting.kernels
    book = joined.codebook
    shape = (len(kernels.centre), len(book.ids))
    by_vector = np.zeros(shape)
    by_letter = sparse.lil_matrix((kernels.letters.shape[1], shape[1]))
    shift, spread = np.zeros((2, shape[1])), np.ones((2, shape[1]))
    for family in fitted.families:
        for place, column in enumerate(family.columns):
            vector, letter = (ridge.dual[:, place] for ridge in family.ridges)
            by_vector[:, column] = kernels.vectors[family.rows].T @ vector
            by_letter[:, column] = (kernels.letters[family.rows].T @ letter).reshape(-1, 1)
            for kind, ridge in enumerate(family.ridges):
                shift[kind, column] = ridge.base[place] - family.centres[kind][place]
                spread[kind, column] = family.spreads[kind][place]
    above = {column: parent for parent, columns in families(book) for column in columns}
    heads = {}
    for column, head in fitted.heads.items():
        parent = above[column]
        heads[book.ids[column]] = CodeHead(
            None if parent is None else book.ids[parent],
            head.weights,
            head.precision,
            about_code(book, book.ids[column]),
        )
    return Trained(
        name=name,
        revision="",
        encoder=encoder,
        codes=book.ids,
        context=options.context,
        centre=kernels.centre,
        vectors=kernels.vectors.astype(np.float32),
        labels=joined.labels == 1,
        idf=kernels.spelling.weights,
        by_vector=by_vector,
        by_letter=sparse.csr_matrix(by_letter),
        shift=shift,
        spread=spread,
        heads=heads,
        thresholds={voters: dict(each.value) for voters, each in limits.items()},
        chosen={voters: sorted(each.chosen) for voters, each in limits.items()},
        learnt_from=_learnt_from(fitting, study),
        joints=joints,
    )


def text_key(text: str) -> str:
    """What a text is found again by, where only its hash is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _learnt_from(fitting: Fitting, study: StudySegments) -> list[dict[str, object]]:
    joined = fitting.joined
    rows: list[dict[str, object]] = [{"text": text_key(text)} for text in joined.texts[: joined.n_examples]]
    for segment in joined.segments.tolist():
        start, end = study.places[segment]
        place = {"source": study.sources[segment], "start": start, "end": end}
        rows.append({"text": text_key(study.texts[segment]), **place})
    return rows
