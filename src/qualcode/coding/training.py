"""What a codebook says about which texts have which codes: the theme coder's material."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np

from qualcode.codebook.model import Code, Codebook

MANY = 50
"""With fewer positive texts than this, a code's definition and inclusions count as examples of it, too."""


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Texts and what is known of their codes.

    Attributes:
        texts: Each once, in the order of the codebook, labelled texts last.
        labels: (n_texts, n_codes) float64: 1 has the code, 0 has it not, NaN is not known.
        described: What says what each code is about, by code: its definition and inclusions.
        ordinary: What is said beside most themes, to tell what stands out from.
    """

    texts: tuple[str, ...]
    labels: np.ndarray
    described: tuple[tuple[str, ...], ...]
    ordinary: tuple[str, ...]

    @property
    def encoded(self) -> tuple[str, ...]:
        """All texts whose vectors are needed: ``texts``, then those of ``described``, then ``ordinary``."""
        return (*self.texts, *chain.from_iterable(self.described), *self.ordinary)

    def parts(self, vectors: np.ndarray) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
        """Vectors of :attr:`encoded` as those of the texts, of each code's description and of the ordinary.

        Args:
            vectors: (n_encoded, width).
        """
        sizes = [len(self.texts), *(len(each) for each in self.described)]
        texts, *described, ordinary = np.split(vectors, np.cumsum(sizes))
        return texts, described, ordinary


def training_set(codebook: Codebook) -> TrainingSet:
    """Gathers examples and labelled texts.

    A positive example of a code has every code above it; a negative one has no code below it either. An
    example of one code is taken not to have the codes of other branches, unless the codebook says so
    elsewhere: that is true of most, and the few exceptions weigh little. A fully labelled text settles all
    codes that the file of labelled texts uses, and those below a code that it has not; other codes stay
    unknown, unless the text has no code at all.
    """
    columns = {code_id: number for number, code_id in enumerate(codebook.ids)}
    below = {code_id: _below(codebook, code_id) for code_id in codebook.ids}
    used = Counter(code_id for text in codebook.labelled for code_id in _with_above(codebook, text.codes))
    rows: dict[str, np.ndarray] = {}
    settled: dict[str, np.ndarray] = {}

    def put(text: str, codes: tuple[str, ...], value: float) -> None:
        row = rows.setdefault(text, np.zeros(len(columns)))
        sure = settled.setdefault(text, np.zeros(len(columns), bool))
        for code_id in codes:
            place = columns[code_id]
            if row[place] != 1:
                row[place], sure[place] = value, True

    for code in codebook.codes:
        for text in _positive(code, used[code.id]):
            put(text, codebook.lineage(code.id), 1.0)
            # Which of the codes below it has is not said.
            for child in below[code.id]:
                if not settled[text][columns[child]]:
                    rows[text][columns[child]] = np.nan
        for text in code.examples.negative:
            put(text, (code.id, *below[code.id]), 0.0)
    for labelled in codebook.labelled:
        has = _with_above(codebook, labelled.codes)
        row = np.full(len(columns), np.nan)
        for code_id, place in columns.items():
            if code_id in has:
                row[place] = 1.0
            elif not has or code_id in used or not has.issuperset(codebook.lineage(code_id)[:-1]):
                row[place] = 0.0
        rows[labelled.text] = row
    labels = np.array(list(rows.values())).reshape(len(rows), len(columns))
    return TrainingSet(tuple(rows), labels, tuple(map(_description, codebook.codes)), ordinary())


@cache
def ordinary() -> tuple[str, ...]:
    """Invented sentences that are about no theme in particular, as people say them in interviews."""
    lines = files("qualcode.coding").joinpath("ordinary.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def _positive(code: Code, labelled: int) -> tuple[str, ...]:
    own = code.examples.positive
    return own if len(own) + labelled >= MANY else (*own, *_description(code))


def _description(code: Code) -> tuple[str, ...]:
    return (code.definition, *code.include)


def _below(codebook: Codebook, code_id: str) -> tuple[str, ...]:
    return tuple(other for other in codebook.ids if other != code_id and code_id in codebook.lineage(other))


def _with_above(codebook: Codebook, codes: tuple[str, ...]) -> set[str]:
    return {above for code_id in codes for above in codebook.lineage(code_id)}
