"""What is missing is told: evidence, groups, questions, validation, answers."""

from __future__ import annotations

import pytest

from qualcode.argument import of_study
from qualcode.study import Study


def gaps(dossier, claim):
    return {(gap.kind, gap.about) for gap in dossier.part(claim).gaps}


def test_groups_and_places_that_a_claim_concerns_and_that_are_not_there(argued):
    found = gaps(argued(), "ger-jobb")
    assert ("group_missing", "politiker") in found
    assert not {about for kind, about in found if kind.startswith("group")} & {"boende", "Ungdomar"}
    assert not {about for kind, about in found if kind.startswith("place")}


def test_groups_and_places_that_are_there_and_say_nothing(argued):
    only_anna = ("        cues: [fick]\n", "        cues: [fick]\n        who: [{sources: [anna*]}]\n")
    no_challenge = (
        "        stance: critical\n",
        "        stance: critical\n        who: [{sources: [anna*]}]\n",
    )
    found = gaps(argued(only_anna, no_challenge), "ger-jobb")
    assert {("group_silent", "Ungdomar"), ("place_silent", "Fittja")} <= found
    assert ("place_silent", "Alby") not in found


def test_who_is_concerned_and_how_they_stand(argued):
    rows = {each.name: each for each in argued().part("ger-jobb").concerned}
    assert list(rows) == ["Ungdomar", "boende", "politiker", "Alby", "Fittja"]
    young = rows["Ungdomar"]
    assert (young.sources, young.supports, young.challenges, young.both) == (1, 0, 0, 1)
    assert (rows["boende"].sources, rows["boende"].supports, rows["boende"].challenges) == (3, 2, 1)
    assert not rows["politiker"].heard


def test_claims_without_evidence_and_what_rests_on_them(argued):
    dossier = argued()
    assert gaps(dossier, "ger-bad") == {("no_evidence", ""), ("not_asked", "")}
    assert gaps(dossier, "hypotes") == {("unsupported_ground", "Det ger bad")}


def test_a_claim_that_rests_on_one_voice_or_source(argued):
    found = gaps(argued(), "vardar")
    assert ("one_voice", "Cecilia, cecilia.txt") in found
    assert not any(kind == "one_source" for kind, _ in found)
    assert not any(kind in ("one_voice", "one_source") for kind, _ in gaps(argued(), "ger-jobb"))


def test_several_voices_in_one_source_are_one_source(study):
    path = study / "codebook" / "argumentation.yaml"
    text = path.read_text("utf-8").replace("search: [vuxna]}]", "search: [rädd]}]")
    path.write_text(text, "utf-8")
    corpus = study / "corpus" / "cecilia.txt"
    corpus.write_text(corpus.read_text("utf-8") + "Ulla: Jag är också rädd.\n", "utf-8")
    from qualcode import run

    run.run(Study.open(study), direct=True)
    found = gaps(of_study.dossier(Study.open(study)), "vardar")
    assert ("one_source", "cecilia.txt") in found
    assert not any(kind == "one_voice" for kind, _ in found)


def test_codes_that_are_not_validated_are_named(argued):
    assert ("unvalidated", "Jobb") in gaps(argued(), "ger-jobb")
    (code,) = [code for code in argued().codes if code.id == "jobb-unga"]
    assert (code.status, code.claims) == ("untested", ("tomma",))
    assert "0 av minst 50" in code.text


def test_nothing_challenges_where_that_was_looked_for(argued):
    found = gaps(argued(("        stance: critical\n", "        search: [måne]\n")), "ger-jobb")
    assert ("one_sided", "") in found


def test_an_objection_that_nothing_answers(argued):
    unanswered = argued(
        ("challenges: [{codes: [jobb-unga], stance: uncritical}]", "challenges: [{search: [måne]}]")
    )
    assert ("unanswered", "") in gaps(unanswered, "tomma")
    assert unanswered.objections[0].unanswered


def test_support_from_outside_alone(argued):
    dossier = argued(("supports: [{search: [badplats]}]", "supports: [{codes: [jobb], view: outside}]"))
    assert ("only_outside", "") in gaps(dossier, "ger-bad")
    assert dossier.part("ger-bad").contrast == "only_outside"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_gap_is_a_sentence_with_the_claims_name(study, language):
    settings = (study / "study.yaml").read_text("utf-8") + f"outputs: {{language: {language}}}\n"
    (study / "study.yaml").write_text(settings, "utf-8")
    dossier = of_study.dossier(Study.open(study))
    names = {part.id: part.label for part in dossier.parts}
    assert dossier.gaps
    for gap in dossier.gaps:
        assert names[gap.claim] in gap.text
        assert gap.text.endswith(".")
        assert gap.about in gap.text
