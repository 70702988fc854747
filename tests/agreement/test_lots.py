"""Samples by lot count for the whole material only if they were judged whole, and drawn from all of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from qualcode.agreement import of_study
from qualcode.agreement.material import Material
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import text_hash
from qualcode.gate import wording
from qualcode.gate.of_study import measure
from qualcode.gate.standing import Standing, Validation
from qualcode.run import Finished, run
from qualcode.sampling import design, unsure
from qualcode.sampling.design import Sample
from qualcode.study import Study
from qualcode.terminal import summary

EVERY = range(60)

Draw = Callable[..., Sample]


@pytest.fixture
def draw(study: Path, material: Material) -> Draw:
    """Writes the design of a random sample of these rows: ``draw("pilot", range(60))``."""

    def add(name: str, rows: Iterable[int], *, sources: int = 6, known: bool = True) -> Sample:
        units = []
        for row in rows:
            source = material.sources[material.source_of[row]]
            segment = source.segments[material.number_of[row]]
            units.append(
                {"source": source.name, "segment": segment.index + 1, "start": segment.start,
                 "end": segment.end, "weight": 10 * sources / len(list(rows)), "coders": ["Anna"]}
            )  # fmt: skip
        frame = {each.name: {"text": text_hash(each.text), "segments": 10} for each in material.sources}
        used = {unit["source"] for unit in units}
        sample = Sample(
            name, "random", "2026-02-01T09:00:00Z", 1, 10 * sources, len(units), units=units,
            strata=[{"values": {}, "weight": 10 * sources / len(units)}], codes=list(material.codes),
            sources={name: frame[name]["text"] for name in sorted(used)},
            frame=dict(list(frame.items())[:sources]) if known else {},
        )  # fmt: skip
        folder = design.folder(Study.open(study), name)
        folder.mkdir(parents=True)
        design.write(sample, folder)
        return sample

    return add


def given(material: Material, code: str = "jobb") -> np.ndarray:
    return material.machine[:, material.codes.index(code)]


def validation(folder: Path, material: Material) -> Validation:
    from qualcode.decisions import read

    decisions, problems = read(folder / "codings")
    assert not problems
    return measure(Study.open(folder), material.sources, material.codebook, decisions)


def standing(folder: Path, material: Material) -> Standing:
    return validation(folder, material).by_code["jobb"]


def told(finished: Finished, study: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the terminal says of a run."""
    console = Console(width=110, no_color=True)
    summary(finished, Study.open(study), console, console)
    return capsys.readouterr().out


def test_a_sample_that_was_judged_whole_counts(study: Path, material: Material, judge, draw: Draw) -> None:
    draw("pilot", EVERY)
    judge("Anna", "jobb", EVERY, given(material))
    found = standing(study, material)
    assert (found.status, found.why, found.n) == ("validated", "", 60)
    assert found.prevalence is not None
    assert validation(study, material).lots["pilot"].judged == 60
    assert wording.notes(validation(study, material)) == []


