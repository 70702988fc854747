"""How the learnt coder is made of coded text: two regressions, and one that weighs them with the rules.

Everything that is weighed is what a text would have got had it been left out, so that the weights hold for
texts that were never seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from scipy import sparse
from scipy.special import expit

from qualcode.coding.centring import centred
from qualcode.coding.ridge import Ridge
from qualcode.coding.spelling import Spelling
from qualcode.learnt.coder import LearntCoder, text_hash
from qualcode.learnt.features import features, of_theme
from qualcode.learnt.surroundings import LOOK_BACK, Surroundings

LAYERS = (2, 4, 6, 8, 10, 12)
PENALTIES = (2.0, 0.6)
"""Ridge of the vectors' and of the letters' regression, as in :mod:`qualcode.coding.thememodel`."""

INVERSE_PENALTY = 0.1
"""C of the regression that weighs; 0.02, 0.1 and 0.5 do about as well on the gold files."""

GRID = np.linspace(0.05, 0.95, 91)


@dataclass(frozen=True)
class Material:
    """Coded texts to learn from; all of one length, n_texts.

    Attributes:
        texts: The texts.
        labels: (n_texts, n_themes) float64: 1, 0 or NaN for not known.
        around: Where each stands.
        vectors: (n_texts, width) float32, the encoder's ``LAYERS``, each L2-normalized.
        by_rules: (n_texts, n_themes, 3), what the codebook's rules say.
        weight: (n_texts,), how much each counts where scores are weighed; 0 leaves it out there.
        natural: (n_texts,) bool, whether it shows how often themes occur, so that thresholds can be learnt.
    """

    texts: Sequence[str]
    labels: np.ndarray
    around: Sequence[Surroundings]
    vectors: np.ndarray
    by_rules: np.ndarray
    weight: np.ndarray
    natural: np.ndarray

    def part(self, rows: np.ndarray) -> Self:
        """Some of the texts."""
        picked = {}
        for field in fields(self):
            value = getattr(self, field.name)
            picked[field.name] = (
                value[rows] if isinstance(value, np.ndarray) else [value[row] for row in rows]
            )
        return replace(self, **picked)


def learn(material: Material, themes: Sequence[str], definitions: Sequence[str]) -> LearntCoder:
    """Learns the coder.

    Args:
        material: What it learns from.
        themes: Ids of the codes, as ``material.labels`` has them.
        definitions: :func:`qualcode.learnt.coder.definition_hash` of each.
    """
    centre = material.vectors.mean(axis=0)
    seen = centred(material.vectors.astype(np.float64), centre)
    by_vector, vector_scores = _regression(seen, seen @ seen.T, material.labels, PENALTIES[0])
    spelling = Spelling.learn(material.texts)
    letters = spelling.vectors(material.texts)
    alike = np.asarray((letters @ letters.T).todense())
    by_letter, letter_scores = _regression(letters, alike, material.labels, PENALTIES[1])

    place = {text: row for row, text in enumerate(material.texts)}
    heard = sorted({text for one in material.around for text in one.before if text not in place})
    unseen = spelling.vectors(heard) @ by_letter[1:] + by_letter[0]
    of_heard = {text: unseen[row] for row, text in enumerate(heard)}
    before = np.full((len(material.texts), LOOK_BACK, len(themes)), np.nan)
    for row, one in enumerate(material.around):
        for back, text in enumerate(one.before):
            before[row, back] = letter_scores[place[text]] if text in place else of_heard[text]
    found = features(vector_scores, letter_scores, before, material.texts, material.around)

    weights: dict[str, list[np.ndarray]] = {"both": [], "model": []}
    thresholds = np.zeros((2, len(themes)))
    for theme in range(len(themes)):
        known = ~np.isnan(material.labels[:, theme])
        truth = material.labels[:, theme]
        for number, (voters, rules) in enumerate((("both", material.by_rules[:, theme]), ("model", None))):
            design = of_theme(found, theme, len(themes), rules)
            use = known & (material.weight > 0)
            weighing = _weigh(design[use], truth[use], material.weight[use])
            weights[voters].append(weighing)
            judged = known & material.natural
            odds = weighing[0] + design[judged] @ weighing[1:]
            thresholds[number, theme] = _threshold(expit(odds), truth[judged])

    pieces = np.flatnonzero(spelling.weights).astype(np.int32)
    coder = LearntCoder(
        themes=tuple(themes),
        definitions=tuple(definitions),
        layers=LAYERS,
        centre=centre.astype(np.float32),
        by_vector=by_vector.astype(np.float32),
        pieces=pieces,
        idf=spelling.weights[pieces].astype(np.float32),
        by_letter=np.vstack([by_letter[:1], by_letter[1:][pieces]]).astype(np.float32),
        both=np.array(weights["both"]),
        model=np.array(weights["model"]),
        thresholds=thresholds,
        seen=np.array(sorted({text_hash(text) for text in material.texts}), np.uint64),
    )
    # As it will be read: some weights are kept in half precision.
    return LearntCoder.from_bytes(coder.to_bytes())


def _regression(
    known: np.ndarray | sparse.csr_matrix, kernel: np.ndarray, labels: np.ndarray, penalty: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights, bias first, that give standardized scores, and the scores of each text when left out."""
    ridge = Ridge.fit(kernel, labels, penalty=penalty)
    middle = ridge.left_out.mean(axis=0)
    spread = np.maximum(ridge.left_out.std(axis=0), 1e-6)
    weights = np.vstack([(ridge.base - middle)[None], np.asarray(known.T @ ridge.dual)]) / spread
    return weights, (ridge.left_out - middle) / spread


def _weigh(design: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression on standardized columns, as weights of the columns as they are, bias first."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = design.mean(axis=0), np.maximum(design.std(axis=0), 1e-9)
    regression = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    regression.fit((design - middle) / spread, truth, sample_weight=weight)
    slopes = regression.coef_[0] / spread
    return np.concatenate([regression.intercept_ - slopes @ middle, slopes])


def _threshold(probability: np.ndarray, truth: np.ndarray) -> float:
    """Half of the best F1 that any threshold reaches on left-out texts.

    For probabilities that hold, that is the threshold of best F1 (Lipton, Elkan & Naryanaswamy 2014, "Optimal
    Thresholding of Classifiers to Maximize F1 Measure"); to look for the best one itself is far noisier.
    """
    given = probability[:, None] >= GRID
    right = (given & (truth == 1)[:, None]).sum(axis=0)
    f1 = 2 * right / np.maximum(given.sum(axis=0) + (truth == 1).sum(), 1)
    return round(float(f1.max()) / 2, 2)
