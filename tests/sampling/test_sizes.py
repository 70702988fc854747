"""How many segments an interval needs: textbook values, and what a simulation finds."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qualcode.errors import SettingsError
from qualcode.sampling import size


def test_a_share_needs_what_the_textbook_says() -> None:
    assert size.for_share(0.1, 10**9) == 385  # Cochran's 385 for ± 5 points at p = 1/2
    assert size.for_share(0.1, 10**9, share=0.1) == 139
    assert size.for_share(0.1, 1000) == 278  # with the finite population correction
    assert size.for_share(0.1, 40) <= 40


@pytest.mark.parametrize(("share", "kappa"), [(0.2, 0.7), (0.5, 0.5), (0.1, 0.8)])
def test_kappas_width_is_that_of_simulated_coders(share: float, kappa: float) -> None:
    """Pairs of coders who use a code equally often and agree with this kappa."""
    chance, n = np.random.default_rng(5), 400
    both = share**2 + kappa * share * (1 - share)
    one = share - both
    cells = chance.choice(4, size=(400, n), p=[both, one, one, 1 - both - 2 * one])
    found = [cohen_kappa_score(np.isin(each, (0, 1)), np.isin(each, (0, 2))) for each in cells]
    assert size.width_of_kappa(n, share, kappa) == pytest.approx(2 * 1.96 * np.std(found), rel=0.12)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_the_number_gives_the_width_that_was_wished_for(share: float) -> None:
    n = size.for_kappa(0.2, 5000, share)
    assert size.width_of_kappa(n, share) <= 0.2 < size.width_of_kappa(n - 5, share)


def test_a_width_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError):
        size.for_share(1.5, 100)