def test_a_sheet_that_was_filled_in_from_the_top_is_no_random_sample(
    study: Path, material: Material, judge, draw: Draw, capsys: pytest.CaptureFixture[str]
) -> None:
    """However well the machine agrees there; the outputs say how much was judged."""
    draw("pilot", EVERY)
    judge("Anna", "jobb", range(55), given(material)[:55])
    finished = run(Study.open(study), direct=True)
    with (finished.folder / "validation.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file, delimiter=";") if row["code_id"] == "jobb")
    assert (row["status"], row["reason"], row["n"], row["estimated"]) == ("untested", "partial", "55", "")
    assert (row["drawn"], row["unsure"]) == ("60", "0")
    assert "○ 55 of 60 drawn" in told(finished, study, capsys)
    assert "55 av 60 dragna stycken är bedömda" in row["words"]
    assert "pilot är bedömt till en del: 55 av 60" in (finished.folder / "quotes.md").read_text("utf-8")
    compared = of_study.compare(Study.open(study))
    assert (compared.lots["pilot"].judged, compared.lots["pilot"].drawn) == (55, 60)
    judge("Anna", "jobb", range(55, 60), given(material)[55:])
    assert standing(study, material).status == "validated"


def test_an_unfinished_sample_takes_nothing_from_one_that_is_whole(
    study: Path, material: Material, judge, draw: Draw
) -> None:
    draw("pilot", range(0, 60, 2))
    draw("mer", range(1, 60, 2))
    (study / "study.yaml").write_text("gate: {segments: 30}\n", "utf-8")
    judge("Anna", "jobb", range(0, 60, 2), given(material)[::2])
    judge("Anna", "jobb", range(1, 20, 2), True, origin="random:mer")
    found = standing(study, material)
    assert (found.status, found.n) == ("validated", 30)
    judge("Anna", "jobb", range(21, 60, 2), True, origin="random:mer")
    found = standing(study, material)
    assert (found.status, found.n) == ("below", 60)


def test_what_was_left_unsure_is_counted_beside_the_figure(
    study: Path, material: Material, judge, draw: Draw
) -> None:
    """It is looked at, and so the sample is whole; but the figure is for the sure cases alone."""
    sample = draw("pilot", EVERY)
    judge("Anna", "jobb", range(50), given(material)[:50])
    cells = [(unit["source"], unit["start"], unit["end"], "jobb") for unit in sample.units[50:]]
    unsure.keep(design.folder(Study.open(study), "pilot"), "Anna", cells)
    found = standing(study, material)
    assert found.judged is not None and (found.judged.judged, found.judged.unsure) == (50, 10)
    assert found.why != "partial"
    assert "10 av 60 dragna lämnades osäkra" in wording.sentence(found)
    assert any("10 av 60" in note for note in wording.notes(validation(study, material)))


@pytest.mark.parametrize("known", [True, False])
def test_sources_that_came_after_the_sample_are_not_validated_by_it(
    study: Path, material: Material, judge, draw: Draw, known: bool
) -> None:
    """Also where the design is an older one, that does not tell what was drawn from."""
    draw("pilot", range(40), sources=4, known=known)
    (study / "study.yaml").write_text("gate: {segments: 40}\n", "utf-8")
    judge("Anna", "jobb", range(40), given(material)[:40])
    found = standing(study, material)
    assert (found.status, found.why, found.prevalence) == ("untested", "outside", None)
    assert "har vuxit sedan stickprovet drogs: 2" in wording.reason(found)
    [note] = wording.notes(validation(study, material))
    assert "sedan stickprovet pilot drogs: 2" in note
    draw("nytt", range(40, 60))
    judge("Anna", "jobb", range(40, 60), given(material)[40:], origin="random:nytt")
    assert standing(study, material).status == "validated"
    assert wording.notes(validation(study, material)) == []


def test_a_source_that_has_grown_since_is_none_that_was_drawn_from(
    study: Path, material: Material, judge, draw: Draw
) -> None:
    """As a table of answers does when more people answer; one that was corrected is."""
    sample = draw("pilot", EVERY)
    judge("Anna", "jobb", EVERY, given(material))
    folder, name = design.folder(Study.open(study), "pilot"), material.sources[0].name
    for segments, why in ((10, ""), (5, "outside")):
        frame = {**sample.frame, name: {"text": "0" * 16, "segments": segments}}
        design.write(replace(sample, frame=frame), folder)
        assert standing(study, material).why == why


def test_a_renamed_and_an_edited_source_stay_what_was_drawn(
    study: Path, material: Material, judge, draw: Draw
) -> None:
    """Of an edited one, what was judged counts by the place that it had."""
    sample = draw("pilot", EVERY)
    judge("Anna", "jobb", EVERY, given(material))
    source = material.sources[0]
    other = replace(source, about=replace(source.about, name="annat namn.txt"))
    renamed = replace(material, sources=[other, *material.sources[1:]])
    assert standing(study, renamed).why == ""
    design.write(
        replace(sample, sources={**sample.sources, source.name: "0" * 16}),
        design.folder(Study.open(study), "pilot"),
    )
    assert standing(study, material).why == ""


def again(decisions: Iterable[Decision], yes: np.ndarray) -> list[Decision]:
    """The same places judged otherwise, an hour later."""
    return [
        replace(each, judgement="yes" if said else "no", made="2026-03-01T12:00:00Z")
        for each, said in zip(decisions, yes.tolist(), strict=True)
    ]


def test_a_blind_judgement_that_was_changed_to_the_machines_is_still_what_was_said_blind(
    study: Path, material: Material, judge
) -> None:
    """In a run the change holds; for the gate and agreement, what was said first; how many is told."""
    machine = given(material)
    wrong = machine ^ (np.arange(60) % 3 == 0)
    first = judge("Anna", "jobb", EVERY, wrong)
    before = standing(study, material)
    assert before.status == "below"
    append(study / "codings", again(first, machine))
    after = standing(study, material)
    assert (after.status, after.figure) == (before.status, before.figure)
    assert validation(study, material).changed == 20
    finished = run(Study.open(study), direct=True)
    assert "ändrades i efterhand: 20" in (finished.folder / "quotes.md").read_text("utf-8")
    counts = {row["code"]: row["segments"] for row in finished.codes}
    assert counts["jobb"] == machine.sum()
    compared = of_study.compare(Study.open(study), between=("machine",))
    assert compared.changed == 20
    figures = {row.code: row.figures for row in compared.comparisons[0].rows}
    assert figures["jobb"]["kappa"].value == pytest.approx(before.figure.value)


def test_a_blind_judgement_that_was_withdrawn_is_withdrawn(study: Path, material: Material, judge) -> None:
    """Said again, it is what was said first."""
    machine = given(material)
    first = judge("Anna", "jobb", EVERY, machine ^ (np.arange(60) % 3 == 0))
    taken_back = [replace(each, judgement="withdrawn", made="2026-03-01T11:00:00Z") for each in first[:10]]
    append(study / "codings", taken_back)
    assert standing(study, material).n == 50
    value = standing(study, material).figure.value
    append(study / "codings", again(first, machine)[:10])
    found = standing(study, material)
    assert found.n == 60 and found.figure.value == pytest.approx(value, abs=0.1)
    assert validation(study, material).changed == 4


def test_a_later_yes_below_does_not_turn_a_blind_no_above(study: Path, material: Material, judge) -> None:
    judge("Anna", "jobb", EVERY, False)
    judge("Anna", "sommarjobb", EVERY, given(material, "sommarjobb"), at=30)
    found = standing(study, material)
    assert (found.status, found.why) == ("below", "people_never")
