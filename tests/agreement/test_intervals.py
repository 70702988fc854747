"""Intervals hold what they promise, and say so where they cannot."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from qualcode.agreement import kappa, pairs, several
from qualcode.agreement.bootstrap import ACROSS, Resamples
from qualcode.agreement.bounds import of_share, unseen
from qualcode.agreement.prevalence import estimate, rogan_gladen
from qualcode.agreement.statistic import divided


def mean_of(sums: np.ndarray) -> np.ndarray:
    """A plain mean, whose error is known."""
    return divided(sums[..., 0], sums[..., 1])


def coded(rng: np.random.Generator, n: int, share: float) -> np.ndarray:
    """Two coders' cells of ``n`` units; the second errs."""
    one = (rng.random(n) < share).astype(int)
    other = np.where(rng.random(n) < np.where(one == 1, 0.2, 0.04), 1 - one, one)
    return kappa.table(one, other)


def test_few_units_a_source_show_their_whole_variation() -> None:
    """With two units a source, plain resampling within sources would show half the variance."""
    rng = np.random.default_rng(1)
    values = rng.normal(size=400)
    parts = np.column_stack([values, np.ones(400)])
    sources = np.repeat(np.arange(200), 2)
    within = np.mean([values[sources == source].var(ddof=1) for source in range(200)])
    found = mean_of(Resamples(parts, sources, seed=2).sums).var()
    assert found == pytest.approx(within / 400, rel=0.12)


def test_sources_keep_their_share_whatever_their_size() -> None:
    """A source of two units counts for two units in resamples, not for one."""
    sources = np.repeat([0, 1], [2, 20])
    parts = np.column_stack([sources == 0, np.ones(22), np.arange(22)]).astype(float)
    assert Resamples(parts, sources).sums.mean(axis=0)[:2].tolist() == pytest.approx([2, 22])


def test_a_single_unit_of_a_source_is_resampled_with_others_of_that_sort() -> None:
    """It would otherwise seem to be certain."""
    parts = np.column_stack([np.arange(30.0), np.ones(30)])
    found = mean_of(Resamples(parts, np.arange(30)).sums)
    assert found.std() == pytest.approx(np.arange(30).std(ddof=1) / 30**0.5, rel=0.1)


def test_whole_sources_are_resampled_for_claims_beyond_them() -> None:
    """Units that are alike within sources and differ between them are worth no more than their sources."""
    sources = np.repeat(np.arange(12), 20)
    parts = np.column_stack([np.repeat(np.arange(12) % 2, 20), np.ones(240)]).astype(float)
    assert mean_of(Resamples(parts, sources).sums).std() == pytest.approx(0, abs=1e-12)
    assert mean_of(Resamples(parts, sources, how=ACROSS).sums).std() == pytest.approx(0.5 / 12**0.5, rel=0.1)


def test_about_95_in_100_intervals_hold_the_true_kappa() -> None:
    """300 samples of 120 segments from 11 sources."""
    rng = np.random.default_rng(4)
    true = float(kappa.of_table(coded(rng, 400_000, 0.25).sum(axis=0)))
    held = too_high = 0
    for sample in range(300):
        parts = coded(rng, 120, 0.25)
        found = Resamples(parts, rng.integers(0, 11, 120), seed=sample, n=1000).interval(kappa.of_table)
        held += found.low <= true <= found.high
        too_high += found.low > true
    assert 0.91 <= held / 300 <= 0.985
    assert too_high / 300 <= 0.06


def test_the_same_seed_gives_the_same_interval() -> None:
    """Tables must not differ from run to run."""
    parts = coded(np.random.default_rng(1), 80, 0.3)
    sources = np.arange(80) % 7
    one, other = (pairs.compare(("A", "B"), "jobb", parts, sources) for _ in range(2))
    assert one == other
    assert one != pairs.compare(("A", "B"), "jobb", parts, sources, seed=1)


def compared(table: list[int]) -> pairs.Agreement:
    """Two coders with this cross-table: neither, second only, first only, both."""
    parts = np.repeat(np.eye(4), table, axis=0)
    return pairs.compare(("A", "B"), "jobb", parts, np.arange(sum(table)) % 3)


