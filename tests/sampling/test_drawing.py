"""Who is drawn: everybody with the probability that is stated, and the same for the same seed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from qualcode.sampling import draw, uncertain
from qualcode.sampling.draw import Unit


def population(sizes: dict[str, int]) -> list[Unit]:
    return [
        Unit(source, number, 10 * number, 10 * number + 9, "0" * 16, (("group", source[0]),))
        for source, size in sizes.items()
        for number in range(size)
    ]


UNITS = population({"a1.txt": 40, "a2.txt": 10, "b.txt": 7})


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    first = draw.by_lot(UNITS, 12, 1)
    assert first == draw.by_lot(UNITS, 12, 1)
    assert {each.unit for each in first} != {each.unit for each in draw.by_lot(UNITS, 12, 2)}
    assert all(each.probability == pytest.approx(12 / 57) for each in first)
    places = [UNITS.index(each.unit) for each in first]
    assert places == sorted(places)


def test_a_larger_sample_holds_the_smaller_one() -> None:
    few, more = ({each.unit for each in draw.by_lot(UNITS, n, 7)} for n in (5, 20))
    assert few < more


def test_every_segment_is_drawn_about_as_often() -> None:
    counts = Counter(each.unit for seed in range(600) for each in draw.by_lot(UNITS, 10, seed))
    expected = 600 * 10 / len(UNITS)
    chi = sum((counts[unit] - expected) ** 2 / expected for unit in UNITS)
    assert chi < 95  # 56 degrees of freedom; beyond it lies a thousandth


def test_strata_get_their_shares_and_every_one_something() -> None:
    drawn = draw.by_lot(UNITS, 12, 1, ["source"])
    counts = Counter(each.stratum for each in drawn)
    assert counts == {("a1.txt",): 8, ("a2.txt",): 2, ("b.txt",): 2}
    probability = {each.stratum: each.probability for each in drawn}
    assert probability[("b.txt",)] == pytest.approx(2 / 7)
    assert Counter(each.stratum for each in draw.by_lot(UNITS, 2, 1, ["source"])).keys() == counts.keys()
    equal = Counter(each.stratum for each in draw.by_lot(UNITS, 30, 1, ["source"], equal=True))
    assert equal == {("a1.txt",): 13, ("a2.txt",): 10, ("b.txt",): 7}
    both = draw.strata(UNITS, ["group", "source"])
    assert list(both) == [("a", "a1.txt"), ("a", "a2.txt"), ("b", "b.txt")]


def test_a_split_sample_goes_to_all_with_an_overlap_for_everybody() -> None:
    drawn = draw.by_lot(UNITS, 21, 1)
    shares = draw.shared_out(drawn, ["Anna", "Bo"], 1, overlap=5)
    anna, bo = (set(map(id, shares[who])) for who in ("Anna", "Bo"))
    assert len(anna & bo) == 5 and len(anna | bo) == 21
    assert abs(len(anna) - len(bo)) <= 1


def test_each_code_has_its_turn_among_the_uncertain() -> None:
    margins = {(unit.source, unit.segment): np.array([1.0, 1.0]) for unit in UNITS}
    for rank, unit in enumerate(UNITS[:10]):
        margins[unit.source, unit.segment][0] = rank / 100
    margins[UNITS[50].source, UNITS[50].segment][1] = 0.5
    chosen = uncertain.most_uncertain(UNITS, margins, 4)
    assert chosen == [UNITS[0], UNITS[1], UNITS[2], UNITS[50]]
