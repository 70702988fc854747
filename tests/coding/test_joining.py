"""How other coders' votes join those of rules and themes."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

from qualcode.coding.joining import join, shares, threshold
from qualcode.coding.others import Voted, Votes

IDS = ("jobb", "trygghet")


def _voted(*rows: list[float], weight: float = 0.5, kind: str = "llm") -> Voted:
    return Voted(kind, f"{kind}@1", weight, Votes(np.array(rows)))


def test_stated_shares_are_of_the_log_odds() -> None:
    base = np.array([[0.3, 0.8]])
    found = join(base, [_voted([0.9, 0.1])], IDS, {})
    expected = expit(0.5 * logit(base) + 0.5 * logit([[0.9, 0.1]]))
    assert found == pytest.approx(expected)


def test_a_vote_of_one_half_changes_no_decision() -> None:
    probabilities = np.linspace(0.05, 0.95, 19)[:, None].repeat(2, axis=1)
    found = join(probabilities, [_voted(*[[0.5, 0.5]] * 19)], IDS, {})
    limit = threshold(0.42, [0.5])
    assert ((found >= limit) == (probabilities >= 0.42)).all()


def test_who_says_nothing_leaves_it_to_the_others() -> None:
    base = np.array([[0.3, 0.8]])
    silent = _voted([np.nan, np.nan])
    assert join(base, [silent], IDS, {"jobb": [5.0, 1.0, 1.0]}) == pytest.approx(base)
    both = join(None, [silent, _voted([0.9, 0.2], kind="nli")], IDS, {})
    assert both == pytest.approx(np.array([[0.9, 0.2]]))
    assert (join(None, [silent], IDS, {}) == 0).all()


def test_what_was_learnt_takes_the_place_of_stated_shares() -> None:
    base, vote = np.array([[0.3, 0.8]]), _voted([0.9, 0.1])
    found = join(base, [vote], IDS, {"jobb": [-1.0, 0.5, 2.0]})
    assert found[0, 0] == pytest.approx(expit(-1 + 0.5 * logit(0.3) + 2 * logit(0.9)))
    assert found[0, 1] == pytest.approx(expit(0.5 * logit(0.8) + 0.5 * logit(0.1)))


def test_others_never_outweigh_rules_and_themes_wholly() -> None:
    assert sum(shares([0.7, 0.7], alone=False)) == pytest.approx(0.8)
    assert shares([0.3, 0.1], alone=True) == pytest.approx([0.75, 0.25])
