"""Texts by the letters of their words: pieces of two to five letters, weighed by how telling they are.

They find what the encoder has not seen much of: spoken spellings, compounds, names of measures. A word's
pieces do not depend on its neighbours, so that each distinct word is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from scipy import sparse
    from sklearn.feature_extraction.text import HashingVectorizer

WORD = re.compile(r"\w+|[?!]")
PIECES = (2, 5)
WIDTH = 2**17
MANY = 200
"""From so many texts on, a piece that only one has is left out."""


class Spelling:
    """Tf-idf of letter pieces (sublinear tf, smoothed idf, rows L2-normalized), as in Manning et al. 2008,
    ch. 6.

    Args:
        weights: (WIDTH,), inverse document frequency of each piece; 0 for pieces that do not count.
    """

    def __init__(self, weights: np.ndarray) -> None:
        self.weights = weights

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Self:
        """Of texts whose pieces count; a piece that stands in only one of them does not, unless there are
        few texts."""
        counts = _counts(texts)
        found_in = np.asarray((counts > 0).sum(axis=0)).ravel()
        idf = np.log((1 + len(texts)) / (1 + found_in)) + 1
        return cls(np.where(found_in >= (2 if len(texts) >= MANY else 1), idf, 0.0))

    @cached_property
    def _diagonal(self) -> sparse.dia_array:
        from scipy import sparse

        return sparse.diags(self.weights)

    def vectors(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(n_texts, WIDTH), rows L2-normalized (or empty, where no piece is known)."""
        from scipy import sparse

        counts = _counts(texts)
        counts.data = 1 + np.log(counts.data)
        weighed = sparse.csr_matrix(counts @ self._diagonal)
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-12)) @ weighed)


def _counts(texts: Sequence[str]) -> sparse.csr_matrix:
    from scipy import sparse

    words: dict[str, int] = {}
    columns: list[int] = []
    starts = [0]
    for text in texts:
        columns += [words.setdefault(word, len(words)) for word in WORD.findall(text.lower())]
        starts.append(len(columns))
    if not words:
        return sparse.csr_matrix((len(texts), WIDTH))
    use = sparse.csr_matrix((np.ones(len(columns)), columns, starts), (len(texts), len(words)))
    use.sum_duplicates()
    return sparse.csr_matrix(use @ _hashing().transform(list(words)))


@lru_cache
def _hashing() -> HashingVectorizer:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        analyzer="char_wb", ngram_range=PIECES, n_features=WIDTH, alternate_sign=False, norm=None
    )
