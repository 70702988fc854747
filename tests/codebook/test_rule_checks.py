"""Rules that cannot work are refused."""

from __future__ import annotations

import subprocess
import sys

import pytest

RULE = "      - regex: '\\bprao\\w*'\n"


def test_a_regular_expression_that_does_not_compile_is_shown_at_the_character(problems):
    said = problems(RULE, "      - regex: '\\bprao(\\w*'\n")
    assert said[0].startswith("kod.yaml:32:23: the regular expression does not compile: missing )")


def test_a_regular_expression_that_matches_everywhere_is_refused(problems):
    assert "matches everywhere" in problems(RULE, "      - regex: '(prao)*'\n")[0]


@pytest.mark.parametrize("key", ["except", "unless", "requires"])
def test_expressions_between_slashes_are_checked_too(problems, key):
    said = problems(RULE, f"{RULE}        {key}: ['/[/']\n")
    assert said[0].startswith(f"kod.yaml:33:{14 + len(key)}: the regular expression does not compile")
    assert said[0].endswith("is meant as it is.")


def test_vetoes_are_checked_too(problems):
    said = problems("veto: [trygg anställning]", "veto: ['', '/(/']")
    assert [line.split(": ")[0] for line in said] == ["kod.yaml:18:12", "kod.yaml:18:18"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "words: [prao]\n        regex: prao",
            "a rule of 'jobb' holds words and regex. Make one rule of each.",
        ),
        (
            "id: prao",
            "a rule of 'jobb' holds nothing to look for. Give it one of words, phrases, regex, pattern.",
        ),
        ("words: []", "a rule of 'jobb' holds nothing to look for."),
    ],
)
def test_a_rule_looks_for_exactly_one_kind_of_thing(problems, rule, said):
    assert problems(RULE, f"      - {rule}\n")[0].startswith(f"kod.yaml:32:9: {said}")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ('""', "the word is empty"),
        ('"*"', "the word is empty"),
        ("gå på prao", "is more than one word. Put it under `phrases`."),
        ("pr*o", "a * can only stand last"),
    ],
)
def test_a_word_must_be_one_word(problems, word, said):
    found = problems(RULE, f"      - words: [prao*, {word}]\n")
    assert found[0].startswith("kod.yaml:32:24: ")
    assert said in found[0]


def test_two_rules_of_a_code_cannot_have_one_name(problems):
    said = problems(
        "      - phrases: [gå hem ensam]", "      - id: trygg-ord\n        phrases: [gå hem ensam]"
    )
    assert said[0].startswith(
        "kod.yaml:16:13: 'trygghet' has two rules called 'trygg-ord' (first at line 14)."
    )


@pytest.mark.parametrize(
    ("pattern", "place", "said"),
    [
        ("[{LOWERR: prao}]", "32:20", "'LOWERR' is no attribute of a token. Did you mean LOWER?"),
        ("[{LOWER: prao}, {LOWER: no}]", "32:42", "YAML reads the unquoted `no` as the truth value false."),
        ("[{OP: '?!'}]", "32:20", "spaCy does not accept this value of 'OP'"),
    ],
)
def test_a_token_pattern_that_spacy_refuses_is_explained(problems, pattern, place, said):
    found = problems(RULE, f"      - pattern: {pattern}\n")
    assert found[0].startswith(f"kod.yaml:{place}: {said}")


def test_a_good_token_pattern_is_accepted(changed):
    codebook = changed(
        RULE, "      - pattern: [{LEMMA: gå}, {IS_PUNCT: no, OP: '*'}, {LOWER: {IN: [prao, pryo]}}]\n"
    )
    assert len(codebook["jobb"].rules[0].pattern) == 3


def test_spacy_is_not_imported_for_a_codebook_without_token_patterns(codebook_file):
    path = codebook_file()
    code = (
        "import sys, pathlib, qualcode.codebook as c; c.load(pathlib.Path(sys.argv[1])); "
        "sys.exit('spacy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0
