"""The rule coder: what rules find, what cancels it, and where the matches lie."""

from __future__ import annotations

from typing import Any

import pytest
import spacy

from qualcode import carrier
from qualcode.codebook.model import Code, Codebook, Rule
from qualcode.coding.rules import RuleCoder, match_texts
from qualcode.errors import SettingsError
from qualcode.nlp import build_pipeline
from qualcode.study import Settings
from qualcode.transcript import Piece, assemble


def rule(**parts: Any) -> Rule:
    return Rule.model_validate(parts)


def book(*rules: Rule, veto: tuple[str, ...] = (), language: str = "sv") -> Codebook:
    code = Code(id="jobb", name="Jobb", definition="Arbete.", rules=rules, veto=veto)
    return Codebook(title="Prov", language=language, codes=(code,))


def matched(text: str, *rules: Rule, veto: tuple[str, ...] = ()) -> list[str]:
    (found,) = match_texts(book(*rules, veto=veto), [text])
    return [match.matched for match in found]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("ta in folk", "Dom tog aldrig nåt. Nu tar in folk", ["tar in folk"]),
        ("ta in folk", "Dom tog in eh folk därifrån.", ["tog in eh folk"]),
        ("ingen fråga", "Nä, ingen frågade oss.", ["ingen frågade"]),
        ("någon de litar på", "nån dom litar på", ["nån dom litar på"]),
        ("och de är inte", "å dom e ente där", ["å dom e ente"]),
        ("eget företag", "De har egna företag.", ["egna företag"]),
        ("trygg plats", "Jag är trygg, platsen är stor.", []),
        ("trygg plats", "Jag är trygg. Platsen är stor.", []),
        ("trygg plats", "en trygg mötesplats", []),
        ("ha ... jobb", "Jag har faktiskt inget eget jobb.", ["har faktiskt inget eget jobb"]),
        ("ha _ jobb", "Jag har jobb.", ["har jobb"]),
        ("ha … jobb", "Jag har ett två tre fyra jobb.", []),
        ("ha ... jobb", "Det har jag. Ett jobb.", []),
        ("ha ... jobb ... kommun", "har ett jobb i vår kommun", ["har ett jobb i vår kommun"]),
        ("starta ... företag", "starta eget, alltså företag", ["starta eget, alltså företag"]),
        ("söka jobb*", "Vi sökte jobbcoachning.", ["sökte jobbcoachning"]),
        ("i SFI", "Hon går i SFI men inte i sfi.", ["i SFI"]),
    ],
)
def test_phrases_are_matched_on_dictionary_forms_as_people_speak(
    phrase: str, text: str, expected: list[str]
) -> None:
    assert matched(text, rule(phrases=[phrase])) == expected


def test_phrases_do_not_reach_out_of_their_segment() -> None:
    found = match_texts(book(rule(phrases=["söka jobb", "söka ... jobb"])), ["Jag söker", "jobb i Alby"])
    assert found == [[], []]


def test_a_regular_expression_is_searched_without_regard_to_case_and_widened_to_words() -> None:
    assert matched("ARBLÖSHET och lönebidraget.", rule(regex="arb.?lös|bidrag")) == [
        "ARBLÖSHET",
        "lönebidraget",
    ]
    assert matched("Jag vet. Nej.", rule(regex=r"^nej")) == []


def test_a_regular_expression_sees_only_its_segment() -> None:
    texts = ["Jag söker", "Jobb finns", "inte här"]
    found = match_texts(book(rule(regex=r"söker\s+jobb|^jobb|här$")), texts)
    assert [[match.matched for match in matches] for matches in found] == [[], ["Jobb"], ["här"]]


def test_a_token_pattern_sees_lemmas() -> None:
    pattern = [{"LEMMA": "söka"}, {"OP": "?"}, {"LEMMA": "jobb"}]
    assert matched("Hon sökte nya jobb.", rule(pattern=pattern)) == ["sökte nya jobb"]


def test_a_token_pattern_does_not_reach_out_of_its_segment() -> None:
    pattern = [{"LEMMA": "söka"}, {"IS_SPACE": True}, {"LEMMA": "jobb"}]
    assert match_texts(book(rule(pattern=pattern)), ["Hon sökte", "jobb"]) == [[], []]


def test_an_exception_cancels_the_match_it_overlaps_and_no_other() -> None:
    work = rule(words=["arbete"], **{"except": ["arbete med fråga", "hemarbete"]})
    assert matched("Arbetet med frågan fortsätter, men arbete saknas.", work) == ["arbete"]
    assert matched("Allt hemarbete och arbetslöshet.", work) == ["arbetslöshet"]


def test_an_exception_concerns_its_own_rule_only() -> None:
    first = rule(words=["arbete"], **{"except": ["arbete med fråga"]})
    second = rule(regex="arbetet")
    (found,) = match_texts(book(first, second), ["Arbetet med frågan."])
    assert [match.rule for match in found] == ["regex 2"]


