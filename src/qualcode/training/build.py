"""From what was fitted to a coder that needs its material no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from qualcode.agreement.learnt import text_key
from qualcode.coding.thememodel import families
from qualcode.training.fitted import Family, Fitted
from qualcode.training.fitting import STEEP, Fitting
from qualcode.training.segments import StudySegments
from qualcode.training.trained import CodeHead, Trained, about_code
from qualcode.training.validation import Thresholds

if TYPE_CHECKING:
    from qualcode.encoders.adapter import Adapter

WRONG_WITH = ("both", "model")
"""Voters of whose probability something may be wrong, as :attr:`Trained.by_vector` has them."""


def build(
    name: str,
    encoder: str,
    fitting: Fitting,
    fitted: Fitted,
    limits: Mapping[str, Thresholds],
    study: StudySegments,
    joints: dict[str, dict[str, dict[str, list[float]]]],
    tuned: tuple[Adapter, np.ndarray] | None = None,
) -> Trained:
    """The coder, without its revision, which comes with its files.

    Args:
        name: What it is called.
        encoder: ``name@revision``.
        fitting: The material.
        fitted: What was learnt of all of it.
        limits: By voters, its thresholds.
        study: The study's segments.
        joints: How other coders' votes are joined.
        tuned: What fine-tuning changed of the encoder, and the weights of its vectors, (1 + width, n_codes).
    """
    joined, kernels = fitting.joined, fitting.kernels
    book = joined.codebook
    above = {column: parent for parent, columns in families(book) for column in columns}
    heads = {}
    for column, code_id in enumerate(book.ids):
        parent = above[column]
        parent_id, about = None if parent is None else book.ids[parent], about_code(book, code_id)
        heads[code_id] = CodeHead(parent_id, about)
        if (head := fitted.heads.get(column)) is not None:
            options = head.options
            heads[code_id] = CodeHead(
                parent_id, about, options.context, options.tuned, head.weights, head.rules
            )
    built = tuple(book.ids[column] for column in sorted(fitted.heads))
    by_tuned = np.zeros((1 + len(kernels.centre), len(built)))
    if tuned is not None:
        by_tuned = tuned[1][:, sorted(fitted.heads)]
    return Trained(
        name=name,
        revision="",
        encoder=encoder,
        codes=book.ids,
        built=built,
        centre=kernels.centre,
        vectors=kernels.vectors.astype(np.float32),
        labels=joined.labels == 1,
        idf=kernels.spelling.weights,
        **_primal(fitting, fitted, built),
        by_tuned=by_tuned,
        heads=heads,
        thresholds={voters: dict(each.value) for voters, each in limits.items()},
        chosen={voters: sorted(each.chosen) for voters, each in limits.items()},
        learnt_from=_learnt_from(fitting, study),
        joints=joints,
        adapter=None if tuned is None else tuned[0],
    )


def _primal(fitting: Fitting, fitted: Fitted, built: tuple[str, ...]) -> dict[str, Any]:
    """The regressions as weights of vectors and letters, so that a text costs one product."""
    kernels, ids = fitting.kernels, fitting.joined.codebook.ids
    n, size = len(built), len(built) * (1 + len(WRONG_WITH))
    by_vector = np.zeros((len(kernels.centre), size))
    by_letter = sparse.lil_matrix((kernels.letters.shape[1], size))
    shift, spread = np.zeros((2, size)), np.ones((2, size))

    def put(family: Family, place: int, column: int) -> None:
        for at in range(1 + len(WRONG_WITH)):
            rows = family.judged if at else family.rows
            of = family.wrong[WRONG_WITH[at - 1]] if at else family.ridges
            here = at * n + column
            vector, letter = (ridge.dual[:, place] for ridge in of)
            by_vector[:, here] = kernels.vectors[rows].T @ vector
            by_letter[:, here] = (kernels.letters[rows].T @ letter).reshape(-1, 1)
            for kind, ridge in enumerate(of):
                shift[kind, here] = ridge.base[place] - (0.0 if at else family.centres[kind][place])
                spread[kind, here] = 1 / STEEP if at else family.spreads[kind][place]

    for family in fitted.families:
        for place, column in enumerate(family.columns):
            if ids[column] in built:
                put(family, place, built.index(ids[column]))
    return {
        "by_vector": by_vector,
        "by_letter": sparse.csr_matrix(by_letter),
        "shift": shift,
        "spread": spread,
    }


def _learnt_from(fitting: Fitting, study: StudySegments) -> list[dict[str, object]]:
    joined = fitting.joined
    rows: list[dict[str, object]] = [{"text": text_key(text)} for text in joined.texts[: joined.n_examples]]
    for segment in joined.segments.tolist():
        start, end = study.places[segment]
        place = {"source": study.sources[segment], "start": start, "end": end}
        rows.append({"text": text_key(study.texts[segment]), **place})
    return rows
