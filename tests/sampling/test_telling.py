"""An uncertain sample: what teaches most, each thing once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode import run
from qualcode.job import Job
from qualcode.sampling import uncertain
from qualcode.sampling.draw import Unit, units
from qualcode.sampling.take import Wish, take
from qualcode.study import Study

SAME = "Ibland tar jag en annan väg hem sent."
OTHERS = (
    "Arbetsförmedlingen ligger långt bort.",
    "På torget säljer de blommor om våren.",
    "Bussen går var tionde minut.",
)


@pytest.fixture
def study(small_study: Path) -> Path:
    """Three people say the very same, and each of them something of their own."""
    for path, own in zip(sorted((small_study / "corpus").iterdir()), OTHERS, strict=True):
        turns = (SAME, own)
        path.write_text("".join(f"Intervjuare: Jaha?\nEva: {each}\n" for each in turns), "utf-8")
    return small_study


def drawn(folder: Path, name: str, n: int) -> list[str]:
    job = Job(Study.open(folder))
    run.work(job)
    sample = take(job, Wish(uncertain=True, n=n, name=name)).sample
    texts = {source.name: source.text for source in job.coded()}
    return [texts[unit["source"]][unit["start"] : unit["end"]] for unit in sample.units]


def test_what_several_say_is_asked_for_once_while_there_is_something_else(study: Path) -> None:
    assert sorted(drawn(study, "ett", 4)) == sorted([SAME, *OTHERS])
    assert drawn(study, "tva", 2) == [SAME, SAME]


def test_the_least_sure_is_taken_but_not_what_says_the_same(study: Path) -> None:
    job = Job(Study.open(study))
    run.work(job)
    everything = units(job.coded())
    away = {place: row[1] for place, row in uncertain.margins(job).items()}
    by_doubt = sorted(everything, key=lambda unit: away[unit.source, unit.segment])
    texts = {source.name: source.text for source in job.coded()}

    def said(unit: Unit) -> str:
        return texts[unit.source][unit.start : unit.end]

    assert [said(unit) for unit in by_doubt[:3]] == [SAME] * 3
    chosen = uncertain.chosen(job, everything, (), 2, {"trygghet"})
    assert len({said(unit) for unit in chosen}) == 2 and SAME in map(said, chosen)


def test_what_is_like_something_that_was_drawn_before_comes_last(study: Path) -> None:
    job = Job(Study.open(study))
    run.work(job)
    everything = units(job.coded())
    known = [everything[0]]
    chosen = uncertain.chosen(job, everything[1:], known, 3)
    assert [unit.segment for unit in chosen] == [3, 3, 3]


def test_the_same_segments_are_chosen_again(study: Path, tmp_path: Path) -> None:
    first = drawn(study, "ett", 3)
    (study / "codings/samples/ett/design.json").unlink()
    for path in (study / "codings/samples/ett").iterdir():
        path.unlink()
    (study / "codings/samples/ett").rmdir()
    assert drawn(study, "ett", 3) == first


def test_only_the_codes_that_are_asked_for_count(study: Path) -> None:
    job = Job(Study.open(study))
    run.work(job)
    everything = units(job.coded())
    for code in ("jobb", "trygghet"):
        [unit] = uncertain.chosen(job, everything, (), 1, {code})
        column = job.equipment.codebook.ids.index(code)
        away = {place: row[column] for place, row in uncertain.margins(job).items()}
        assert away[unit.source, unit.segment] <= sorted(away.values())[2]


def test_rules_alone_still_have_something_to_be_unsure_of(study: Path) -> None:
    (study / "study.yaml").write_text("title: Regler\ncoders: {themes: false}\n", "utf-8")
    assert len(drawn(study, "ett", 2)) == 2
    told = json.loads((study / "codings/samples/ett/design.json").read_text("utf-8"))
    assert told["kind"] == "uncertain"
