"""The pipeline: words, lemmas and where sentences end in spoken Swedish."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest
import spacy

from qualcode import nlp
from qualcode.coding import rules
from qualcode.nlp import build_pipeline
from qualcode.sentences import sentences
from qualcode.study import Segmentation, Settings


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("Trygghetsvandringarna", "trygghetsvandring"),
        ("männen", "man"),
        ("SPRANG", "springa"),
        ("nån", "någon"),
        ("mej", "jag"),
        ("gänget", "gäng"),
        ("rädd", "rädd"),
        ("skulle", "ska"),
        ("SFI", "SFI"),
        ("12.30", "12.30"),
    ],
)
def test_a_form_gets_the_lemma_people_mean(form: str, lemma: str) -> None:
    pipeline = spacy.blank("sv")
    pipeline.add_pipe("qualcode_lemmas")
    assert [token.lemma_ for token in pipeline(form)] == [lemma]


def test_lemmas_follow_the_language_of_the_pipeline() -> None:
    pipeline = build_pipeline(Settings(), language="en")
    assert [token.lemma_ for token in pipeline("They feared companies")] == ["they", "fear", "company"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jag bor i t.ex. Alby. Vi gick ut kl. 12. Sen kom s.k. Värdar.",
            ["Jag bor i t.ex. Alby.", "Vi gick ut kl. 12.", "Sen kom s.k. Värdar."],
        ),
        (
            "Det är ca. 30 p.g.a. A. Lind, dvs. Honom. Nej.",
            ["Det är ca. 30 p.g.a. A. Lind, dvs. Honom.", "Nej."],
        ),
        (
            "Jag... alltså jag vet inte… men ändå. Ja… Det var väl det.",
            ["Jag... alltså jag vet inte… men ändå.", "Ja…", "Det var väl det."],
        ),
        (
            "Han bara ”va?” sa han. ”Nej!” Sen gick han.",
            ["Han bara ”va?” sa han.", "”Nej!”", "Sen gick han."],
        ),
        ("Det var 2015. Sen flyttade vi.", ["Det var 2015.", "Sen flyttade vi."]),
        ("Den 3. Maj kom. 4.5 procent.", ["Den 3.", "Maj kom.", "4.5 procent."]),
        ("den 3. maj kom dom. 4.5 procent", ["den 3. maj kom dom.", "4.5 procent"]),
        ("Mer ljus\n1. Torget osv. Parken med\n\n", ["Mer ljus", "1. Torget osv.", "Parken med"]),
        ("ja men det är så. ingen frågar oss? nä", ["ja men det är så.", "ingen frågar oss?", "nä"]),
        ("Vi gick. sen hem. Och åt.", ["Vi gick. sen hem.", "Och åt."]),
        ("Nej!!! Va?? (Skratt.) Jo.", ["Nej!!!", "Va??", "(Skratt.)", "Jo."]),
        ("  ", []),
    ],
)
def test_sentences_of_speech_end_where_the_next_begins(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_the_pipeline_takes_its_segmentation_from_the_settings() -> None:
    settings = Settings(segmentation=Segmentation(sentences=1))
    doc = build_pipeline(settings)("Det är mörkt på torget. Ingen går dit längre.")
    assert [span.text for span in doc.spans["segments"]] == [
        "Det är mörkt på torget.",
        "Ingen går dit längre.",
    ]
    assert [sentence.text for sentence in doc.sents] == ["Det är mörkt på torget.", "Ingen går dit längre."]


@pytest.mark.parametrize("module", [nlp, rules])
def test_the_examples_in_docstrings_hold(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.attempted and not tried.failed
