"""What differs between two codebooks."""

from __future__ import annotations

import pytest

from qualcode.codebook import Change, diff


@pytest.fixture
def differences(changed):
    """The changes that an edit of the small codebook makes."""

    def find(old: str, new: str) -> list[Change]:
        return diff(changed(), changed(old, new))

    return find


def test_a_codebook_does_not_differ_from_itself(differences):
    assert differences("codes:\n", "# Kommentar\ncodes:\n") == []


def test_a_new_code_and_its_removal(changed):
    small = changed()
    larger = changed("codes:\n", "codes:\n  - {id: skola, name: Skola, definition: Om skolan.}\n")
    assert [(c.action, c.code, c.part) for c in diff(small, larger)] == [("added", "skola", "code")]
    assert [(c.action, c.code, c.part) for c in diff(larger, small)] == [("removed", "skola", "code")]


def test_a_new_name_and_a_new_parent(differences):
    assert differences("name: Belysning", "name: Ljus") == [
        Change("renamed", "belysning", "name", "Belysning", "Ljus")
    ]
    assert differences("parent: trygghet", "parent: jobb") == [
        Change("moved", "belysning", "parent", "trygghet", "jobb")
    ]


def test_a_code_whose_id_changed_is_the_same_code(changed):
    old = changed()
    new = old.model_copy(
        update={
            "codes": tuple(
                code.model_copy(
                    update={
                        "id": code.id.replace("trygghet", "trygg"),
                        "parent": code.parent and code.parent.replace("trygghet", "trygg"),
                    }
                )
                for code in old.codes
            )
        }
    )
    assert diff(old, new) == [Change("renamed", "trygg", "id", "trygghet", "trygg")]


def test_examples_and_definitions_one_by_one(differences):
    assert differences("- Vi behöver en trygghetsvandring.", "- Vi vill ha en trygghetsvandring.") == [
        Change("removed", "trygghet", "positive example", before="Vi behöver en trygghetsvandring."),
        Change("added", "trygghet", "positive example", after="Vi vill ha en trygghetsvandring."),
    ]
    assert differences("Ljus och mörker.", "Ljus.") == [
        Change("changed", "belysning", "definition", "Ljus och mörker.", "Ljus.")
    ]


def test_an_edited_rule_shows_only_the_words_that_differ(differences):
    assert differences("words: [trygg, trygghet, otrygghet]", "words: [trygg, trygghet, trygga]") == [
        Change("changed", "trygghet", "rule trygg-ord", "words: otrygghet", "words: trygga")
    ]


def test_rules_that_come_and_go(differences):
    assert differences(
        "      - words: [lampa]\n        except: [lampa i köket]\n", "      - regex: '\\bljus'\n"
    ) == [
        Change("added", "belysning", "rule 1", after="regex: \\bljus"),
        Change("removed", "belysning", "rule 1", before="words: lampa · except: lampa i köket"),
    ]


def test_a_changed_order_is_a_change_for_tables_follow_it(changed):
    old = changed()
    new = old.model_copy(update={"codes": (old.codes[2], *old.codes[:2])})
    assert [(c.action, c.part, c.after) for c in diff(old, new)] == [
        ("moved", "order of codes", "jobb, trygghet, belysning")
    ]


def test_labelled_texts_count(changed):
    head = ("title: Liten kodbok\n", "title: Liten kodbok\nexamples_file: texter.jsonl\n")
    new = changed(*head, texter='{"text": "Lampan.", "codes": ["belysning"]}\n')
    assert diff(changed(), new) == [Change("added", "", "labelled text", after="Lampan. [belysning]")]
