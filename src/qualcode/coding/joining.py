"""How the votes of other coders join what rules and themes say, in log-odds.

Where ``qualcode train`` had labels, a logistic regression on the log-odds of all has learnt what each is
worth. Otherwise the log-odds are averaged, each other coder with its stated share and rules and themes with
the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from qualcode.coding.odds import expit, logit
from qualcode.coding.others import Voted

MOST = 0.8
"""Most that other coders weigh together against rules and themes, where nothing is learnt."""

EDGE = 1e-3
ALONE = 0.5
"""From which probability a code is given where other coders are alone."""


def key_of_joint(kinds: Sequence[str]) -> str:
    """Under which name a trained coder keeps what it learnt of joining these."""
    return "+".join(kinds)


def join(
    base: np.ndarray | None, voted: Sequence[Voted], ids: Sequence[str], joints: Mapping[str, Sequence[float]]
) -> np.ndarray:
    """(n, n_codes) probabilities of all together.

    Args:
        base: (n, n_codes), by rules and themes; None where they have no vote.
        voted: By the others.
        ids: Of the codes.
        joints: By code id, learnt weights: bias, rules and themes, then each of ``voted``.
    """
    odds = [log_odds(each.votes.probability) for each in voted]
    weights = shares([each.weight for each in voted], alone=base is None)
    total = np.zeros(odds[0].shape)
    silent = np.zeros(odds[0].shape)
    for weight, each in zip(weights, odds, strict=True):
        total += weight * np.nan_to_num(each)
        silent += weight * np.isnan(each)
    if base is None:
        heard = 1 - silent
        return np.where(heard > 1e-9, expit(total / np.maximum(heard, 1e-9)), 0.0)
    own = log_odds(base)
    # The share of whoever said nothing falls to rules and themes.
    out = expit((1 - sum(weights) + silent) * own + total)
    for column, code_id in enumerate(ids):
        if code_id in joints and not silent[:, column].any():
            bias, first, *rest = joints[code_id]
            learnt = bias + first * own[:, column]
            for weight, each in zip(rest, odds, strict=True):
                learnt = learnt + weight * each[:, column]
            out[:, column] = expit(learnt)
    return np.asarray(out)


def threshold(base: float | None, weights: Sequence[float]) -> float:
    """The threshold that leaves the decision as it is for votes of one half.

    Args:
        base: That of rules and themes; None where they have no vote.
        weights: Shares of the others.
    """
    if base is None:
        return ALONE
    own = 1 - sum(shares(weights, alone=False))
    return round(float(expit(own * float(log_odds(np.array(base))))), 4)


def shares(weights: Sequence[float], *, alone: bool) -> list[float]:
    """Stated shares as they count: together at most :data:`MOST`, or all where rules and themes have none."""
    total = sum(weights)
    if alone:
        return [weight / total for weight in weights]
    return [weight * min(1.0, MOST / total) for weight in weights]


def log_odds(probability: np.ndarray) -> np.ndarray:
    """Log-odds, kept from the edges, so that no single coder can outvote all others for ever."""
    return np.asarray(logit(np.clip(probability, EDGE, 1 - EDGE)))
