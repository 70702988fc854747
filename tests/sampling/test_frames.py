"""What a sample by lot speaks for: all of the material, also the part that the machine was unsure of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qualcode import run
from qualcode.errors import NothingToCodeError
from qualcode.job import Job
from qualcode.sampling import design
from qualcode.sampling.design import Sample
from qualcode.sampling.take import Wish, take
from qualcode.study import Study


@pytest.fixture
def study(small_study: Path) -> Path:
    """The small study with one sentence a segment: five of them."""
    (small_study / "study.yaml").write_text("segmentation: {sentences: 1, characters: 40}\n", "utf-8")
    return small_study


def drawn(folder: Path, name: str, **wish: Any) -> Sample:
    job = Job(Study.open(folder))
    if wish.get("uncertain"):
        run.work(job)
    return take(job, Wish(name=name, **wish)).sample


def places(sample: Sample) -> set[tuple[str, int]]:
    return {(unit["source"], unit["start"]) for unit in sample.units}


def test_new_random_segments_may_be_those_that_the_machine_was_unsure_of(study: Path) -> None:
    """What is left after the hard ones were taken out is easier than the whole."""
    hard = drawn(study, "svara", uncertain=True, n=3)
    random = drawn(study, "slump", n=5, only_new=True)
    assert (random.population, random.drawn) == (5, 5)
    assert places(hard) < places(random)
    assert all(unit["weight"] == 1 for unit in random.units)


def test_new_random_segments_are_none_that_were_drawn_by_lot_before(study: Path) -> None:
    first = drawn(study, "ett", n=2)
    stratified = drawn(study, "skikt", n=1, by=("source",), only_new=True)
    rest = drawn(study, "resten", n=9, only_new=True)
    assert places(rest).isdisjoint(places(first) | places(stratified))
    with pytest.raises(NothingToCodeError):
        drawn(study, "fler", n=1, only_new=True)


def test_the_design_keeps_what_the_lot_was_over(study: Path) -> None:
    """Of an uncertain sample there is nothing to keep; it speaks for itself alone."""
    sample = drawn(study, "slump", n=1)
    assert {name: known["segments"] for name, known in sample.frame.items()} == {
        "anna.txt": 2, "bilal.txt": 2, "cecilia.txt": 1,
    }  # fmt: skip
    [(source, judged)] = sample.sources.items()
    assert sample.frame[source]["text"] == judged
    assert design.read(study / "codings" / "samples" / "slump").frame == sample.frame
    assert drawn(study, "svara", uncertain=True, n=1).frame == {}