@pytest.mark.parametrize(
    ("table", "name", "why"),
    [
        ([40, 0, 0, 0], "kappa", "nobody"),
        ([40, 0, 0, 0], "percent", "nobody"),
        ([40, 0, 0, 0], "ac1", "nobody"),
        ([0, 0, 0, 40], "alpha", "everybody"),
        ([30, 0, 10, 0], "kappa", "one_never"),
        ([0, 0, 10, 30], "kappa", "one_always"),
        ([30, 0, 10, 0], "precision", "none_given"),
        ([30, 10, 0, 0], "recall", "none_have"),
        ([30, 10, 0, 0], "rho", "one_never"),
        ([0, 0, 0, 0], "kappa", "no_overlap"),
    ],
)
def test_what_cannot_be_told_is_named(table: list[int], name: str, why: str) -> None:
    """A number would mislead: 100 % agreement that nobody used a code."""
    figure = compared(table).figures[name]
    assert figure.value is None and figure.low is None
    assert figure.why == why


def test_a_code_that_is_too_rare_has_a_figure_without_interval() -> None:
    """One or two positive units are missing in many resamples."""
    figure = compared([58, 1, 0, 1]).figures["kappa"]
    assert figure.value == pytest.approx(0.659, abs=5e-4)
    assert (figure.low, figure.why) == (None, "too_rare")


def test_full_agreement_is_not_certain() -> None:
    """Three positives in 50 leave room for much disagreement on the rest, 25 for less."""
    few, many = compared([47, 0, 0, 3]).figures["kappa"], compared([25, 0, 0, 25]).figures["kappa"]
    assert few.value == many.value == 1
    assert few.why == many.why == "unseen"
    assert few.low is not None and many.low is not None
    assert few.low < 0.6 < 0.8 < many.low < 1
    assert unseen(50) == pytest.approx(0.0711, abs=5e-4)


def test_precision_without_a_mistake_has_the_exact_interval() -> None:
    """Three of three is not sure to be three of three thousand."""
    figure = compared([40, 0, 7, 3]).figures["precision"]
    wanted = binomtest(3, 3).proportion_ci(method="exact")
    assert (figure.value, figure.why) == (1.0, "exact")
    assert (figure.low, figure.high) == pytest.approx((wanted.low, wanted.high))
    assert of_share(0.25, 40) == pytest.approx(binomtest(10, 40).proportion_ci(method="exact"), abs=1e-9)


def test_people_who_judged_the_same_unit_share_it() -> None:
    """Where two people differ, each counts for half."""
    people = np.array([[1, 0], [1, 1], [0, -1], [-1, -1]])
    machine = np.array([1, 1, 0, 1])
    wanted = [[0, 0.5, 0, 0.5], [0, 0, 0, 1], [1, 0, 0, 0], [0, 0, 0, 0]]
    assert pairs.cells(people, machine).tolist() == wanted


def test_three_coders_are_compared_at_once() -> None:
    """α, AC1 and percent have intervals; kappa is for two."""
    rng = np.random.default_rng(8)
    truth = (rng.random((90, 1)) < 0.4).astype(int)
    ratings = np.where(rng.random((90, 3)) < 0.1, 1 - truth, truth)
    ratings[rng.random((90, 3)) < 0.1] = -1
    found = several.compare(("A", "B", "C"), "jobb", ratings, np.arange(90) % 9)
    for name in ("percent", "alpha", "ac1"):
        figure = found.figures[name]
        assert figure.low < figure.value < figure.high, name
    assert found.figures["kappa"].why == "two_only"
    alike = several.compare(("A", "B", "C"), "jobb", np.repeat(truth, 3, axis=1), np.arange(90) % 9)
    assert (alike.figures["alpha"].value, alike.figures["alpha"].why) == (1.0, "unseen")
    assert 0.6 < alike.figures["alpha"].low < 1


def test_prevalence_is_that_of_the_material_and_not_of_the_machine() -> None:
    """The machine gives a code to 100 of 1,000 segments; people confirm half of them, and find it in a
    tenth of the others: 50 + 90."""
    machine = np.arange(1000) < 100
    sampled = np.concatenate([np.arange(20), np.arange(100, 300)])
    people = np.concatenate([np.arange(20) % 2, np.arange(200) % 10 == 0]).astype(float)
    found = estimate(machine, sampled, people)
    assert found is not None
    assert (found.raw, found.segments) == (100, pytest.approx(140))
    assert found.low < 110 and 170 < found.high < 220
    # With precision and recall of the material itself, Rogan and Gladen say the same.
    assert rogan_gladen(0.1, 50 / 140, 1 - 50 / 860) == pytest.approx(0.14)


def test_a_machine_without_mistakes_in_the_sample_may_still_make_some() -> None:
    """The interval has a width, and none where everything was looked at."""
    machine = np.arange(500) < 50
    sampled = np.arange(0, 500, 5)
    found = estimate(machine, sampled, machine[sampled].astype(float))
    assert found is not None and found.segments == pytest.approx(50)
    assert found.low < 49 and found.high > 51
    whole = estimate(machine, np.arange(500), machine.astype(float))
    assert whole is not None and (whole.low, whole.high) == (50, 50)


