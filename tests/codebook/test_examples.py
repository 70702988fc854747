"""The codebook's examples against its own rules."""

from __future__ import annotations

import pytest

from qualcode.codebook import load_located
from qualcode.codebook.examples import Tally, expectations, judge
from qualcode.codebook.rule_trial import RuleTrial


@pytest.fixture
def report(edited):
    """The test of the small codebook with a passage replaced by another."""

    def run(*edit: str):
        loaded = load_located(edited(*edit))
        trial = RuleTrial(loaded.codebook)
        return judge(expectations(loaded), trial.give, trial.explain)

    return run


def why(report) -> dict[str, str]:
    return {str(failure.expected.place): failure.why for failure in report.failures}


def test_every_example_is_expected_at_its_place(edited):
    expected = expectations(load_located(edited()))
    assert [(str(one.place), one.code, one.wanted) for one in expected] == [
        ("kod.yaml:9:11", "trygghet", True),
        ("kod.yaml:10:11", "trygghet", True),
        ("kod.yaml:12:11", "trygghet", False),
        ("kod.yaml:24:18", "belysning", True),
    ]


def test_examples_that_come_out_right_pass_and_a_subcode_counts_for_its_theme(report):
    assert report().failures == ()


def test_a_positive_example_that_no_rule_matches_fails_with_the_nearest_rule(report):
    found = report("- Vi behöver en trygghetsvandring.", "- Det är ortryggt där.")
    assert why(found) == {
        "kod.yaml:10:11": "no rule matched; nearest is trygg-ord with “otrygghet” for “ortryggt”"
    }


def test_without_any_near_word_it_says_only_that_no_rule_matched(report):
    assert why(report("- Vi behöver en trygghetsvandring.", "- Jag vänder.")) == {
        "kod.yaml:10:11": "no rule matched"
    }


def test_a_negative_example_that_a_rule_matches_fails_with_the_words(report):
    found = report("    veto: [trygg anställning]\n", "")
    assert why(found) == {"kod.yaml:12:11": "rule trygg-ord matched “trygg”"}


def test_a_match_of_a_subcode_is_named_as_such(report):
    found = report("- Jag vill ha en trygg anställning.", "- Lampan i taket är trasig.")
    assert why(found) == {"kod.yaml:12:11": "rule words 1 of belysning matched “Lampan”"}


def test_a_cancelled_match_says_what_cancelled_it(report):
    vetoed = report("- Vi behöver en trygghetsvandring.", "- En trygg anställning saknas.")
    assert why(vetoed) == {"kod.yaml:10:11": "rule trygg-ord matched “trygg”, but a veto cancelled it"}
    unless = report("- Vi behöver en trygghetsvandring.", "- Jag vågar inte gå hem ensam från bussen.")
    assert why(unless) == {
        "kod.yaml:10:11": "rule phrases 2 matched “gå hem ensam”, but `unless` cancelled it"
    }
    excepted = report("[Lampan vid tunneln har varit trasig sedan i höstas.]", "[Jag har en lampa i köket.]")
    assert why(excepted) == {"kod.yaml:24:18": "rule words 1 matched “lampa”, but `except` cancelled it"}


def test_counts_by_code(report):
    tallies = report("- Vi behöver en trygghetsvandring.", "- Jag vänder.").tallies()
    assert tallies == {"trygghet": Tally(2, 1, 1, 1), "belysning": Tally(1, 1, 0, 0)}
    assert tallies["trygghet"].failed == 1


def test_any_coder_can_be_judged_and_is_asked_for_each_text_once(edited):
    asked = []

    def give(texts):
        asked.extend(texts)
        return [{"trygghet"} for _ in texts]

    expected = expectations(load_located(edited()))
    found = judge([*expected, *expected], give, lambda text, code, given: f"{code} {given}")
    assert len(asked) == 4
    assert why(found) == {"kod.yaml:12:11": "trygghet True", "kod.yaml:24:18": "belysning False"}
