"""What must hold between codes: ids, tree, colours, examples."""

from __future__ import annotations

import pytest

from qualcode.codebook.checks import plain_id


def test_a_code_that_is_defined_twice_is_shown_with_its_first_line(problems):
    assert problems("id: belysning", "id: trygghet")[0] == (
        "kod.yaml:19:9: code 'trygghet' is defined twice (first at line 3). Rename or merge one of them."
    )


def test_a_code_without_a_definition_is_refused(problems):
    said = problems("    definition: Ljus och mörker.\n", "")
    assert said == ["kod.yaml:19:5: 'definition' is missing in 'belysning'. Add `definition: …`."]


@pytest.mark.parametrize("definition", ['""', "' '", "|-\n      "])
def test_an_empty_definition_is_refused(problems, definition):
    said = problems("definition: Ljus och mörker.", f"definition: {definition}")
    assert "the definition of 'belysning' is empty" in said[0]


def test_a_parent_that_does_not_exist_is_shown_with_the_nearest_code(problems):
    assert problems("parent: trygghet", "parent: tryghet") == [
        "kod.yaml:22:13: there is no code 'tryghet'. Did you mean 'trygghet'?"
    ]


def test_codes_that_stand_under_each_other_are_refused_once(problems):
    said = problems("color:", "parent: belysning\n    color:")
    assert said == [
        "kod.yaml:6:13: code 'trygghet' stands under itself (trygghet under belysning under trygghet). "
        "Remove one of the parents, so that the topmost code has none."
    ]


def test_a_code_under_itself_is_refused(problems):
    assert (
        "stands under itself (belysning under belysning)"
        in problems("parent: trygghet", "parent: belysning")[0]
    )


@pytest.mark.parametrize("color", ["röd", '"#12345"', '"1b7f79"'])
def test_a_colour_must_be_six_hexadecimal_digits(problems, color):
    said = problems('"#1b7f79"', color)
    assert said[0].startswith("kod.yaml:6:12: ")
    assert "is not a colour" in said[0]


def test_an_unquoted_colour_is_no_silent_comment(problems):
    assert problems('"#1b7f79"', "#1b7f79")[0].startswith(
        "kod.yaml:6:12: YAML takes `#1b7f79` for a comment."
    )


@pytest.mark.parametrize("code_id", ["Jobb", "jobb_ute", "nya jobb", "åtgärd", "-jobb"])
def test_an_id_has_only_plain_letters_digits_and_hyphens(problems, code_id):
    said = problems("id: jobb", f"id: '{code_id}'")
    assert said[0].startswith(f"kod.yaml:28:9: '{code_id}' cannot be a code's id")
    assert f"Call it '{plain_id(code_id)}'" in said[0]


def test_a_suggested_id_keeps_the_words():
    assert plain_id("Åtgärder, löften & svar") == "atgarder-loften-svar"


def test_an_example_on_both_sides_of_a_code_is_refused(problems):
    said = problems("- Jag vill ha en trygg anställning.", "- vi behöver  en trygghetsvandring.")
    assert said == [
        "kod.yaml:12:11: a negative example of 'trygghet' is a positive one of 'trygghet' (kod.yaml:10:11). "
        "Keep it in one of the lists."
    ]


def test_a_negative_example_cannot_be_a_positive_one_of_a_code_below(problems):
    said = problems(
        "- Jag vill ha en trygg anställning.", "- Lampan vid tunneln har varit trasig sedan i höstas."
    )
    assert "is a positive one of 'belysning', which stands under 'trygghet' (kod.yaml:24:18)" in said[0]


def test_a_negative_example_may_be_a_positive_one_of_the_code_above(changed):
    codebook = changed(
        "      positive: [Lampan",
        "      negative: [Vi behöver en trygghetsvandring.]\n      positive: [Lampan",
    )
    assert codebook["belysning"].examples.negative == ("Vi behöver en trygghetsvandring.",)


def test_a_negative_example_may_be_a_positive_one_of_an_unrelated_code(changed):
    changed("name: Jobb\n", "name: Jobb\n    examples: {positive: [Jag vill ha en trygg anställning.]}\n")


def test_a_codebook_without_codes_is_refused(problems):
    assert problems("title: Tom\ncodes: []\n") == [
        "kod.yaml:2:8: the codebook has no codes. Write the first: `- id: …`, with name and definition."
    ]
