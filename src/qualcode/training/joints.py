"""What other coders' votes are worth beside the trained coder, learnt where people have judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.special import expit

from qualcode.coding.calibration import Calibration
from qualcode.coding.heads import VOTERS
from qualcode.coding.joining import key_of_joint, log_odds, shares, threshold
from qualcode.coding.others import Voted
from qualcode.training.fitted import Fitted
from qualcode.training.fitting import fold_of_groups
from qualcode.training.joined import Joined
from qualcode.training.validation import HeldOut, codes_given, together
from qualcode.training.wishes import Wish, choose

STRENGTH = 10.0
"""How narrow the prior is around the stated shares."""

Joints = dict[str, dict[str, dict[str, list[float]]]]
"""By kinds of coders, voters and code id: bias, weights, threshold."""


Fit = Callable[[np.ndarray, np.ndarray], Calibration]


def learn_joints(
    joined: Joined,
    fitted: Fitted,
    full: HeldOut,
    voted: Sequence[Voted],
    wishes: Mapping[str, Wish],
    voters: str,
) -> tuple[Joints, tuple[np.ndarray, np.ndarray] | None]:
    """Learns how votes are joined.

    Args:
        joined: The material.
        fitted: What was learnt of all of it.
        full: What judged segments got by coders that had not seen their source.
        voted: What others say of the judged segments.
        wishes: By code id.
        voters: Whose figures are wanted.

    Returns:
        What was learnt; and of the judged segments, each with weights and thresholds learnt from other
        sources, probability and what is given, both (n_judged, n_codes).
    """
    if not voted or not len(joined.judged):
        return {}, None
    book = joined.codebook
    labels = joined.labels[joined.judged]
    folds = fold_of_groups(joined.groups)[joined.judged]
    stated = shares([each.weight for each in voted], alone=False)
    prior = np.array([0.0, 1 - sum(stated), *stated])
    others = [log_odds(each.votes.probability) for each in voted]
    weights_of = [each.weight for each in voted]
    left_out = {each: together(book, fitted.own[each]) for each in VOTERS}
    learnt: dict[str, dict[str, list[float]]] = {each: {} for each in VOTERS}
    probability, limits = full.probability.copy(), np.zeros(labels.shape)
    for column, code_id in enumerate(book.ids):
        truth = labels[:, column]
        votes = np.column_stack([each[:, column] for each in others])
        usable = ~np.isnan(truth) & ~np.isnan(votes).any(axis=1)

        def joined_by(
            own: np.ndarray, which: np.ndarray, votes: np.ndarray = votes, truth: np.ndarray = truth
        ) -> Calibration:
            features = np.column_stack([log_odds(own), votes])[which]
            return Calibration.fit(features, truth[which], prior, balance=False, strength=STRENGTH)

        for each in VOTERS:
            own = left_out[each][:, column]
            which = usable & ~np.isnan(own)
            if not which.any() or not 0 < truth[which].mean() < 1:
                continue
            honest = _crossed(own, votes, which, folds, joined_by)
            usual = threshold(float(joined.limits[each][column]), weights_of)
            limit, _ = choose(honest[which], truth[which], wishes[code_id], usual)
            weights = joined_by(own, which).weights
            learnt[each][code_id] = [*(round(float(one), 6) for one in weights), limit]
        for number in set(folds.tolist()):
            # Nothing here may have learnt from this fold, not even what the others got when left out.
            own, here = full.without[number][:, column], usable & (folds == number)
            rest = usable & ~np.isnan(own)
            honest = _crossed(own, votes, rest, folds, joined_by)
            usual = threshold(float(joined.limits[voters][column]), weights_of)
            limits[folds == number, column] = choose(honest[rest], truth[rest], wishes[code_id], usual)[0]
            features = np.column_stack([log_odds(full.probability[:, column]), votes])[here]
            weights = joined_by(own, rest).weights
            probability[here, column] = expit(weights[0] + features @ weights[1:])
    given = np.vstack(
        [
            codes_given(book, probability[[row]], dict(zip(book.ids, limits[row], strict=True)))
            for row in range(len(labels))
        ]
    )
    return {key_of_joint([each.kind for each in voted]): learnt}, (probability, given)


def _crossed(
    own: np.ndarray, votes: np.ndarray, which: np.ndarray, folds: np.ndarray, together: Fit
) -> np.ndarray:
    out = np.full(len(own), np.nan)
    for number in sorted(set(folds.tolist())):
        here = which & (folds == number)
        rest = which & (folds != number)
        if here.any():
            weights = together(own, rest).weights
            out[here] = expit(weights[0] + np.column_stack([log_odds(own), votes])[here] @ weights[1:])
    return out