def test_weights_undo_what_a_stratified_sample_oversampled() -> None:
    """Half of the sample is from a tenth of the material, where the code is common."""
    machine = np.zeros(1000, bool)
    sampled = np.concatenate([np.arange(50), np.arange(100, 150)])
    people = np.concatenate([np.ones(50), np.zeros(50)])
    weights = np.concatenate([np.full(50, 100 / 50), np.full(50, 900 / 50)])
    found = estimate(machine, sampled, people, weights)
    assert found is not None and found.segments == pytest.approx(100)
    unweighted = estimate(machine, sampled, people)
    assert unweighted is not None and unweighted.segments == pytest.approx(500)


def test_about_95_in_100_intervals_hold_the_true_prevalence() -> None:
    """120 materials of 800 segments with samples of 100."""
    rng = np.random.default_rng(6)
    held = 0
    for number in range(120):
        truth = rng.random(800) < 0.15
        machine = np.where(rng.random(800) < np.where(truth, 0.3, 0.05), ~truth, truth)
        sampled = rng.choice(800, 100, replace=False)
        found = estimate(machine, sampled, truth[sampled].astype(float), seed=number)
        held += found is not None and found.low <= truth.sum() <= found.high
    assert 0.9 <= held / 120 <= 0.995


def test_a_sample_that_shows_one_side_only_tells_no_prevalence() -> None:
    """None of the machine's codings was looked at."""
    assert estimate(np.arange(100) < 5, np.arange(50, 90), np.zeros(40)) is None
    assert math.isnan(rogan_gladen(0.1, 0.4, 0.6))


@pytest.mark.parametrize("n", [1, 6])
def test_suggestions_that_two_people_always_differ_on_have_an_interval_with_a_width(n: int) -> None:
    found = pairs.accepted(("people", "machine"), "jobb", np.full((n, 4), [0, 0.5, 0, 0.5]), np.zeros(n, int))
    figure = found.figures["precision"]
    assert figure.value == 0.5
    assert figure.low < 0.2
    assert figure.high > 0.8


def test_a_code_that_one_coder_never_gave_counts_as_no_agreement_over_all_codes() -> None:
    """Its kappa is 0, and the mean over codes must not leave it out; a code that nobody used has none."""
    from qualcode.agreement import sets

    said = np.zeros((2, 60, 4), np.int64)
    said[:, :20, 0] = 1
    said[0, :30, 1] = 1
    said[1, :25, 2] = 1
    found = sets.compare(("A", "B"), ("x", "y", "z", "unused"), said, np.zeros(60, np.int64))
    assert found.figures["kappa"].value == pytest.approx(1 / 3)


def test_full_agreement_on_a_weighted_sample_is_as_sure_as_the_units_that_it_is_worth() -> None:
    """13 units that stand for 256 and 53 that stand for 148 show less than 66 of one weight."""
    from qualcode.agreement import pairs

    cells = np.zeros((66, 4))
    cells[:, 0], cells[::4, 0], cells[::4, 3] = 1, 0, 1
    weights = np.concatenate([np.full(13, 256 / 13), np.full(53, 148 / 53)])
    sources = np.repeat([0, 1], [13, 53])
    worth = pairs.effective(weights)
    assert worth == pytest.approx(29.9, abs=0.1)
    even = pairs.compare(("p", "m"), "x", cells, sources, chance=False)
    uneven = pairs.compare(
        ("p", "m"), "x", cells * (weights / weights.mean())[:, None], sources, chance=False
    )
    assert uneven.n == even.n == 66
    assert uneven.figures["kappa"].low < even.figures["kappa"].low - 0.05
    assert uneven.figures["percent"].low == pytest.approx(0.025 ** (1 / worth))


def test_people_of_whom_one_always_and_one_never_gave_a_code_show_nothing() -> None:
    """Together they give it by half everywhere; kappa is 0 in every resample, which is no certainty."""
    people = np.column_stack([np.ones(60, int), np.zeros(60, int)])
    machine = np.arange(60) % 3 == 0
    parts = pairs.cells(people, machine.astype(int))
    figure = pairs.compare(("a", "b"), "jobb", parts, np.arange(60) % 6).figures["kappa"]
    assert figure.value == pytest.approx(0, abs=1e-9)
    assert (figure.low, figure.high, figure.why) == (None, None, "constant")