def test_unless_cancels_the_rule_anywhere_in_the_segment() -> None:
    work = rule(words=["arbete"], unless=["trafik", "i köket"])
    texts = ["Arbete finns.", "Trafikarbete, och arbete.", "Arbete, ja. Men i köket."]
    assert [bool(found) for found in match_texts(book(work), texts)] == [True, False, False]


def test_requires_needs_one_of_its_words_in_the_segment() -> None:
    lokal = rule(words=["lokal"], requires=["jobb", "starta eget", "/hyr(?:a|de)/"])
    texts = ["Lokalen är tom.", "Lokalen ger sommarjobb.", "Lokal för att starta eget.", "Vi hyrde lokalen."]
    assert [bool(found) for found in match_texts(book(lokal), texts)] == [False, True, True, True]


def test_a_veto_cancels_overlapping_matches_of_all_the_codes_rules() -> None:
    rules = (rule(words=["trygghet"]), rule(regex="trygghet"), rule(words=["jobb"]))
    veto = ("anställningstrygghet", "/ekonomiska? trygghet/")
    text = "Anställningstryggheten, ekonomisk trygghet, tryggheten på torget och jobb."
    assert matched(text, *rules, veto=veto) == ["tryggheten", "tryggheten", "jobb"]


def test_a_word_that_fits_several_words_of_a_rule_is_one_match() -> None:
    assert matched("Sommarjobbet.", rule(words=["jobb", "sommarjobb", "sommar*"])) == ["Sommarjobbet"]


def test_rules_are_called_by_their_id_or_their_place() -> None:
    rules = (rule(words=["jobb"], id="jobb-saker"), rule(words=["jobb"]), rule(phrases=["ett jobb"]))
    (found,) = match_texts(book(*rules), ["Ett jobb."])
    assert [match.rule for match in found] == ["jobb-saker", "words 2", "phrases 3"]


def test_matches_of_texts_count_from_the_start_of_each() -> None:
    texts = ["", "Ett jobb.", "  Två 🙂 jobb", "\n\nTre\n\njobb"] * 300
    found = match_texts(book(rule(words=["jobb"])), texts)
    assert len(found) == len(texts)
    for place, (text, matches) in enumerate(zip(texts, found, strict=True)):
        assert [text[match.start : match.end] for match in matches] == ["jobb"] * ("jobb" in text)
        assert all(match.segment == place for match in matches)


def test_matches_lie_in_the_doc_for_coded_segments_only() -> None:
    pieces = [
        Piece("Har du jobb?", speaker="I", role="interviewer"),
        Piece("Jobb", kind="heading"),
        Piece("Nej, inget jobb.", speaker="R", role="respondent"),
    ]
    nlp = build_pipeline(Settings(), book(rule(words=["jobb"])))
    doc = carrier.doc_of(assemble("a", pieces), nlp)
    assert carrier.matches(doc) == [carrier.Match(2, "jobb", "words 1", "jobb", 31, 35)]
    assert doc.text[31:35] == "jobb"


def test_in_english_sources_only_rules_with_english_words_apply() -> None:
    threats = rule(words=["hot", "våld", "rån", "gäng"])
    work = rule(words=["job", "employment", "hire"])
    texts = ["It was hot, and the jobs were few.", "They hired a gang."]
    found = match_texts(book(threats, work), texts, "en")
    assert [[match.matched for match in matches] for matches in found] == [["jobs"], ["hired"]]


def test_all_rules_apply_to_sources_in_the_codebooks_language() -> None:
    assert matched("Ett job är ett jobb.", rule(words=["job", "employment"]), rule(words=["jobb"])) == [
        "job",
        "jobb",
    ]


def test_the_component_takes_a_codebook_from_its_config(tmp_path: Any) -> None:
    path = tmp_path / "bok.yaml"
    path.write_text(
        "title: Prov\ncodes:\n- id: jobb\n  name: Jobb\n  definition: Arbete.\n  rules:\n  - words: [jobb]\n",
        "utf-8",
    )
    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments")
    nlp.add_pipe("qualcode_rules", config={"codebook": str(path)})
    assert [match.matched for match in carrier.matches(nlp("Inga jobb här."))] == ["jobb"]


def test_a_rule_coder_without_codebook_says_what_to_do() -> None:
    with pytest.raises(SettingsError, match="codebook"):
        RuleCoder(spacy.blank("sv")).find(spacy.blank("sv")("jobb"), [(0, 1)])


def test_a_new_codebook_replaces_the_old_one() -> None:
    nlp = build_pipeline(Settings(), book(rule(words=["jobb"])))
    nlp.get_pipe("qualcode_rules").use(book(rule(words=["lön"])))
    assert [match.matched for match in carrier.matches(nlp("Jobb och lön."))] == ["lön"]
