"""The coder that comes with the program in the work on a study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.codebook import load
from qualcode.coded import CodedSource
from qualcode.job import Job
from qualcode.study import Study

SHIPPED = Path(__file__).parents[2] / "codebook" / "forstudie.yaml"


@pytest.fixture
def study(small_study: Path) -> Path:
    """A study with one theme of the pre-study, and an interview with a short answer."""
    _write_codebook(small_study, ["arbetslös"])
    said = "Intervjuare: Fick du något jobb efter praktiken?\nAli: Ett intyg och en keps.\n"
    (small_study / "corpus" / "ali.txt").write_text(said, "utf-8")
    return small_study


def _write_codebook(study: Path, words: list[str]) -> None:
    jobb = load(SHIPPED)["jobb"]
    code = {name: getattr(jobb, name) for name in ("id", "name", "definition")}
    code |= {"include": list(jobb.include), "exclude": list(jobb.exclude), "rules": [{"words": words}]}
    code["examples"] = {
        "positive": list(jobb.examples.positive[:4]),
        "negative": list(jobb.examples.negative[:3]),
    }
    content = json.dumps({"title": "Prov", "codes": [code]}, ensure_ascii=False)
    (study / "codebook" / "forstudie.yaml").write_text(content, "utf-8")


def _work(study: Path) -> tuple[Job, dict[str, CodedSource]]:
    job = Job(Study.find(study))
    for stage in (job.read, job.annotate, job.encode, job.decide):
        for name in job.sources:
            stage(name)
    return job, dict(zip(job.sources, job.coded(), strict=True))


def test_codings_name_it_and_a_rule_that_is_edited_has_nothing_encoded_again(study) -> None:
    job, coded = _work(study)
    (coding,) = [one for one in coded["anna.txt"].codings if one.code == "jobb"]
    assert coding.coder.endswith(f"+{job.equipment.encoder.learnt.revision}")
    assert coding.why["nearest"] and coding.score >= coding.threshold
    assert job.equipment.encoder.misses > 0

    _write_codebook(study, ["arbetslös", "keps"])
    again, coded = _work(study)
    assert again.equipment.encoder.misses == 0
    (answer,) = coded["ali.txt"].codings
    assert answer.why["rules"]


def test_an_answer_is_read_with_its_question_which_is_not_coded_itself(study) -> None:
    answered = _probability_of_the_answer(study)
    unasked = "Intervjuare: Hur var vädret där uppe?\nAli: Ett intyg och en keps.\n"
    (study / "corpus" / "ali.txt").write_text(unasked, "utf-8")
    assert answered > 1.2 * _probability_of_the_answer(study)


def _probability_of_the_answer(study: Path) -> float:
    job, _ = _work(study)
    standing = job._sources["ali.txt"].standing()
    assert len(standing.learnt) == 1
    return job.equipment.coder.judge(standing, [[]]).both[0, 0]
