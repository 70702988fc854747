"""The coefficients equal published worked examples."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.agreement.ac1 import ac1
from qualcode.agreement.alpha import alpha, alpha_of_sets, masi
from qualcode.agreement.kappa import kappa, of_table
from qualcode.agreement.pairs import OF_TABLE, cells
from qualcode.agreement.percent import percent
from qualcode.agreement.retrieval import f1, precision, recall
from qualcode.agreement.rho import p_value, rho

FOUR_OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, 12 units."""


def read(rows: str) -> np.ndarray:
    """Observers' rows as (n_units, n_coders), values from 0."""
    return np.array(
        [
            [-1 if value == "." else int(value) - 1 for value in row.split()]
            for row in rows.strip().split("\n")
        ]
    ).T


def pair(table: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Two coders' values, unit by unit, of a cross-table."""
    units = [
        (row, column) for row, line in enumerate(table) for column, n in enumerate(line) for _ in range(n)
    ]
    one, other = np.array(units).T
    return one, other


def test_cohens_kappa_of_1960() -> None:
    """Cohen 1960, table 2b: 200 diagnoses by two judges, κ = .492."""
    one, other = pair([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert kappa(one, other, 3).value == pytest.approx(0.492, abs=5e-4)


def test_chance_terms_are_added_not_multiplied() -> None:
    """Two coders who each give a code to nine units in ten, regardless of the other, agree on 82 of 100 by
    chance alone: κ = 0. A known tool multiplies the chance of a shared yes by that of a shared no where it
    should add them, and reports .82."""
    one, other = pair([[1, 9], [9, 81]])
    assert kappa(one, other).value == pytest.approx(0.0, abs=1e-12)
    observed, yes, no = 0.82, 0.9 * 0.9, 0.1 * 0.1
    assert (observed - yes * no) / (1 - yes * no) == pytest.approx(0.82, abs=0.005)


def test_krippendorffs_binary_example() -> None:
    """Krippendorff 2011, section A: two observers, ten units, α = .095."""
    ratings = read("1 2 1 1 1 1 1 1 2 1\n2 2 2 1 1 2 1 1 1 1")
    assert alpha(ratings).value == pytest.approx(0.095, abs=5e-4)
    assert OF_TABLE["alpha"](cells(ratings[:, :1], ratings[:, 1]).sum(axis=0)) == pytest.approx(
        0.095, abs=5e-4
    )


def test_krippendorffs_nominal_examples() -> None:
    """Krippendorff 2011, section B: two observers and five values, α = .692; section C: four observers with
    gaps, α = .743."""
    two = np.array([["abcde".index(value) for value in row] for row in ("aabbdcccedda", "babbbccceddd")]).T
    assert alpha(two, n_values=5).value == pytest.approx(0.692, abs=5e-4)
    assert alpha(read(FOUR_OBSERVERS), n_values=5).value == pytest.approx(0.743, abs=5e-4)


def test_gwets_ac1_of_four_raters_with_gaps() -> None:
    """Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed., p. 120, and his R package irrCAC on the same
    data: AC1 = .77544, percent = .81818."""
    ratings = read(FOUR_OBSERVERS)
    assert ac1(ratings, 5).value == pytest.approx(0.77544, abs=5e-6)
    assert percent(ratings, 5).value == pytest.approx(0.8181818, abs=5e-8)


def test_gwets_ac1_of_two_raters() -> None:
    """irrCAC's overview, table ``cont3x3abstractors``: AC1 = .84933, κ = .79641, α = .79726, percent .89."""
    one, other = pair([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    both = np.column_stack([one, other])
    assert ac1(both, 3).value == pytest.approx(0.8493305, abs=5e-8)
    assert kappa(one, other, 3).value == pytest.approx(0.7964094, abs=5e-8)
    assert alpha(both, n_values=3).value == pytest.approx(0.7972585, abs=5e-8)
    assert percent(both, 3).value == pytest.approx(0.89)


def test_gwets_ac1_of_six_raters() -> None:
    """irrCAC's overview, ``distrib.6raters`` (Fleiss 1971): AC1 = .4448, α = .42044."""
    given = """0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0|2 0 0 4 0
        |0 0 0 0 6|1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1"""
    ratings = np.array([np.repeat(range(5), [int(n) for n in row.split()]) for row in given.split("|")])
    assert ac1(ratings, 5).value == pytest.approx(0.4448007, abs=5e-8)
    assert alpha(ratings, n_values=5).value == pytest.approx(0.4204384, abs=5e-8)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("ab", "ab", 0),
        ("ab", "abcd", 1 - 2 / 4 * 2 / 3),  # NLTK documents .665, with .67 for 2/3
        ("abc", "abd", 1 - 2 / 4 * 1 / 3),
        ("ab", "cd", 1),
        ("", "a", 1),
        ("", "", 0),
    ],
)
def test_masi(one: str, other: str, distance: float) -> None:
    """Passonneau 2006: Jaccard times 1, 2/3, 1/3 or 0."""
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance)


def test_alpha_of_sets_is_alpha_where_sets_hold_one_code_each() -> None:
    """Distances are then 0 and 1, and α that of the nominal data."""
    given = [
        [None if value < 0 else frozenset("abcde"[value]) for value in unit] for unit in read(FOUR_OBSERVERS)
    ]
    assert alpha_of_sets(given).value == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_sets_by_hand() -> None:
    """Three units, two coders. Within units the distances are 0, 2/3 and 1, counted both ways: 10/3 of 6
    values. Of all 30 ordered pairs of the values {a}, {a}, {a}, {a, b}, {b}, {}: 3 pairs a–ab at 2/3, 3 a–b
    and 3 a–∅ at 1, ab–b at 2/3, ab–∅ and b–∅ at 1, both ways: 2 (2 + 3 + 3 + 2/3 + 1 + 1) = 64/3."""
    given = [
        [frozenset("a"), frozenset("a")],
        [frozenset("a"), frozenset("ab")],
        [frozenset("b"), frozenset()],
    ]
    assert alpha_of_sets(given).value == pytest.approx(1 - (10 / 3 / 6) / (64 / 3 / 30))


def test_precision_recall_and_f1_equal_scikit_learns() -> None:
    """On the same judgements; scikit-learn's kappa too."""
    from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

    rng = np.random.default_rng(5)
    people = (rng.random(120) < 0.3).astype(int)
    machine = np.where(rng.random(120) < 0.15, 1 - people, people)
    wanted = precision_recall_fscore_support(people, machine, average="binary")[:3]
    found = [figure(people, machine).value for figure in (precision, recall, f1)]
    assert found == pytest.approx(wanted)
    assert kappa(people, machine).value == pytest.approx(cohen_kappa_score(people, machine))


def test_two_coders_table_gives_what_the_general_forms_give() -> None:
    """α, AC1 and percent from the cross-table, and from the ratings."""
    rng = np.random.default_rng(3)
    ratings = (rng.random((60, 2)) < 0.4).astype(int)
    sums = cells(ratings[:, :1], ratings[:, 1]).sum(axis=0)
    for name, general in (("alpha", alpha), ("ac1", ac1), ("percent", percent)):
        assert OF_TABLE[name](sums) == pytest.approx(general(ratings).value)
    assert of_table(sums) == pytest.approx(kappa(ratings[:, 0], ratings[:, 1]).value)


def test_rho_as_rhor_has_it() -> None:
    """From the R package's own tests and documentation: its example table has κ = .625; full agreement on a
    test set of 70 (20 with the code) or 70 (40 lines of one, 100 of none) has ρ = .00 at its default
    threshold of .9; the least test set at base rate .2 in which ρ < .05 is possible at all holds at most 50
    (``rhoMin``, in steps of 10); a base rate of 0 gives ρ = 1 to the unit."""
    one, other = pair([[34, 2], [1, 3]])
    assert kappa(one, other).value == pytest.approx(0.625)
    assert rho(1.0, 20 / 70, 70, threshold=0.9) == pytest.approx(0.0, abs=0.005)
    possible = [n for n in range(10, 60, 10) if rho(1.0, 0.2, n, threshold=0.9) < 0.05]
    assert possible and 20 < possible[0] <= 50
    assert round(rho(1.0, 0.0, 70, threshold=0.9)) == 1


def test_rhos_p_value_as_rhor_has_it() -> None:
    """rhoR's tests of ``getBootPvalue``."""
    found = np.array([n / 100 for n in range(60, 81) if n != 70])
    assert p_value(found, 0.6) == 1
    assert p_value(found, 0.7) == 0.5


def test_rho_equals_a_plain_simulation() -> None:
    """The published algorithm unit by unit, as slowly as it reads, within Monte Carlo error."""
    rng = np.random.default_rng(11)
    threshold, base_rate, n, population = 0.65, 0.2, 40, 2000
    found = []
    for _ in range(1500):
        while True:
            aim, exact = rng.uniform(0.4, threshold), rng.uniform(0.6, 1)
            complete = aim * exact / (2 * exact - 2 * base_rate - aim + 2 * base_rate * aim)
            if 0 < complete <= 1:
                break
        first = np.arange(population) < base_rate * population
        right = round(first.sum() * complete)
        second = np.arange(population) < right
        wrong = round(right * (1 - exact) / exact)
        second[first.sum() : first.sum() + wrong] = True
        drawn = rng.choice(population, n, replace=False)
        one, other = first[drawn].astype(int), second[drawn].astype(int)
        value = kappa(one, other).value
        found.append(1.0 if np.isnan(value) else value)
    for observed in (0.7, 0.8, 0.9):
        plain = p_value(np.array(found), observed)
        assert rho(observed, base_rate, n, population=population) == pytest.approx(plain, abs=0.035)


def test_rho_knows_of_inflated_samples() -> None:
    """A sample with many positives from a material with few tells more: full agreement is then rarer among
    coders who agree too little."""
    plain, inflated = rho(1.0, 0.05, 20), rho(1.0, 0.05, 20, inflation=0.4)
    assert inflated < plain / 2
